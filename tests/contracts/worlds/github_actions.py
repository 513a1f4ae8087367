"""Two repositories with workflow runs, one of them shared by two teams, with bots and strangers."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr
from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.sources.github_actions import (
    GitHubActions,
    GitHubActionsOptions,
    GitHubActionsScope,
)
from bot.sources.github_client import Patience
from bot.sources.github_options import VARIABLE
from bot.sources.source import TeamScope
from tests.aws import faults as wire
from tests.contracts.world import Trouble, World as Base
from tests.github import faults
from tests.github.runs import Actions, run, spoilt
from tests.github.server import TOKEN, GitHubServer

ADA, GRACE, ALAN = "ada-lovelace", "grace-hopper", "alan-turing"
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


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


SPOILS: Sequence[dict[str, Any]] = (
    {"path": None},
    {"conclusion": None},
    {"conclusion": "secret-end"},
    {"updated_at": "secret-time"},
    {"updated_at": "2026-09-01T00:00:00Z"},  # before it was created
    {"actor": {"login": None}},
    {"head_sha": None},
)


class World(Base):
    people = (ADA, GRACE, ALAN, "secret-author", "margaret-hamilton", "secret", faults.SOMEBODY)

    def __init__(self, aws, folder) -> None:
        super().__init__(aws, folder)
        self.server = GitHubServer()
        self.server.rest.most = 3
        self.actions = Actions(self.server)
        self.server.__enter__()

    @override
    def close(self) -> None:
        self.server.__exit__(None, None, None)
        assert self.server.complaints == []

    @override
    def source(self) -> GitHubActions:
        scopes = [
            TeamScope(
                "payments",
                "",
                GitHubActionsScope(repositories=("Acme/Shop", "acme/pay"), workflows=("CI.yml",)),
                (ADA.title(), GRACE),
            ),
            TeamScope(
                "platform", "gateway", GitHubActionsScope(repositories=("acme/pay",)), (ALAN,)
            ),
        ]
        options = GitHubActionsOptions(base_url=self.server.url, bots=("acme-merges",))
        return GitHubActions(
            "tests", options, scopes, {VARIABLE: SecretStr(TOKEN)}, Patience(tries=2)
        )

    @override
    def hold(self) -> Sequence[Fact | Exclusion]:
        shop, pay = self.actions.runs["acme/shop"], self.actions.runs["acme/pay"]
        shop += [
            run(1, "a1", at(9, 22), (1, "success")),
            # Failed, and passed when it was tried again.
            run(2, "a2", at(9, 23), (1, "failure"), (2, "success"), who=GRACE),
            # Twice the last word is a failure; the docs' workflow is not looked at.
            run(3, "a3", at(9, 29), (1, "failure")),
            run(4, "a3", at(9, 29), (2, "success"), workflow="docs.yml"),
            run(5, "a4", at(9, 30), (1, "cancelled")),
            run(6, "a5", at(9, 30), (1, "failure"), who="dependabot[bot]"),
            run(7, "a6", at(9, 30), (1, "failure"), who="margaret-hamilton"),
            run(8, "a7", at(9, 30), (1, "failure"), event="schedule"),
            # Asked for before midnight on Sunday, ended after; tried again when it was too late.
            run(9, "a8", at(10, 4, 23), (2, "success"), (73, "failure")),
            # The commit's first run was before the window, and so is what it says.
            run(10, "a9", at(9, 1), (1, "success")),
            run(11, "a9", at(9, 24), (1, "failure"), committed=at(9, 1)),
            run(12, "b1", at(10, 11, 23), (2, "failure")),
            run(13, "b2", at(10, 7), (1, None)),
        ]
        pay += [
            run(21, "c1", at(10, 6), (1, "success"), who=ALAN, workflow="build.yml"),
            run(22, "c1", at(10, 6), (2, "failure"), who=ALAN, event="pull_request"),
        ]
        return [
            *told(PAYMENTS, ADA, at(9, 22, 13), failed=0, flaky=0),
            *told(PAYMENTS, GRACE, at(9, 23, 13), failed=0, flaky=1),
            *told(PAYMENTS, ADA, at(9, 29, 13), failed=1, flaky=0),
            *told(PAYMENTS, ADA, at(10, 5, 1), failed=0, flaky=0),
            *told(GATEWAY, ALAN, at(10, 6, 13), failed=1, flaky=0),
            *left_out(at(9, 30, 13), "cancelled"),
            *left_out(at(9, 30, 13), "bot"),
        ]

    @override
    def spoil(self, count: int) -> Sequence[str]:
        for number in range(count):
            good = run(100 + number, f"s{number}", at(9, 23), who="secret-author")
            bad = SPOILS[number % len(SPOILS)]
            self.actions.runs["acme/shop"].append(spoilt(good, **bad))
        return ["secret", "acme", "shop"]

    @override
    def befall(self, trouble: Trouble, *, late: bool) -> GitHubActions:
        times = 1 if trouble is Trouble.THROTTLED_BRIEFLY else None
        self.server.plan(FAULTS[trouble], times=times, after=2 if late else 0)
        return self.source()

    @override
    def lack(self, right: str) -> Sequence[str]:
        own, metadata = GitHubActions.permissions
        self.server.rest.lacking.add("metadata" if right == metadata else "actions")
        return [own, metadata] if right == metadata else [own]


def told(
    place: tuple[str, str], who: str, when: datetime, *, failed: int, flaky: int
) -> list[Fact]:
    team, service = place
    return [
        Fact(team, service, metric, when, "", value, 1, actor=who)
        for metric, value in zip(GitHubActions.metrics, (failed, flaky), strict=True)
    ]


def left_out(when: datetime, reason: str) -> list[Exclusion]:
    return [Exclusion("payments", "", metric, when, reason) for metric in GitHubActions.metrics]
