"""Which digest of a team is next, when it is due, and until when it may come late. Pure.

Each month, it is due on the first of a day of the week on which the team works; where it works on
none of them in that month, on its first working day from the first of them on. Each sprint, it is
due on the first working day after the sprint's last day. Days and times are the team's own; instants
are in UTC.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from bot.people.hours import Hours, Window, at, is_open, next_moment, next_working_day
from bot.teams.digest import Digest
from bot.teams.roster import Team
from bot.teams.work_week import DAYS

LATE_DAYS = 5
"""Working days after the day on which it was due, until whose end it may still come."""
BY_DAY = Window(time(7), time(21))
"""The hours of a working day in which a channel gets a digest, late ones included."""
_DAY = timedelta(days=1)
_MONTH = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True, slots=True)
class Period:
    """One digest of a team.

    Attributes:
        name: which one: the month in which it comes, such as 2026-12, or the first day of its sprint.
        day: on which it is due, in the team's zone.
        due_at: when it is due, in UTC.
        until: before which it may still come, in UTC.
    """

    name: str
    day: date
    due_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a team's digests come.

    All methods raise ValueError where the team does not work on any day for a year.
    """

    hours: Hours
    digest: Digest

    @classmethod
    def of(cls, team: Team, digest: Digest) -> "Schedule":
        """Return the schedule of a team with what `coach.yml` says of its digest."""
        return cls(Hours(team.zone, team.work_week()), digest)

    def first_after(self, instant: datetime) -> Period:
        """Return the first digest that is due after an instant."""
        start = self._start_of(instant.astimezone(self.hours.zone).date())
        for _ in range(2):  # Holidays can put one off into the time of the next.
            start = self._step(start, -1)
        return next(one for one in self._from(start) if one.due_at > instant)

    def named(self, name: str) -> Period | None:
        """Return a digest by its name; None where this schedule has none of that name."""
        start = _read(name)
        if start is None or start != self._start_of(start) or name != self._name(start):
            return None
        return self._period(start)

    def following(self, period: Period, now: datetime) -> Period:
        """Return the first digest after another that may still come at `now`, or later."""
        start = self._step(self._start(period), 1)
        return next(one for one in self._from(start) if one.until > now)

    def preceding(self, period: Period) -> Period:
        """Return the digest before another."""
        return self._period(self._step(self._start(period), -1))

    def opening(self, now: datetime) -> datetime | None:
        """Return until when a digest that comes late must wait; None: it may come now."""
        return None if is_open(self.hours, now, BY_DAY) else next_moment(self.hours, now, BY_DAY)

    def fingerprint(self) -> str:
        """Return a text that differs whenever anything does on which the due time depends."""
        week = self.hours.week
        parts = (
            self.hours.zone.key,
            week.country,
            week.subdivision,
            *sorted(week.days),
            *sorted(map(str, week.closed)),
            self.digest.model_dump_json(),
        )
        return sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]

    def _from(self, start: date) -> Iterator[Period]:
        while True:
            yield self._period(start)
            start = self._step(start, 1)

    def _start_of(self, day: date) -> date:
        """Return the first day of the month, or of the sprint, in which a day lies."""
        if self.digest.sprint is None:
            return day.replace(day=1)
        first, days = self.digest.sprint
        return day - (day - first).days % days * _DAY

    def _step(self, start: date, number: int) -> date:
        """Return the first day of the month or sprint before (-1) or after (1) another."""
        if self.digest.sprint is not None:
            return start + number * self.digest.sprint[1] * _DAY
        return self._start_of(start - _DAY if number < 0 else start + 31 * _DAY)

    def _name(self, start: date) -> str:
        return f"{start:%Y-%m}" if self.digest.sprint is None else start.isoformat()

    def _start(self, period: Period) -> date:
        start = _read(period.name)
        if start is None:
            msg = f"{period.name} is no name of a digest"
            raise ValueError(msg)
        return start

    def _period(self, start: date) -> Period:
        day = self._due_day(start)
        last = day
        for _ in range(LATE_DAYS):
            last = next_working_day(self.hours, last + _DAY)
        zone = self.hours.zone
        due_at, until = at(zone, day, self.digest.at), at(zone, last + _DAY, time(0))
        return Period(self._name(start), day, due_at, until)

    def _due_day(self, start: date) -> date:
        if self.digest.sprint is not None:
            return next_working_day(self.hours, start + self.digest.sprint[1] * _DAY)
        first = start + (DAYS.index(self.digest.weekday) - start.weekday()) % 7 * _DAY
        wanted = (first + number * 7 * _DAY for number in range(5))
        working = (day for day in wanted if day.month == start.month and self.hours.is_working(day))
        return next(working, None) or next_working_day(self.hours, first)


def _read(name: str) -> date | None:
    try:
        return date.fromisoformat(f"{name}-01" if _MONTH.fullmatch(name) else name)
    except ValueError:  # It is no name of a digest.
        return None
