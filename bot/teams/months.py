"""Calendar months, for how long something is kept. Pure."""

from calendar import monthrange
from datetime import date
from typing import TypeVar

_YEAR = 12
D = TypeVar("D", bound=date)
"""A day, or an instant."""


def after(instant: D, months: int) -> D:
    """Return the same day and time of day so many months later; a shorter month's last day, if need be.

    31 January and a month is 28 February, or 29. A negative number goes back.
    """
    number = instant.year * _YEAR + instant.month - 1 + months
    year, month = divmod(number, _YEAR)
    day = min(instant.day, monthrange(year, month + 1)[1])
    return instant.replace(year=year, month=month + 1, day=day)


def before(instant: D, months: int) -> D:
    """Return the same day and time of day so many months earlier; see `after`."""
    return after(instant, -months)
