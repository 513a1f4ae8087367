"""How many test cases fail in the pipelines of a project's default branch, by GitLab's own summaries.

Only counts are asked for. What ran on a branch of somebody's own is theirs, and is not looked at.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from bot.errors import SkippedError, TransientError
from bot.metrics.fact import Fact
from bot.sources.gitlab_deployments import Asks
from bot.sources.gitlab_errors import GAP
from bot.sources.gitlab_projects import Known
from bot.sources.gitlab_query import TEST_REPORTS
from bot.sources.graphql_row import instant, mapping, next_cursor, text
from bot.sources.source import Report, Window

METRIC = "test_case_failure_rate"
MOST_PAGES = 2000
"""Fifty pipelines each: more than one branch of any project has in two years."""


class _Summary(NamedTuple):
    """What a pipeline says: its number in the project, when it ended, and of how many cases."""

    number: str
    ended: datetime
    failed: int
    ran: int


def tested(client: Asks, known: Known, window: Window, report: Report) -> Iterator[Fact]:
    """Yield a fact for each pipeline that ended in the window and ran test cases.

    Raises:
        TransientError: GitLab did not answer.
        OperatorError: GitLab refused.
    """
    seen: set[str] = set()
    for number, rows in enumerate(_pages(client, known, window, report), start=1):
        for row, node in enumerate(rows, start=1):
            try:
                told = _read(node)
            except SkippedError as problem:
                report.skip(f"{known.called}, pipelines, page {number}, row {row}", str(problem))
                continue
            if told is None or told.number in seen or not window.holds(told.ended):
                continue
            seen.add(told.number)
            for whose in known.places:
                yield Fact(
                    whose.team,
                    whose.service,
                    METRIC,
                    told.ended,
                    numerator=told.failed,
                    denominator=told.ran,
                    sample=told.ran,
                )


def _pages(client: Asks, known: Known, window: Window, report: Report) -> Iterator[list[Any]]:
    if known.project.branch is None:
        return
    since = (window.start - timedelta(seconds=1)).isoformat()
    after: str | None = None
    seen: set[str] = set()
    for number in range(1, MOST_PAGES + 1):
        answer = client.ask(
            TEST_REPORTS,
            path=known.project.path,
            branch=known.project.branch,
            since=since,
            after=after,
        )
        try:
            project = mapping(answer.get("project"))
            # Without pipelines, GitLab says so with nothing at all.
            if project.get("pipelines", "") is None:
                return
            connection = mapping(project.get("pipelines"))
            after = next_cursor(connection)
        except SkippedError:
            raise TransientError(GAP) from None
        rows = connection.get("nodes")
        if not isinstance(rows, list):
            raise TransientError(GAP)
        yield rows
        if after is None:
            return
        if after in seen or number == MOST_PAGES:
            report.skip(f"{known.called}, page {number}", "GitLab's list of pipelines has no end")
            return
        seen.add(after)


def _read(node: Any) -> _Summary | None:
    """Return what a pipeline says; None where no case ran to an end."""
    try:
        row = mapping(node)
        number = text(row, "iid")
        total = mapping(mapping(row.get("testReportSummary")).get("total"))
        passed, failed, broken = (_count(total, name) for name in ("success", "failed", "error"))
        ran = passed + failed + broken
        if not ran:
            return None
        ended = instant(row.get("finishedAt"))
    except SkippedError:
        raise SkippedError("a part of the test report is missing or unreadable") from None
    return _Summary(number, ended, failed + broken, ran)


def _count(total: Mapping[str, Any], name: str) -> int:
    value = total.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise SkippedError("a part of the test report is missing or unreadable")
    return value
