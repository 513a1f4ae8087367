"""A stand-in for GitHub on a local port: it executes what it is asked on GitHub's own schema."""

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache, partial
from typing import Any

from graphql import DocumentNode, GraphQLError, execute_sync, parse, validate
from typing_extensions import override

from tests.aws.faults import Call, Reply
from tests.github.company import Row, connection
from tests.github.schema import SCHEMA
from tests.stand_in import StandIn

TOKEN = "github_pat_stand_in"
NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
Handler = Callable[[bytes, dict[str, str]], Reply]


class GitHubServer(StandIn):
    """Holds repositories and answers for them.

    Attributes:
        repositories: the pull requests of each, by `owner/name`.
        branches: the default branch of each.
        hidden: repositories that the token may not see.
        shows_pull_requests: whether the token may see those of any repository.
        now: what its clock says; None: it does not say.
        most: rows of a page at most, whatever is asked for.
        spoils: what is done to a row before it leaves, by the number of the pull request.
        routes: further paths, `POST /app/…`, that are answered.
    """

    def __init__(self) -> None:
        super().__init__()
        self.repositories: dict[str, list[Row]] = defaultdict(list)
        self.branches: dict[str, str | None] = defaultdict(lambda: "main")
        self.hidden: dict[str, str] = {}
        self.shows_pull_requests = True
        self.now: datetime | None = NOW
        self.most = 100
        self.tokens = {TOKEN}
        self.spoils: dict[int, Callable[[Row], Row | None]] = {}
        self.routes: dict[str, Handler] = {}

    @override
    def answer(self, request: str, headers: dict[str, str], body: bytes) -> Reply:
        """Answer one request."""
        with self.lock:
            if request in self.routes:
                return self.routes[request](body, headers)
            if request not in {"POST /graphql", "POST /api/graphql"}:
                self.complaints.append(f"nobody answers {request}")
                return Reply(404, b'{"message": "Not Found"}')
            if headers.get("authorization", "").rpartition(" ")[2] not in self.tokens:
                return Reply(401, b'{"message": "Bad credentials"}')
            call = Call("github", request, json.loads(body), "json", headers)
            self.calls.append(call)
            fault, normal = self.fault(), partial(self._execute, call.parameters)
        reply = fault(call, normal) if fault else normal()
        return Reply(reply.status, reply.body, {**self._told(), **reply.headers}, reply.cut_after)

    def _told(self) -> dict[str, str]:
        spent = len(self.calls)
        limits = {"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": str(5000 - spent)}
        if self.now is not None:
            limits["Date"] = format_datetime(self.now, usegmt=True)
        return limits

    def _execute(self, asked: dict[str, Any]) -> Reply:
        document, wrong = _read(asked["query"])
        if wrong:
            self.complaints.extend(wrong)
            return Reply(200, json.dumps({"errors": [{"message": wrong[0]}]}).encode())
        root = {"repository": self._repository, "node": self._node}
        done = execute_sync(SCHEMA, document, root, variable_values=asked["variables"])
        said: dict[str, Any] = {"data": done.data}
        if done.errors:
            said["errors"] = [self._complaint(error) for error in done.errors]
        else:
            repository = (done.data or {}).get("repository") or {}
            self._spoil(repository.get("pullRequests", {}).get("nodes", []))
        return Reply(200, json.dumps(said).encode())

    def _complaint(self, error: GraphQLError) -> dict[str, Any]:
        kind, _, message = error.message.partition(": ")
        if kind not in {"NOT_FOUND", "FORBIDDEN"}:
            self.complaints.append(f"the test made GitHub say what it cannot say: {error}")
        return {"type": kind, "path": error.path, "message": message}

    def _repository(self, _info: Any, owner: str, name: str, **_given: Any) -> Row:
        known = f"{owner}/{name}".lower()
        if known in self.hidden:
            raise GraphQLError(f"{self.hidden[known]}: Could not resolve {owner}/{name}")
        branch = self.branches[known]
        return {
            "id": f"R_{known}",
            "defaultBranchRef": branch and {"name": branch},
            "pullRequests": lambda _info, first, states=None, **given: self._page(
                known, first, **given
            ),
        }

    def _page(
        self,
        name: str,
        first: int,
        orderBy: Row | None = None,  # noqa: N803 - GitHub's name
        after: str | None = None,
    ) -> Row:
        if not self.shows_pull_requests:
            raise GraphQLError("FORBIDDEN: Resource not accessible by personal access token")
        assert orderBy in ({"field": "UPDATED_AT", "direction": "DESC"}, None)
        rows = sorted(self.repositories[name], key=lambda row: row["updatedAt"], reverse=True)
        return connection(rows, min(first, self.most), after)

    def _node(self, _info: Any, id: str) -> Row:  # noqa: A002 - GitHub's name
        for rows in self.repositories.values():
            for row in rows:
                if row["id"] == id:
                    return row
        raise GraphQLError("NOT_FOUND: Could not resolve to a node")

    def _spoil(self, nodes: list[Any]) -> None:
        for index, node in enumerate(nodes):
            if node.get("number") in self.spoils:
                nodes[index] = self.spoils[node["number"]](node)


@cache
def _read(query: str) -> tuple[DocumentNode, list[str]]:
    document = parse(query)
    return document, [str(error) for error in validate(SCHEMA, document)]
