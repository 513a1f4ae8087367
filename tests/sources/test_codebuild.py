"""CodeBuild: the test cases that failed out of those that ran, and which reports say nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import OperatorError
from bot.metrics.fact import Exclusion, Fact
from bot.sources.aws import AwsOptions
from bot.sources.codebuild import CodeBuild, CodeBuildScope
from bot.sources.source import Report, TeamScope, Window
from tests.aws import codebuild, faults
from tests.aws.fixtures import Aws

MONDAY = datetime(2026, 9, 28, tzinfo=UTC)
WEEK = Window(MONDAY, MONDAY + timedelta(weeks=1))
METRIC = "test_case_failure_rate"


def hours(count: float) -> datetime:
    return MONDAY + timedelta(hours=count)


@pytest.fixture
def shop(aws: Aws) -> codebuild.CodeBuild:
    held = codebuild.CodeBuild(aws.server)
    held.group("shop-unit")
    return held


def at_shop(
    team: str = "payments", service: str = "checkout", group: str = "shop-unit"
) -> TeamScope:
    return TeamScope(team, service, CodeBuildScope(report_group=group))


def a_source(*scopes: TeamScope) -> CodeBuild:
    return CodeBuild("tests", AwsOptions(region="eu-west-1"), scopes or [at_shop()])


def pulled(
    source: CodeBuild, window: Window = WEEK, report: Report | None = None
) -> list[Fact | Exclusion]:
    return list(source.pull(window, report or Report()))


def counted(said: list[Fact | Exclusion]) -> tuple[float, float, int]:
    """Add up the cases that failed, those that ran, and what stands behind it."""
    facts = [one for one in said if isinstance(one, Fact)]
    return (
        sum(one.numerator for one in facts),
        sum(one.denominator or 0 for one in facts),
        sum(one.sample for one in facts),
    )


def test_a_week_adds_up_the_cases_that_failed_and_those_that_ran(
    shop: codebuild.CodeBuild,
) -> None:
    # 3 failed and 2 ended in an error of 95 + 3 + 2 = 100; skipped and unknown ones did not run.
    # The second report: none of 40. Together: 5 of 140.
    shop.reports(hours(10), 95, 3, 2, 7, 1, status="FAILED")
    shop.reports(hours(20), 40)
    said = pulled(a_source())
    assert counted(said) == (5, 140, 140)
    assert {(one.team, one.service, one.metric) for one in said} == {
        ("payments", "checkout", METRIC)
    }
    assert {(one.actor, one.people) for one in said if isinstance(one, Fact)} == {(None, None)}


@pytest.mark.parametrize(
    ("report", "reason"),
    [
        ({"status": "INCOMPLETE"}, "incomplete"),
        ({"status": "DELETING"}, "deleted"),
        ({"kind": "CODE_COVERAGE"}, "code_coverage"),
    ],
)
def test_a_report_that_says_nothing_of_tests_is_left_out_with_its_reason(
    shop: codebuild.CodeBuild, report: dict[str, str], reason: str
) -> None:
    shop.reports(hours(10), 8, 2, **report)
    assert pulled(a_source()) == [Exclusion("payments", "checkout", METRIC, hours(10), reason)]


def test_a_report_in_which_nothing_ran_is_no_share_of_zero(shop: codebuild.CodeBuild) -> None:
    shop.reports(hours(10), 0, 0, 0, 5, 5)
    assert pulled(a_source()) == [
        Exclusion("payments", "checkout", METRIC, hours(10), "nothing_ran")
    ]


def test_a_report_that_is_still_being_made_says_nothing_yet(shop: codebuild.CodeBuild) -> None:
    shop.reports(hours(10), 8, 2, status="GENERATING")
    report = Report()
    assert pulled(a_source(), report=report) == []
    assert report.skipped.total() == 0


def test_a_report_that_was_cut_short_is_counted_and_left_out(shop: codebuild.CodeBuild) -> None:
    shop.reports(hours(10), 8)
    shop.reports(hours(11), 8, 2, truncated=True)
    report = Report()
    assert counted(pulled(a_source(), report=report)) == (0, 8, 8)
    # AWS lists the newest first.
    assert report.places == {
        "the report was cut short, so that its counts are not whole": [
            "team payments, service checkout, report group 1, report 1"
        ]
    }


@pytest.mark.parametrize("counts", [{"SUCCEEDED": 8, "MAYBE": 2}, {"SUCCEEDED": -1}, None])
def test_counts_that_nobody_can_add_up_are_left_out(
    aws: Aws, shop: codebuild.CodeBuild, counts: dict[str, int] | None
) -> None:
    shop.reports(hours(10), 8)
    summary = {"total": 10, "statusCounts": counts, "durationInNanoSeconds": 1}
    aws.server.plan("BatchGetReports", faults.retold(testSummary=summary))
    report = Report()
    assert pulled(a_source(), report=report) == []
    assert report.skipped == {"the report counts its cases in a way that Coach does not know": 1}


@pytest.mark.parametrize("changed", [{"status": "LOST"}, {"type": "LOAD"}])
def test_a_word_that_nobody_knows_yet_is_counted_and_left_out(
    aws: Aws, shop: codebuild.CodeBuild, changed: dict[str, str]
) -> None:
    shop.reports(hours(10), 8)
    aws.server.plan("BatchGetReports", faults.retold(**changed))
    report = Report()
    assert pulled(a_source(), report=report) == []
    assert report.skipped == {"the report is of a status or type that Coach does not know": 1}


def test_history_before_the_last_thirty_days_is_said(shop: codebuild.CodeBuild) -> None:
    report = Report()
    pulled(a_source(), Window(WEEK.end - timedelta(weeks=5), WEEK.end), report)
    assert report.history_starts == WEEK.end - timedelta(days=30)
    recent = Report()
    pulled(a_source(), Window(WEEK.end - timedelta(weeks=4), WEEK.end), recent)
    assert recent.history_starts is None


def test_a_share_is_never_made_a_zero_by_being_watched(shop: codebuild.CodeBuild) -> None:
    report = Report()
    assert pulled(a_source(), report=report) == []
    assert report.watched == {}


def test_a_group_is_found_by_its_whole_name_on_any_page(
    aws: Aws, shop: codebuild.CodeBuild
) -> None:
    shop.a_page = 1
    shop.group("shop-unit-old")
    shop.group("other-shop-unit")
    shop.group("web-unit")
    shop.reports(hours(10), 8, 2, group="web-unit")
    shop.reports(hours(10), 1, 1, group="shop-unit-old")
    shop.reports(hours(10), 3, group="shop-unit")
    shop.reports(hours(11), 4, group="shop-unit")
    said = pulled(a_source(at_shop(), at_shop("platform", "", "web-unit")))
    assert counted([one for one in said if one.team == "payments"]) == (0, 7, 7)
    assert counted([one for one in said if one.team == "platform"]) == (2, 10, 10)
    asked = aws.server.asked("ListReportsForReportGroup")
    assert {call.parameters["reportGroupArn"].rpartition("/")[2] for call in asked} == {
        "shop-unit", "web-unit",
    }  # fmt: skip


def test_more_than_a_hundred_reports_are_asked_for_in_parts(
    aws: Aws, shop: codebuild.CodeBuild
) -> None:
    for number in range(101):
        shop.reports(hours(number), 1)
    assert counted(pulled(a_source())) == (0, 101, 101)
    asked = aws.server.asked("BatchGetReports")
    assert [len(call.parameters["reportArns"]) for call in asked] == [100, 1]
    assert aws.server.asked("DescribeTestCases") == []


def test_an_empty_page_is_not_the_end_and_a_page_again_counts_once(
    aws: Aws, shop: codebuild.CodeBuild
) -> None:
    shop.reports(hours(10), 8)
    for operation in ("ListReportGroups", "ListReportsForReportGroup"):
        aws.server.plan(operation, faults.empty_page, times=2)
    assert counted(pulled(a_source())) == (0, 8, 8)
    aws.server.plan("ListReportsForReportGroup", faults.repeated_token)
    report = Report()
    assert counted(pulled(a_source(), report=report)) == (0, 8, 8)
    assert report.skipped == {"AWS came back to an earlier page; the rest is missing": 1}


def test_a_report_that_is_listed_and_not_told_of_is_counted(shop: codebuild.CodeBuild) -> None:
    shop.forgotten.add(shop.reports(hours(10), 8))
    report = Report()
    assert pulled(a_source(), report=report) == []
    assert report.skipped == {"AWS listed it and told nothing of it": 1}


def test_one_group_that_is_not_there_costs_no_other(shop: codebuild.CodeBuild) -> None:
    shop.reports(hours(10), 8)
    report = Report()
    assert counted(pulled(a_source(at_shop(group="adas-own"), at_shop()), report=report)) == (
        0, 8, 8,
    )  # fmt: skip
    assert report.places == {
        "AWS has no report group of the name in coach.yml": [
            "team payments, service checkout, report group 1"
        ]
    }


def test_groups_of_which_none_is_there_are_told_to_the_operator(shop: codebuild.CodeBuild) -> None:
    with pytest.raises(OperatorError, match="no report group of any name"):
        pulled(a_source(at_shop(group="gone")))


def test_rights_are_asked_for_with_a_group_that_is_there(
    aws: Aws, shop: codebuild.CodeBuild
) -> None:
    for probe in a_source().probes():
        probe.ask()
    (listing,) = aws.server.asked("ListReportsForReportGroup")
    (details,) = aws.server.asked("BatchGetReports")
    group = "arn:aws:codebuild:eu-west-1:111122223333:report-group/shop-unit"
    assert listing.parameters["reportGroupArn"] == group
    assert details.parameters["reportArns"] == [
        "arn:aws:codebuild:eu-west-1:111122223333:report/shop-unit:00000000-0000-0000-0000-000000000000"
    ]
