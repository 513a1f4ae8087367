"""One incident, as PagerDuty tells of it. Whoever was called, answered or wrote is never read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.errors import SkippedError
from bot.sources.instant import instant

# No sets: what stands in their place may be anything.
_OPEN, _RESOLVED = ("triggered", "acknowledged"), "resolved"
_URGENCIES = ("high", "low")
_MERGED = "merge_resolve_reason"
_INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class Incident:
    """The little that is read of an incident.

    Attributes:
        key: its id, which is forgotten with the run.
        began: when it was created.
        ended: when it was resolved; None while it is open.
        is_merged: whether it was closed because it was one with another.
        is_low: whether it was of low urgency.
    """

    key: str
    began: datetime
    ended: datetime | None
    is_merged: bool
    is_low: bool


def read(row: Any, service: str) -> Incident:
    """Read one row of the list of a service's incidents.

    Raises:
        SkippedError: it lacks what is needed, or says what cannot be.
    """
    if not isinstance(row, dict):
        raise SkippedError("the row is empty")
    key, urgency = row.get("id"), row.get("urgency")
    if not isinstance(key, str) or not key:
        raise SkippedError("the incident has no id")
    of = row.get("service")
    if not isinstance(of, dict) or of.get("id") != service:
        raise SkippedError("the incident is of another service than was asked for")
    if urgency not in _URGENCIES:
        raise SkippedError("the incident has no urgency that Coach knows")
    began = instant(row.get("created_at"), _INCIDENT)
    ended = _ended(row)
    if ended is not None and ended < began:
        raise SkippedError("the incident ends before it begins")
    return Incident(key, began, ended, is_merged=_is_merged(row), is_low=urgency == "low")


def _ended(row: dict[str, Any]) -> datetime | None:
    status = row.get("status")
    if status in _OPEN:
        return None
    if status != _RESOLVED:
        raise SkippedError("the incident has no status that Coach knows")
    return instant(row.get("resolved_at"), _INCIDENT)


def _is_merged(row: dict[str, Any]) -> bool:
    """Say why it was resolved; PagerDuty gives a reason for merges alone."""
    reason = row.get("resolve_reason")
    if reason is None:
        return False
    if not isinstance(reason, dict) or reason.get("type") != _MERGED:
        raise SkippedError("the incident was resolved for a reason that Coach does not know")
    return True
