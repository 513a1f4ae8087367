"""One alert of GitHub's code scanning: how severe it is, and what became of it when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.errors import SkippedError
from bot.sources.github_instant import instant, instant_or_none

UNRATED = "unrated"
_SECURITY = frozenset({"critical", "high", "medium", "low"})
_RULE = {"error": "high", "warning": "medium", "note": "low", "none": UNRATED}
"""What the severity of a rule is where it is not about security. `none` is GitHub's word for a rule
that has no severity, which is not the same as harmless."""


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert of the default branch. Of its text, its place in the code and its people nothing.

    Attributes:
        number: GitHub's number of it in the repository.
        tool: the scanner, in small letters.
        severity: a dimension of the catalogue's findings.
        opened: when the scanner saw it first.
        updated: when GitHub last changed anything about it; None where it does not say.
        fixed: when the scanner saw it no more; None: it still does, or somebody dismissed it.
        dismissed: when somebody dismissed it.
    """

    number: int
    tool: str
    severity: str
    opened: datetime
    updated: datetime | None
    fixed: datetime | None
    dismissed: datetime | None


def read(row: Any) -> Alert:
    """Read a row of the list of alerts.

    Raises:
        SkippedError: it cannot be read.
    """
    if not isinstance(row, dict):
        raise SkippedError("the row is empty")
    number = row.get("number")
    if not isinstance(number, int) or isinstance(number, bool):
        raise SkippedError("the alert has no number")
    opened = instant(row.get("created_at"))
    fixed, dismissed = _closed(row)
    if any(closed is not None and closed < opened for closed in (fixed, dismissed)):
        raise SkippedError("the alert was closed before it was opened")
    return Alert(
        number=number,
        tool=_tool(row.get("tool")),
        severity=_severity(row.get("rule")),
        opened=opened,
        updated=instant_or_none(row.get("updated_at")),
        fixed=fixed,
        dismissed=dismissed,
    )


def _closed(row: Mapping[str, Any]) -> tuple[datetime | None, datetime | None]:
    """Return when an alert was fixed, or when it was dismissed; None and None: it is open."""
    state = row.get("state")
    fixed, dismissed = (
        instant_or_none(row.get("fixed_at")),
        instant_or_none(row.get("dismissed_at")),
    )
    if state == "open":
        return None, None
    if state == "dismissed" and dismissed is not None:
        return None, dismissed
    if state == "fixed" and fixed is not None:
        # Whoever dismissed it first has closed it; that the code went later is no mending.
        is_mended = dismissed is None or fixed < dismissed
        return (fixed, None) if is_mended else (None, dismissed)
    if state in {"dismissed", "fixed"}:
        raise SkippedError("the alert was closed and does not say when")
    raise SkippedError("the alert is in a state that Coach does not know")


def _tool(said: Any) -> str:
    name = said.get("name") if isinstance(said, dict) else None
    if not isinstance(name, str):
        raise SkippedError("the alert does not say of which scanner")
    return name.strip().lower()


def _severity(rule: Any) -> str:
    if not isinstance(rule, dict):
        raise SkippedError("the alert names no rule")
    security, plain = rule.get("security_severity_level"), rule.get("severity")
    if security in _SECURITY:
        return str(security)
    if security is None and plain is None:
        return UNRATED
    if security is None and plain in _RULE:
        return _RULE[plain]
    raise SkippedError("the alert is as severe as nothing Coach knows")
