"""A bucket with Amazon Q Developer's daily reports, about a team of two and a stranger."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from typing_extensions import override

from bot.metrics.fact import Fact
from bot.sources.q_developer import QDeveloper, QDeveloperOptions, QDeveloperScope
from bot.sources.source import Source, TeamScope
from tests.aws import faults
from tests.aws.buckets import report, report_key
from tests.contracts.world import Trouble, World as Base

ADA = "6a1b2c3d-1111-4222-8333-444455556666"
GRACE = "7b2c3d4e-1111-4222-8333-444455556666"
STRANGER = "8c3d4e5f-1111-4222-8333-444455556666"
BUCKET = "q-reports"
FAULTS: dict[Trouble, faults.Fault] = {
    Trouble.THROTTLED_BRIEFLY: faults.slow_down,
    Trouble.SLOW: faults.slow,
    Trouble.THROTTLED: faults.slow_down,
    Trouble.CUT: faults.cut,
    Trouble.CUT_MIDWAY: faults.cut_midway,
    Trouble.BROKEN: faults.broken,
    Trouble.GARBLED: faults.garbled,
    Trouble.EXPIRED: faults.expired,
    Trouble.DENIED: faults.denied,
    Trouble.MISSING: faults.no_bucket,
}


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


class World(Base):
    people = (ADA, GRACE, STRANGER, faults.SOMEBODY)
    cannot = {  # noqa: RUF012
        Trouble.GARBLED: "A report that is cut short without a broken connection is a shorter report.",
    }

    def __init__(self, aws, folder) -> None:
        super().__init__(aws, folder)
        aws.buckets.make(BUCKET)

    @override
    def source(self) -> Source:
        options = QDeveloperOptions(
            bucket=BUCKET, prefix="reports", account="111122223333", region="eu-west-1"
        )
        people = (ADA, f"d-9067f0a1b2.{GRACE}")
        return QDeveloper(
            "assistant", options, [TeamScope("payments", "", QDeveloperScope(), people)]
        )

    def _report(self, day: date, *rows: tuple[str, int, int, int], part: str = "") -> None:
        """Write a report; a row is who, messages sent, accepted, shown."""
        lines = [
            (user, f"{day:%m-%d-%Y}", chat, "", accepted, shown, "")
            for user, chat, accepted, shown in rows
        ]
        self.aws.buckets.put(BUCKET, report_key(day, part=part), report(*lines))

    @override
    def hold(self) -> list[Fact]:
        tuesday, wednesday = date(2026, 9, 22), date(2026, 9, 23)
        second, third = date(2026, 9, 29), date(2026, 10, 8)
        self._report(tuesday, (ADA, 0, 4, 10), (STRANGER, 3, 50, 60))
        self._report(wednesday, (ADA, 0, 1, 2), (f"d-9067f0a1b2.{GRACE}", 5, 0, 0), part="_part_1")
        self._report(wednesday, (ADA, 0, 2, 3), part="_part_2")
        self._report(second, (GRACE, 0, 0, 7))
        self._report(third)
        return [
            self._accepted("ada", tuesday, 4, 10),
            self._accepted("ada", wednesday, 1, 2),
            self._accepted("ada", wednesday, 2, 3),
            self._accepted("grace", second, 0, 7),
            # W39: both; W40: one; W41: a report without rows, so nobody, and that is known.
            self._active("ada", date(2026, 9, 23), 1),
            self._active("grace", date(2026, 9, 23), 1),
            self._active("ada", date(2026, 9, 30), 0),
            self._active("grace", date(2026, 9, 30), 1),
            self._active("ada", date(2026, 10, 7), 0),
            self._active("grace", date(2026, 10, 7), 0),
        ]

    def _accepted(self, actor: str, day: date, accepted: int, shown: int) -> Fact:
        return Fact(
            team="payments",
            service="",
            metric="ai_acceptance",
            at=noon(day),
            numerator=accepted,
            denominator=shown,
            sample=shown,
            actor=actor,
        )

    def _active(self, actor: str, day: date, active: int) -> Fact:
        return Fact(
            team="payments",
            service="",
            metric="ai_active_share",
            at=noon(day),
            numerator=active,
            denominator=1,
            actor=actor,
        )

    @override
    def spoil(self, count: int) -> Sequence[str]:
        day = date(2026, 9, 22)
        rows = [(ADA, f"{day:%m-%d-%Y}", "", "", "secret", "9", "") for _ in range(count)]
        self.aws.buckets.put(BUCKET, report_key(day, part="_part_9"), report(*rows))
        return ["secret"]

    @override
    def befall(self, trouble: Trouble, *, late: bool) -> Source | None:
        if trouble in self.cannot:
            return None
        self.aws.server.plan(
            "GetObject" if late else "ListObjectsV2",
            FAULTS[trouble],
            times=1 if trouble is Trouble.THROTTLED_BRIEFLY else None,
        )
        return self.source()

    @override
    def lack(self, right: str) -> Sequence[str]:
        calls = {"s3:ListBucket": "ListObjectsV2", "s3:GetObject": "GetObject"}
        self.aws.server.plan(calls[right], faults.denied)
        return [right]
