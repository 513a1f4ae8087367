"""Reads the merge requests of one project that were merged since an instant, page by page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.errors import SkippedError, TransientError
from bot.sources.gitlab_errors import GAP, ProjectUnseen
from bot.sources.gitlab_merge_request import (
    Read,
    Reading,
    check,
    read,
    read_happened,
    read_said,
)
from bot.sources.gitlab_query import MERGE_REQUESTS, REST_OF_HAPPENED, REST_OF_SAID
from bot.sources.graphql_row import mapping, next_cursor
from bot.sources.pull_request import Event, PullRequest
from bot.sources.source import Report

MOST_PAGES = 2000
"""Fifty merge requests each: more than any project merges in the two years Coach looks back."""
MOST_NOTES_PAGES = 20
_AGAIN = "GitLab came back to an earlier page; the rest is missing"
_Reads = Callable[[Mapping[str, Any], Reading], Iterator[Event]]


class Asks(Protocol):
    """Whoever puts a question to GitLab."""

    def ask(self, query: str, **variables: str | None) -> Mapping[str, Any]:
        """Return the `data` of an answer."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is read.

    Attributes:
        reading: how, and of which project.
        place: how to call it in the report.
        since: what was merged before is left out.
        matters: whether all that was written on a merge request must be known.
    """

    reading: Reading
    place: str
    since: datetime
    matters: Callable[[PullRequest], bool]


def merged_since(client: Asks, wanted: Wanted, report: Report) -> list[PullRequest]:
    """Return what was merged since an instant, each once, whatever its branch.

    Rows that cannot be read are counted in the report, by page and row.

    Raises:
        TransientError: GitLab did not answer.
        OperatorError: GitLab refused.
        ProjectUnseen: the project or its merge requests are not there, or not for this token.
    """
    found: dict[int, PullRequest] = {}
    for number, rows in enumerate(_pages(client, wanted, report), start=1):
        for row, node in enumerate(rows, start=1):
            try:
                request = _read(client, node, wanted)
            except SkippedError as problem:
                report.skip(f"{wanted.place}, page {number}, row {row}", str(problem))
                continue
            if request.merged >= wanted.since:
                found.setdefault(request.number, request)
    return list(found.values())


def _read(client: Asks, node: Any, wanted: Wanted) -> PullRequest:
    if not isinstance(node, dict):
        raise SkippedError("the row is empty")
    one = read(node, wanted.reading)
    if not wanted.matters(one.request):
        return one.request
    rest = [*_rest_of(client, one, wanted.reading)]
    if not rest:
        return one.request
    whole = replace(one.request, events=(*one.request.events, *rest))
    check(whole)
    return whole


def _rest_of(client: Asks, one: Read, reading: Reading) -> Iterator[Event]:
    number = one.request.key
    if one.happened_after is not None:
        yield from _rest(client, number, reading, one.happened_after, REST_OF_HAPPENED)
    if one.said_after is not None:
        yield from _rest(client, number, reading, one.said_after, REST_OF_SAID)


def _rest(
    client: Asks, number: str, reading: Reading, begin: str, question: str
) -> Iterator[Event]:
    events: _Reads = read_happened if question is REST_OF_HAPPENED else read_said
    after: str | None = begin
    seen = set[str]()
    while after is not None:
        if after in seen or len(seen) == MOST_NOTES_PAGES:
            raise SkippedError("more happened to the pull request than GitLab lets Coach read")
        seen.add(after)
        answer = client.ask(question, path=reading.path, iid=number, after=after)
        project = _part(answer, "project")
        notes = _part(_part(project, "mergeRequest"), "notes")
        yield from events(notes, reading)
        after = _cursor(notes)


def _pages(client: Asks, wanted: Wanted, report: Report) -> Iterator[list[Any]]:
    """Yield page after page, oldest merge first.

    An empty page with a cursor is not the end; a cursor that comes a second time is.
    """
    # GitLab keeps parts of seconds, and whether it counts the instant itself is not documented.
    since = (wanted.since - timedelta(seconds=1)).isoformat()
    after: str | None = None
    seen: set[str] = set()
    for number in range(1, MOST_PAGES + 1):
        path = wanted.reading.path
        answer = client.ask(MERGE_REQUESTS, path=path, since=since, after=after)
        connection = _shown(answer)
        rows = connection.get("nodes")
        if not isinstance(rows, list):
            raise TransientError(GAP)
        yield rows
        after = _cursor(connection)
        if after is None:
            return
        if after in seen:
            report.skip(f"{wanted.place}, page {number}", _AGAIN)
            return
        seen.add(after)
    report.skip(f"{wanted.place}, page {MOST_PAGES}", "there are more pages than Coach reads")


def _shown(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the connection; GitLab says nothing at all of what it does not show."""
    if answer.get("project", "") is None:
        raise ProjectUnseen
    project = _part(answer, "project")
    if project.get("mergeRequests", "") is None:
        raise ProjectUnseen(refused=True)
    return _part(project, "mergeRequests")


def _cursor(connection: Mapping[str, Any]) -> str | None:
    try:
        return next_cursor(connection)
    except SkippedError:
        raise TransientError(GAP) from None


def _part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    try:
        return mapping(whole.get(name))
    except SkippedError:
        raise TransientError(GAP) from None
