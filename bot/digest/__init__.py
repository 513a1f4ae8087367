"""The digest: the same numbers that the manager sees, in the team's channel, once a period."""
