"""DevLake's database with two projects, one of them shared, and a repository that is there twice."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import ClassVar

from pydantic import SecretStr
from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.sources.devlake import VARIABLE, DevLake, DevLakeOptions, DevLakeScope
from bot.sources.source import Source, TeamScope
from tests.contracts.world import Trouble, World as Base
from tests.databases import Postgres
from tests.devlake import line as wire
from tests.devlake.company import SHOP, lake
from tests.devlake.line import line

_NO_PACE = (
    "A database sets no pace: it answers, or it has no free connection, and that is told as broken."
)
FAULTS: dict[Trouble, tuple[wire.Fault, wire.Fault]] = {
    Trouble.SLOW: (wire.slow, wire.slow),
    Trouble.CUT: (wire.cut, wire.cut),
    Trouble.CUT_MIDWAY: (wire.cut_midway, wire.cut_midway),
    Trouble.BROKEN: (
        wire.refused("57P03", "the database system is starting up"),
        wire.refused("57P01", "terminating connection due to administrator command"),
    ),
    Trouble.GARBLED: (wire.garbled, wire.garbled),
}
EXPIRED = wire.refused("28P01", 'password authentication failed for user "ada.lovelace"')
ADA, GRACE = "github:GithubAccount:1:1", "github:GithubAccount:1:2"
BOT = "github:GithubAccount:1:49699333"
PLACES = (("payments", "checkout"), ("platform", ""))
SEVERITIES = {"BLOCKER": "critical", "MAJOR": "medium", "": "unrated"}


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


class World(Base):
    server: ClassVar[Postgres]
    people = ("ada.lovelace", "grace.hopper", "GithubAccount:1:")
    cannot = {Trouble.THROTTLED_BRIEFLY: _NO_PACE, Trouble.THROTTLED: _NO_PACE}  # noqa: RUF012

    def __init__(self, aws, folder) -> None:
        super().__init__(aws, folder)
        self._open = ExitStack()
        self.lake = self._open.enter_context(lake(self.server))
        self.line = self._open.enter_context(line(self.lake.address))
        self.lake.project()

    @override
    def close(self) -> None:
        self._open.close()

    @override
    def source(self) -> Source:
        scopes = [
            TeamScope(team, service, DevLakeScope(project="shop"), (ADA, GRACE))
            for team, service in PLACES
        ]
        tokens = {VARIABLE: SecretStr(self.line.address)}
        return DevLake("lake", DevLakeOptions(), scopes, tokens)

    @override
    def hold(self) -> list[Fact | Exclusion]:
        lake = self.lake
        # An old incident, so that it is known that incidents are told.
        lake.incident("INC-0", at(8, 3), at(8, 4))
        lake.deployed("d1", at(9, 22), "a1")
        # One deployment of two commits (two repositories), and the same by another connection.
        lake.deployed("d2", at(9, 29), "b1")
        lake.deployed("d2", at(9, 29, 13), "b2", repo_url="https://github.com/acme/pay")
        lake.deployed("x2", at(9, 29), "b1", repo_url=f"{SHOP}.git")
        lake.deployed("x2", at(9, 29, 13), "b2", repo_url="https://github.com/Acme/pay")
        lake.deployed("d3", at(10, 6), "a1")
        lake.deployed("failed", at(10, 6), "c1", result="FAILURE")
        lake.deployed("tried", at(10, 6), "c2", environment="STAGING")
        lake.incident("INC-1", at(9, 30), at(9, 30, 18), after="x2")
        lake.incident("INC-2", at(10, 1), at(10, 7), after="d2")
        lake.incident("INC-3", at(10, 8), None, after="d3", url="")
        # The same incident by another connection, and another team's.
        lake.incident("INC-1-again", at(9, 30), at(9, 30, 18), url="https://jira/INC-1")
        lake.incident("INC-4", at(9, 30), scope_id="another board")
        lake.finding("sonarqube:SonarqubeIssue:1:AX1", "BLOCKER", at(9, 23))
        lake.finding("sonarqube:SonarqubeIssue:2:AX1", "BLOCKER", at(9, 23))
        lake.finding("sonarqube:SonarqubeIssue:1:AX2", "MAJOR", at(9, 30))
        lake.finding("sonarqube:SonarqubeIssue:1:AX3", "", at(10, 7))
        lake.change("11", ADA, at(9, 21), at(9, 22))
        lake.change("12", ADA, at(9, 20), at(9, 22))
        lake.change("13", GRACE, at(9, 22, 6), at(9, 22))
        lake.change("14", BOT, at(9, 22, 6), at(9, 22))
        lake.change("15", GRACE, at(9, 27), at(9, 29))
        lake.change("16", GRACE, at(10, 5), at(10, 6), url="")
        lake.change("17", GRACE, at(10, 5), None)
        lake.change("18", GRACE, None, at(10, 6))
        lake.change("19", GRACE, at(1, 5), at(10, 6), after="")
        return [fact for place in PLACES for fact in expected(*place)]

    @override
    def spoil(self, count: int) -> Sequence[str]:
        for number in range(count):
            match number % 5:
                case 0:
                    self.lake.deployed(f"secret-{number}", None, "secret")
                case 1:
                    self.lake.deployed(f"secret-{number}", at(9, 24), "e1", result="secret-result")
                case 2:
                    self.lake.incident(f"secret-{number}", None)
                case 3:
                    self.lake.finding(f"secret-{number}", "secret-severity", at(9, 24))
                case _:
                    self.lake.finding(f"secret-{number}", "MINOR", None)
        return ["secret", "shop", "acme"]

    @override
    def befall(self, trouble: Trouble, *, late: bool) -> Source | None:
        if trouble in self.cannot:
            return None
        if trouble is Trouble.DENIED:
            self.lack("SELECT on incidents")
        elif trouble is Trouble.MISSING:
            self.lake.run("DROP TABLE incidents")
        elif trouble is Trouble.EXPIRED:
            # An account is asked for its password when the connection is made, and not again.
            self.line.fault = EXPIRED
        else:
            self.line.fault, self.line.late = FAULTS[trouble][late], late
        return self.source()

    @override
    def lack(self, right: str) -> Sequence[str]:
        name = right.rpartition(" ")[2]
        self.lake.deny(name)
        return [right]


def expected(team: str, service: str) -> list[Fact | Exclusion]:
    def fact(metric: str, instant: datetime, **values) -> Fact:
        return Fact(team, service, metric, instant, **values)

    return [
        fact("deployment_frequency", at(9, 22), numerator=1),
        fact("deployment_frequency", at(9, 29, 13), numerator=1),
        # The commit of the first one again, after another: a rollback, which can fail all the same.
        Exclusion(team, service, "deployment_frequency", at(10, 6), "rollback"),
        fact("change_fail_rate", at(9, 22), numerator=0, denominator=1),
        fact("change_fail_rate", at(9, 29, 13), numerator=1, denominator=1),
        fact("change_fail_rate", at(10, 6), numerator=1, denominator=1),
        fact("incident_count", at(9, 30), numerator=1),
        fact("incident_count", at(10, 1), numerator=1),
        fact("incident_count", at(10, 8), numerator=1),
        fact("incident_restore_time", at(9, 30, 18), value=6.0),
        fact("incident_restore_time", at(10, 7), value=144.0),
        fact("findings_opened", at(9, 23), dimension="critical", numerator=1),
        fact("findings_opened", at(9, 30), dimension="medium", numerator=1),
        fact("findings_opened", at(10, 7), dimension="unrated", numerator=1),
        # Two people, of whom one did two of three.
        fact("lead_time", at(9, 22), value=24.0, people=2, largest_share=2 / 3),
        fact("lead_time", at(9, 22), value=48.0, people=2, largest_share=2 / 3),
        fact("lead_time", at(9, 22), value=6.0, people=2, largest_share=2 / 3),
        fact("lead_time", at(9, 29), value=48.0, people=1, largest_share=1.0),
        fact("lead_time", at(10, 6), value=24.0, people=1, largest_share=1.0),
        Exclusion(team, service, "lead_time", at(10, 6), "no_first_commit"),
        Exclusion(team, service, "lead_time", at(10, 6), "first_deployment"),
    ]
