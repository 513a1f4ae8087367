"""What the buttons and windows of this capability carry: ids only, asked anew whenever used."""

from dataclasses import dataclass
from enum import StrEnum

from bot.decisions.store import Stored


class Action(StrEnum):
    """The buttons and menus of this capability. The first two carry a team's id."""

    OPEN = "decisions.open"
    TEAM = "decisions.team"
    END = "decisions.end"


class View(StrEnum):
    """The modals of this capability."""

    FORM = "decisions.form"


@dataclass(frozen=True, slots=True)
class Seen:
    """A team, and which decision of it somebody had before their eyes.

    Attributes:
        team: the team's id.
        version: the decision's id and how often it was changed; "" where there was none.
    """

    team: str
    version: str = ""

    @classmethod
    def of(cls, team: str, stored: Stored | None) -> "Seen":
        """Return what somebody sees who looks now."""
        return cls(team, "" if stored is None else f"{stored.id}.{stored.changes}")

    def encode(self) -> str:
        """Return it as a button's value, or as the unseen part of a window."""
        return f"{self.team}/{self.version}" if self.version else self.team

    @classmethod
    def decode(cls, value: str) -> "Seen":
        """Read a button's value, or the unseen part of a window."""
        team, _, version = value.partition("/")
        return cls(team, version)
