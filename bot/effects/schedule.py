"""Which report of a team is next, and when it is due. Pure.

The report on a quarter is due on the team's first working day of the next one. Two weeks before it,
the team is asked three questions. Days and times are the team's own; instants are in UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from bot.people.hours import Hours, Window, at, is_open, next_moment, next_working_day
from bot.teams.roster import Team

ASKED_BEFORE: Final = timedelta(days=14)
"""So long before its report a team is asked."""
AT: Final = time(10)
"""When on its day either is due."""
BY_DAY: Final = Window(time(7), time(21))
"""The hours of a working day in which a channel gets a report, late ones included."""
_MONTHS: Final = 3


class Step(StrEnum):
    """What is due next: the questions, or the report."""

    PULSE = "pulse"
    REPORT = "report"


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of a year; `number` is from 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """Return the quarter in which a day lies."""
        return cls(day.year, (day.month - 1) // _MONTHS + 1)

    @classmethod
    def parse(cls, name: str) -> "Quarter":
        """Read `2026-Q4`.

        Raises:
            ValueError: it is no quarter.
        """
        year, _, number = name.partition("-Q")
        if number not in {"1", "2", "3", "4"}:
            raise ValueError(name)
        return cls(int(year), int(number))

    @property
    def name(self) -> str:
        """Its name, such as 2026-Q4, which sorts as the quarters do."""
        return f"{self.year}-Q{self.number}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * _MONTHS + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.plus(1).first - timedelta(days=1)

    def plus(self, number: int) -> "Quarter":
        """Return the quarter so many after it, or before it."""
        whole = self.year * 4 + self.number - 1 + number
        return Quarter(whole // 4, whole % 4 + 1)


@dataclass(frozen=True, slots=True)
class Due:
    """What is due next of a team.

    Attributes:
        at: when, in UTC.
    """

    quarter: Quarter
    step: Step
    at: datetime


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a team's reports come.

    All methods but `fingerprint` raise ValueError where the team does not work on any day for a year.
    """

    hours: Hours

    @classmethod
    def of(cls, team: Team) -> "Schedule":
        """Return the schedule of a team."""
        return cls(Hours(team.zone, team.work_week()))

    def report_at(self, quarter: Quarter) -> datetime:
        """Return when the report on a quarter is due."""
        return at(self.hours.zone, self._report_day(quarter), AT)

    def pulse_at(self, quarter: Quarter) -> datetime:
        """Return when the team is asked before that report."""
        day = next_working_day(self.hours, self._report_day(quarter) - ASKED_BEFORE)
        return at(self.hours.zone, day, AT)

    def bounds(self, quarter: Quarter) -> tuple[datetime, datetime]:
        """Return the first instant of a quarter, and that of the next, in UTC."""
        zone = self.hours.zone
        return at(zone, quarter.first, time(0)), at(zone, quarter.plus(1).first, time(0))

    def first_after(self, now: datetime) -> Due:
        """Return what is due first in a team that is new: it owes nothing from before."""
        return self._of(Quarter.of(now.astimezone(self.hours.zone).date()), now)

    def asked(self, quarter: Quarter) -> Due:
        """Return the report, which is what is due once the team was asked."""
        return Due(quarter, Step.REPORT, self.report_at(quarter))

    def following(self, quarter: Quarter, now: datetime) -> Due:
        """Return what is due after a report.

        Whoever was away for longer than a quarter gets the newest report alone: those before it
        would tell of the same weeks.
        """
        coming = quarter.plus(1)
        while self.is_too_late(coming, now):
            coming = coming.plus(1)
        return self._of(coming, now)

    def is_too_late(self, quarter: Quarter, now: datetime) -> bool:
        """Say whether the report after that on a quarter is due already."""
        return self.report_at(quarter.plus(1)) <= now

    def again(self, due: Due) -> Due:
        """Return when the same is due by this schedule."""
        when = self.pulse_at if due.step is Step.PULSE else self.report_at
        return Due(due.quarter, due.step, when(due.quarter))

    def opening(self, now: datetime) -> datetime | None:
        """Return until when a report that comes late must wait; None: it may come now."""
        return None if is_open(self.hours, now, BY_DAY) else next_moment(self.hours, now, BY_DAY)

    def fingerprint(self) -> str:
        """Return a text that differs whenever anything does on which the due time depends."""
        week = self.hours.week
        days = (*sorted(week.days), *sorted(map(str, week.closed)))
        parts = (self.hours.zone.key, week.country, week.subdivision, *days)
        return sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]

    def _of(self, quarter: Quarter, now: datetime) -> Due:
        """Return the questions, or the report where it is too late to ask."""
        asked = self.pulse_at(quarter)
        late = self.report_at(quarter) <= now or asked + ASKED_BEFORE / 2 <= now
        return self.asked(quarter) if late else Due(quarter, Step.PULSE, asked)

    def _report_day(self, quarter: Quarter) -> date:
        return next_working_day(self.hours, quarter.plus(1).first)
