"""GitLab's deployments: what is one, what goes back or repeats, and since when a week without is zero."""

from datetime import datetime, timedelta

import pytest

from bot.errors import TransientError
from bot.metrics.fact import Exclusion, Fact
from bot.sources.gitlab_deployments import METRIC
from bot.sources.gitlab_options import GitLabScope
from bot.sources.source import Report, TeamScope, Window
from tests.gitlab import faults
from tests.gitlab.asking import AUTUMN, MONDAY, SHOP, a_source, on, pulled
from tests.gitlab.company import Row, deployment, environment
from tests.gitlab.server import GitLabServer

MADE = on(-200)


def told(
    gitlab: GitLabServer,
    *rows: Row | None,
    window: Window = AUTUMN,
    report: Report | None = None,
    most: int = 100,
) -> dict[datetime, str]:
    """Return what deployments to production say, by their end: `counts`, or why not."""
    gitlab.project(SHOP).environments["production"] = environment(MADE, *rows, most=most)
    return said(pulled(a_source(gitlab), window, report))


def said(items: list[Fact | Exclusion]) -> dict[datetime, str]:
    found = {}
    for item in items:
        if item.metric == METRIC:
            assert item.at not in found
            found[item.at] = item.reason if isinstance(item, Exclusion) else "counts"
            if isinstance(item, Fact):
                assert (item.numerator, item.actor, item.denominator) == (1, None, None)
    return found


def in_order(shas: str) -> list[Row]:
    """Return a deployment a day from Monday on, of a commit each letter stands for."""
    return [deployment(n + 1, on(n), sha) for n, sha in enumerate(shas)]


@pytest.mark.parametrize(
    ("shas", "why"),
    [
        ("abc", "counts counts counts"),
        # What runs already: a step of the pipeline, a retry, a nightly repeat.
        ("aab", "counts repeat counts"),
        # Back to what ran before, one back or two.
        ("aba", "counts counts rollback"),
        ("abca", "counts counts counts rollback"),
        # Forward again after the rollback, to the same commit or to a mended one.
        ("abab", "counts counts rollback counts"),
        ("abac", "counts counts rollback counts"),
        ("abaa", "counts counts rollback repeat"),
        # Two steps back, one after the other.
        ("abcba", "counts counts counts rollback rollback"),
    ],
)
def test_a_deployment_brings_a_commit_that_did_not_run_before(
    gitlab: GitLabServer, shas: str, why: str
) -> None:
    assert list(told(gitlab, *in_order(shas)).values()) == why.split()


@pytest.mark.parametrize("status", ["FAILED", "CANCELED", "SKIPPED", "BLOCKED", "RUNNING"])
def test_a_job_that_deploys_and_was_allowed_to_fail_is_no_deployment_and_fails_none(
    gitlab: GitLabServer, status: str
) -> None:
    # The pipeline passed all the same. What failed never ran: the same commit later is the first
    # that brings it, and the one before it did not go back.
    rows = [
        deployment(1, on(0), "a"),
        deployment(2, on(1), "b", status=status),
        deployment(3, on(2), "b"),
    ]
    assert told(gitlab, *rows) == {on(0): "counts", on(2): "counts"}


def test_a_deployment_that_goes_back_is_known_however_long_the_other_had_run(
    gitlab: GitLabServer,
) -> None:
    # Deployed in spring, and again today, a day after the next one came.
    rows = [deployment(1, on(-150), "a"), deployment(2, on(0), "b"), deployment(3, on(1), "a")]
    assert told(gitlab, *rows) == {on(0): "counts", on(1): "rollback"}


@pytest.mark.parametrize("begins", range(-250, 20, 15))
def test_a_deployment_says_the_same_whatever_range_is_asked(
    gitlab: GitLabServer, begins: int
) -> None:
    # Every five days for nine months, with many that go back; a few are asked for at a time.
    shas = "abcbdebfghgijihklmlnopqprstsuvwvxyzyABCBDEDFGHGIJIKLKM"
    rows = [deployment(n + 1, on(5 * n - 250), sha) for n, sha in enumerate(shas)]
    whole = told(gitlab, *rows, window=Window(on(-251), AUTUMN.end), most=7)
    part = Window(on(begins), on(begins + 15))
    assert told(gitlab, *rows, window=part, most=7) == {
        at: why for at, why in whole.items() if part.holds(at)
    }
    assert {"counts", "rollback"} <= set(whole.values())


def test_a_deployment_counts_where_it_ends_though_it_waited_for_weeks(
    gitlab: GitLabServer,
) -> None:
    later = [deployment(n + 2, on(-30) + timedelta(hours=n), chr(98 + n)) for n in range(20)]
    waited = deployment(1, on(2), "a", created=on(-60))
    week = Window(MONDAY, MONDAY + timedelta(days=7))
    assert told(gitlab, waited, *later, window=week, most=5) == {on(2): "counts"}


def test_no_more_is_read_than_the_range_and_what_it_depends_on(gitlab: GitLabServer) -> None:
    rows = [deployment(n, on(-n), f"{n:03}") for n in range(1, 300)]
    # The window begins on Monday; 90 days before it lie on the first of two pages of a hundred.
    told(gitlab, *rows, window=Window(MONDAY, AUTUMN.end))
    assert len([call for call in gitlab.calls if "deployments" in str(call.parameters)]) == 1


