"""Reads the pull requests of one repository that were merged since an instant, page by page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from bot.errors import SkippedError, TransientError
from bot.sources.github_pull_request import Reading, read, read_events
from bot.sources.github_query import PULL_REQUESTS, REST_OF_ONE
from bot.sources.graphql_row import instant, next_cursor
from bot.sources.pull_request import PullRequest
from bot.sources.source import Report

MOST_PAGES = 2000
"""Fifty pull requests each: more than any repository merges in the two years Coach looks back."""
MOST_EVENTS_PAGES = 20
_AGAIN = "GitHub came back to an earlier page; the rest is missing"
_GARBLED = "GitHub sent an answer with a part missing; it will be asked again later."


class Asks(Protocol):
    """Whoever puts a question to GitHub."""

    def ask(self, query: str, **variables: str | None) -> Mapping[str, Any]:
        """Return the `data` of an answer."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is read.

    Attributes:
        repository: `owner/name`.
        place: how to call it in the report.
        since: what was merged before is left out.
        bots: see `Reading`.
        assistants: see `Reading`.
        planned: see `Reading`.
        matters: whether all that happened to a pull request must be known.
    """

    repository: str
    place: str
    since: datetime
    bots: frozenset[str]
    assistants: frozenset[str]
    planned: frozenset[str]
    matters: Callable[[PullRequest], bool]


def merged_since(client: Asks, wanted: Wanted, report: Report) -> list[PullRequest]:
    """Return what was merged since an instant, each once, whatever its branch.

    Rows that cannot be read are counted in the report, by page and row.

    Raises:
        TransientError: GitHub did not answer.
        OperatorError: GitHub refused.
        UnseenError: the repository is not there, or not for this token.
    """
    found: dict[int, PullRequest] = {}
    for number, (reading, connection) in enumerate(_pages(client, wanted, report), start=1):
        rows = connection.get("nodes")
        if not isinstance(rows, list):
            raise TransientError(_GARBLED)
        for row, node in enumerate(rows, start=1):
            try:
                request = _read(client, node, reading, wanted)
            except SkippedError as problem:
                report.skip(f"{wanted.place}, page {number}, row {row}", str(problem))
                continue
            if request is not None:
                found.setdefault(request.number, request)
    return list(found.values())


def _read(client: Asks, node: Any, reading: Reading, wanted: Wanted) -> PullRequest | None:
    if not isinstance(node, dict):
        raise SkippedError("the row is empty")
    if instant(node.get("updatedAt")) < wanted.since:
        return None
    request = read(node, reading)
    if request.merged < wanted.since:
        return None
    if request.more and wanted.matters(request):
        rest = tuple(_rest(client, request, reading))
        request = replace(request, events=(*request.events, *rest), more=None)
    return request


def _pages(
    client: Asks, wanted: Wanted, report: Report
) -> Iterator[tuple[Reading, Mapping[str, Any]]]:
    """Yield page after page, newest change first, until the changes are too old.

    An empty page with a cursor is not the end; a cursor that comes a second time is.
    """
    owner, _, name = wanted.repository.partition("/")
    after: str | None = None
    seen: set[str] = set()
    for number in range(1, MOST_PAGES + 1):
        answer = client.ask(PULL_REQUESTS, owner=owner, name=name, after=after)
        repository = _part(answer, "repository")
        # A repository without a commit has no branch, and nothing was merged to it.
        ref = repository.get("defaultBranchRef")
        branch = None if ref is None else _part(repository, "defaultBranchRef").get("name")
        connection = _part(repository, "pullRequests")
        reading = Reading(wanted.repository, branch, wanted.bots, wanted.assistants, wanted.planned)
        yield reading, connection
        after = _cursor(connection)
        if after is None or _is_past(connection, wanted.since):
            return
        if after in seen:
            report.skip(f"{wanted.place}, page {number}", _AGAIN)
            return
        seen.add(after)
    report.skip(f"{wanted.place}, page {MOST_PAGES}", "there are more pages than Coach reads")


def _is_past(connection: Mapping[str, Any], since: datetime) -> bool:
    """Whether the last row of a page that can be read is older than all that is wanted."""
    for node in reversed(connection["nodes"]):
        if isinstance(node, dict):
            try:
                return instant(node.get("updatedAt")) < since
            except SkippedError:
                continue
    return False


def _rest(client: Asks, request: PullRequest, reading: Reading) -> Iterator[Any]:
    after, seen = request.more, set[str]()
    while after is not None:
        if after in seen or len(seen) == MOST_EVENTS_PAGES:
            raise SkippedError("more happened to the pull request than GitHub lets Coach read")
        seen.add(after)
        answer = client.ask(REST_OF_ONE, id=request.key, after=after)
        timeline = _part(_part(answer, "node"), "timelineItems")
        yield from read_events(timeline, reading)
        after = _cursor(timeline)


def _cursor(connection: Mapping[str, Any]) -> str | None:
    try:
        return next_cursor(connection)
    except SkippedError:
        raise TransientError(_GARBLED) from None


def _part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = whole.get(name)
    if not isinstance(part, dict):
        raise TransientError(_GARBLED)
    return part
