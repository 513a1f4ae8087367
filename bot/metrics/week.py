"""ISO weeks: the only grid on which Coach counts."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from typing_extensions import override

DAYS = 7


class _Named(NamedTuple):
    monday: date


class Week(_Named):
    """One ISO week, named by its Monday.

    Weeks are looked up and put in order all the time, and nothing does that as quickly as a tuple.
    """

    __slots__ = ()

    def __new__(cls, monday: date) -> Self:
        """Refuse every day that is no Monday."""
        if monday.weekday() != 0:
            msg = f"{monday.isoformat()} is not a Monday"
            raise ValueError(msg)
        return super().__new__(cls, monday)

    @classmethod
    def of(cls, day: date) -> "Week":
        """Return the week that a calendar day falls in."""
        return _of(day)

    @classmethod
    def containing(cls, instant: datetime, zone: ZoneInfo) -> "Week":
        """Return the week in which an aware instant falls on the calendar of a zone."""
        return cls.of(instant.astimezone(zone).date())

    @classmethod
    def parse(cls, text: str) -> "Week":
        """Read `2026-W40` or the date of a Monday, `2026-09-28`.

        Raises:
            ValueError: it is neither.
        """
        if "W" in text:
            year, number = text.split("-W")
            return cls(date.fromisocalendar(int(year), int(number), 1))
        return cls(date.fromisoformat(text))

    def plus(self, weeks: int) -> "Week":
        """Return the week so many weeks later (earlier when negative)."""
        return _of(self.monday + timedelta(DAYS * weeks))

    def days(self) -> list[date]:
        """Return the seven days, Monday first."""
        return [self.monday + timedelta(days=n) for n in range(DAYS)]

    def starts(self, zone: ZoneInfo) -> datetime:
        """Return the instant of Monday 00:00 in a zone, in UTC.

        A week with a change of clocks has 167 or 169 hours; that is right.
        """
        return datetime.combine(self.monday, datetime.min.time(), zone).astimezone(UTC)

    def ends(self, zone: ZoneInfo) -> datetime:
        """Return the instant at which the next week starts, in UTC."""
        return self.plus(1).starts(zone)

    def until(self, last: "Week") -> Iterator["Week"]:
        """Yield this week and each one after it, up to and with `last`."""
        week = self
        while week <= last:
            yield week
            week = week.plus(1)

    @override
    def __str__(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02d}"


@lru_cache(maxsize=1024)
def days_in(week: Week, zone: ZoneInfo) -> tuple[tuple[date, datetime, datetime], ...]:
    """Return the days of a week, each with the instants at which it begins and ends in a zone, in UTC."""
    ends = [*week.days()[1:], week.plus(1).monday]
    midnight = datetime.min.time()
    begun, over = (
        [datetime.combine(day, midnight, zone).astimezone(UTC) for day in days]
        for days in (week.days(), ends)
    )
    return tuple(zip(week.days(), begun, over, strict=True))


@lru_cache(maxsize=4096)
def _of(day: date) -> Week:
    """Return the week of a day: a fold asks it of each fact, and a page of each of its weeks."""
    return Week(day - timedelta(days=day.weekday()))
