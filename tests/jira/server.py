"""A stand-in for Jira on a local port, Cloud and Data Center: it executes the question it is asked."""

import base64
import json
import threading
from collections.abc import Callable
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError
from typing_extensions import override

from tests.aws.faults import Call, Fault, Reply
from tests.jira.company import FIELDS, Row
from tests.jira.faults import refusal
from tests.jira.jql import Known, Query, WrongError, parsed
from tests.jira.schema import (
    CLOUD_PAGE,
    CLOUD_QUESTION,
    DATA_CENTER_PAGE,
    DATA_CENTER_QUESTION,
)
from tests.wire import StandIn

USER, TOKEN = "coach@example.com", "ATATT3xStandIn"
_BASIC = "Basic " + base64.b64encode(f"{USER}:{TOKEN}".encode()).decode()
_MAY_BE_ASKED = {"issuetype", "created", "resolutiondate", "resolution", "labels"}


class JiraServer(StandIn):
    """Holds projects and issues, and answers for them.

    Attributes:
        projects: by their keys.
        issues: of all projects.
        fields: what fields there are.
        types: the issue types that there are.
        components: those of all projects.
        zone: that of the account which asks.
        shows: whether the account may browse projects.
        most: rows of a page at most, whatever is asked for.
        spoils: what is done to a row before it leaves, by its key.
        calls: what was asked, in order.
    """

    def __init__(self) -> None:
        super().__init__()
        self.projects = {"SHOP", "PAY"}
        self.issues: list[Row] = []
        self.fields = list(FIELDS)
        self.types = {"Bug", "Defect", "Incident", "Story"}
        self.components = {"Checkout", "Ledger"}
        self.zone = ZoneInfo("UTC")
        self.shows = True
        self.most = 100
        self.spoils: dict[str, Callable[[Row], Row | None]] = {}
        self.calls: list[Call] = []
        self._lock = threading.Lock()

    def plan(self, fault: Fault, *, times: int | None = None, after: int = 0) -> None:
        """Let a fault happen, so many times (None: for ever), after so many questions."""
        self.plans.add(fault, times=times, after=after)

    def asked(self) -> list[dict[str, Any]]:
        """Return the questions for issues."""
        return [call.parameters for call in self.calls if call.operation.startswith("POST ")]

    @override
    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Reply:
        """Answer one request."""
        with self._lock:
            call = Call("jira", f"{method} {path}", json.loads(body or b"{}"), "json", headers)
            self.calls.append(call)
            fault = self.plans.take(call.operation)
        normal = partial(self._answer, call)
        return fault(call, normal) if fault else normal()

    def _answer(self, call: Call) -> Reply:
        cloud = "/rest/api/3/" in call.operation
        who = _BASIC if cloud else f"Bearer {TOKEN}"
        if call.headers.get("authorization") != who:
            return refusal(401, "Client must be authenticated to access this resource.")
        method, _, path = call.operation.partition(" ")
        what = path.removeprefix("/rest/api/3/").removeprefix("/rest/api/2/")
        if call.operation in {"POST /rest/api/3/search/jql", "POST /rest/api/2/search"}:
            return self._search(call.parameters, cloud=cloud)
        if method == "GET" and what == "field":
            return Reply(200, json.dumps(self.fields).encode())
        if method == "GET" and what.startswith("project/"):
            key = what.removeprefix("project/")
            if key in self.projects and self.shows:
                # Its lead is a person; nobody looks.
                said = {
                    "id": "10000",
                    "key": key,
                    "name": key,
                    "lead": {"displayName": "Ada Lovelace"},
                }
                return Reply(200, json.dumps(said).encode())
            return refusal(404, f"No project could be found with key '{key}'.")
        self.complaints.append(f"nobody answers {call.operation}")
        return refusal(404, "null for uri")

    def _search(self, asked: dict[str, Any], *, cloud: bool) -> Reply:
        shape: TypeAdapter[Any] = CLOUD_QUESTION if cloud else DATA_CENTER_QUESTION
        try:
            shape.validate_python(asked)
        except ValidationError as problem:
            self.complaints.append(f"the question has the wrong shape: {problem}")
            return refusal(400, "Invalid request payload.")
        personal = [
            name
            for name in asked["fields"]
            if name not in _MAY_BE_ASKED and not name.startswith("customfield_")
        ]
        if personal:
            self.complaints.append(f"asked for {personal}")
        shown = self.projects if self.shows else set()
        known = Known(shown, self.components, self.types, self.zone)
        try:
            rows = self._found(parsed(asked["jql"], known))
        except WrongError as error:
            return refusal(400, str(error))
        start = int(asked.get("nextPageToken", asked.get("startAt", 0)))
        most = min(self.most, asked["maxResults"])
        page = [self._row(row, asked["fields"]) for row in rows[start : start + most]]
        end = start + len(page)
        if cloud:
            said: dict[str, Any] = {"issues": page, "isLast": end >= len(rows)}
            if not said["isLast"]:
                said["nextPageToken"] = str(end)
        else:
            said = {"expand": "names,schema", "startAt": start, "maxResults": most}
            said |= {"total": len(rows), "issues": page}
        return self._said(said, CLOUD_PAGE if cloud else DATA_CENTER_PAGE)

    def _found(self, query: Query) -> list[Row]:
        by: dict[str, Callable[[Row], Any]] = {
            "key": lambda row: (row["key"].rpartition("-")[0], int(row["key"].rpartition("-")[2])),
            "created": lambda row: row["fields"]["created"],
        }
        return sorted(filter(query.holds, self.issues), key=by[query.order])

    def _row(self, row: Row, fields: list[str]) -> Row:
        """Return an issue with the fields that were asked for, and no other."""
        return {**row, "fields": {name: row["fields"][name] for name in fields}}

    def _said(self, said: dict[str, Any], shape: TypeAdapter[Any]) -> Reply:
        try:
            shape.validate_python(said)
        except ValidationError as problem:
            self.complaints.append(f"the test made Jira say what it cannot say: {problem}")
        said["issues"] = [
            self.spoils[row["key"]](row) if row["key"] in self.spoils else row
            for row in said["issues"]
        ]
        return Reply(200, json.dumps(said).encode())
