"""Which numbers of a team are paused because they are questioned. Pure: derived, and never stored.

A number pauses by itself once a question about it has been open for five working days of the team,
or once three are open at the same time. It stays paused until none about it is open any more, so
that it does not come and go with each answer. Only what a steward paused is a row of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.people.hours import Hours, next_working_day

DAYS: Final = 5
"""Working days after that of the question; on the last of them the number pauses."""
MANY: Final = 3
"""So many questions that are open at once pause a number."""
_DAY = timedelta(days=1)


class Why(StrEnum):
    """Why a number is paused. No surface tells it apart; the stewards' own list and messages do."""

    OUTRIGHT = "outright"
    STEWARD = "steward"
    MANY = "many"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when until when a question was open; None: it still is."""

    asked_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Doubts:
    """What a team's numbers are questioned for.

    Attributes:
        stretches: every question that is kept, by the id of its metric.
        by_steward: the metrics that a steward paused.
        outright: those of them that a steward paused without a question, until one brings them back.
    """

    stretches: Mapping[str, Sequence[Stretch]]
    by_steward: frozenset[str] = frozenset()
    outright: frozenset[str] = frozenset()

    @property
    def open(self) -> Mapping[str, int]:
        """How many questions are open about each metric; metrics without are left out."""
        counted = {name: len(self._open(name)) for name in self.stretches}
        return {name: number for name, number in counted.items() if number}

    def paused(self, hours: Hours, now: datetime) -> frozenset[str]:
        """Return the ids of the metrics that are paused.

        Args:
            hours: on which days the team works, and in which zone.
            now: this instant, in UTC.
        """
        doubted = {*self.open, *self.by_steward}
        return frozenset(name for name in doubted if self.why(name, hours, now) is not None)

    def why(self, metric: str, hours: Hours, now: datetime) -> Why | None:
        """Return why a metric is paused; None where it is not. The arguments are those of `paused`."""
        if metric in self.outright:
            return Why.OUTRIGHT
        if metric in self.by_steward:
            return Why.STEWARD
        running = self._running(metric)
        if max((_at_once(one, running) for one in running), default=0) >= MANY:
            return Why.MANY
        return Why.DAYS if any(_is_old(one, hours, now) for one in running) else None

    def pauses_on(self, metric: str, hours: Hours) -> date | None:
        """Return the first day on which a question that is open pauses the metric.

        None where none is open, or the team does not work on any day for a year.
        """
        try:
            days = [day_after(one.asked_at, hours, DAYS) for one in self._open(metric)]
        except ValueError:
            return None
        return min(days, default=None)

    def _open(self, metric: str) -> list[Stretch]:
        return [one for one in self.stretches.get(metric, ()) if one.closed_at is None]

    def _running(self, metric: str) -> list[Stretch]:
        """Return the open questions, and those before them since none was open last."""
        running = self._open(metric)
        if not running:
            return []
        begun = min(one.asked_at for one in running)
        closed = [one for one in self.stretches[metric] if one not in running]
        for one in sorted(closed, key=_ended, reverse=True):
            if _ended(one) <= begun:
                break
            running.append(one)
            begun = min(begun, one.asked_at)
        return running


def day_after(asked_at: datetime, hours: Hours, number: int) -> date:
    """Return the day that is so many working days of a team after that of a question.

    Raises:
        ValueError: the team does not work on any day for a year.
    """
    day = asked_at.astimezone(hours.zone).date()
    for _ in range(number):
        day = next_working_day(hours, day + _DAY)
    return day


def _ended(one: Stretch) -> datetime:
    return one.closed_at or datetime.max.replace(tzinfo=one.asked_at.tzinfo)


def _at_once(one: Stretch, running: Sequence[Stretch]) -> int:
    """Return how many were open when this one was asked, itself included."""
    return sum(other.asked_at <= one.asked_at < _ended(other) for other in running)


def _is_old(one: Stretch, hours: Hours, now: datetime) -> bool:
    """Say whether a question was open on the fifth working day after that on which it was asked."""
    day = one.asked_at.astimezone(hours.zone).date()
    last = (one.closed_at or now).astimezone(hours.zone).date()
    worked = 0
    while day < last and worked < DAYS:
        day += _DAY
        worked += hours.is_working(day)
    return worked == DAYS
