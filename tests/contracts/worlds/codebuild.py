"""CodeBuild with one report group that two teams share, and one that nobody asked for."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.sources.aws import AwsOptions
from bot.sources.codebuild import CodeBuild, CodeBuildScope
from bot.sources.source import Source, TeamScope
from tests.aws.codebuild import CodeBuild as StandIn
from tests.contracts.aws_world import AwsWorld

PLACES = (("payments", "checkout"), ("platform", ""))
METRIC = "test_case_failure_rate"
SPOILED: tuple[dict[str, Any], ...] = (
    {"created": None},
    {"status": None},
    {"testSummary": None},
    {"truncated": True},
    {"type": None},
)


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


class World(AwsWorld):
    first, later = "ListReportGroups", "BatchGetReports"

    @override
    def source(self) -> Source:
        scopes = [TeamScope(*place, CodeBuildScope(report_group="shop-unit")) for place in PLACES]
        return CodeBuild("tests", AwsOptions(region="eu-west-1"), scopes)

    @override
    def prepare(self) -> None:
        self.codebuild = StandIn(self.aws.server)
        self.codebuild.group("garden-unit")
        self.codebuild.group("shop-unit")

    @override
    def hold(self) -> list[Fact | Exclusion]:
        reports = self.codebuild.reports
        reports(at(9, 22), 95, 3, 2, 7, 1, status="FAILED")
        reports(at(9, 30), 40)
        reports(at(10, 6), 10, 10, status="FAILED")
        # Nothing ran; the build broke off; and no report of tests at all.
        reports(at(10, 7), 0, 0, 0, 12)
        reports(at(10, 8), 5, status="INCOMPLETE")
        reports(at(10, 9), kind="CODE_COVERAGE")
        # Not ours, not made yet, before and after the window.
        reports(at(9, 22), 1, 1, group="garden-unit")
        reports(at(9, 23), 5, status="GENERATING")
        reports(at(9, 20), 1, 1)
        reports(at(10, 12), 1, 1)
        return [
            said
            for place in PLACES
            for said in (
                _fact(place, at(9, 22), 5, 100),
                _fact(place, at(9, 30), 0, 40),
                _fact(place, at(10, 6), 10, 20),
                Exclusion(*place, METRIC, at(10, 7), "nothing_ran"),
                Exclusion(*place, METRIC, at(10, 8), "incomplete"),
                Exclusion(*place, METRIC, at(10, 9), "code_coverage"),
            )
        ]

    @override
    def spoil(self, count: int) -> Sequence[str]:
        for number in range(count):
            spoiled = SPOILED[number % len(SPOILED)]
            self.codebuild.reports(at(9, 24), 1, name=f"secret-{number}", **spoiled)
        return ["secret-"]


def _fact(place: tuple[str, str], instant: datetime, failed: int, ran: int) -> Fact:
    return Fact(*place, METRIC, instant, numerator=failed, denominator=ran, sample=ran)
