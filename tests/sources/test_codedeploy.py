"""CodeDeploy: what counts as a deployment to production, and which ones needed mending."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.errors import OperatorError
from bot.metrics.fact import Exclusion, Fact
from bot.sources.aws import AwsOptions
from bot.sources.codedeploy import CodeDeploy, CodeDeployScope
from bot.sources.source import Report, TeamScope, Window
from tests.aws import codedeploy, faults
from tests.aws.fixtures import Aws
from tests.sources.deployments import failures, frequency, reasons

MONDAY = datetime(2026, 9, 28, tzinfo=UTC)
WEEK = Window(MONDAY, MONDAY + timedelta(weeks=1))
BUILT = datetime(2025, 3, 1, 9, tzinfo=UTC)


def hours(count: float) -> datetime:
    return MONDAY + timedelta(hours=count)


@pytest.fixture
def shop(aws: Aws) -> codedeploy.CodeDeploy:
    held = codedeploy.CodeDeploy(aws.server)
    held.group("shop", "production", BUILT)
    return held


def at_shop(
    team: str = "payments",
    service: str = "checkout",
    application: str = "shop",
    group: str = "production",
) -> TeamScope:
    scope = CodeDeployScope(application=application, deployment_group=group)
    return TeamScope(team, service, scope)


def a_source(*scopes: TeamScope) -> CodeDeploy:
    return CodeDeploy("deployments", AwsOptions(region="eu-west-1"), scopes or [at_shop()])


def pulled(
    source: CodeDeploy, window: Window = WEEK, report: Report | None = None
) -> list[Fact | Exclusion]:
    return list(source.pull(window, report or Report()))


def test_a_week_counts_what_succeeded_and_what_was_rolled_back(shop: codedeploy.CodeDeploy) -> None:
    # Three succeed; the second is rolled back an hour later. A fourth fails and is rolled back. A
    # fifth fails before it reached anything, and is neither.
    # Frequency: 3. Needed mending: the second and the fourth, of four that reached production.
    shop.deploys(hours(10))
    second = shop.deploys(hours(20))
    shop.deploys(hours(21), creator="codeDeployRollback", triggered_by=second)
    shop.deploys(hours(30))
    fourth = shop.deploys(hours(40), "Failed")
    shop.deploys(hours(41), creator="codeDeployRollback", triggered_by=fourth)
    shop.deploys(hours(50), "Failed")
    said = pulled(a_source())
    assert frequency(said) == 3
    assert failures(said) == (2, 4)
    assert reasons(said) == {
        ("deployment_frequency", "rollback"),
        ("change_fail_rate", "rollback"),
        ("deployment_frequency", "rolled_back"),
        ("deployment_frequency", "never_reached_production"),
        ("change_fail_rate", "never_reached_production"),
    }
    assert {one.at for one in said if isinstance(one, Fact) and one.numerator} == {
        hours(10), hours(20), hours(30), hours(40),
    }  # fmt: skip


def test_a_deployment_rolled_back_twice_needed_mending_once(shop: codedeploy.CodeDeploy) -> None:
    bad = shop.deploys(hours(10))
    first = shop.deploys(hours(11), "Failed", creator="codeDeployRollback", triggered_by=bad)
    shop.deploys(hours(12), creator="codeDeployRollback", triggered_by=bad, undone_by=first)
    said = pulled(a_source())
    assert (frequency(said), failures(said)) == (1, (1, 1))


def test_what_was_undone_is_known_by_its_own_word_too(shop: codedeploy.CodeDeploy) -> None:
    # The rollback itself does not say what it undid.
    shop.deploys(hours(10), "Stopped", undone_by="d-000000002")
    shop.deploys(hours(11), creator="codeDeployRollback")
    said = pulled(a_source())
    assert (frequency(said), failures(said)) == (0, (1, 1))


def test_a_rollback_is_known_by_what_it_undid_whoever_made_it(shop: codedeploy.CodeDeploy) -> None:
    bad = shop.deploys(hours(10))
    shop.deploys(hours(11), triggered_by=bad)
    said = pulled(a_source())
    assert (frequency(said), failures(said)) == (1, (1, 1))


def test_a_rollback_long_after_what_it_undid_is_one_whatever_the_window(
    shop: codedeploy.CodeDeploy,
) -> None:
    old = shop.deploys(MONDAY - timedelta(days=30), undone_by="d-000000002")
    shop.deploys(hours(10), creator="codeDeployRollback", triggered_by=old)
    for window in (WEEK, Window(MONDAY - timedelta(days=40), WEEK.end)):
        said = [one for one in pulled(a_source(), window) if one.at >= MONDAY]
        assert reasons(said) == {
            ("deployment_frequency", "rollback"),
            ("change_fail_rate", "rollback"),
        }


def test_an_earlier_revision_deployed_by_hand_is_a_deployment(shop: codedeploy.CodeDeploy) -> None:
    # AWS links it to nothing, so that nothing shows why somebody deployed it.
    shop.deploys(hours(10))
    shop.deploys(hours(11), previousRevision={"revisionType": "S3"})
    said = pulled(a_source())
    assert (frequency(said), failures(said)) == (2, (0, 2))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"deploymentMode": "RESTART"}, "restart"),
        ({"creator": "autoscaling"}, "autoscaling"),
        ({"creator": "autoscalingTermination"}, "autoscaling"),
        ({"creator": "CodeDeployAutoUpdate"}, "repeated"),
        ({"creator": "CloudFormationRollback"}, "rollback"),
        ({"status": "Stopped"}, "never_reached_production"),
    ],
)
def test_what_is_no_deployment_to_production_is_left_out_with_its_reason(
    shop: codedeploy.CodeDeploy, changed: dict[str, Any], reason: str
) -> None:
    shop.deploys(hours(10), **changed)
    said = pulled(a_source())
    assert (frequency(said), failures(said)) == (0, (0, 0))
    assert reasons(said) == {("deployment_frequency", reason), ("change_fail_rate", reason)}


@pytest.mark.parametrize("status", ["Created", "Queued", "InProgress", "Baking", "Ready"])
def test_a_deployment_that_is_not_over_says_nothing_yet(
    shop: codedeploy.CodeDeploy, status: str
) -> None:
    shop.deploys(hours(10), status, completeTime=None)
    report = Report()
    assert pulled(a_source(), report=report) == []
    assert report.skipped.total() == 0


@pytest.mark.parametrize(("later", "mended"), [(timedelta(days=7), 1), (timedelta(days=7.1), 0)])
def test_what_is_rolled_back_after_a_week_went_well(
    shop: codedeploy.CodeDeploy, later: timedelta, mended: int
) -> None:
    bad = shop.deploys(hours(10))
    shop.deploys(
        hours(10) + later,
        creator="codeDeployRollback",
        triggered_by=bad,
        took=timedelta(0),
    )
    # The rollback lies after the window in which it counts.
    assert failures(pulled(a_source())) == (mended, 1)


def test_a_deployment_counts_where_it_ends_however_early_it_began(
    aws: Aws, shop: codedeploy.CodeDeploy
) -> None:
    shop.deploys(hours(1), took=timedelta(days=6))
    shop.deploys(WEEK.end + timedelta(hours=1), took=timedelta(days=6))
    assert frequency(pulled(a_source())) == 1
    (asked,) = aws.server.asked("ListDeployments")
    assert asked.parameters == {
        "applicationName": "shop",
        "deploymentGroupName": "production",
        "createTimeRange": {"start": (MONDAY - timedelta(days=7)).timestamp()},
    }


def test_weeks_are_watched_since_the_application_was_made(shop: codedeploy.CodeDeploy) -> None:
    report = Report()
    pulled(a_source(at_shop(), at_shop("platform", "")), report=report)
    assert report.watched == {
        ("payments", "checkout", "deployment_frequency"): BUILT,
        ("platform", "", "deployment_frequency"): BUILT,
    }


def test_an_application_without_a_date_is_not_watched(aws: Aws) -> None:
    codedeploy.CodeDeploy(aws.server).group("shop", "production", None)
    report = Report()
    pulled(a_source(), report=report)
    assert report.watched == {}


def test_one_group_that_is_not_there_costs_no_other(shop: codedeploy.CodeDeploy) -> None:
    shop.deploys(hours(10))
    report = Report()
    gone = at_shop(group="adas-own-group")
    other = at_shop("platform", "", application="adas-application")
    said = pulled(a_source(at_shop(), gone, other), report=report)
    assert frequency(said) == 1
    assert report.places == {
        "AWS has no deployment group of the name in coach.yml": [
            "team payments, service checkout, deployment group 2",
            "team platform, deployment group 1",
        ]
    }


def test_groups_of_which_none_is_there_are_told_to_the_operator(
    shop: codedeploy.CodeDeploy,
) -> None:
    with pytest.raises(OperatorError, match="no deployment group of any name"):
        pulled(a_source(at_shop(group="gone")))


def test_all_pages_are_read_and_details_asked_for_25_at_a_time(
    aws: Aws, shop: codedeploy.CodeDeploy
) -> None:
    shop.a_page = 20
    for number in range(51):
        shop.deploys(hours(number))
    assert frequency(pulled(a_source())) == 51
    asked = aws.server.asked("BatchGetDeployments")
    assert [len(call.parameters["deploymentIds"]) for call in asked] == [25, 25, 1]


def test_an_empty_page_is_not_the_end_and_a_page_again_counts_once(
    aws: Aws, shop: codedeploy.CodeDeploy
) -> None:
    shop.deploys(hours(10))
    aws.server.plan("ListDeployments", faults.empty_page, times=2)
    assert frequency(pulled(a_source())) == 1
    aws.server.plan("ListDeployments", faults.repeated_token)
    report = Report()
    assert frequency(pulled(a_source(), report=report)) == 1
    assert report.skipped == {"AWS came back to an earlier page; the rest is missing": 1}


@pytest.mark.parametrize(
    "changed", [{"status": "Lost"}, {"creator": "gremlin"}, {"deploymentMode": "SIDEWAYS"}]
)
def test_a_word_that_nobody_knows_yet_is_counted_and_left_out(
    aws: Aws, shop: codedeploy.CodeDeploy, changed: dict[str, str]
) -> None:
    shop.deploys(hours(10))
    aws.server.plan("BatchGetDeployments", faults.retold(**changed))
    report = Report()
    assert pulled(a_source(), report=report) == []
    assert report.places == {
        "the deployment is of a status, creator or mode that Coach does not know": [
            "team payments, service checkout, deployment group 1, deployment 1"
        ]
    }


def test_a_deployment_that_is_listed_and_not_told_of_is_counted(
    shop: codedeploy.CodeDeploy,
) -> None:
    shop.forgotten.add(shop.deploys(hours(10)))
    shop.deploys(hours(11))
    report = Report()
    assert frequency(pulled(a_source(), report=report)) == 1
    assert report.skipped == {"AWS listed it and told nothing of it": 1}


def test_nulls_in_an_answer_are_like_what_was_left_out(
    aws: Aws, shop: codedeploy.CodeDeploy
) -> None:
    shop.deploys(hours(10))
    aws.server.plan(
        "BatchGetDeployments", faults.retold(rollbackInfo=None, deploymentMode=None, revision=None)
    )
    assert frequency(pulled(a_source())) == 1


@pytest.mark.parametrize("name", ["", "x" * 101])
def test_a_name_that_aws_cannot_have_is_refused_by_the_configuration(name: str) -> None:
    with pytest.raises(ValueError):
        CodeDeployScope(application="shop", deployment_group=name)


@pytest.mark.parametrize(("later", "mended"), [(timedelta(hours=-1), None), (timedelta(), (1, 2))])
def test_whether_a_week_needed_mending_is_told_once_none_of_it_can_any_more(
    shop: codedeploy.CodeDeploy, aws: Aws, later: timedelta, mended: tuple[int, int] | None
) -> None:
    # Monday's deployment is past its seven days long before Sunday's is. The week ends at WEEK.end
    # in UTC, so all of it is settled seven days after that.
    first = shop.deploys(hours(10))
    shop.deploys(hours(11), creator="codeDeployRollback", triggered_by=first)
    shop.deploys(hours(160))
    aws.server.now = WEEK.end + timedelta(days=7) + later
    said = pulled(a_source())
    assert frequency(said) == 2
    assert failures(said) == (mended or (0, 0))


def test_without_a_clock_of_its_own_the_end_of_what_was_asked_decides(
    shop: codedeploy.CodeDeploy, aws: Aws
) -> None:
    aws.server.now = None
    shop.deploys(hours(10))
    assert failures(pulled(a_source())) == (0, 0)
    assert failures(pulled(a_source(), Window(WEEK.start, WEEK.end + timedelta(days=7)))) == (0, 1)
