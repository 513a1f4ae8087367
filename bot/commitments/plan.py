"""When somebody is reminded of what they promised, and when both look again. Pure.

Half-way to the check-in, and on the working day before it; never more than twice. A manager's
reminders come a working day before the engineer's, so that whoever asks for something has done
their own part first.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.commitments.record import Side
from bot.people.hours import (
    NUDGE,
    Hours,
    at,
    next_moment,
    next_working_day,
    next_working_monday,
    shared_working_day,
    working_day_before,
)

MOST = 2
"""Nudges a promise: once or twice is a reminder, more is nagging."""
CHECK_IN = timedelta(days=14)
"""From the conversation to the check-in: the article's "in two weeks" (S6)."""


def default_check_in(today: date, manager: Hours, engineer: Hours) -> date:
    """Return the day to look again: two weeks on, moved to a working day of both."""
    return shared_working_day(manager, engineer, today + CHECK_IN)


def nudges(
    agreed: date, check_in: date, hours: Hours, *, side: Side, used: int, now: datetime
) -> Iterator[tuple[int, datetime]]:
    """Yield the nudges of a promise that are still to come: their number, and when in UTC.

    Args:
        agreed: the day on which both agreed, in the person's zone.
        check_in: the day on which both look again.
        hours: when the person works.
        side: whose promise it is.
        used: how many nudges went out already.
        now: nothing is planned before this.
    """
    half = next_working_day(hours, agreed + (check_in - agreed) / 2)
    last = working_day_before(hours, check_in)
    if side is Side.MANAGER:
        half, last = working_day_before(hours, half), working_day_before(hours, last)
    moments = sorted({opening(hours, day) for day in (half, last) if day > agreed})
    coming = [moment for moment in moments if moment > now]
    left = MOST - used
    yield from enumerate(coming[-left:] if left > 0 else [], start=used + 1)


def opening(hours: Hours, day: date) -> datetime:
    """Return the instant from which somebody may be written to on a day, or on the next they work."""
    return next_moment(hours, at(hours.zone, day, NUDGE.start))


def day_after(hours: Hours, now: datetime) -> datetime:
    """Return the opening of the person's next working day."""
    today = now.astimezone(hours.zone).date()
    return opening(hours, next_working_day(hours, today + timedelta(days=1)))


def monday_after(hours: Hours, now: datetime) -> datetime:
    """Return the opening of the first working day of the person's next week."""
    return opening(hours, next_working_monday(hours, now.astimezone(hours.zone).date()))


def snoozed_to(hours: Hours, day: date, now: datetime) -> datetime:
    """Return the opening of a chosen day, but never earlier than the next working day."""
    return max(opening(hours, day), day_after(hours, now))
