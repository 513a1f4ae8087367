"""The kinds of messages about approvals that Coach sends. Their subject is the request's id."""

from typing import Final

ASKED: Final = "approval_asked"
"""To a steward: a team would like to see a metric that is new to it."""
ANSWERED: Final = "approval_answered"
"""To whoever wrote it down: what a steward answered."""
