"""GitLab's summaries of test reports: which cases count, of which pipelines, and what cannot be read."""

import json
from datetime import timedelta

import pytest

from bot.errors import TransientError
from bot.metrics.fact import Exclusion, Fact
from bot.sources.gitlab_test_reports import METRIC
from bot.sources.source import Report, Window
from tests.gitlab import faults
from tests.gitlab.asking import AUTUMN, MONDAY, SHOP, a_source, on, pulled
from tests.gitlab.company import Row, pipeline
from tests.gitlab.server import GitLabServer


def told(
    gitlab: GitLabServer, *rows: Row, window: Window = AUTUMN, report: Report | None = None
) -> list[tuple[object, ...]]:
    """Return when pipelines ended, how many cases failed, and of how many."""
    gitlab.project(SHOP).pipelines[:] = rows
    items = pulled(a_source(gitlab, environments=[]), window, report)
    facts = [item for item in items if item.metric == METRIC]
    assert not any(isinstance(item, Exclusion) for item in facts)
    return sorted(
        (fact.at, fact.numerator, fact.denominator) for fact in facts if isinstance(fact, Fact)
    )


def test_cases_that_failed_or_broke_count_out_of_those_that_ran(gitlab: GitLabServer) -> None:
    # 90 passed, 7 failed, 3 broke, and 3 more were skipped: 10 out of 100.
    assert told(gitlab, pipeline(1, on(0), 90, 7, 3)) == [(on(0), 10, 100)]


def test_a_pipeline_without_a_case_that_ran_is_no_fact_and_no_zero(gitlab: GitLabServer) -> None:
    assert told(gitlab, pipeline(1, on(0), 0)) == []


def test_only_pipelines_of_the_default_branch_are_looked_at(gitlab: GitLabServer) -> None:
    rows = [pipeline(1, on(0), 5, ref="topic"), pipeline(2, on(1), 5)]
    assert told(gitlab, *rows) == [(on(1), 0, 5)]


def test_what_nobody_in_particular_did_has_no_actor(gitlab: GitLabServer) -> None:
    gitlab.project(SHOP).pipelines.append(pipeline(1, on(0), 5))
    (fact,) = [one for one in pulled(a_source(gitlab)) if one.metric == METRIC]
    assert isinstance(fact, Fact)
    assert (fact.actor, fact.people, fact.sample) == (None, None, 5)


@pytest.mark.parametrize("begins", range(0, 28, 5))
def test_a_pipeline_says_the_same_whatever_range_is_asked(
    gitlab: GitLabServer, begins: int
) -> None:
    gitlab.most = 3
    rows = [pipeline(n, on(n), 10 + n, n) for n in range(28)]
    # Its report was looked at again long after it ended.
    rows[4]["updatedAt"] = rows[20]["updatedAt"]
    part = Window(MONDAY + timedelta(days=begins), MONDAY + timedelta(days=begins + 5))
    whole = told(gitlab, *rows)
    expected = [(on(n), n, 10 + 2 * n) for n in range(28) if part.holds(on(n))]
    assert told(gitlab, *rows, window=part) == [one for one in expected if one in whole]


@pytest.mark.parametrize(
    "changes",
    [
        {"iid": None},
        {"finishedAt": None},
        {"testReportSummary": None},
        {"testReportSummary": {"total": None}},
        {"testReportSummary": {"total": {"success": None, "failed": 0, "error": 0}}},
        {"testReportSummary": {"total": {"success": -1, "failed": 0, "error": 0}}},
        {"testReportSummary": {"total": {"success": "1", "failed": 0, "error": 0}}},
    ],
)
def test_a_summary_that_cannot_be_read_is_told_by_place(gitlab: GitLabServer, changes: Row) -> None:
    gitlab.project(SHOP)
    nodes = [{**pipeline(1, on(0), 5), **changes}, pipeline(2, on(1), 5)]
    connection = {"nodes": nodes, "pageInfo": {"hasNextPage": False, "endCursor": None}}
    said = json.dumps({"data": {"project": {"pipelines": connection}}}).encode()
    gitlab.plan(faults.says(said), after=2)
    report = Report()
    facts = pulled(a_source(gitlab, environments=[]), report=report)
    assert [fact.at for fact in facts] == [on(1)]
    assert report.places == {
        "a part of the test report is missing or unreadable": [
            "team payments, project 1, pipelines, page 1, row 1"
        ]
    }


@pytest.mark.parametrize(
    "project",
    [
        b"null",
        b"{}",
        b'{"pipelines": {"nodes": []}}',
        b'{"pipelines": {"nodes": null, "pageInfo": {}}}',
    ],
)
def test_an_answer_with_a_part_missing_is_not_taken_for_no_pipelines(
    gitlab: GitLabServer, project: bytes
) -> None:
    gitlab.project(SHOP)
    gitlab.plan(faults.says(b'{"data": {"project": ' + project + b"}}"), after=2)
    with pytest.raises(TransientError):
        pulled(a_source(gitlab, environments=[]))


def test_a_project_that_shows_no_pipelines_goes_on_without(gitlab: GitLabServer) -> None:
    gitlab.project(SHOP)
    gitlab.plan(faults.says(b'{"data": {"project": {"pipelines": null}}}'), after=2)
    report = Report()
    assert pulled(a_source(gitlab, environments=[]), report=report) == []
    assert report.skipped.total() == 0


def test_a_cursor_that_comes_again_ends_the_reading_of_pipelines(gitlab: GitLabServer) -> None:
    gitlab.project(SHOP)
    endless = (
        b'{"data": {"project": {"pipelines": {"nodes": [],'
        b' "pageInfo": {"hasNextPage": true, "endCursor": "1"}}}}}'
    )
    gitlab.plan(faults.says(endless), after=2)
    report = Report()
    assert pulled(a_source(gitlab, environments=[]), report=report) == []
    assert report.places == {
        "GitLab's list of pipelines has no end": ["team payments, project 1, page 2"]
    }
