"""The times that GitHub writes."""

from datetime import UTC, datetime
from typing import Any

from bot.errors import SkippedError


def instant(said: Any) -> datetime:
    """Return a time of GitHub's, aware, in UTC.

    Raises:
        SkippedError: it is no time, or one without a zone.
    """
    try:
        found = datetime.fromisoformat(said)
    except (TypeError, ValueError):
        raise SkippedError("a time cannot be read") from None
    if found.tzinfo is None:
        raise SkippedError("a time has no zone")
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise SkippedError("a time cannot be read") from None


def instant_or_none(said: Any) -> datetime | None:
    """Return a time of GitHub's that may be none.

    Raises:
        SkippedError: it is no time, or one without a zone.
    """
    return None if said is None else instant(said)
