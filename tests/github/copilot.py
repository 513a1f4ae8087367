"""The stand-in's reports of Copilot: GitHub names links, and another host has the files."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler
from typing import Any

from typing_extensions import override

from bot.demo.local_slack.listening import Listening
from tests.github.company import Row
from tests.github.rest import Query
from tests.github.server import GitHubServer

LATEST_DAY = date(2026, 11, 14)
_ONE_DAY = {"download_links": [str], "report_day": str}
_LATEST = {"download_links": [str], "report_start_day": str, "report_end_day": str}


class Downloads:
    """Another host, with files behind links that nobody can guess.

    Attributes:
        files: by path.
        status: what it answers with.
        cut: whether it hangs up before the end.
        headers: what it was sent, in order.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.status = 200
        self.times: int | None = None
        self.cut = False
        self.headers: list[dict[str, str]] = []
        self._http = _Http(self)

    @property
    def url(self) -> str:
        """Where it listens, under another name than GitHub."""
        return f"http://localhost:{self._http.server_address[1]}"

    @contextmanager
    def serving(self) -> Iterator["Downloads"]:
        """Listen for as long as the block lasts."""
        self._http.begin()
        try:
            yield self
        finally:
            self._http.end()


class _Http(Listening):
    def __init__(self, downloads: Downloads) -> None:
        self.downloads = downloads
        super().__init__(_Request)


class _Request(BaseHTTPRequestHandler):
    server: _Http

    def do_GET(self) -> None:
        downloads = self.server.downloads
        downloads.headers.append({name.lower(): value for name, value in self.headers.items()})
        body, status = downloads.files.get(self.path, b"no such file"), downloads.status
        if downloads.times is not None:
            downloads.times -= 1
            if not downloads.times:
                downloads.status, downloads.times = 200, None
        self.send_response_only(status)
        self.send_header("Content-Length", str(len(body)))
        if status == 302:
            self.send_header("Location", "http://localhost/elsewhere")
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if downloads.cut else body)

    @override
    def log_message(self, format: str, *args: Any) -> None:
        return


class Reports:
    """What GitHub knows of an organisation's Copilot.

    Attributes:
        users: the lines of each day, a row or any bytes; no entry: there is no report.
        teams: the same of the users' teams.
        lines_a_file: a report of more lines comes in several files.
        named: what is done to the links before they are named.
    """

    def __init__(self, github: GitHubServer, downloads: Downloads, org: str = "acme") -> None:
        self.users: dict[date, list[Row | bytes]] = defaultdict(list)
        self.teams: dict[date, list[Row | bytes]] = defaultdict(list)
        self.lines_a_file = 3
        self.named: Callable[[list[str]], Any] = list
        self._downloads = downloads
        self._org = org
        path = "/orgs/{org}/copilot/metrics/reports"
        right = "copilot"
        github.rest.add(f"{path}/users-28-day/latest", self._latest, _LATEST, right=right)
        for name, days in (("users", self.users), ("user-teams", self.teams)):
            github.rest.add(
                f"{path}/{name}-1-day",
                lambda asked, org, name=name, days=days: self._of_a_day(name, days, asked, org),
                _ONE_DAY,
                right=right,
                parameters=["day"],
            )

    def _latest(self, _asked: Query, org: str) -> Row:
        assert org == self._org
        return {
            "download_links": [f"{self._downloads.url}/latest"],
            "report_start_day": "2026-10-18",
            "report_end_day": LATEST_DAY.isoformat(),
        }

    def _of_a_day(
        self, name: str, days: dict[date, list[Row | bytes]], asked: Query, org: str
    ) -> Row | None:
        assert org == self._org
        day = date.fromisoformat(asked["day"])
        if day not in days:
            return None
        lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in days[day]]
        links = []
        for start in range(0, max(len(lines), 1), self.lines_a_file):
            file = f"/{name}-{day}-{start}.ndjson?signature=secret-signature"
            some = lines[start : start + self.lines_a_file]
            self._downloads.files[file] = b"".join(line + b"\n" for line in some)
            links.append(f"{self._downloads.url}{file}")
        return {"download_links": self.named(links), "report_day": day.isoformat()}


def used(
    user: int,
    login: str,
    day: date,
    shown: int = 0,
    accepted: int = 0,
    *,
    by_agents: int = 0,
    **more: Any,
) -> Row:
    """Return a line of a users' report, with all that Coach must not read beside what it reads."""
    features = []
    if shown or accepted:
        features.append(_feature("code_completion", shown, accepted))
    if by_agents:
        features.append(_feature("chat_panel_agent_mode", by_agents, by_agents))
    return {
        "user_id": user,
        "user_login": login,
        "day": day.isoformat(),
        "organization_id": "999",
        "enterprise_id": "13213",
        "user_initiated_interaction_count": 0,
        "code_generation_activity_count": shown + by_agents,
        "code_acceptance_activity_count": accepted + by_agents,
        "loc_added_sum": 88,
        "totals_by_feature": features,
        "totals_by_ide": [{"ide": "secret-editor"}],
        "used_agent": bool(by_agents),
        "used_chat": False,
        **more,
    }


def _feature(name: str, shown: int, accepted: int) -> Row:
    return {
        "feature": name,
        "code_generation_activity_count": shown,
        "code_acceptance_activity_count": accepted,
        "loc_added_sum": 8,
    }


def member(user: int, login: str, day: date, team: str, organisation: str = "999") -> Row:
    """Return a line of a report of the users' teams."""
    return {
        "user_id": user,
        "user_login": login,
        "day": day.isoformat(),
        "organization_id": organisation,
        "team_id": 40 + len(team),
        "slug": team,
    }
