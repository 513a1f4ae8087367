"""What the buttons of the three questions carry: what was asked, and the token of the message."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.effects.pulse import Answer, Question


class Action(StrEnum):
    """The buttons of this capability, one for each answer."""

    YES = "effects.answer.yes"
    NO = "effects.answer.no"
    NEITHER = "effects.answer.neither"


ANSWERS = {Action.YES: Answer.YES, Action.NO: Answer.NO, Action.NEITHER: Answer.NEITHER}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to one team.

    Attributes:
        token: of the message in which it is asked; it stands nowhere else.
    """

    team: str
    quarter: str
    question: Question
    token: str = field(repr=False)

    def encode(self) -> str:
        """Return it as a button's value."""
        return f"{self.team}/{self.quarter}/{self.question}/{self.token}"

    @classmethod
    def decode(cls, value: str) -> "Asked":
        """Read a button's value."""
        team, quarter, question, token = value.split("/")
        return cls(team, quarter, Question(question), token)
