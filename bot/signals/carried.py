"""The buttons that stand under a team's signals on every surface. They carry the team's id."""

from enum import StrEnum


class Action(StrEnum):
    """What anybody of a team may do with its numbers."""

    QUESTION = "questions.ask"
    CONTEXT = "context.add"
    WHAT = "signals.what"
