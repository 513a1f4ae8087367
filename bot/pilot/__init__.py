"""Pilots: a team tries Coach until its manager and a steward have both ended that."""
