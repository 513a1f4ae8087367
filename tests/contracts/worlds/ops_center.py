"""OpsCenter with the OpsItems of one service that two teams share, and others beside them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from typing_extensions import override

from bot.metrics.fact import Fact
from bot.sources.aws import AwsOptions
from bot.sources.ops_center import OpsCenter, OpsCenterScope
from bot.sources.source import Source, TeamScope
from tests.aws import faults
from tests.aws.fixtures import Aws
from tests.aws.ops_items import OpsItems
from tests.contracts.aws_world import FAULTS
from tests.contracts.world import Trouble, World as Base

PLACES = (("payments", "checkout"), ("platform", ""))


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


class World(Base):
    people = ("ada.lovelace", faults.SOMEBODY)
    cannot = {  # noqa: RUF012
        Trouble.MISSING: "OpsCenter is asked for whatever matches, and for nothing by its name.",
    }

    def __init__(self, aws: Aws, folder: Path) -> None:
        super().__init__(aws, folder)
        self.items = OpsItems(aws.server)

    @override
    def source(self) -> Source:
        scope = OpsCenterScope(origin="checkout")
        scopes = [TeamScope(team, service, scope) for team, service in PLACES]
        return OpsCenter("operations", AwsOptions(region="eu-west-1"), scopes)

    @override
    def hold(self) -> list[Fact]:
        began = self.items.began
        # Began long before the window, and ended in W39.
        began(at(6, 1), at(9, 22))
        # Began in W39, ended in W40; began and ended in W40; began in W41 and is being worked on.
        began(at(9, 25), at(9, 28, 18), "Closed")
        began(at(9, 30, 8), at(9, 30, 10))
        began(at(10, 8), at(10, 9), "InProgress")
        # Ended before the window, began after it, no issue, and of another origin.
        began(at(9, 18), at(9, 20))
        began(at(10, 12), at(10, 13))
        began(at(9, 24), at(9, 25), OpsItemType="/aws/insight")
        began(at(9, 24), at(9, 25), Source="garden")
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
            lacking: dict[str, Any] = {"OpsItemId" if number % 2 else "CreatedTime": None}
            self.items.began(at(9, 24), at(9, 25), Title=f"secret-{number}", **lacking)
        return ["secret-"]

    @override
    def befall(self, trouble: Trouble, *, late: bool) -> Source | None:
        if trouble in self.cannot:
            return None
        self.aws.server.plan(
            "DescribeOpsItems",
            FAULTS[trouble],
            times=1 if trouble is Trouble.THROTTLED_BRIEFLY else None,
            after=1 if late else 0,
        )
        return self.source()

    @override
    def lack(self, right: str) -> Sequence[str]:
        self.aws.server.plan(right.rpartition(":")[2], faults.denied)
        return [right]
