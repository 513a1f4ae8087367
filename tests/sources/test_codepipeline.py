"""CodePipeline: what counts as a deployment, what only repeats one, and what a rollback undid."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.errors import OperatorError
from bot.metrics.fact import Exclusion, Fact
from bot.sources.aws import AwsOptions
from bot.sources.codepipeline import CodePipeline, CodePipelineScope
from bot.sources.source import Report, TeamScope, Window
from tests.aws import codepipeline, faults
from tests.aws.fixtures import Aws
from tests.sources.deployments import failures, frequency, reasons

MONDAY = datetime(2026, 9, 28, tzinfo=UTC)
WEEK = Window(MONDAY, MONDAY + timedelta(weeks=1))
BUILT = datetime(2025, 3, 1, 9, tzinfo=UTC)


def hours(count: float) -> datetime:
    return MONDAY + timedelta(hours=count)


@pytest.fixture
def shop(aws: Aws) -> codepipeline.CodePipeline:
    held = codepipeline.CodePipeline(aws.server)
    held.pipeline("shop", BUILT)
    return held


def at_shop(team: str = "payments", service: str = "checkout", pipeline: str = "shop") -> TeamScope:
    return TeamScope(team, service, CodePipelineScope(pipeline=pipeline))


def a_source(*scopes: TeamScope) -> CodePipeline:
    return CodePipeline("deployments", AwsOptions(region="eu-west-1"), scopes or [at_shop()])


def pulled(
    source: CodePipeline, window: Window = WEEK, report: Report | None = None
) -> list[Fact | Exclusion]:
    return list(source.pull(window, report or Report()))


def mended(said: list[Fact | Exclusion]) -> set[datetime]:
    """Return when the deployments ended that needed mending."""
    return {
        one.at
        for one in said
        if isinstance(one, Fact) and one.metric == "change_fail_rate" and one.numerator
    }


def test_a_week_counts_what_succeeded_and_what_a_person_rolled_back(
    shop: codepipeline.CodePipeline,
) -> None:
    # Three succeed; the third fails its users, and a person returns to the first: the third was
    # running, so it is the third that needed mending, and not the second. A fourth fails on its
    # way. Frequency: 3. Needed mending: 1 of the 3 that reached production.
    first = shop.runs(hours(10))
    shop.runs(hours(20))
    shop.runs(hours(30))
    shop.runs(hours(31), trigger="ManualRollback", returns_to=first)
    shop.runs(hours(40), "Failed")
    said = pulled(a_source())
    assert (frequency(said), failures(said)) == (3, (1, 3))
    assert mended(said) == {hours(30)}
    assert reasons(said) == {
        ("deployment_frequency", "rollback"),
        ("change_fail_rate", "rollback"),
        ("deployment_frequency", "never_reached_production"),
        ("change_fail_rate", "never_reached_production"),
    }


def test_a_stage_that_rolls_back_by_itself_undoes_what_failed_in_it(
    shop: codepipeline.CodePipeline,
) -> None:
    # It returns to the last that succeeded, which therefore did not fail.
    good = shop.runs(hours(10))
    shop.runs(hours(20), "Failed")
    shop.runs(hours(21), trigger="AutomatedRollback", returns_to=good)
    said = pulled(a_source())
    assert (frequency(said), failures(said), mended(said)) == (1, (1, 2), {hours(20)})
    assert ("deployment_frequency", "rolled_back") in reasons(said)


def test_a_rollback_may_begin_a_moment_before_the_failure_is_written_down(
    shop: codepipeline.CodePipeline,
) -> None:
    good = shop.runs(hours(10))
    shop.runs(hours(20), "Failed")
    shop.runs(
        hours(21),
        trigger="AutomatedRollback",
        returns_to=good,
        startTime=hours(20) - timedelta(seconds=2),
    )
    assert mended(pulled(a_source())) == {hours(20)}


def test_a_person_who_returns_to_what_succeeded_last_undoes_what_failed_since(
    shop: codepipeline.CodePipeline,
) -> None:
    good = shop.runs(hours(10))
    shop.runs(hours(20), "Failed")
    shop.runs(hours(21), trigger="ManualRollback", returns_to=good)
    assert mended(pulled(a_source())) == {hours(20)}


def test_a_failure_long_before_production_is_not_what_a_person_rolled_back(
    shop: codepipeline.CodePipeline,
) -> None:
    good = shop.runs(hours(10))
    shop.runs(hours(20))
    shop.runs(hours(25), "Failed")
    shop.runs(hours(26), trigger="ManualRollback", returns_to=good)
    assert mended(pulled(a_source())) == {hours(20)}


def test_several_rollbacks_of_one_execution_count_it_once(shop: codepipeline.CodePipeline) -> None:
    older = shop.runs(hours(5))
    good = shop.runs(hours(10))
    shop.runs(hours(20))
    shop.runs(hours(21), "Failed", trigger="ManualRollback", returns_to=good)
    shop.runs(hours(22), trigger="ManualRollback", returns_to=older)
    said = pulled(a_source())
    assert (failures(said), mended(said)) == ((1, 3), {hours(20)})


def test_a_rollback_to_what_aws_no_longer_lists_undoes_the_last_success(
    shop: codepipeline.CodePipeline,
) -> None:
    shop.runs(hours(20))
    shop.runs(
        hours(21), trigger="ManualRollback", returns_to="00000000-0000-0000-0000-999999999999"
    )
    assert mended(pulled(a_source())) == {hours(20)}


@pytest.mark.parametrize(("later", "count"), [(timedelta(days=7), 1), (timedelta(days=7.1), 0)])
def test_what_is_rolled_back_after_a_week_went_well(
    shop: codepipeline.CodePipeline, later: timedelta, count: int
) -> None:
    good = shop.runs(hours(1))
    shop.runs(hours(10))
    shop.runs(hours(10) + later, trigger="ManualRollback", returns_to=good, took=timedelta(0))
    # The rollback lies after the window in which it counts.
    assert failures(pulled(a_source())) == (count, 2)


def test_what_runs_already_is_no_deployment_when_it_is_run_again(
    shop: codepipeline.CodePipeline,
) -> None:
    # Two nightly runs of what was merged on Monday, then a change in one of two sources.
    shop.runs(hours(10), revision={"App": "a", "Charts": "x"})
    shop.runs(hours(24), revision={"Charts": "x", "App": "a"}, trigger="CloudWatchEvent")
    shop.runs(hours(48), revision={"App": "a", "Charts": "x"}, trigger="CloudWatchEvent")
    shop.runs(hours(60), revision={"App": "a", "Charts": "y"})
    said = pulled(a_source())
    assert (frequency(said), failures(said)) == (2, (0, 2))
    assert reasons(said) == {
        ("deployment_frequency", "repeated"),
        ("change_fail_rate", "repeated"),
    }


def test_a_repeat_is_seen_however_long_ago_the_first_run_was(
    shop: codepipeline.CodePipeline,
) -> None:
    shop.runs(MONDAY - timedelta(days=200), revision="a")
    shop.runs(hours(10), revision="a")
    assert frequency(pulled(a_source())) == 0


def test_a_change_that_failed_is_no_repeat_when_it_succeeds(
    shop: codepipeline.CodePipeline,
) -> None:
    shop.runs(hours(1), revision="a")
    shop.runs(hours(10), "Failed", revision="b")
    shop.runs(hours(11), revision="b")
    # And going back by hand to what ran before is a new deployment, as AWS says it is.
    shop.runs(hours(12), revision="a")
    assert frequency(pulled(a_source())) == 3


def test_a_repeat_is_not_what_a_rollback_undid(shop: codepipeline.CodePipeline) -> None:
    good = shop.runs(hours(1), revision="a")
    shop.runs(hours(10), revision="b")
    shop.runs(hours(24), revision="b", trigger="CloudWatchEvent")
    shop.runs(hours(25), trigger="ManualRollback", returns_to=good)
    said = pulled(a_source())
    assert (failures(said), mended(said)) == ((1, 2), {hours(10)})


def test_executions_that_do_not_say_what_went_in_are_no_repeats(
    shop: codepipeline.CodePipeline,
) -> None:
    shop.runs(hours(1), revision={})
    shop.runs(hours(2), revision={})
    shop.runs(hours(3), sourceRevisions=[{"actionName": "Source"}])
    shop.runs(hours(4), sourceRevisions=[{"actionName": "Source"}])
    assert frequency(pulled(a_source())) == 4


@pytest.mark.parametrize(
    ("status", "reason"),
    [("Superseded", "superseded"), ("Cancelled", "cancelled"), ("Stopped", "stopped")],
)
def test_what_was_broken_off_is_left_out_with_its_reason(
    shop: codepipeline.CodePipeline, status: str, reason: str
) -> None:
    shop.runs(hours(10), status)
    said = pulled(a_source())
    assert (frequency(said), failures(said)) == (0, (0, 0))
    assert reasons(said) == {("deployment_frequency", reason), ("change_fail_rate", reason)}


@pytest.mark.parametrize("status", ["InProgress", "Stopping"])
def test_an_execution_that_is_not_over_says_nothing_yet(
    shop: codepipeline.CodePipeline, status: str
) -> None:
    shop.runs(hours(10), status)
    report = Report()
    assert pulled(a_source(), report=report) == []
    assert report.skipped.total() == 0


def test_an_execution_that_waited_for_weeks_counts_where_it_ends(
    shop: codepipeline.CodePipeline,
) -> None:
    shop.a_page = 1
    shop.runs(hours(1), took=timedelta(days=40))
    shop.runs(MONDAY - timedelta(days=30))
    assert frequency(pulled(a_source())) == 1


def test_weeks_are_watched_since_the_pipeline_was_made(shop: codepipeline.CodePipeline) -> None:
    report = Report()
    pulled(a_source(at_shop(), at_shop("platform", "")), report=report)
    assert report.watched == {
        ("payments", "checkout", "deployment_frequency"): BUILT,
        ("platform", "", "deployment_frequency"): BUILT,
    }


def test_a_pipeline_without_a_date_is_not_watched(aws: Aws) -> None:
    codepipeline.CodePipeline(aws.server).pipeline("shop", None)
    report = Report()
    pulled(a_source(), report=report)
    assert report.watched == {}


def test_history_before_the_last_twelve_months_is_said(shop: codepipeline.CodePipeline) -> None:
    report = Report()
    pulled(a_source(), Window(WEEK.end - timedelta(weeks=60), WEEK.end), report)
    assert report.history_starts == WEEK.end - timedelta(days=365)
    recent = Report()
    pulled(a_source(), Window(WEEK.end - timedelta(weeks=52), WEEK.end), recent)
    assert recent.history_starts is None


def test_one_pipeline_that_is_not_there_costs_no_other(shop: codepipeline.CodePipeline) -> None:
    shop.runs(hours(10))
    report = Report()
    said = pulled(a_source(at_shop(pipeline="adas-own"), at_shop()), report=report)
    assert frequency(said) == 1
    assert report.places == {
        "AWS has no pipeline of the name in coach.yml": [
            "team payments, service checkout, pipeline 1"
        ]
    }


def test_pipelines_of_which_none_is_there_are_told_to_the_operator(
    shop: codepipeline.CodePipeline,
) -> None:
    with pytest.raises(OperatorError, match="no pipeline of any name"):
        pulled(a_source(at_shop(pipeline="gone")))


def test_all_pages_are_read_a_hundred_rows_at_a_time(
    aws: Aws, shop: codepipeline.CodePipeline
) -> None:
    for number in range(150):
        shop.runs(hours(number))
    assert frequency(pulled(a_source())) == 150
    asked = [call.parameters for call in aws.server.asked("ListPipelineExecutions")]
    assert asked == [
        {"pipelineName": "shop", "maxResults": 100},
        {"pipelineName": "shop", "maxResults": 100, "nextToken": "100"},
    ]


def test_an_empty_page_is_not_the_end_and_a_page_again_counts_once(
    aws: Aws, shop: codepipeline.CodePipeline
) -> None:
    shop.runs(hours(10))
    aws.server.plan("ListPipelineExecutions", faults.empty_page, times=2)
    assert frequency(pulled(a_source())) == 1
    aws.server.plan("ListPipelineExecutions", faults.repeated_token)
    report = Report()
    assert frequency(pulled(a_source(), report=report)) == 1
    assert report.skipped == {"AWS came back to an earlier page; the rest is missing": 1}


@pytest.mark.parametrize("changed", [{"status": "Lost"}, {"executionType": "SIDEWAYS"}])
def test_a_word_that_nobody_knows_yet_is_counted_and_left_out(
    aws: Aws, shop: codepipeline.CodePipeline, changed: dict[str, str]
) -> None:
    shop.runs(hours(10))
    aws.server.plan("ListPipelineExecutions", faults.retold(**changed))
    report = Report()
    assert pulled(a_source(), report=report) == []
    assert report.places == {
        "the execution is of a status or type that Coach does not know": [
            "team payments, service checkout, pipeline 1, execution 1"
        ]
    }


def test_nulls_in_an_answer_are_like_what_was_left_out(
    aws: Aws, shop: codepipeline.CodePipeline
) -> None:
    shop.runs(hours(10))
    nothing: dict[str, Any] = dict.fromkeys(
        ("trigger", "rollbackMetadata", "executionType", "sourceRevisions")
    )
    aws.server.plan("ListPipelineExecutions", faults.retold(**nothing))
    assert frequency(pulled(a_source())) == 1


@pytest.mark.parametrize("name", ["", "x" * 101, "two words"])
def test_a_name_that_no_pipeline_can_have_is_refused_by_the_configuration(name: str) -> None:
    with pytest.raises(ValueError):
        CodePipelineScope(pipeline=name)
