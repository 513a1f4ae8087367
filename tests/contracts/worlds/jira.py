"""Jira Cloud with two projects, of one of which a team has a component."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from pydantic import SecretStr
from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.sources import jira_options as options
from bot.sources.jira import Jira
from bot.sources.jira_options import JiraOptions, JiraScope
from bot.sources.patience import Patience
from bot.sources.source import TeamScope
from tests.aws import faults as wire
from tests.contracts.world import Trouble, World as Base
from tests.jira import faults
from tests.jira.company import ADA, GRACE, Row, issue, option
from tests.jira.server import TOKEN, USER, JiraServer

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
ESCAPED, COUNT, RESTORE = Jira.metrics
PAYMENTS, LEDGER = ("payments", ""), ("platform", "ledger")
PRODUCTION, TESTING = option("Production"), option("Testing")


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def set_to(name: str, value: object) -> Callable[[Row], Row]:
    return lambda row: {**row, "fields": {**row["fields"], name: value}}


SPOILS: Sequence[Callable[[Row], Row | None]] = (
    lambda _row: None,
    set_to("created", None),
    set_to("created", "secret-time"),
    set_to("resolutiondate", None),
    set_to("resolutiondate", "2026-09-20T13:00:00.000+0000"),  # before it began
    set_to("issuetype", None),
    set_to("resolution", "secret-resolution"),
)


class World(Base):
    people = (ADA, GRACE, "5b10ac8d", "ada@example.com", USER, TOKEN)

    def __init__(self, aws, folder) -> None:
        super().__init__(aws, folder)
        self.server = JiraServer()
        self.server.most = 3
        self.server.__enter__()

    @override
    def close(self) -> None:
        self.server.__exit__()
        assert self.server.complaints == []

    @override
    def source(self) -> Jira:
        scopes = [
            TeamScope(*PAYMENTS, JiraScope(project="SHOP")),
            TeamScope(*LEDGER, JiraScope(project="PAY", component="Ledger")),
        ]
        said = JiraOptions.model_validate(
            {
                "base_url": self.server.url,
                "from_production": {"field": "Found in", "values": ["production"]},
                "found_before": {"field": "Found in", "values": ["Testing", "Canary"]},
                "incidents": ["Incident"],
            }
        )
        tokens = {options.USER: SecretStr(USER), options.TOKEN: SecretStr(TOKEN)}
        return Jira("tracker", said, scopes, tokens, Patience(tries=2))

    @override
    def hold(self) -> list[Fact | Exclusion]:
        self.server.issues += [
            issue(1, at(9, 21, 0), found_in=PRODUCTION),
            issue(2, at(9, 29), at(9, 30), found_in=TESTING),
            issue(3, at(10, 6), at(10, 7), found_in=PRODUCTION, resolution="Duplicate"),
            issue(4, at(10, 6, 13), at(10, 7), found_in=TESTING, resolution="Won't Do"),
            issue(5, at(10, 6, 14)),
            # Over two weeks; begun before the window; not over; and one that is another's.
            issue(6, at(9, 27, 22), at(9, 28, 4), kind="Incident"),
            issue(7, at(8, 1), at(9, 23), kind="Incident"),
            issue(8, at(10, 11), kind="Incident"),
            issue(9, at(10, 8), at(10, 9), kind="Incident", resolution="duplicate"),
            # Of the other project: the component's, and not the component's.
            issue(1, at(10, 1), found_in=PRODUCTION, project="PAY", component="Ledger"),
            issue(2, at(10, 1), found_in=PRODUCTION, project="PAY", component="Checkout"),
            # In the day around the window that is asked for in excess; and no defect.
            issue(10, at(9, 20, 23), found_in=PRODUCTION),
            issue(11, at(10, 12, 0), found_in=PRODUCTION),
            issue(12, at(9, 24), kind="Story"),
        ]
        return [
            defect(PAYMENTS, at(9, 21, 0), 1),
            defect(PAYMENTS, at(9, 29), 0),
            Exclusion(*PAYMENTS, ESCAPED, at(10, 6), "duplicate"),
            Exclusion(*PAYMENTS, ESCAPED, at(10, 6, 13), "wont_fix"),
            Exclusion(*PAYMENTS, ESCAPED, at(10, 6, 14), "unknown_origin"),
            defect(LEDGER, at(10, 1), 1),
            Fact(*PAYMENTS, COUNT, at(9, 27, 22), numerator=1),
            Fact(*PAYMENTS, RESTORE, at(9, 28, 4), value=6.0),
            # From 1 August to 23 September: 53 days.
            Fact(*PAYMENTS, RESTORE, at(9, 23), value=53 * 24.0),
            Fact(*PAYMENTS, COUNT, at(10, 11), numerator=1),
            Exclusion(*PAYMENTS, COUNT, at(10, 8), "duplicate"),
            Exclusion(*PAYMENTS, RESTORE, at(10, 9), "duplicate"),
        ]

    @override
    def spoil(self, count: int) -> Sequence[str]:
        for number in range(100, 100 + count):
            self.server.issues.append(issue(number, at(9, 23), at(9, 24)))
            self.server.spoils[f"SHOP-{number}"] = SPOILS[number % len(SPOILS)]
        return ["secret-", "SHOP", "Found in", "Ledger"]

    @override
    def befall(self, trouble: Trouble, *, late: bool) -> Jira:
        times = 1 if trouble is Trouble.THROTTLED_BRIEFLY else None
        self.server.plan(FAULTS[trouble], times=times, after=1 if late else 0)
        return self.source()

    @override
    def lack(self, right: str) -> Sequence[str]:
        self.server.shows = False
        return [right]


def defect(place: tuple[str, str], began: datetime, escaped: int) -> Fact:
    return Fact(*place, ESCAPED, began, numerator=escaped, denominator=1.0)
