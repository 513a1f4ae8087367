"""The questions put to Jira, in its query language."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.sources.jira_options import JiraScope

_DAY = timedelta(days=1)


def quoted(value: str) -> str:
    """Return a value as a string of the query language, whatever is in it."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def first_of(scope: JiraScope, types: Sequence[str]) -> str:
    """Return the question for issues of some types, the oldest first."""
    return f"{_of(scope, types)} ORDER BY created ASC"


def touched(scope: JiraScope, types: Sequence[str], start: datetime, end: datetime) -> str:
    """Return the question for issues that were created or resolved in a range of time, and more.

    Dates in a question are read in the time zone of whoever asks, which nobody tells Coach. So a
    day more on either side is asked for than any zone needs, and instants are selected afterwards.
    """
    since, until = _midnight(start - _DAY), _midnight(end + 2 * _DAY)
    either = " OR ".join(
        f"({field} >= {since} AND {field} < {until})" for field in ("created", "resolved")
    )
    # Keys never change, so that pages do not shift while they are read.
    return f"{_of(scope, types)} AND ({either}) ORDER BY key ASC"


def _of(scope: JiraScope, types: Sequence[str]) -> str:
    names = ", ".join(quoted(name) for name in types)
    part = "" if scope.component is None else f" AND component = {quoted(scope.component)}"
    return f"project = {quoted(scope.project)}{part} AND issuetype in ({names})"


def _midnight(instant: datetime) -> str:
    return quoted(f"{instant:%Y-%m-%d}")
