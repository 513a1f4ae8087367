"""A CSV of weekly figures, with a column that nobody asked for."""

from collections.abc import Sequence
from datetime import UTC, datetime

from typing_extensions import override

from bot.metrics.fact import Fact
from bot.sources.file import File, FileOptions, FileScope
from bot.sources.source import Source, TeamScope
from tests.contracts.world import Trouble, World as Base

HEADER = (
    "team,service,week,metric,dimension,numerator,denominator,sample_size,values,contributors,"
    "largest_share,author"
)
_LOCAL = "A file on this machine is read without a network, an account or a limit on calls."


class World(Base):
    people = ("Ada Lovelace",)
    cannot = {  # noqa: RUF012
        trouble: _LOCAL for trouble in Trouble if trouble is not Trouble.MISSING
    }

    def __init__(self, aws, folder) -> None:
        super().__init__(aws, folder)
        self.path = folder / "weekly.csv"
        self.path.write_text(f"{HEADER}\n")

    @override
    def source(self) -> Source:
        scopes = [
            TeamScope("payments", "checkout", FileScope()),
            TeamScope("payments", "", FileScope(team_name="Payments and Billing")),
        ]
        return File("sheet", FileOptions(path=self.path), scopes)

    def _write(self, *rows: str) -> None:
        with self.path.open("a") as file:
            file.writelines(f"{row}\n" for row in rows)

    @override
    def hold(self) -> list[Fact]:
        self._write(
            "payments,checkout,2026-W39,deployment_frequency,,7,,,,,,Ada Lovelace",
            "payments,checkout,2026-09-28,rework_after_merge,,3,24,,,6,0.25,Ada Lovelace",
            "Payments and Billing,,2026-W41,pr_cycle_time,,,,,5;30.5,5,0.4,Ada Lovelace",
            "payments,garden,2026-W39,deployment_frequency,,2,,,,,,",
            "payments,checkout,2026-W38,deployment_frequency,,9,,,,,,",
        )
        return [
            Fact(
                team="payments",
                service="checkout",
                metric="deployment_frequency",
                at=datetime(2026, 9, 23, 12, tzinfo=UTC),
                numerator=7,
                sample=7,
            ),
            Fact(
                team="payments",
                service="checkout",
                metric="rework_after_merge",
                at=datetime(2026, 9, 30, 12, tzinfo=UTC),
                numerator=3,
                denominator=24,
                sample=24,
                people=6,
                largest_share=0.25,
            ),
            *(
                Fact(
                    team="payments",
                    service="",
                    metric="pr_cycle_time",
                    at=datetime(2026, 10, 7, 12, tzinfo=UTC),
                    value=hours,
                    people=5,
                    largest_share=0.4,
                )
                for hours in (5.0, 30.5)
            ),
        ]

    @override
    def spoil(self, count: int) -> Sequence[str]:
        self._write(
            *(["payments,checkout,2026-W39,deployment_frequency,,secret,,,,,,Ada Lovelace"] * count)
        )
        return ["secret"]

    @override
    def befall(self, trouble: Trouble, *, late: bool) -> Source | None:
        if trouble in self.cannot:
            return None
        self.path.unlink()
        return self.source()

    @override
    def lack(self, right: str) -> Sequence[str]:
        self.path.unlink()
        return [right]
