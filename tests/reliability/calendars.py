"""Due times over years and in all zones, against an oracle that walks through UTC and asks the wall.

The oracle knows nothing of how `bot.people.hours` finds a moment: it looks at the clock on the wall
every quarter of an hour, around each change of clocks, and once a day where nothing changes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from bot.people.hours import Hours, Window, next_moment
from bot.teams.work_week import WorkWeek

TIMES = (time(0, 0), time(0, 30), time(2, 30), time(9, 30))
"""The local times at which the usual trigger goes wrong, and that of a reminder."""
_DAY, _QUARTER = timedelta(days=1), timedelta(minutes=15)
_EVERY_DAY = WorkWeek(frozenset(range(7)))


@dataclass(slots=True)
class Tally:
    """What came of it: how often something was due, was missed, came twice, or at another time."""

    due: int = 0
    missed: int = 0
    twice: int = 0
    astray: int = 0

    @property
    def wrong(self) -> tuple[int, int, int]:
        return self.missed, self.twice, self.astray


def zones() -> list[str]:
    return sorted(available_timezones())


def unlike(names: Iterable[str], first: date, last: date) -> list[str]:
    """Return one zone of those that show the same time on each day, under whatever names."""
    found = {}
    for name in names:
        zone = ZoneInfo(name)
        noons = (datetime.combine(day, time(12), UTC).astimezone(zone) for day in days(first, last))
        found[tuple(noon.utcoffset() for noon in noons)] = name
    return sorted(found.values())


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY


def daily(names: Iterable[str], first: date, last: date, clocks: Iterable[time] = TIMES) -> Tally:
    """Fire once a day, as Coach finds each next moment from the one before, and compare."""
    tally = Tally()
    for name in names:
        zone = ZoneInfo(name)
        changes = _changes(zone, first, last)
        for clock in clocks:
            _compare(tally, zone, clock, list(days(first, last)), changes)
    return tally


def monthly(names: Iterable[str], first: date, last: date) -> Tally:
    """Fire on the first of each month at midnight, and compare."""
    tally = Tally()
    firsts = [day for day in days(first, last) if day.day == 1]
    for name in names:
        zone = ZoneInfo(name)
        _compare(tally, zone, time(), firsts, _changes(zone, first, last))
    return tally


def _compare(
    tally: Tally, zone: ZoneInfo, clock: time, wanted: list[date], changes: set[date]
) -> None:
    hours, window = Hours(zone, _EVERY_DAY), Window(clock, time(clock.hour + 2, clock.minute))
    fired: dict[date, datetime] = {}
    for day in wanted:
        before = fired.get(day - _DAY)
        noon = datetime.combine(day - _DAY, time(12), zone).astimezone(UTC)
        found = next_moment(hours, before + _DAY / 4 if before else noon, window)
        there = found.astimezone(zone).date()
        tally.twice += there in fired
        fired[there] = found
    for day in wanted:
        expected = _opens(zone, day, clock, changes)
        tally.due += expected is not None
        tally.missed += expected is not None and day not in fired
        tally.astray += day in fired and fired[day] != expected


def _opens(zone: ZoneInfo, day: date, clock: time, changes: set[date]) -> datetime | None:
    """Return when it is a time of a day or later, for the first time on that day; None: it never is."""
    if day not in changes:
        return datetime.combine(day, clock, zone).astimezone(UTC)
    step = datetime.combine(day, time(), UTC) - _DAY
    for _ in range(3 * 96):
        there = step.astimezone(zone)
        if there.date() == day and there.time() >= clock:
            return step
        step += _QUARTER
    return None


def _changes(zone: ZoneInfo, first: date, last: date) -> set[date]:
    """Return the days around each change of clocks: the day itself and its neighbours."""
    found: set[date] = set()
    before = None
    for day in days(first - _DAY, last + 2 * _DAY):
        offset = datetime.combine(day, time(), UTC).astimezone(zone).utcoffset()
        if before is not None and offset != before:
            found |= {day + number * _DAY for number in range(-2, 3)}
        before = offset
    return found
