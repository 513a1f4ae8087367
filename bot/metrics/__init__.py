"""What is measured, how weeks are folded, and how a trend is read."""
