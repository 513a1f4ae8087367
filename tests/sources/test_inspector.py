"""Inspector: findings opened and closed by severity, each once, and since when weeks are watched."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import OperatorError
from bot.metrics.fact import Exclusion, Fact
from bot.sources.aws import AwsOptions
from bot.sources.inspector import Inspector, InspectorScope
from bot.sources.source import Report, TeamScope, Window
from tests.aws import faults, inspector
from tests.aws.fixtures import Aws

MONDAY = datetime(2026, 9, 28, tzinfo=UTC)
WEEK = Window(MONDAY, MONDAY + timedelta(weeks=1))
OPENED, CLOSED = "findings_opened", "findings_closed"


def hours(count: float) -> datetime:
    return MONDAY + timedelta(hours=count)


@pytest.fixture
def shop(aws: Aws) -> inspector.Inspector:
    held = inspector.Inspector(aws.server)
    held.project("shop")
    return held


def at_shop(team: str = "payments", service: str = "checkout", project: str = "shop") -> TeamScope:
    return TeamScope(team, service, InspectorScope(project=project))


def a_source(*scopes: TeamScope) -> Inspector:
    return Inspector("scanner", AwsOptions(region="eu-west-1"), scopes or [at_shop()])


def pulled(
    source: Inspector, window: Window = WEEK, report: Report | None = None
) -> list[Fact | Exclusion]:
    return list(source.pull(window, report or Report()))


def counted(said: list[Fact | Exclusion], metric: str) -> dict[str, float]:
    """Add up what was opened or closed, by severity."""
    totals: dict[str, float] = {}
    for one in said:
        if isinstance(one, Fact) and one.metric == metric:
            totals[one.dimension] = totals.get(one.dimension, 0) + one.numerator
    return totals


def test_a_week_counts_what_was_seen_first_and_what_was_closed(shop: inspector.Inspector) -> None:
    # Seen first this week: 2 high and 1 unrated. Closed this week: one of the high ones, and a low
    # one of last spring. A critical one of last week is neither.
    shop.finding(hours(10))
    shop.finding(hours(20), "CLOSED", hours(60))
    shop.finding(hours(30), severity="UNTRIAGED", kind="PACKAGE_VULNERABILITY")
    shop.finding(MONDAY - timedelta(days=150), "CLOSED", hours(40), severity="LOW")
    shop.finding(MONDAY - timedelta(days=3), severity="CRITICAL", changed=hours(5))
    said = pulled(a_source())
    assert counted(said, OPENED) == {"high": 2, "unrated": 1}
    assert counted(said, CLOSED) == {"high": 1, "low": 1}
    assert {(one.at, one.metric) for one in said} == {
        (hours(10), OPENED), (hours(20), OPENED), (hours(30), OPENED),
        (hours(60), CLOSED), (hours(40), CLOSED),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("severity", "dimension"),
    [
        ("CRITICAL", "critical"), ("HIGH", "high"), ("MEDIUM", "medium"), ("LOW", "low"),
        ("INFORMATIONAL", "info"), ("UNTRIAGED", "unrated"),
    ],
)  # fmt: skip
def test_each_severity_has_its_dimension(
    shop: inspector.Inspector, severity: str, dimension: str
) -> None:
    shop.finding(hours(10), severity=severity)
    assert counted(pulled(a_source()), OPENED) == {dimension: 1}


def test_a_finding_that_comes_back_is_neither_opened_again_nor_closed(
    shop: inspector.Inspector,
) -> None:
    # Closed on Tuesday, seen again on Friday: AWS keeps its name and when it was first seen.
    shop.finding(MONDAY - timedelta(days=40), "ACTIVE", hours(110), lastObservedAt=hours(110))
    assert pulled(a_source()) == []


def test_a_suppressed_finding_is_opened_and_not_closed(shop: inspector.Inspector) -> None:
    shop.finding(hours(10), "SUPPRESSED", hours(11))
    said = pulled(a_source())
    assert counted(said, OPENED) == {"high": 1}
    assert counted(said, CLOSED) == {}
    assert Exclusion("payments", "checkout", CLOSED, hours(11), "suppressed") in said


def test_what_was_opened_in_a_window_counts_there_whatever_became_of_it(
    shop: inspector.Inspector,
) -> None:
    shop.finding(hours(10), "CLOSED", WEEK.end + timedelta(days=3))
    said = pulled(a_source())
    assert (counted(said, OPENED), counted(said, CLOSED)) == ({"high": 1}, {})


def test_findings_are_asked_for_by_project_kind_and_time_of_change(
    aws: Aws, shop: inspector.Inspector
) -> None:
    pulled(a_source())
    first, *_ = aws.server.asked("ListFindings")
    assert first.parameters == {
        "maxResults": 100,
        "filterCriteria": {
            "resourceType": [{"comparison": "EQUALS", "value": "CODE_REPOSITORY"}],
            "codeRepositoryProjectName": [{"comparison": "EQUALS", "value": "shop"}],
            "findingType": [
                {"comparison": "EQUALS", "value": "CODE_VULNERABILITY"},
                {"comparison": "EQUALS", "value": "PACKAGE_VULNERABILITY"},
            ],
            "findingStatus": [
                {"comparison": "EQUALS", "value": "ACTIVE"},
                {"comparison": "EQUALS", "value": "SUPPRESSED"},
                {"comparison": "EQUALS", "value": "CLOSED"},
            ],
            "updatedAt": [{"startInclusive": MONDAY.timestamp()}],
        },
    }


def test_weeks_are_watched_since_the_first_finding_that_aws_knows(
    aws: Aws, shop: inspector.Inspector
) -> None:
    first = MONDAY - timedelta(days=200)
    shop.finding(MONDAY - timedelta(days=100))
    shop.finding(first)
    aws.server.plan("ListFindings", faults.empty_page, after=1, times=1)
    report = Report()
    assert pulled(a_source(at_shop(), at_shop("platform", "")), report=report) == []
    assert report.watched == {
        (team, service, metric): first
        for team, service in (("payments", "checkout"), ("platform", ""))
        for metric in (OPENED, CLOSED)
    }


def test_a_project_in_which_nothing_was_found_has_gaps_and_no_zeros(
    shop: inspector.Inspector,
) -> None:
    report = Report()
    assert pulled(a_source(), report=report) == []
    assert report.watched == {}
    assert report.skipped.total() == 0


def test_a_project_that_is_no_longer_scanned_is_not_watched_and_said(aws: Aws) -> None:
    held = inspector.Inspector(aws.server)
    held.project("shop", active=False)
    held.finding(hours(10))
    report = Report()
    assert counted(pulled(a_source(), report=report), OPENED) == {"high": 1}
    assert report.watched == {}
    assert report.places == {
        "Inspector does not scan the project at present": [
            "team payments, service checkout, project 1"
        ]
    }


def test_a_project_that_is_scanned_in_one_way_of_two_is_watched(shop: inspector.Inspector) -> None:
    shop.project("shop", active=False, scan="PACKAGE")
    shop.finding(hours(10))
    report = Report()
    pulled(a_source(), report=report)
    assert len(report.watched) == 2


def test_history_before_the_last_thirty_days_is_said(shop: inspector.Inspector) -> None:
    report = Report()
    pulled(a_source(), Window(WEEK.end - timedelta(weeks=5), WEEK.end), report)
    assert report.history_starts == WEEK.end - timedelta(days=30)
    recent = Report()
    pulled(a_source(), Window(WEEK.end - timedelta(weeks=4), WEEK.end), recent)
    assert recent.history_starts is None


def test_more_than_ten_projects_are_asked_for_in_parts(aws: Aws, shop: inspector.Inspector) -> None:
    names = [f"project-{number:02d}" for number in range(11)]
    for name in names:
        shop.project(name)
        shop.finding(hours(10), project=name)
    seen: list[tuple[int, int]] = []
    report = Report(progress=lambda done, total: seen.append((done, total)))
    said = pulled(a_source(*(at_shop(project=name) for name in names)), report=report)
    assert counted(said, OPENED) == {"high": 11}
    assert len(aws.server.asked("ListCoverage")) == 2
    assert seen == [(10, 11), (11, 11)]


def test_one_project_that_is_not_there_costs_no_other(shop: inspector.Inspector) -> None:
    shop.finding(hours(10))
    report = Report()
    said = pulled(a_source(at_shop(project="adas-own"), at_shop()), report=report)
    assert counted(said, OPENED) == {"high": 1}
    assert report.places == {
        "AWS has no project of the name in coach.yml": [
            "team payments, service checkout, project 1"
        ]
    }


def test_projects_of_which_none_is_there_are_told_to_the_operator(
    shop: inspector.Inspector,
) -> None:
    with pytest.raises(OperatorError, match="no project of any name"):
        pulled(a_source(at_shop(project="gone")))


def test_a_project_that_aws_forgot_is_read_as_long_as_its_findings_are_there(
    shop: inspector.Inspector,
) -> None:
    shop.finding(hours(10), "CLOSED", hours(20), project="garden")
    report = Report()
    said = pulled(a_source(at_shop(project="garden")), report=report)
    assert counted(said, CLOSED) == {"high": 1}
    assert report.skipped == {"Inspector does not scan the project at present": 1}


def test_all_pages_are_read_and_a_page_that_comes_again_counts_once(
    aws: Aws, shop: inspector.Inspector
) -> None:
    for number in range(60):
        shop.finding(hours(number))
    assert counted(pulled(a_source()), OPENED) == {"high": 60}
    shop.a_page = 100
    aws.server.plan("ListFindings", faults.repeated_token, times=2)
    report = Report()
    assert counted(pulled(a_source(), report=report), OPENED) == {"high": 60}
    assert report.skipped == {"AWS came back to an earlier page; the rest is missing": 1}


@pytest.mark.parametrize("changed", [{"status": "LOST"}, {"severity": "DIRE"}, {"severity": None}])
def test_a_word_that_nobody_knows_yet_is_counted_and_left_out(
    aws: Aws, shop: inspector.Inspector, changed: dict[str, str | None]
) -> None:
    shop.finding(hours(10))
    aws.server.plan("ListFindings", faults.retold(**changed))
    report = Report()
    assert pulled(a_source(), report=report) == []
    assert report.places == {
        "the finding is of a severity or status that Coach does not know": [
            "ListFindings, page 1, row 1"
        ]
    }


@pytest.mark.parametrize(
    "changed", [{"resources": None}, {"resources": [None]}, {"resources": [{"details": None}]}]
)
def test_a_finding_that_names_no_project_is_counted_and_left_out(
    aws: Aws, shop: inspector.Inspector, changed: dict[str, object]
) -> None:
    shop.finding(hours(10))
    aws.server.plan("ListFindings", faults.retold(**changed))
    report = Report()
    assert pulled(a_source(), report=report) == []
    assert report.skipped == {"the finding does not say in which project it stands": 1}


@pytest.mark.parametrize("name", ["", "x" * 301])
def test_a_name_that_no_project_can_have_is_refused_by_the_configuration(name: str) -> None:
    with pytest.raises(ValueError):
        InspectorScope(project=name)
