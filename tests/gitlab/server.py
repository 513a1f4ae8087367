"""A stand-in for GitLab on a local port: GraphQL on GitLab's own schema, and the REST that is asked."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache, partial
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from graphql import DocumentNode, execute_sync, parse, validate
from typing_extensions import override

from tests.aws.faults import Call, Fault, Reply
from tests.github.company import connection
from tests.gitlab.company import Row
from tests.gitlab.schema import MOST_LETTERS, MOST_POINTS, SCHEMA, points
from tests.wire import StandIn

TOKEN = "glpat-stand-in"
BELOW = "/git"
"""A path of its host below which it answers as well."""
NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


@dataclass
class Project:
    """A project of the stand-in.

    Attributes:
        path: where it is now.
        before: where it was, from where GitLab sends on.
        branch: the default branch; None: nothing was ever pushed.
        is_hidden: whether the token may not see it.
        shows_merge_requests: whether the token may see them.
        environments: what it is deployed to, by name; see `tests.gitlab.company.environment`.
    """

    id: int
    path: str
    before: tuple[str, ...] = ()
    branch: str | None = "main"
    is_hidden: bool = False
    shows_merge_requests: bool = True
    merge_requests: list[Row] = field(default_factory=list)
    environments: dict[str, Row] = field(default_factory=dict)
    pipelines: list[Row] = field(default_factory=list)


class GitLabServer(StandIn):
    """Holds projects and answers for them.

    Attributes:
        projects: all of them.
        calls: what was asked, in order.
        scope: what the token may do.
        now: what its clock says; None: it does not say.
        most: rows of a page at most, whatever is asked for.
        spoils: what is done to a row before it leaves, by the number of the merge request.
    """

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Call] = []
        self._lock = threading.Lock()
        self.projects: list[Project] = []
        self.scope = "read_api"
        self.now: datetime | None = NOW
        self.most = 100
        self.spoils: dict[int, Callable[[Row], Row | None]] = {}

    def plan(self, fault: Fault, *, times: int | None = None, after: int = 0) -> None:
        """Let a fault happen, so many times (None: for ever), after so many questions."""
        self.plans.add(fault, times=times, after=after)

    def project(self, path: str, **about: Any) -> Project:
        """Return the project at a path; there is one from now on."""
        for one in self.projects:
            if one.path == path:
                return one
        made = Project(len(self.projects) + 41, path, **about)
        self.projects.append(made)
        return made

    @property
    def questions(self) -> list[Call]:
        """What was asked of GraphQL about merge requests."""
        return [call for call in self.calls if "mergeRequest" in str(call.parameters)]

    @override
    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Reply:
        with self._lock:
            asked = json.loads(body) if body else {}
            call = Call("gitlab", f"{method} {path}", asked, "json", headers)
            self.calls.append(call)
            fault, normal = self.plans.take(call.operation), partial(self._normal, call)
        reply = fault(call, normal) if fault else normal()
        clock = {} if self.now is None else {"Date": format_datetime(self.now, usegmt=True)}
        return Reply(reply.status, reply.body, {**clock, **reply.headers}, reply.cut_after)

    def _normal(self, call: Call) -> Reply:
        verb, _, address = call.operation.partition(" ")
        path = urlsplit(address).path.removeprefix(BELOW)
        if call.headers.get("private-token") != TOKEN:
            return _json(401, {"message": "401 Unauthorized"})
        if (verb, path) == ("POST", "/api/graphql"):
            # GraphQL takes a token without the scope for none at all.
            if self.scope != "read_api":
                return _json(401, {"errors": [{"message": "Invalid token"}]})
            return self._execute(call.parameters)
        if self.scope != "read_api":
            return _json(403, {"error": "insufficient_scope", "scope": "api read_api"})
        if verb == "GET" and path.startswith("/api/v4/projects"):
            query = dict(parse_qsl(urlsplit(address).query))
            return self._rest([unquote(part) for part in path.split("/")[4:]], query)
        self.complaints.append(f"nobody answers {verb} {path}")
        return _json(404, {"error": "404 Not Found"})

    def _rest(self, parts: list[str], query: dict[str, str]) -> Reply:
        if not parts:
            return _json(200, [])
        found = self._at(parts[0].lower())
        if found is None or found.is_hidden:
            return _json(404, {"message": "404 Project Not Found"})
        if found.path != parts[0].lower() and str(found.id) != parts[0]:
            return Reply(301, b"", {"Location": f"/api/v4/projects/{found.id}"})
        if len(parts) == 1:
            about = {"id": found.id, "path_with_namespace": found.path, "name": "Secret"}
            return _json(200, {**about, "default_branch": found.branch})
        if parts[1] == "merge_requests" and found.shows_merge_requests:
            return _json(200, [])
        return _json(403, {"message": "403 Forbidden"})

    def _at(self, name: str) -> Project | None:
        for one in self.projects:
            if name in {one.path, str(one.id), *one.before}:
                return one
        return None

    def _execute(self, asked: dict[str, Any]) -> Reply:
        document, wrong = _read(asked["query"])
        if wrong:
            self.complaints.extend(wrong)
            return _json(200, {"errors": [{"message": wrong[0]}]})
        root = {"project": self._project}
        done = execute_sync(SCHEMA, document, root, variable_values=asked["variables"])
        if done.errors:
            self.complaints.extend(f"the stand-in itself failed: {error}" for error in done.errors)
        shown = ((done.data or {}).get("project") or {}).get("mergeRequests") or {}
        self._spoil(shown.get("nodes", []))
        return _json(200, {"data": done.data})

    def _project(self, _info: Any, fullPath: str) -> Row | None:  # noqa: N803 - GitLab's name
        # GraphQL knows no path of old.
        found = next((one for one in self.projects if one.path == fullPath.lower()), None)
        if found is None or found.is_hidden:
            return None
        return {
            "id": f"gid://gitlab/Project/{found.id}",
            "fullPath": found.path,
            "mergeRequest": lambda _info, iid: next(
                row for row in found.merge_requests if row["iid"] == iid
            ),
            "environment": lambda _info, name: found.environments.get(name),
            "pipelines": lambda _info, **given: self._pipelines(found, **given),
            "mergeRequests": lambda _info, **given: self._page(found, **given),
        }

    def _page(
        self,
        project: Project,
        first: int,
        mergedAfter: str,  # noqa: N803 - GitLab's name
        after: str | None = None,
        **given: Any,
    ) -> Row | None:
        if not project.shows_merge_requests:
            return None
        assert given == {"state": "merged", "sort": "MERGED_AT_ASC"}
        since = datetime.fromisoformat(mergedAfter)
        rows = [
            row
            for row in sorted(project.merge_requests, key=lambda row: str(row["mergedAt"]))
            if datetime.fromisoformat(row["mergedAt"]) > since
        ]
        return connection(rows, min(first, self.most), after)

    def _pipelines(
        self,
        project: Project,
        first: int,
        scope: str,
        ref: str,
        updatedAfter: str,  # noqa: N803 - GitLab's name
        after: str | None = None,
    ) -> Row:
        assert scope == "FINISHED"
        since = datetime.fromisoformat(updatedAfter)
        rows = [
            row
            for row in reversed(project.pipelines)
            if row["ref"] == ref and datetime.fromisoformat(row["updatedAt"]) > since
        ]
        return connection(rows, min(first, self.most), after)

    def _spoil(self, nodes: list[Any]) -> None:
        for index, node in enumerate(nodes):
            number = int(node["iid"])
            if number in self.spoils:
                nodes[index] = self.spoils[number](node)


def _json(status: int, said: Any) -> Reply:
    return Reply(status, json.dumps(said).encode())


@cache
def _read(query: str) -> tuple[DocumentNode, list[str]]:
    document = parse(query)
    wrong = [str(error) for error in validate(SCHEMA, document)]
    if points(document) > MOST_POINTS or len(query) > MOST_LETTERS:
        wrong.append("the question is larger than GitLab takes")
    return document, wrong
