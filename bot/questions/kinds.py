"""The kinds of messages about questions that Coach sends. Their subject is the question's id."""

from typing import Final

QUESTION: Final = "question"
"""To a steward: somebody doubts a number."""
ANSWER: Final = "answer"
"""To whoever asked: what a steward answered."""
PAUSING: Final = "question_pausing"
"""To a steward: a number pauses by itself, or will soon."""
