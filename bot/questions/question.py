"""A question about one of a team's numbers. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Closed(StrEnum):
    """How a question ends."""

    EXPLAINED = "explained"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Choice(StrEnum):
    """What a steward may answer. The first two close the question; with the third it stays open."""

    EXPLAINED = "explained"
    CORRECTED = "corrected"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and its answer once there is one.

    Attributes:
        id: an opaque id.
        team: whose number it is about.
        metric: which number: its id in the catalogue.
        asker: the Slack user who asks.
        asked_at: when, in UTC.
        closed_at: when it was answered or withdrawn; None while it is open.
        closed_as: how it ended; None while it is open.
        text: what they ask, in their words.
        interim: what a steward wrote who paused the number; "" where none did.
        answer: what a steward answered, in theirs; "" while it is open, and once withdrawn.
        delete_at: when it is deleted for good; None while it is open.
    """

    id: str
    team: str
    metric: str
    asker: str = field(repr=False)
    asked_at: datetime
    closed_at: datetime | None
    closed_as: Closed | None
    text: str = field(repr=False)
    interim: str = field(default="", repr=False)
    answer: str = field(default="", repr=False)
    delete_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.closed_at is None
