"""Days as they are said."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def said(day: date) -> str:
    """Return a day as in "Wednesday 2 December"."""
    return f"{day:%A} {day.day} {day:%B}"


def with_year(day: date) -> str:
    """Return a day as in "2 December 2026"."""
    return f"{day.day} {day:%B %Y}"


def day_of(instant: datetime, zone: ZoneInfo) -> str:
    """Return the day on which an instant falls in a zone, as it is said."""
    return said(instant.astimezone(zone).date())
