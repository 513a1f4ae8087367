"""One finding of Inspector: where it stands, how severe it is, and when it was first seen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

_SEVERITIES = {
    "CRITICAL": "critical",
    "HIGH": "high",
    "MEDIUM": "medium",
    "LOW": "low",
    "INFORMATIONAL": "info",
    "UNTRIAGED": "unrated",
}
ACTIVE, SUPPRESSED, CLOSED = "ACTIVE", "SUPPRESSED", "CLOSED"
STATUSES = (ACTIVE, SUPPRESSED, CLOSED)


class Finding(NamedTuple):
    """What is read of one finding; its text and its place in the code are not.

    Attributes:
        name: AWS's name of it, which stays when it comes back; only to count each once.
        projects: the code repositories that it stands in.
        severity: as the catalogue names it.
        opened: when it was seen first, in UTC; that stays too when it comes back.
        status: as AWS names it.
        changed: when it came to that status, for those that are closed or suppressed.
    """

    name: str
    projects: frozenset[str]
    severity: str
    opened: datetime
    status: str
    changed: datetime | None


def read(row: Mapping[str, Any]) -> Finding | str:
    """Return the finding in a row of ListFindings, or why it cannot be read."""
    name, opened, status = row.get("findingArn"), row.get("firstObservedAt"), row.get("status")
    severity = _SEVERITIES.get(row.get("severity") or "")
    if not name or not opened:
        return "the finding has no name, or does not say when it was first seen"
    if severity is None or status not in STATUSES:
        return "the finding is of a severity or status that Coach does not know"
    projects = frozenset(_projects(row))
    if not projects:
        return "the finding does not say in which project it stands"
    changed = None if status == ACTIVE else row.get("updatedAt")
    if status != ACTIVE and (changed is None or changed < opened):
        return "the finding does not say when it was closed, or was closed before it was seen"
    return Finding(name, projects, severity, opened, status, changed)


def _projects(row: Mapping[str, Any]) -> set[str]:
    details = ((resource or {}).get("details") or {} for resource in row.get("resources") or ())
    names = ((detail.get("codeRepository") or {}).get("projectName") for detail in details)
    return {name for name in names if name}
