"""What the buttons and the form of this capability carry: ids only, asked anew whenever used."""

from dataclasses import dataclass
from enum import StrEnum

from bot.pilot.state import Side


class Action(StrEnum):
    """The buttons and the menu of this capability. The menu carries a team's id."""

    TEAM = "pilot.team"
    ANSWER = "pilot.answer"
    START = "pilot.start"


class View(StrEnum):
    """The modals of this capability."""

    FORM = "pilot.form"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a team's pilot, in the round that somebody had before their eyes."""

    team: str
    side: Side
    round: int

    def encode(self) -> str:
        """Return it as a button's value, or as the unseen part of a window."""
        return f"{self.team}/{self.side}/{self.round}"

    @classmethod
    def decode(cls, value: str) -> "Part":
        """Read a button's value, or the unseen part of a window."""
        team, side, number = value.split("/")
        return cls(team, Side(side), int(number))
