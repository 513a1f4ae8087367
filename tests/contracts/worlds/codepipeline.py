"""CodePipeline with one pipeline that two teams share, and one that nobody asked for."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.sources.aws import AwsOptions
from bot.sources.codepipeline import CodePipeline, CodePipelineScope
from bot.sources.source import Source, TeamScope
from tests.aws.codepipeline import CodePipeline as StandIn
from tests.contracts.aws_world import AwsWorld
from tests.contracts.deployments import PLACES, left_out, well_or_not

SPOILED: tuple[dict[str, Any], ...] = (
    {"startTime": None},
    {"lastUpdateTime": None},
    {"pipelineExecutionId": None},
    {"took": timedelta(minutes=-1)},
    {"status": None},
)


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


class World(AwsWorld):
    first, later = "GetPipeline", "ListPipelineExecutions"

    @override
    def source(self) -> Source:
        scope = CodePipelineScope(pipeline="shop")
        scopes = [TeamScope(team, service, scope) for team, service in PLACES]
        return CodePipeline("deployments", AwsOptions(region="eu-west-1"), scopes)

    @override
    def prepare(self) -> None:
        self.codepipeline = StandIn(self.aws.server)
        self.codepipeline.pipeline("shop", at(1, 1))
        self.codepipeline.pipeline("garden", at(1, 1))

    @override
    def hold(self) -> list[Fact | Exclusion]:
        runs = self.codepipeline.runs
        # What ran when the window began, months before: the first one is a repeat of it.
        runs(at(3, 2), revision="a")
        runs(at(9, 21), revision="a", trigger="CloudWatchEvent")
        good = runs(at(9, 22), revision="b")
        # Rolled back in the week after: it is the earlier week that had it.
        runs(at(9, 26), revision="c")
        runs(at(9, 28), trigger="ManualRollback", returns_to=good)
        # The same change once more is no repeat, for what runs is what was returned to.
        again = runs(at(9, 29), revision="c")
        # Failed on the way, and the stage rolled back by itself.
        runs(at(9, 30), "Failed")
        runs(
            at(9, 30) + timedelta(minutes=30),
            trigger="AutomatedRollback",
            returns_to=again,
        )
        runs(at(10, 5), "Failed")
        runs(at(10, 6), "Superseded")
        runs(at(10, 7), "Cancelled")
        runs(at(10, 8), "Stopped")
        # Not ours, not over, and after the window.
        runs(at(9, 22), pipeline="garden")
        runs(at(10, 9), "InProgress")
        runs(at(10, 12))
        return [
            *left_out(at(9, 21), "repeated"),
            *well_or_not(at(9, 22), succeeded=True, failed=False),
            *well_or_not(at(9, 26), succeeded=True, failed=True),
            *left_out(at(9, 28), "rollback"),
            *well_or_not(at(9, 29), succeeded=True, failed=False),
            *well_or_not(at(9, 30), succeeded=False, failed=True),
            *left_out(at(9, 30) + timedelta(minutes=30), "rollback"),
            *left_out(at(10, 5), "never_reached_production"),
            *left_out(at(10, 6), "superseded"),
            *left_out(at(10, 7), "cancelled"),
            *left_out(at(10, 8), "stopped"),
        ]

    @override
    def spoil(self, count: int) -> Sequence[str]:
        for number in range(count):
            spoiled = SPOILED[number % len(SPOILED)]
            self.codepipeline.runs(at(9, 24), revision=f"secret-{number}", **spoiled)
        return ["secret-"]
