"""Approvals: a metric that is new to a team is shown once a steward has approved it for that team."""
