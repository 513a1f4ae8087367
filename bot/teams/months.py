"""Calendar months, for how long something is kept. Pure."""

from calendar import monthrange
from datetime import datetime

_YEAR = 12


def after(instant: datetime, months: int) -> datetime:
    """Return the same time of day so many months later, on the last day where the month is shorter.

    31 January and a month is 28 February, or 29. A negative number goes back.
    """
    number = instant.year * _YEAR + instant.month - 1 + months
    year, month = divmod(number, _YEAR)
    day = min(instant.day, monthrange(year, month + 1)[1])
    return instant.replace(year=year, month=month + 1, day=day)


def before(instant: datetime, months: int) -> datetime:
    """Return the same time of day so many months earlier; see `after`."""
    return after(instant, -months)
