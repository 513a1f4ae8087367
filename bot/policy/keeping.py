"""How long things are kept, as instants. Pure.

Months are those of the calendar, in UTC. A month that lacks the day ends with its last one, so what
was written on 31 January and is kept for one month is kept until 28 February, or 29.
"""

import calendar
from datetime import UTC, datetime

_YEAR = 12


def kept_until(written: datetime, months: int) -> datetime:
    """Return until when something is kept that was written at an instant."""
    return _moved(written, months)


def kept_from(now: datetime, months: int) -> datetime:
    """Return the instant such that whatever was written before it need not be kept any longer.

    At the end of a month that is shorter than the one before, something may be kept up to three
    days longer than it must be. Nothing is deleted too early.
    """
    return _moved(now, -months)


def _moved(instant: datetime, months: int) -> datetime:
    utc = instant.astimezone(UTC)
    year, month = divmod(utc.year * _YEAR + utc.month - 1 + months, _YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return utc.replace(year=year, month=month + 1, day=min(utc.day, last))
