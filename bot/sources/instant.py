"""Reads the times that sources write."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from bot.errors import SkippedError


def instant(value: Any, of: str) -> datetime:
    """Read a time in the form of ISO 8601, with its distance from UTC.

    Args:
        value: what the source wrote.
        of: what it is a time of, in words for the report.

    Raises:
        SkippedError: it is none, or does not say in which zone.
    """
    unreadable = f"a time of the {of} is missing or unreadable"
    try:
        read = datetime.fromisoformat(value)
        if read.tzinfo is None:
            raise SkippedError(unreadable)
        return read if read.tzinfo is UTC else read.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise SkippedError(unreadable) from None


def of_header(header: str | None) -> datetime | None:
    """Read the `Date` of an answer over HTTP, which is the other side's own clock; None for none."""
    try:
        return parsedate_to_datetime(header).astimezone(UTC) if header else None
    except ValueError:
        return None
