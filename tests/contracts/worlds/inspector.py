"""Inspector with one project that two teams share, and one that nobody asked for."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.sources.aws import AwsOptions
from bot.sources.inspector import Inspector, InspectorScope
from bot.sources.source import Source, TeamScope
from tests.aws.inspector import Inspector as StandIn
from tests.contracts.aws_world import AwsWorld

PLACES = (("payments", "checkout"), ("platform", ""))
OPENED, CLOSED = "findings_opened", "findings_closed"


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


SPOILED: tuple[dict[str, Any], ...] = (
    {"project": None},
    {"status": "CLOSED", "updatedAt": None},
    {"status": "CLOSED", "changed": at(9, 24) - timedelta(days=1)},
    {"status": "SUPPRESSED", "updatedAt": None},
)


class World(AwsWorld):
    first, later = "ListCoverage", "ListFindings"

    @override
    def source(self) -> Source:
        scopes = [TeamScope(*place, InspectorScope(project="shop")) for place in PLACES]
        return Inspector("scanner", AwsOptions(region="eu-west-1"), scopes)

    @override
    def prepare(self) -> None:
        self.inspector = StandIn(self.aws.server)
        self.inspector.project("shop")
        self.inspector.project("garden")

    @override
    def hold(self) -> list[Fact | Exclusion]:
        finding = self.inspector.finding
        finding(at(9, 22), severity="CRITICAL", kind="PACKAGE_VULNERABILITY")
        # Opened in one week and closed in another.
        finding(at(9, 23), "CLOSED", at(9, 30))
        # Opened before the window, and closed in it.
        finding(at(3, 2), "CLOSED", at(10, 6), severity="INFORMATIONAL")
        # Somebody would rather not see it.
        finding(at(10, 5), "SUPPRESSED", at(10, 7), severity="UNTRIAGED")
        # Opened in the window, closed after it.
        finding(at(10, 8), "CLOSED", at(10, 14), severity="LOW")
        # Not ours, before and after the window.
        finding(at(9, 22), project="garden")
        finding(at(9, 20))
        finding(at(9, 1), "CLOSED", at(9, 19))
        finding(at(10, 12))
        return [
            said
            for place in PLACES
            for said in (
                Fact(*place, OPENED, at(9, 22), "critical", numerator=1),
                Fact(*place, OPENED, at(9, 23), "high", numerator=1),
                Fact(*place, CLOSED, at(9, 30), "high", numerator=1),
                Fact(*place, CLOSED, at(10, 6), "info", numerator=1),
                Fact(*place, OPENED, at(10, 5), "unrated", numerator=1),
                Exclusion(*place, CLOSED, at(10, 7), "suppressed"),
                Fact(*place, OPENED, at(10, 8), "low", numerator=1),
            )
        ]

    @override
    def spoil(self, count: int) -> Sequence[str]:
        for number in range(count):
            spoiled = SPOILED[number % len(SPOILED)]
            self.inspector.finding(at(9, 24), title=f"secret-{number}", **spoiled)
        return ["secret-"]
