"""The stand-in's code scanning: alerts and analyses, in the shapes of GitHub's description of REST."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from tests.aws.faults import Reply
from tests.github.company import Row, stamp
from tests.github.rest import Listed, Query, Spoilt
from tests.github.runs import know
from tests.github.server import GitHubServer

_NULL = type(None)
ALERT = {
    "number": int,
    "created_at": str,
    "updated_at?": str,
    "state": (str, _NULL),
    "fixed_at?": (str, _NULL),
    "dismissed_at": (str, _NULL),
    "dismissed_by": (dict, _NULL),
    "dismissed_reason": (str, _NULL),
    "rule": {
        "id?": (str, _NULL),
        "severity?": (str, _NULL),
        "security_severity_level?": (str, _NULL),
        "description?": str,
    },
    "tool": {"name?": str, "version?": (str, _NULL)},
    "most_recent_instance": dict,
}
ANALYSIS = {"ref": str, "commit_sha": str, "created_at": str, "id": int, "error": str}


class CodeScanning:
    """The alerts of repositories.

    Attributes:
        alerts: of each repository.
        analyses: when the default branch of each was looked through.
        off: repositories in which code scanning was never switched on, with GitHub's answer to it.
    """

    def __init__(self, github: GitHubServer) -> None:
        self.alerts: dict[str, list[Row | Spoilt]] = defaultdict(list)
        self.analyses: dict[str, list[datetime]] = defaultdict(list)
        self.off: dict[str, int] = {}
        know(github)
        path, right = "/repos/{owner}/{repo}/code-scanning", "alerts"
        order = ["sort", "direction"]
        github.rest.add(f"{path}/alerts", self._alerts, ALERT, right=right, parameters=order)
        github.rest.add(
            f"{path}/analyses", self._analyses, ANALYSIS, right=right, parameters=[*order, "ref"]
        )

    def _alerts(self, asked: Query, owner: str, repo: str) -> Any:
        known = f"{owner}/{repo}".lower()
        if known in self.off:
            return Reply(self.off[known], b'{"message": "Code scanning is not enabled"}')
        rows = self.alerts[known]
        if asked.get("sort") == "updated":
            assert asked["direction"] == "desc"
            rows = sorted(rows, key=_updated, reverse=True)
        return Listed(rows)

    def _analyses(self, asked: Query, owner: str, repo: str) -> Any:
        assert asked["ref"] == "refs/heads/main"
        times = sorted(self.analyses[f"{owner}/{repo}".lower()])
        if not times:
            return Reply(404, b'{"message": "no analysis found"}')
        if asked["direction"] == "desc":
            times.reverse()
        about = {"ref": asked["ref"], "commit_sha": "0" * 40, "id": 7, "error": ""}
        return Listed([{**about, "created_at": stamp(at)} for at in times])


def _updated(row: Row | Spoilt) -> str:
    return "9" if isinstance(row, Spoilt) else str(row.get("updated_at", ""))


def alert(
    number: int,
    opened: datetime,
    *,
    fixed: datetime | None = None,
    dismissed: datetime | None = None,
    security: str | None = None,
    severity: str | None = "error",
    tool: str = "CodeQL",
    **more: Any,
) -> Row:
    """Return an alert with all that Coach must not read in it."""
    state = "fixed" if fixed else "dismissed" if dismissed else "open"
    return {
        "number": number,
        "created_at": stamp(opened),
        "updated_at": stamp(max(at for at in (opened, fixed, dismissed) if at)),
        "state": state,
        "fixed_at": fixed and stamp(fixed),
        "dismissed_at": dismissed and stamp(dismissed),
        "dismissed_by": {"login": "secret-person"} if dismissed else None,
        "dismissed_reason": "won't fix" if dismissed else None,
        "rule": {
            "id": "secret-rule",
            "severity": severity,
            "security_severity_level": security,
            "description": "secret-description",
        },
        "tool": {"name": tool, "version": None},
        "most_recent_instance": {"location": {"path": "secret-path"}},
        **more,
    }
