"""What the buttons and windows of this capability carry: ids only, asked anew whenever used."""

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """The buttons of this capability. Each carries a disclosure's id."""

    ACKNOWLEDGE = "disclosure.acknowledge"
    DISAGREE = "disclosure.disagree"
    WITHDRAW = "disclosure.withdraw"
    READ = "disclosure.read"


class View(StrEnum):
    """The modals of this capability."""

    METRIC = "disclosure.metric"
    FORM = "disclosure.form"
    BECAUSE = "disclosure.because"
    TEXT = "disclosure.text"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form is about, in its unseen part: never trusted.

    Attributes:
        team: the team's id.
        engineer: whom it is for.
        metric: the metric's id; "" until it is chosen.
    """

    team: str
    engineer: str
    metric: str = ""

    def encode(self) -> str:
        """Return it as a modal's unseen part."""
        return f"{self.team}/{self.engineer}/{self.metric}"

    @classmethod
    def decode(cls, value: str) -> "Draft":
        """Read a modal's unseen part."""
        team, engineer, metric = value.split("/")
        return cls(team, engineer, metric)
