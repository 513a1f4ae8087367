"""What the buttons and windows of this capability carry: ids only, asked anew whenever used."""

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """The buttons and menus of this capability."""

    ASK = "questions.ask"
    TEAM = "questions.team"
    ANSWER = "questions.answer"
    WITHDRAW = "questions.withdraw"
    LIFT = "questions.lift"
    PAUSE = "questions.pause_outright"
    BRING_BACK = "questions.bring_back"


class View(StrEnum):
    """The modals of this capability."""

    ASK = "questions.form"
    ANSWER = "questions.answer_form"
    LIFT = "questions.lift_form"


@dataclass(frozen=True, slots=True)
class About:
    """A team, and one of its numbers where one was named."""

    team: str
    metric: str = ""

    def encode(self) -> str:
        """Return it as a button's or option's value."""
        return f"{self.team}/{self.metric}" if self.metric else self.team

    @classmethod
    def decode(cls, value: str) -> "About":
        """Read a button's or option's value."""
        team, _, metric = value.partition("/")
        return cls(team, metric)
