"""Incident Manager with one response plan that two teams share, and one that nobody asked for."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from typing_extensions import override

from bot.metrics.fact import Fact
from bot.sources.aws import AwsOptions
from bot.sources.incident_manager import IncidentManager, IncidentManagerScope
from bot.sources.source import Source, TeamScope
from tests.aws import faults
from tests.aws.fixtures import Aws
from tests.aws.incidents import Incidents
from tests.contracts.aws_world import FAULTS
from tests.contracts.world import Trouble, World as Base

PLACES = (("payments", "checkout"), ("platform", ""))


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


class World(Base):
    people = ("ada.lovelace", faults.SOMEBODY)

    def __init__(self, aws: Aws, folder: Path) -> None:
        super().__init__(aws, folder)
        self.incidents = Incidents(aws.server)
        self.incidents.plan("checkout")

    @override
    def source(self) -> Source:
        scope = IncidentManagerScope(response_plans=("checkout",))
        scopes = [TeamScope(team, service, scope) for team, service in PLACES]
        return IncidentManager("incidents", AwsOptions(region="eu-west-1"), scopes)

    @override
    def hold(self) -> list[Fact]:
        began = self.incidents.began
        # Began long before the window, and ended in W39.
        began(at(6, 1), at(9, 22))
        # Began in W39, ended in W40; began and ended in W40; began in W41 and is still open.
        began(at(9, 25), at(9, 28, 18))
        began(at(9, 30, 8), at(9, 30, 10))
        began(at(10, 8))
        # Ended before the window, began after it, and of a plan that is not ours.
        began(at(9, 18), at(9, 20))
        began(at(10, 12), at(10, 13))
        began(at(9, 24), at(9, 24, 13), plan="garden")
        return [
            *self._facts("incident_restore_time", at(9, 22), value=113 * 24.0),
            *self._facts("incident_count", at(9, 25), numerator=1),
            *self._facts("incident_restore_time", at(9, 28, 18), value=78.0),
            *self._facts("incident_count", at(9, 30, 8), numerator=1),
            *self._facts("incident_restore_time", at(9, 30, 10), value=2.0),
            *self._facts("incident_count", at(10, 8), numerator=1),
        ]

    def _facts(
        self, metric: str, instant: datetime, *, numerator: float = 0, value: float | None = None
    ) -> list[Fact]:
        return [
            Fact(team, service, metric, instant, numerator=numerator, value=value)
            for team, service in PLACES
        ]

    @override
    def spoil(self, count: int) -> Sequence[str]:
        for number in range(count):
            self.incidents.began(
                at(9, 24), arn=f"arn:aws:ssm-incidents::111122223333:secret/{number}"
            )
        return ["secret"]

    @override
    def befall(self, trouble: Trouble, *, late: bool) -> Source:
        self.aws.server.plan(
            "ListIncidentRecords" if late else "ListResponsePlans",
            FAULTS[trouble],
            times=1 if trouble is Trouble.THROTTLED_BRIEFLY else None,
        )
        return self.source()

    @override
    def lack(self, right: str) -> Sequence[str]:
        self.aws.server.plan(right.rpartition(":")[2], faults.denied)
        return [right]
