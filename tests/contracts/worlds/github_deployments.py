"""Two repositories that are deployed, one of them shared by two teams."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr
from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.sources.github_client import Patience
from bot.sources.github_deployments import (
    DEPLOYED,
    GitHubDeployments,
    GitHubDeploymentsScope,
)
from bot.sources.github_options import VARIABLE, GitHubAccess
from bot.sources.source import TeamScope
from tests.aws import faults as wire
from tests.contracts.world import Trouble, World as Base
from tests.github import faults
from tests.github.company import Row
from tests.github.deployments import deployment, serve
from tests.github.server import TOKEN, GitHubServer

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


def set_to(name: str, value: Any) -> Callable[[Row], Row]:
    return lambda row: {**row, name: value}


def states(*nodes: Row) -> Row:
    return {"pageInfo": {"hasNextPage": False}, "nodes": list(nodes)}


SPOILS: Sequence[Callable[[Row], Row | None]] = (
    lambda _row: None,
    set_to("createdAt", "secret-time"),
    set_to("commitOid", None),
    set_to("environment", None),
    set_to("statuses", None),
    set_to("statuses", states({"state": "secret-state", "createdAt": "2026-09-23T12:00:00Z"})),
    set_to("statuses", states({"state": "SUCCESS", "createdAt": "2026-09-01T12:00:00Z"})),
)


class World(Base):
    people = ("secret-person", "secret", faults.SOMEBODY)

    def __init__(self, aws, folder) -> None:
        super().__init__(aws, folder)
        self.server = GitHubServer()
        self.server.most = 3
        serve(self.server)
        self.server.__enter__()

    @override
    def close(self) -> None:
        self.server.__exit__(None, None, None)
        assert self.server.complaints == []

    @override
    def source(self) -> GitHubDeployments:
        scopes = [
            TeamScope(
                "payments", "", GitHubDeploymentsScope(repositories=("Acme/Shop", "acme/pay"))
            ),
            TeamScope(
                "platform",
                "gateway",
                GitHubDeploymentsScope(repositories=("acme/pay",), environments=("eu", "us")),
            ),
        ]
        options = GitHubAccess(base_url=self.server.url)
        return GitHubDeployments(
            "deployments", options, scopes, {VARIABLE: SecretStr(TOKEN)}, Patience(tries=2)
        )

    @override
    def hold(self) -> Sequence[Fact | Exclusion]:
        shop, pay = self.server.deployments["acme/shop"], self.server.deployments["acme/pay"]
        shop += [
            deployment(1, "a1", at(8, 1)),  # before the window, and still known
            deployment(2, "a2", at(9, 22), (0, "QUEUED"), (1, "SUCCESS"), (90, "INACTIVE")),
            deployment(3, "a2", at(9, 23)),
            deployment(4, "a1", at(9, 24)),
            deployment(5, "a3", at(9, 25), (1, "FAILURE")),
            deployment(6, "a3", at(9, 20, 23), (30, "SUCCESS")),
            deployment(7, "a4", at(9, 30), environment="staging"),
            deployment(8, "a5", at(9, 27, 23), (2, "SUCCESS")),  # ends on Monday
            deployment(9, "a6", at(10, 12)),
        ]
        pay += [
            deployment(1, "b1", at(10, 6), environment="eu"),
            deployment(2, "b2", at(10, 7), environment="eu"),
            deployment(3, "b1", at(10, 7, 14), environment="us"),
            deployment(4, "b3", at(10, 8)),
        ]
        return [
            deployed(PAYMENTS, at(9, 22, 5)),
            deployed(PAYMENTS, at(9, 22, 13)),
            left_out(PAYMENTS, at(9, 23, 13), "repeat"),
            left_out(PAYMENTS, at(9, 24, 13), "rollback"),
            deployed(PAYMENTS, at(9, 28, 1)),
            deployed(GATEWAY, at(10, 6, 13)),
            deployed(GATEWAY, at(10, 7, 13)),
            left_out(GATEWAY, at(10, 7, 15), "repeat"),
            deployed(PAYMENTS, at(10, 8, 13)),
        ]

    @override
    def spoil(self, count: int) -> Sequence[str]:
        for number in range(100, 100 + count):
            self.server.deployments["acme/shop"].append(
                deployment(number, f"secret-{number}", at(9, 23))
            )
            self.server.spoils[number] = SPOILS[number % len(SPOILS)]
        return ["secret", "acme", "shop"]

    @override
    def befall(self, trouble: Trouble, *, late: bool) -> GitHubDeployments:
        times = 1 if trouble is Trouble.THROTTLED_BRIEFLY else None
        # The second question of the first repository, so that none is left that was seen.
        self.server.plan(FAULTS[trouble], times=times, after=1 if late else 0)
        return self.source()

    @override
    def lack(self, right: str) -> Sequence[str]:
        own, metadata = GitHubDeployments.permissions
        self.server.rest.lacking.add("metadata" if right == metadata else "deployments")
        return [own, metadata] if right == metadata else [own]


def deployed(place: tuple[str, str], when: datetime) -> Fact:
    return Fact(*place, DEPLOYED, when, "", 1)


def left_out(place: tuple[str, str], when: datetime, reason: str) -> Exclusion:
    return Exclusion(*place, DEPLOYED, when, reason)
