"""A request to see one number of one person, and how long each part of it lasts. Pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.people.hours import NUDGE, Hours, at, next_working_day

ANSWER_DAYS: Final = 5
"""Working days of the engineer in which they may answer."""
SHOWN: Final = timedelta(days=7)
"""For so long the manager sees what was shared."""
FEWEST: Final = 20
"""Characters of a reason: less is no sentence."""
MARGIN: Final = timedelta(minutes=1)
"""So long before the end nothing is begun any more: the manager is told at the end that nothing came."""
SETTLES: Final = timedelta(minutes=2)
"""After this long a message that was begun is in the conversation's history, or never will be."""
BUSY: Final = timedelta(seconds=30)
"""For so long a press waits for the one before, which may be about to post."""
_DAY = timedelta(days=1)


class State(StrEnum):
    """Where a request stands. There is no word for a refusal: it leaves no trace."""

    ASKED = "asked"
    AGREED = "agreed"  # the engineer shares; nothing was posted for it
    SHOWING = "showing"  # a process is about to post, or died doing so
    SHOWN = "shown"
    OVER = "over"  # what was shown is to be taken away, and all of it deleted


AGREED: Final = frozenset({State.AGREED, State.SHOWING})


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it is kept: its reason is still encrypted.

    Attributes:
        answer_by: when it ends unless something is shown.
        due_at: when a process should look at it.
        with_number: whether the engineer shares the number or their willingness; None: neither.
        begun_at: when Slack may have been called last to show it; None: not that anybody knows.
        channel: the conversation in which it is shown; None: it is not.
        ts: Slack's id of that message.
        shown_until: when it is taken away again.
    """

    id: str
    team: str
    manager: str = field(repr=False)
    engineer: str = field(repr=False)
    metric: str
    sealed: bytes = field(repr=False)
    asked_at: datetime
    answer_by: datetime
    due_at: datetime
    state: State = State.ASKED
    with_number: bool | None = None
    begun_at: datetime | None = None
    channel: str | None = field(default=None, repr=False)
    ts: str | None = None
    shown_until: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Say whether the engineer may still answer, or have shown what they agreed to."""
        return self.state in {State.ASKED, *AGREED} and now < self.answer_by - MARGIN

    def has_ended(self, now: datetime) -> bool:
        """Say whether all of it is to be deleted, and what is shown taken away."""
        if self.state is State.SHOWN:
            return self.shown_until is None or now >= self.shown_until
        return self.state is State.OVER or now >= self.answer_by


def answer_by(hours: Hours, now: datetime) -> datetime:
    """Return the end of the fifth working day of somebody after today, in UTC.

    Raises:
        ValueError: they never work.
    """
    day = now.astimezone(hours.zone).date()
    for _ in range(ANSWER_DAYS):
        day = next_working_day(hours, day + _DAY)
    return at(hours.zone, day, NUDGE.end)
