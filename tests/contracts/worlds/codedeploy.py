"""CodeDeploy with one group that two teams share, and others that nobody asked for."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.sources.aws import AwsOptions
from bot.sources.codedeploy import CodeDeploy, CodeDeployScope
from bot.sources.source import Source, TeamScope
from tests.aws.codedeploy import CodeDeploy as StandIn
from tests.contracts.aws_world import AwsWorld
from tests.contracts.deployments import PLACES, left_out, well_or_not

SPOILED: tuple[dict[str, Any], ...] = (
    {"completeTime": None},
    {"createTime": None},
    {"creator": None},
    {"took": timedelta(days=8)},
    {"took": timedelta(minutes=-1)},
)


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


class World(AwsWorld):
    first, later = "GetApplication", "BatchGetDeployments"

    @override
    def source(self) -> Source:
        scope = CodeDeployScope(application="shop", deployment_group="production")
        scopes = [TeamScope(team, service, scope) for team, service in PLACES]
        return CodeDeploy("deployments", AwsOptions(region="eu-west-1"), scopes)

    @override
    def prepare(self) -> None:
        self.codedeploy = StandIn(self.aws.server)
        self.codedeploy.group("shop", "production", at(1, 1))
        self.codedeploy.group("shop", "staging", at(1, 1))

    @override
    def hold(self) -> list[Fact | Exclusion]:
        deploys = self.codedeploy.deploys
        deploys(at(9, 22))
        deploys(at(9, 24), creator="CloudFormation")
        # Rolled back in the week after: it is the earlier week that had it.
        bad = deploys(at(9, 26))
        deploys(at(9, 28), creator="codeDeployRollback", triggered_by=bad)
        # Failed half-way and undone; each names the other.
        undone = deploys(at(9, 30), "Failed", undone_by="d-000000006")
        deploys(at(10, 1), creator="codeDeployRollback", triggered_by=undone)
        deploys(at(10, 6), deploymentMode="RESTART")
        deploys(at(10, 7), "Stopped")
        deploys(at(10, 8), creator="autoscaling")
        # Settled: what comes after a week mends something else.
        old = deploys(at(9, 19))
        deploys(at(9, 27), triggered_by=old)
        # Not ours, not over, before and after the window.
        deploys(at(9, 22), group="staging")
        deploys(at(10, 9), "InProgress", completeTime=None)
        deploys(at(10, 12))
        return [
            *well_or_not(at(9, 22), succeeded=True, failed=False),
            *well_or_not(at(9, 24), succeeded=True, failed=False),
            *well_or_not(at(9, 26), succeeded=True, failed=True),
            *left_out(at(9, 28), "rollback"),
            *well_or_not(at(9, 30), succeeded=False, failed=True),
            *left_out(at(10, 1), "rollback"),
            *left_out(at(10, 6), "restart"),
            *left_out(at(10, 7), "never_reached_production"),
            *left_out(at(10, 8), "autoscaling"),
            *left_out(at(9, 27), "rollback"),
        ]

    @override
    def spoil(self, count: int) -> Sequence[str]:
        for number in range(count):
            spoiled = SPOILED[number % len(SPOILED)]
            self.codedeploy.deploys(at(9, 24), description=f"secret-{number}", **spoiled)
        return ["secret-"]
