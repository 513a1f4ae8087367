"""The kinds of messages about questions that Coach sends. Their subject is the question's id, if not said."""

from typing import Final

QUESTION: Final = "question"
"""To a steward: somebody doubts a number."""
ANSWER: Final = "answer"
"""To whoever asked: what a steward answered."""
OUTRIGHT: Final = "metric_paused"
"""To a team's channel: a steward paused a number, or brought it back. The subject is the team's id."""
UNSAID: Final = "channel_unsaid"
"""To a steward: a message to a team's channel could not be posted."""
PAUSING: Final = "question_pausing"
"""To a steward: a number pauses by itself, or will soon."""
