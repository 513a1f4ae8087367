"""Two repositories with code scanning, one of them shared by two teams."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr
from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.sources.github_client import Patience
from bot.sources.github_code_scanning import (
    CLOSED,
    OPENED,
    GitHubCodeScanning,
    GitHubCodeScanningScope,
)
from bot.sources.github_options import VARIABLE, GitHubAccess
from bot.sources.source import TeamScope
from tests.aws import faults as wire
from tests.contracts.world import Trouble, World as Base
from tests.github import faults
from tests.github.alerts import CodeScanning, alert
from tests.github.rest import Spoilt
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


SPOILS: Sequence[dict[str, Any]] = (
    {"number": None},
    {"created_at": "secret-time"},
    {"state": "secret-state"},
    {"state": "fixed", "fixed_at": None},
    {"state": "fixed", "fixed_at": "2026-09-01T00:00:00Z"},  # before it was opened
    {"rule": {"severity": "secret-severity"}},
    {"tool": None},
)


class World(Base):
    people = ("secret-person", "secret-path", "secret", faults.SOMEBODY)

    def __init__(self, aws, folder) -> None:
        super().__init__(aws, folder)
        self.server = GitHubServer()
        self.server.rest.most = 3
        self.scanning = CodeScanning(self.server)
        self.server.__enter__()

    @override
    def close(self) -> None:
        self.server.__exit__(None, None, None)
        assert self.server.complaints == []

    @override
    def source(self) -> GitHubCodeScanning:
        scopes = [
            TeamScope(
                "payments",
                "",
                GitHubCodeScanningScope(repositories=("Acme/Shop", "acme/pay"), tools=("codeql",)),
            ),
            TeamScope("platform", "gateway", GitHubCodeScanningScope(repositories=("acme/pay",))),
        ]
        options = GitHubAccess(base_url=self.server.url)
        return GitHubCodeScanning(
            "scanner", options, scopes, {VARIABLE: SecretStr(TOKEN)}, Patience(tries=2)
        )

    @override
    def hold(self) -> Sequence[Fact | Exclusion]:
        shop, pay = self.scanning.alerts["acme/shop"], self.scanning.alerts["acme/pay"]
        shop += [
            alert(1, at(9, 22), security="critical"),
            alert(2, at(9, 23), fixed=at(10, 1), severity="warning"),
            alert(3, at(8, 1), fixed=at(9, 24), severity="note"),
            alert(4, at(9, 30), dismissed=at(10, 6), security="high"),
            alert(5, at(8, 1)),  # open since before the window
            alert(6, at(10, 12)),  # and one after it
            alert(7, at(10, 7), tool="Trivy"),
        ]
        pay += [alert(1, at(10, 8), severity=None, tool="Trivy"), alert(2, at(9, 25))]
        self.scanning.analyses["acme/shop"] += [at(6, 1), at(11, 17)]
        return [
            Fact(*PAYMENTS, OPENED, at(9, 22), "critical", 1),
            Fact(*PAYMENTS, OPENED, at(9, 23), "medium", 1),
            Fact(*PAYMENTS, CLOSED, at(10, 1), "medium", 1),
            Fact(*PAYMENTS, CLOSED, at(9, 24), "low", 1),
            Fact(*PAYMENTS, OPENED, at(9, 30), "high", 1),
            Exclusion(*PAYMENTS, CLOSED, at(10, 6), "dismissed"),
            Fact(*GATEWAY, OPENED, at(10, 8), "unrated", 1),
            Fact(*GATEWAY, OPENED, at(9, 25), "high", 1),
            Fact(*PAYMENTS, OPENED, at(9, 25), "high", 1),
        ]

    @override
    def spoil(self, count: int) -> Sequence[str]:
        for number in range(count):
            good = alert(100 + number, at(9, 23))
            bad = {**good, **SPOILS[number % len(SPOILS)]}
            self.scanning.alerts["acme/shop"].append(Spoilt(bad))
        return ["secret", "acme", "shop"]

    @override
    def befall(self, trouble: Trouble, *, late: bool) -> GitHubCodeScanning:
        times = 1 if trouble is Trouble.THROTTLED_BRIEFLY else None
        self.server.plan(FAULTS[trouble], times=times, after=2 if late else 0)
        return self.source()

    @override
    def lack(self, right: str) -> Sequence[str]:
        own, metadata = GitHubCodeScanning.permissions
        self.server.rest.lacking.add("metadata" if right == metadata else "alerts")
        return [own, metadata] if right == metadata else [own]