def test_a_commit_in_two_environments_is_deployed_once(gitlab: GitLabServer) -> None:
    project = gitlab.project(SHOP)
    europe = [deployment(1, on(0), "a"), deployment(3, on(1), "b")]
    # The second environment follows later, when the first is already further.
    america = [deployment(2, on(1, 13), "a"), deployment(4, on(2), "b"), deployment(5, on(3), "a")]
    project.environments["eu"] = environment(MADE, *europe)
    project.environments["us"] = environment(MADE, *america)
    assert said(pulled(a_source(gitlab, environments=["eu", "us"]))) == {
        on(0): "counts", on(1): "counts", on(1, 13): "repeat", on(2): "repeat", on(3): "rollback",
    }  # fmt: skip


def test_weeks_without_a_deployment_are_watched_since_the_environment_was_made(
    gitlab: GitLabServer,
) -> None:
    report = Report()
    assert told(gitlab, report=report) == {}
    assert report.watched == {("payments", "", METRIC): MADE}


def test_a_project_without_such_an_environment_says_nothing_and_is_not_watched(
    gitlab: GitLabServer,
) -> None:
    report = Report()
    gitlab.project(SHOP).environments["staging"] = environment(MADE, *in_order("ab"))
    assert said(pulled(a_source(gitlab), report=report)) == {}
    assert (report.watched, report.skipped.total()) == ({}, 0)


def test_where_one_project_is_not_shown_its_service_is_not_watched_and_others_are(
    gitlab: GitLabServer,
) -> None:
    for name in (SHOP, "acme/pay"):
        gitlab.project(name).environments["production"] = environment(MADE)
    gitlab.project("acme/hidden", is_hidden=True)
    scopes = [
        TeamScope("payments", "", GitLabScope(projects=(SHOP, "acme/hidden"))),
        TeamScope("payments", "ledger", GitLabScope(projects=("acme/pay",))),
    ]
    report = Report()
    pulled(a_source(gitlab, scopes=scopes), report=report)
    assert report.watched == {("payments", "ledger", METRIC): MADE}


def test_without_environments_deployments_are_not_asked_for(gitlab: GitLabServer) -> None:
    gitlab.project(SHOP)
    pulled(a_source(gitlab, environments=[]))
    assert not any("deployments" in str(call.parameters) for call in gitlab.calls)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (None, "a part of the deployment is missing or unreadable"),
        (deployment(9, None, "z"), "a part of the deployment is missing or unreadable"),
        (
            {**deployment(9, on(9), "z"), "sha": None},
            "a part of the deployment is missing or unreadable",
        ),
        (deployment(9, on(9), "z", created=on(10)), "the deployment ended before it began"),
    ],
)
def test_a_deployment_that_cannot_be_read_is_told_by_place_and_makes_no_week_a_zero(
    gitlab: GitLabServer, row: Row | None, reason: str
) -> None:
    report = Report()
    assert list(told(gitlab, *in_order("ab"), row, report=report).values()) == ["counts", "counts"]
    ((why, (place,)),) = report.places.items()
    assert why == reason
    assert place.startswith("team payments, project 1, environment 1, page 1, row ")
    assert report.watched == {}


@pytest.mark.parametrize(
    "project",
    [
        b"null",
        b"{}",
        b'{"environment": {"createdAt": null, "deployments": null}}',
        b'{"environment": {"createdAt": "2026-01-01T00:00:00Z"}}',
        b'{"environment": {"createdAt": "2026-01-01T00:00:00Z", "deployments": {"nodes": null}}}',
        b'{"environment": {"createdAt": "2026-01-01T00:00:00Z", "deployments": {"nodes": []}}}',
    ],
)
def test_an_answer_with_a_part_missing_is_not_taken_for_no_deployments(
    gitlab: GitLabServer, project: bytes
) -> None:
    gitlab.project(SHOP)
    gitlab.plan(faults.says(b'{"data": {"project": ' + project + b"}}"), after=2)
    with pytest.raises(TransientError):
        pulled(a_source(gitlab))


def test_deployments_that_gitlab_does_not_show_are_told_and_make_no_week_a_zero(
    gitlab: GitLabServer,
) -> None:
    hidden = {**environment(MADE), "deployments": None}
    gitlab.project(SHOP).environments["production"] = hidden
    report = Report()
    assert said(pulled(a_source(gitlab), report=report)) == {}
    assert report.places == {
        "GitLab shows the environment, but no deployments": [
            "team payments, project 1, environment 1"
        ]
    }
    assert report.watched == {}


def test_a_cursor_that_comes_again_ends_the_reading_of_deployments(gitlab: GitLabServer) -> None:
    gitlab.project(SHOP)
    endless = (
        b'{"data": {"project": {"environment": {"createdAt": "2026-01-01T00:00:00Z",'
        b' "deployments": {"nodes": [], "pageInfo": {"hasNextPage": true, "endCursor": "1"}}}}}}'
    )
    gitlab.plan(faults.says(endless), times=2, after=2)
    report = Report()
    assert said(pulled(a_source(gitlab), report=report)) == {}
    assert report.places == {
        "GitLab's list of deployments has no end": [
            "team payments, project 1, environment 1, page 2"
        ]
    }
    assert report.watched == {}
