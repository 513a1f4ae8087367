"""PagerDuty with two services, one of them shared by two teams."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from pydantic import SecretStr
from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.sources.pagerduty import PagerDuty
from bot.sources.pagerduty_options import VARIABLE, PagerDutyOptions, PagerDutyScope
from bot.sources.patience import Patience
from bot.sources.source import TeamScope
from tests.aws import faults as wire
from tests.contracts.world import Trouble, World as Base
from tests.pagerduty import faults
from tests.pagerduty.company import ADA, CHECKOUT, GRACE, LEDGER, Row, incident, service
from tests.pagerduty.server import KEY, holding

FAULTS: dict[Trouble, wire.Fault] = {
    Trouble.THROTTLED_BRIEFLY: faults.throttled,
    Trouble.SLOW: wire.slow,
    Trouble.THROTTLED: faults.throttled,
    Trouble.CUT: wire.cut,
    Trouble.CUT_MIDWAY: wire.cut_midway,
    Trouble.BROKEN: faults.broken,
    Trouble.GARBLED: wire.garbled,
    Trouble.EXPIRED: faults.expired,
    Trouble.DENIED: faults.denied,
    Trouble.MISSING: faults.missing,
}
COUNT, RESTORE = PagerDuty.metrics
PAYMENTS, GATEWAY = ("payments", "checkout"), ("platform", "")


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def set_to(name: str, value: object) -> Callable[[Row], Row]:
    return lambda row: {**row, name: value}


SPOILS: Sequence[Callable[[Row], Row | None]] = (
    lambda _row: None,
    set_to("resolved_at", None),
    set_to("created_at", "secret-time"),
    set_to("resolved_at", "2026-09-20T13:00:00Z"),  # before it began
    set_to("urgency", "secret-urgency"),
    set_to("status", "secret-status"),
    set_to("resolve_reason", {"type": "secret-reason"}),
)


class World(Base):
    people = (ADA, GRACE, "PADA123", "PGRACE1", KEY[-4:])

    def __init__(self, aws, folder) -> None:
        super().__init__(aws, folder)
        self.server = holding(service(CHECKOUT), service(LEDGER))
        self.server.most = 2
        self.server.__enter__()

    @override
    def close(self) -> None:
        self.server.__exit__()
        assert self.server.complaints == []

    @override
    def source(self) -> PagerDuty:
        scopes = [
            TeamScope(*PAYMENTS, PagerDutyScope(services=(CHECKOUT, LEDGER))),
            TeamScope(*GATEWAY, PagerDutyScope(services=(LEDGER,))),
        ]
        options = PagerDutyOptions(base_url=self.server.url)
        key = {VARIABLE: SecretStr(KEY)}
        return PagerDuty("pages", options, scopes, key, Patience(tries=2))

    @override
    def hold(self) -> list[Fact | Exclusion]:
        self.server.incidents += [
            incident(1, at(9, 21, 0), at(9, 21, 1)),
            # Across two weeks: it counts in the first, and its length in the second.
            incident(2, at(9, 27, 22), at(9, 28, 6)),
            incident(3, at(9, 24), at(9, 25), merged_into=2),
            incident(4, at(9, 30), at(9, 30, 15), urgency="low", of=LEDGER),
            # Before the window, and over in it; or open in it for thirty days.
            incident(5, at(9, 1), at(10, 1)),
            incident(6, at(9, 2), status="acknowledged"),
            incident(7, at(10, 6, 3), at(10, 6, 5), of=LEDGER),
            # Not over; after the window; and before all that is asked for.
            incident(8, at(10, 11)),
            incident(9, at(10, 12), at(10, 13)),
            incident(10, at(7, 1), at(9, 29)),
        ]
        return [
            counted(PAYMENTS, at(9, 21, 0)),
            restored(PAYMENTS, at(9, 21, 1), 1),
            counted(PAYMENTS, at(9, 27, 22)),
            restored(PAYMENTS, at(9, 28, 6), 8),
            *left_out(PAYMENTS, at(9, 24), at(9, 25), "merged"),
            *left_out(PAYMENTS, at(9, 30), at(9, 30, 15), "low_urgency"),
            *left_out(GATEWAY, at(9, 30), at(9, 30, 15), "low_urgency"),
            restored(PAYMENTS, at(10, 1), 720),
            Exclusion(*PAYMENTS, RESTORE, at(10, 2), "over_30_days"),
            counted(PAYMENTS, at(10, 6, 3)),
            restored(PAYMENTS, at(10, 6, 5), 2),
            counted(GATEWAY, at(10, 6, 3)),
            restored(GATEWAY, at(10, 6, 5), 2),
            counted(PAYMENTS, at(10, 11)),
        ]

    @override
    def spoil(self, count: int) -> Sequence[str]:
        for number in range(100, 100 + count):
            self.server.incidents.append(incident(number, at(9, 23), at(9, 24)))
            self.server.spoils[number] = SPOILS[number % len(SPOILS)]
        return ["secret-", CHECKOUT, LEDGER]

    @override
    def befall(self, trouble: Trouble, *, late: bool) -> PagerDuty:
        times = 1 if trouble is Trouble.THROTTLED_BRIEFLY else None
        self.server.plan(FAULTS[trouble], times=times, after=1 if late else 0)
        return self.source()

    @override
    def lack(self, right: str) -> Sequence[str]:
        self.server.lacks.add(right)
        return [right]


def counted(place: tuple[str, str], began: datetime) -> Fact:
    return Fact(*place, COUNT, began, numerator=1)


def restored(place: tuple[str, str], ended: datetime, hours: float) -> Fact:
    return Fact(*place, RESTORE, ended, value=float(hours))


def left_out(
    place: tuple[str, str], began: datetime, ended: datetime, reason: str
) -> list[Exclusion]:
    return [Exclusion(*place, COUNT, began, reason), Exclusion(*place, RESTORE, ended, reason)]
