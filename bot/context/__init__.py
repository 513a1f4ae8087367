"""Context: dated reasons that a team gives for what its numbers show."""
