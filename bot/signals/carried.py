"""The buttons that stand under a team's signals on every surface. They carry the team's id."""

from enum import StrEnum

from bot.context.carried import Action as Context
from bot.decisions.carried import Action as Decisions
from bot.questions.carried import Action as Questions


class Action(StrEnum):
    """What anybody of a team may do with its numbers."""

    QUESTION = Questions.ASK
    CONTEXT = Context.ADD
    DECIDE = Decisions.OPEN
    WHAT = "signals.what"
