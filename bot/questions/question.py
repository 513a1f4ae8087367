"""A question about one of a team's numbers. Pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

KEPT = timedelta(days=180)
"""For so long a question is kept after it was answered; then it is deleted for good."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and its answer once there is one.

    Attributes:
        id: an opaque id.
        team: whose number it is about.
        metric: which number: its id in the catalogue.
        asker: the Slack user who asks.
        asked_at: when, in UTC.
        closed_at: when it was answered; None while it is open.
        text: what they ask, in their words.
        answer: what a steward answered, in theirs; "" while it is open.
    """

    id: str
    team: str
    metric: str
    asker: str = field(repr=False)
    asked_at: datetime
    closed_at: datetime | None
    text: str = field(repr=False)
    answer: str = field(default="", repr=False)

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.closed_at is None
