"""The kinds of messages about decisions that Coach sends. Their subject is the decision's id."""

from typing import Final

DECISION_ENDS: Final = "decision_ends"
"""To each manager of a team, once a decision and end: it ends in a week."""
