"""When a person is at work: which days, which hours, and the next moment to write to them. Pure.

Days and hours are a person's own; instants are in UTC. Three decisions about clocks that change:

- A local time that does not exist, because clocks went forward over it, is as much later as they
  went forward: 02:30 becomes 03:30. One that happens twice is the first of the two.
- A window is open whenever the clock on the wall shows a time inside it, however often that is. So
  a window that begins in a gap opens with the end of the gap, and one that lies in a gap does not
  open on that day.
- Nothing depends on the machine's own zone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.teams.work_week import WorkWeek

FARTHEST = 366
"""Days in which there must be one on which somebody works."""
SOON = 60
"""Days in which two people should have one on which both work."""
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """Where and on which days somebody works."""

    zone: ZoneInfo
    week: WorkWeek

    def is_working(self, day: date) -> bool:
        """Say whether they work on a day: not at weekends, on public holidays, or on closed days."""
        return self.week.is_working(day)


@dataclass(frozen=True, slots=True)
class Window:
    """Some hours of a day on the clock on the wall: from `start` on, and before `end`."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Dnd:
    """When somebody does not want to be disturbed.

    Attributes:
        starts: when the next such time starts, or the present one did; None: there is none.
        ends: when it ends; None: there is none.
        snoozed_until: until when they have put notifications off; None: they have not.
    """

    starts: datetime | None = None
    ends: datetime | None = None
    snoozed_until: datetime | None = None


NUDGE = Window(time(9, 30), time(16, 30))
"""When somebody may be written to unasked."""
ANSWER = Window(time(8, 0), time(19, 0))
"""When somebody may get what another person has just done, and waits to have answered."""


def at(zone: ZoneInfo, day: date, clock: time) -> datetime:
    """Return the instant, in UTC, at which it is a time of a day in a zone.

    A time that does not exist is later by as much as the clocks went forward; of one that happens
    twice, it is the first.
    """
    return datetime.combine(day, clock.replace(fold=0), tzinfo=zone).astimezone(UTC)


def is_open(hours: Hours, instant: datetime, window: Window = NUDGE) -> bool:
    """Say whether an instant is in the window of one of somebody's working days."""
    local = instant.astimezone(hours.zone)
    return window.start <= local.time() < window.end and hours.is_working(local.date())


def next_moment(hours: Hours, after: datetime, window: Window = NUDGE) -> datetime:
    """Return the first instant from `after` on, in UTC, at which the window is open.

    Raises:
        ValueError: there is no such instant in the next 366 days.
    """
    after = after.astimezone(UTC)
    if is_open(hours, after, window):
        return after
    today = after.astimezone(hours.zone).date()
    # Where clocks go back over midnight, a bit of the day before is still to come.
    for number in range(-1, FARTHEST + 1):
        day = today + number * _DAY
        if hours.is_working(day):
            coming = [one for one in _openings(hours.zone, day, window) if one >= after]
            if coming:
                return min(coming)
    raise ValueError(_never(today))


def next_working_day(hours: Hours, day: date) -> date:
    """Return the day itself, or the next on which somebody works.

    Raises:
        ValueError: there is none in the next 366 days.
    """
    return _working_day(hours, day, _DAY)


def working_day_before(hours: Hours, day: date) -> date:
    """Return the last day before this one on which somebody works.

    Raises:
        ValueError: there is none in the 366 days before.
    """
    return _working_day(hours, day - _DAY, -_DAY)


def next_working_monday(hours: Hours, day: date) -> date:
    """Return the Monday of the next ISO week, or if that is off the next working day after it.

    Raises:
        ValueError: there is none in the next 366 days.
    """
    return next_working_day(hours, day + (7 - day.weekday()) * _DAY)


def shared_working_day(one: Hours, other: Hours, day: date) -> date:
    """Return the day itself, or the next on which both work; without one in 60 days, `one`'s next.

    Raises:
        ValueError: `one` has none in the next 366 days.
    """
    for number in range(SOON + 1):
        found = day + number * _DAY
        if one.is_working(found) and other.is_working(found):
            return found
    return next_working_day(one, day)


def shared_moment(one: Hours, other: Hours, day: date) -> datetime:
    """Return the first instant, in UTC, at which a day is within NUDGE for both.

    Where it never is for both at once, it is the start of `other`'s window on that day. Whether
    they work on it is not looked at.
    """
    begins = [at(each.zone, day, NUDGE.start) for each in (one, other)]
    ends = [at(each.zone, day, NUDGE.end) for each in (one, other)]
    return max(begins) if max(begins) < min(ends) else begins[1]


def after_dnd(instant: datetime, dnd: Dnd) -> datetime:
    """Return the first instant from `instant` on at which somebody may be disturbed."""
    if dnd.snoozed_until is not None:
        instant = max(instant, dnd.snoozed_until)
    if dnd.starts is not None and dnd.ends is not None and dnd.starts <= instant < dnd.ends:
        return dnd.ends
    return instant


def _working_day(hours: Hours, day: date, step: timedelta) -> date:
    for number in range(FARTHEST + 1):
        found = day + number * step
        if hours.is_working(found):
            return found
    raise ValueError(_never(day))


def _never(day: date) -> str:
    return f"no working day within {FARTHEST} days of {day}"


def _openings(zone: ZoneInfo, day: date, window: Window) -> Iterator[datetime]:
    """Yield, in no order, each instant of a day at which the clock on the wall enters the window.

    That is when it shows the start, which may be once, twice or never, and when it is changed to a
    time inside the window.
    """
    for fold in (0, 1):
        start = datetime.combine(day, window.start.replace(fold=fold), tzinfo=zone)
        yield from _shown(zone, day, window, start.astimezone(UTC))
    change = _change(zone, day)
    if change is not None:
        yield from _shown(zone, day, window, change)


def _shown(zone: ZoneInfo, day: date, window: Window, instant: datetime) -> Iterator[datetime]:
    local = instant.astimezone(zone)
    if local.date() == day and window.start <= local.time() < window.end:
        yield instant


def _change(zone: ZoneInfo, day: date) -> datetime | None:
    """Return the instant at which clocks are changed around a day; None: they are not."""
    before, after = at(zone, day - _DAY, time(12)), at(zone, day + _DAY, time(12))
    old = before.astimezone(zone).utcoffset()
    if old == after.astimezone(zone).utcoffset():
        return None
    while after - before > _SECOND:
        middle = before + (after - before) // _SECOND // 2 * _SECOND
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after
