"""Reads the deployments of one repository, newest first, and what became of each.

GraphQL, because REST needs a question more for each deployment.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

from bot.errors import SkippedError, TransientError
from bot.sources.github_instant import instant
from bot.sources.github_refusals import GARBLED
from bot.sources.source import Report

DEPLOYMENTS_A_PAGE, STATES_A_DEPLOYMENT = 50, 50
MOST_PAGES = 2000
LONGEST = timedelta(days=30)
"""What succeeds later than this after it began is not counted: a job that waits for a reviewer fails
after thirty days, and without an end one would have to look back for ever."""
SUCCESS = "SUCCESS"
STATES = frozenset(
    {
        "ERROR",
        "FAILURE",
        "INACTIVE",
        "IN_PROGRESS",
        "PENDING",
        "QUEUED",
        "WAITING",
        SUCCESS,
    }
)

DEPLOYMENTS = f"""
query Deployments($owner: String!, $name: String!, $environments: [String!], $after: String) {{
  repository(owner: $owner, name: $name) {{
    oldest: deployments(
      environments: $environments, first: 1, orderBy: {{ field: CREATED_AT, direction: ASC }}
    ) {{ nodes {{ createdAt }} }}
    deployments(
      environments: $environments, first: {DEPLOYMENTS_A_PAGE}, after: $after,
      orderBy: {{ field: CREATED_AT, direction: DESC }}
    ) {{
      pageInfo {{ hasNextPage endCursor }}
      nodes {{
        databaseId createdAt commitOid environment
        statuses(first: {STATES_A_DEPLOYMENT}) {{
          pageInfo {{ hasNextPage }}
          nodes {{ state createdAt }}
        }}
      }}
    }}
  }}
}}
"""
"""The latest status is not enough: a deployment becomes inactive when the next one succeeds."""


class Asks(Protocol):
    """Whoever puts a question to GitHub's GraphQL."""

    def ask(self, query: str, **variables: str | list[str] | None) -> Mapping[str, Any]:
        """Return the `data` of an answer."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """A deployment that succeeded.

    Attributes:
        number: GitHub's id.
        environment: where to.
        commit: of what.
        at: when it had succeeded first.
    """

    number: int
    environment: str
    commit: str
    at: datetime


class Wanted(NamedTuple):
    """What is read.

    Attributes:
        repository: `owner/name`.
        environments: to which of its environments.
        place: how to call it in the report.
        since: what began before is left out.
    """

    repository: str
    environments: Sequence[str]
    place: str
    since: datetime


class Found(NamedTuple):
    """What there is.

    Attributes:
        succeeded: the deployments that did, in the order in which they did.
        first: when the first one of all began; None: there was none yet.
        latest: when the latest one began.
    """

    succeeded: Sequence[Deployment]
    first: datetime | None
    latest: datetime | None


def deployments(client: Asks, wanted: Wanted, report: Report) -> Found:
    """Return what succeeded of what began since an instant, each once.

    Rows that cannot be read are counted in the report, by page and row.

    Raises:
        TransientError: GitHub did not answer.
        OperatorError: GitHub refused.
        UnseenError: the repository is not there, or not for this token.
    """
    found: dict[int, Deployment] = {}
    first = latest = None
    for number, (oldest, rows) in enumerate(_pages(client, wanted, report), start=1):
        first = oldest
        for row, node in enumerate(rows, start=1):
            try:
                began = _began(node)
                deployment = read(node)
            except SkippedError as problem:
                report.skip(f"{wanted.place}, page {number}, row {row}", str(problem))
                continue
            latest = latest or began
            if deployment is not None and began >= wanted.since:
                found.setdefault(deployment.number, deployment)
    ordered = sorted(found.values(), key=lambda one: (one.at, one.number))
    return Found(ordered, first, latest)


def read(node: Mapping[str, Any]) -> Deployment | None:
    """Read a deployment; None where it did not succeed, or not in time.

    Raises:
        SkippedError: it cannot be read.
    """
    number, commit, environment = (
        node.get(name) for name in ("databaseId", "commitOid", "environment")
    )
    if not isinstance(number, int) or isinstance(number, bool):
        raise SkippedError("the deployment has no number")
    if not isinstance(commit, str) or not isinstance(environment, str):
        raise SkippedError("the deployment does not say of what, or where to")
    began = _began(node)
    succeeded = [at for state, at in _states(node) if state == SUCCESS]
    if any(at < began for at in succeeded):
        raise SkippedError("the deployment ended before it began")
    if not succeeded or min(succeeded) > began + LONGEST:
        return None
    return Deployment(number, environment, commit, min(succeeded))


def _began(node: Any) -> datetime:
    if not isinstance(node, dict):
        raise SkippedError("the row is empty")
    return instant(node.get("createdAt"))


def _states(node: Mapping[str, Any]) -> Iterator[tuple[str, datetime]]:
    statuses = node.get("statuses")
    if not isinstance(statuses, dict) or not isinstance(statuses.get("nodes"), list):
        raise SkippedError("the deployment does not say what became of it")
    if (statuses.get("pageInfo") or {}).get("hasNextPage"):
        raise SkippedError("more became of the deployment than Coach reads")
    for status in statuses["nodes"]:
        if not isinstance(status, dict) or status.get("state") not in STATES:
            raise SkippedError("the deployment is in a state that Coach does not know")
        yield status["state"], instant(status.get("createdAt"))


def _pages(
    client: Asks, wanted: Wanted, report: Report
) -> Iterator[tuple[datetime | None, list[Any]]]:
    """Yield when the first deployment of all began, with page after page, newest first.

    An empty page with a cursor is not the end; a cursor that comes a second time is.
    """
    owner, _, name = wanted.repository.partition("/")
    after: str | None = None
    seen: set[str] = set()
    for number in range(1, MOST_PAGES + 1):
        answer = client.ask(
            DEPLOYMENTS,
            owner=owner,
            name=name,
            environments=list(wanted.environments),
            after=after,
        )
        repository = _part(answer, "repository")
        connection = _part(repository, "deployments")
        rows = _rows(connection)
        yield _oldest(_rows(_part(repository, "oldest"))), rows
        info = _part(connection, "pageInfo")
        after = info.get("endCursor") if info.get("hasNextPage") else None
        if after is None or _is_past(rows, wanted.since):
            return
        if after in seen:
            report.skip(
                f"{wanted.place}, page {number}",
                "GitHub came back to an earlier page; the rest is missing",
            )
            return
        seen.add(after)
    report.skip(f"{wanted.place}, page {MOST_PAGES}", "there are more pages than Coach reads")


def _is_past(rows: Sequence[Any], since: datetime) -> bool:
    """Whether the last row of a page that can be read is older than all that is wanted."""
    for node in reversed(rows):
        try:
            return _began(node) < since
        except SkippedError:
            continue
    return False


def _oldest(rows: Sequence[Any]) -> datetime | None:
    try:
        return _began(rows[0]) if rows else None
    except SkippedError:
        raise TransientError(GARBLED) from None


def _rows(connection: Mapping[str, Any]) -> list[Any]:
    rows = connection.get("nodes")
    if not isinstance(rows, list):
        raise TransientError(GARBLED)
    return rows


def _part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = whole.get(name)
    if not isinstance(part, dict):
        raise TransientError(GARBLED)
    return part
