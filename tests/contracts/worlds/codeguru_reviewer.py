"""CodeGuru Reviewer with one repository that two teams share, and one that nobody asked for."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from typing_extensions import override

from bot.metrics.fact import Fact
from bot.sources.aws import AwsOptions
from bot.sources.codeguru_reviewer import CodeGuruReviewer, CodeGuruScope
from bot.sources.source import Source, TeamScope
from tests.aws.codeguru import finding
from tests.contracts.aws_world import AwsWorld

PLACES = (("payments", "checkout"), ("platform", ""))
SEVERITIES = ("critical", "high", "medium", "low", "info", "unrated")
LEFT_OUT = ("PullRequestId", "MetricsSummary", "CreatedTimeStamp")


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


class World(AwsWorld):
    first, later = "ListCodeReviews", "ListRecommendations"

    @override
    def source(self) -> Source:
        scope = CodeGuruScope(repository="shop", owner="acme")
        scopes = [TeamScope(team, service, scope) for team, service in PLACES]
        return CodeGuruReviewer("reviews", AwsOptions(region="eu-west-1"), scopes)

    @override
    def hold(self) -> list[Fact]:
        review = self.aws.codeguru.reviews
        typed = finding("High", description="ada.lovelace@example.com typed this at line 12.")
        again = finding("High", description="ada.lovelace@example.com typed this at line 99.")
        open_file = finding("Medium", rule="java/leak@v1.0", path="src/ada.lovelace/Files.java")
        unrated = finding(None, rule=None, category="CodeMaintenanceIssues")
        secret = finding("Critical", rule="java/secret@v1.0")
        old = finding("Low", rule="java/old@v1.0")
        # One pull request, three reviews: two in W39 and one in W40.
        review(at(9, 22), typed, unrated, lines=1200)
        review(at(9, 23), again, open_file, lines=300)
        review(at(9, 28), again, secret, lines=500)
        # What was found before the window is not new inside it.
        review(at(9, 18), old, pull_request="6", lines=400)
        review(at(9, 25), old, pull_request="6", lines=100)
        # Reviewed, and nothing found.
        review(at(10, 5), pull_request="8", lines=250)
        # Two full analyses in W40; the later one speaks for the week.
        review(at(9, 29), finding("High"), pull_request=None, lines=9000)
        review(at(10, 1), finding("Info"), finding("Info"), old, pull_request=None, lines=20000)
        # Not ours, not finished, and after the window.
        review(at(9, 22), typed, repository="garden")
        review(at(9, 22), typed, owner="somebody-else")
        review(at(9, 22), typed, pull_request="9", state="Failed")
        review(at(10, 12), typed, pull_request="10")
        return [
            *self._facts("findings_new", at(9, 23), 1.5, high=1, medium=1, unrated=1),
            *self._facts("findings_new", at(9, 28), 0.5, critical=1),
            *self._facts("findings_new", at(9, 25), 0.1),
            *self._facts("findings_new", at(10, 5), 0.25),
            *self._facts("findings_inherited", at(10, 1), 20, info=2, low=1),
        ]

    def _facts(
        self, metric: str, instant: datetime, thousand_lines: float, **counts: int
    ) -> list[Fact]:
        return [
            Fact(
                team=team,
                service=service,
                metric=metric,
                at=instant,
                dimension=severity,
                numerator=counts.get(severity, 0),
                denominator=thousand_lines,
            )
            for team, service in PLACES
            for severity in SEVERITIES
        ]

    @override
    def spoil(self, count: int) -> Sequence[str]:
        for number in range(count):
            lacking: dict[str, Any] = {LEFT_OUT[number % len(LEFT_OUT)]: None}
            self.aws.codeguru.reviews(at(9, 24), Name=f"secret-{number}", **lacking)
        return ["secret-"]
