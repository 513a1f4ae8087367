"""An organisation with Copilot: a team that coach.yml lists, one that GitHub lists, a stranger."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from pydantic import SecretStr
from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.sources.copilot import ACCEPTANCE, ACTIVE, Copilot, CopilotOptions, CopilotScope
from bot.sources.github_client import Patience
from bot.sources.github_options import VARIABLE
from bot.sources.source import TeamScope
from tests.aws import faults as wire
from tests.contracts.world import Trouble, World as Base
from tests.github import faults
from tests.github.company import Row
from tests.github.copilot import Downloads, Reports, member, used
from tests.github.server import TOKEN, GitHubServer

ADA, GRACE, ALAN, STRANGER = "ada-lovelace", "grace-hopper", "alan-turing", "margaret-hamilton"
PAYMENTS, GATEWAY = ("payments", ""), ("platform", "gateway")
FAULTS: dict[Trouble, wire.Fault] = {
    Trouble.THROTTLED_BRIEFLY: faults.secondary,
    Trouble.SLOW: wire.slow,
    Trouble.THROTTLED: faults.throttled,
    Trouble.CUT: wire.cut,
    Trouble.CUT_MIDWAY: wire.cut_midway,
    Trouble.BROKEN: faults.broken,
    Trouble.GARBLED: wire.garbled,
    Trouble.EXPIRED: faults.expired,
    Trouble.DENIED: faults.denied,
    Trouble.MISSING: faults.no_api,
}


def day(month: int, number: int) -> date:
    return date(2026, month, number)


def noon(of: date) -> datetime:
    return datetime(of.year, of.month, of.day, 12, tzinfo=UTC)


def spoilt(number: int, on: date) -> Row | bytes:
    row = used(900 + number, "secret-user", on, 7, 1)
    completion = {"feature": "code_completion"}
    spoilt_rows: list[Row | bytes] = [
        b"secret-line, no object",
        {**row, "user_id": None},
        {**row, "day": "2026-01-01"},
        {**row, "code_generation_activity_count": -1},
        {**row, "used_agent": "secret-answer"},
        {**row, "totals_by_feature": [{**completion, "code_acceptance_activity_count": 1}]},
        {**row, "organization_id": None},
    ]
    return spoilt_rows[number % 7]


class World(Base):
    people = (ADA, GRACE, ALAN, STRANGER, "secret-user", "secret-signature", faults.SOMEBODY)

    def __init__(self, aws, folder) -> None:
        super().__init__(aws, folder)
        self.server, self.downloads = GitHubServer(), Downloads()
        self.reports = Reports(self.server, self.downloads)
        self._serving = self.downloads.serving()
        self._serving.__enter__()
        self.server.__enter__()

    @override
    def close(self) -> None:
        self.server.__exit__(None, None, None)
        self._serving.__exit__(None, None, None)
        assert self.server.complaints == []
        assert not any("authorization" in headers for headers in self.downloads.headers)

    @override
    def source(self) -> Copilot:
        scopes = [
            TeamScope("payments", "", CopilotScope(), (ADA.title(), GRACE)),
            TeamScope("platform", "gateway", CopilotScope(team="Gateway")),
        ]
        options = CopilotOptions(base_url=self.server.url, org="acme")
        return Copilot(
            "assistant", options, scopes, {VARIABLE: SecretStr(TOKEN)}, Patience(tries=2)
        )

    @override
    def hold(self) -> Sequence[Fact | Exclusion]:
        first, second, third = day(9, 22), day(9, 27), day(10, 7)
        users, teams = self.reports.users, self.reports.teams
        users[first] += [
            used(1, ADA, first, 40, 12, by_agents=500),
            used(2, GRACE.upper(), first, by_agents=30),
            used(3, ALAN, first, 10, 9),
            used(4, STRANGER, first, 99, 98),
        ]
        teams[first] += [member(3, ALAN, first, "gateway"), member(4, STRANGER, first, "other")]
        # Sunday: Alan left the gateway, and Ada came to it.
        users[second] += [used(1, ADA, second, 5, 1), used(3, ALAN, second, 6, 6)]
        teams[second] += [member(1, ADA, second, "gateway")]
        middle = day(10, 1)
        users[middle] += [used(1, ADA, middle, 3, 0)]
        teams[middle] += [member(1, ADA, middle, "gateway")]
        users[third] += [used(1, ADA, third)]
        teams[third] += [member(1, ADA, third, "gateway")]
        # A day on which nobody of the teams is named, and one after the window.
        users[day(9, 23)] += [used(4, STRANGER, day(9, 23), 1, 1)]
        teams[day(9, 23)] += [member(4, STRANGER, day(9, 23), "other")]
        users[day(10, 12)] += [used(1, ADA, day(10, 12), 8, 8)]
        teams[day(10, 12)] += [member(1, ADA, day(10, 12), "gateway")]
        return [
            shown(PAYMENTS, ADA, first, 12, 40),
            shown(GATEWAY, ALAN, first, 9, 10),
            shown(PAYMENTS, ADA, second, 1, 5),
            shown(GATEWAY, ADA, second, 1, 5),
            shown(PAYMENTS, ADA, middle, 0, 3),
            shown(GATEWAY, ADA, middle, 0, 3),
            *(active(PAYMENTS, who, day(9, 23), 1) for who in (ADA, GRACE)),
            *(active(GATEWAY, who, day(9, 23), 1) for who in (ADA, ALAN)),
            active(PAYMENTS, ADA, day(9, 30), 1),
            active(GATEWAY, ADA, day(9, 30), 1),
            active(PAYMENTS, GRACE, day(9, 30), 0),
            # Ada's line of 7 October has nothing in it.
            *(active(PAYMENTS, who, day(10, 7), 0) for who in (ADA, GRACE)),
            active(GATEWAY, ADA, day(10, 7), 0),
        ]

    @override
    def spoil(self, count: int) -> Sequence[str]:
        on = day(9, 22)
        self.reports.users[on] += [spoilt(number, on) for number in range(count)]
        return ["secret-", "acme"]

    @override
    def befall(self, trouble: Trouble, *, late: bool) -> Copilot:
        times = 1 if trouble is Trouble.THROTTLED_BRIEFLY else None
        self.server.plan(FAULTS[trouble], times=times, after=2 if late else 0)
        return self.source()

    @override
    def lack(self, right: str) -> Sequence[str]:
        self.server.rest.lacking.add("copilot")
        return [right]


def shown(place: tuple[str, str], who: str, on: date, accepted: int, out_of: int) -> Fact:
    team, service = place
    return Fact(team, service, ACCEPTANCE, noon(on), "", accepted, out_of, sample=out_of, actor=who)


def active(place: tuple[str, str], who: str, wednesday: date, used_it: int) -> Fact:
    team, service = place
    return Fact(team, service, ACTIVE, noon(wednesday), "", used_it, 1, actor=who)
