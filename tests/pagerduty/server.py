"""A stand-in for PagerDuty's REST API on a local port: it holds to the limits of the reference."""

import json
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pydantic import TypeAdapter, ValidationError
from typing_extensions import override

from tests.aws.faults import Call, Fault, Reply
from tests.pagerduty.company import Row
from tests.pagerduty.faults import refusal
from tests.pagerduty.schema import INCIDENTS, ONE_SERVICE
from tests.wire import StandIn

KEY = "u+stand-in-key_9zQx"
_SIX_MONTHS, _REACH, _MOST = timedelta(days=181), 10_000, 100
_KNOWN = {
    "since", "until", "service_ids[]", "limit", "offset", "total", "sort_by", "time_zone",
}  # fmt: skip


class PagerDutyServer(StandIn):
    """Holds services and incidents, and answers for them.

    Attributes:
        services: by id.
        incidents: of all services.
        key: the one that is known.
        lacks: rights that the key does not have, `services.read` or `incidents.read`.
        most: rows of a page at most, whatever is asked for.
        spoils: what is done to a row before it leaves, by the number of the incident.
        calls: what was asked, in order.
    """

    def __init__(self) -> None:
        super().__init__()
        self.services: dict[str, Row] = {}
        self.incidents: list[Row] = []
        self.key = KEY
        self.lacks: set[str] = set()
        self.most = _MOST
        self.spoils: dict[int, Callable[[Row], Row | None]] = {}
        self.calls: list[Call] = []
        self._lock = threading.Lock()

    def plan(self, fault: Fault, *, times: int | None = None, after: int = 0) -> None:
        """Let a fault happen, so many times (None: for ever), after so many questions."""
        self.plans.add(fault, times=times, after=after)

    def asked(self, operation: str) -> list[dict[str, Any]]:
        """Return what was asked of one path."""
        return [call.parameters for call in self.calls if call.operation == operation]

    @override
    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Reply:
        """Answer one request."""
        parts = urlsplit(path)
        with self._lock:
            call = Call("pagerduty", parts.path, parse_qs(parts.query), "json", headers)
            self.calls.append(call)
            if method != "GET" or body:
                self.complaints.append(f"{method} {parts.path} does not only read")
            if headers.get("accept") != "application/vnd.pagerduty+json;version=2":
                self.complaints.append(f"{parts.path}: the version is not asked for")
            fault = self.plans.take(parts.path)
        normal = partial(self._answer, call)
        return fault(call, normal) if fault else normal()

    def _answer(self, call: Call) -> Reply:
        if call.headers.get("authorization") != f"Token token={self.key}":
            return refusal(401, 2006, "Authentication failed")
        if call.operation == "/incidents":
            return self._listed(call.parameters)
        kind, _, key = call.operation.removeprefix("/").partition("/")
        if kind != "services":
            self.complaints.append(f"nobody answers {call.operation}")
            return refusal(404, 2100, "Not Found")
        if "services.read" in self.lacks:
            return refusal(403, 2010, "Access Denied")
        if key not in self.services:
            return refusal(404, 5002, "Service Not Found")
        return self._said({"service": self.services[key]}, ONE_SERVICE)

    def _listed(self, asked: Mapping[str, list[str]]) -> Reply:
        if "incidents.read" in self.lacks:
            return refusal(403, 2010, "Access Denied")
        if wrong := _wrong(asked):
            self.complaints.append(f"/incidents: {wrong}")
            return refusal(400, 2001, "Invalid Input Provided")
        limit, offset = int(_one(asked, "limit", "25")), int(_one(asked, "offset", "0"))
        rows = self._found(asked)
        page = rows[offset : offset + min(limit, self.most)]
        total = len(rows) if _one(asked, "total", "false") == "true" else None
        said = {
            "incidents": page,
            "limit": limit,
            "offset": offset,
            "more": offset + len(page) < len(rows),
            "total": total,
        }
        return self._said(said, INCIDENTS)

    def _found(self, asked: Mapping[str, list[str]]) -> list[Row]:
        found = [row for row in self.incidents if row["service"]["id"] in asked["service_ids[]"]]
        if "since" in asked:
            # All are written alike, so that text sorts as time does. The ends are not counted in.
            (since,), (until,) = asked["since"], asked["until"]
            found = [row for row in found if since < row["created_at"] < until]
        return sorted(found, key=lambda row: row["incident_number"])

    def _said(self, said: dict[str, Any], shape: TypeAdapter[Any]) -> Reply:
        try:
            shape.validate_python(said)
        except ValidationError as problem:
            self.complaints.append(f"the test made PagerDuty say what it cannot say: {problem}")
        if "incidents" in said:
            said["incidents"] = [self._spoilt(row) for row in said["incidents"]]
        told = {"ratelimit-limit": "960", "ratelimit-remaining": "900", "ratelimit-reset": "42"}
        return Reply(200, json.dumps(said).encode(), told)

    def _spoilt(self, row: Row) -> Row | None:
        spoil = self.spoils.get(row["incident_number"])
        return spoil(row) if spoil else row


def holding(*services: Row) -> PagerDutyServer:
    """Return a stand-in with services and no incident."""
    server = PagerDutyServer()
    server.services.update({one["id"]: one for one in services})
    return server


def _one(asked: Mapping[str, list[str]], name: str, otherwise: str) -> str:
    return asked.get(name, [otherwise])[0]


def _wrong(asked: Mapping[str, list[str]]) -> str | None:
    """Say what the reference does not allow of a question for incidents."""
    if unknown := set(asked) - _KNOWN:
        return f"there is no {unknown}"
    limit, offset = int(_one(asked, "limit", "25")), int(_one(asked, "offset", "0"))
    if not 1 <= limit <= _MOST or limit + offset > _REACH:
        return "pages do not reach so far"
    if ("since" in asked) != ("until" in asked):
        return "a range has two ends"
    if "since" in asked:
        since, until = (datetime.fromisoformat(asked[name][0]) for name in ("since", "until"))
        if since.tzinfo is None or until.tzinfo is None:
            return "a time without a zone is read in the account's own"
        if not timedelta() < until - since <= _SIX_MONTHS:
            return "the range is longer than six months, or none"
    return None
