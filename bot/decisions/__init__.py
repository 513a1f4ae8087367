"""Decisions: what a team wants to improve this quarter, and which numbers it looks at for that."""
