"""How much of a stretch of time lies on somebody's working days. Pure.

Whole days count, nights with them: Coach knows on which days people work, and not when they get up.
From Friday 20:00 to Monday 08:00 it is 12 hours where Saturday and Sunday are off: 4 on Friday, 8 on
Monday. A day on which clocks change has 23 or 25 hours.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.teams.work_week import WorkWeek


def between(start: datetime, end: datetime, zone: ZoneInfo, week: WorkWeek) -> timedelta:
    """Return how much time of working days lies between two instants.

    Args:
        start: aware.
        end: aware; before `start` there is nothing in between.
        zone: where the days begin and end.
        week: which days are worked.
    """
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    worked = timedelta()
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        if week.is_working(day):
            begins, ends = max(start, _midnight(day, zone)), min(end, _midnight(_after(day), zone))
            worked += max(ends - begins, timedelta())
        day = _after(day)
    return worked


def _after(day: date) -> date:
    return day + timedelta(days=1)


@lru_cache(maxsize=4096)
def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
