"""A company whose people come and go, and a source that knows what each of them did."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.metrics.week import Week
from bot.sources.source import Calendar, Model, Report, Source, Window, midweek

METRICS = ("rework_after_merge", "test_failure_rate")
PLACES = ("auth", "ledger", "shared")
"""Two repositories that are services of the team, and one that is of no service."""
EVERYWHERE = "everywhere"
FIRST = Week.parse("2026-09-28")


@dataclass(frozen=True)
class Did:
    """What one person did in one week, in one place.

    Attributes:
        events: how many events.
        wrong: a part of them that is nobody else's, so that a sum tells of whom it is.
    """

    events: int
    wrong: float


@dataclass
class World:
    """Who is in which team in each week, and what everybody did.

    Attributes:
        teams: the members of each team, night by night.
        did: by week, metric, place and person.
    """

    teams: dict[str, list[frozenset[str]]]
    did: dict[tuple[int, str, str, str], Did] = field(default_factory=dict)

    @classmethod
    def drawn(cls, draw: random.Random, weeks: int, nights: int) -> "World":
        """Draw one: a team of six to nine of twelve people, in which up to two change each night."""
        people = [f"p{number}" for number in range(12)]
        members = set(draw.sample(people, draw.randint(6, 9)))
        rosters = []
        for _ in range(nights):
            for one in draw.sample(people, draw.choice((0, 0, 0, 1, 2))):
                members ^= {one}
            members |= set(draw.sample(people, max(0, 5 - len(members))))
            rosters.append(frozenset(members))
        world = cls({"payments": rosters})
        for week in range(weeks):
            for metric in METRICS:
                quiet = draw.choice(((), (), PLACES[:1], PLACES[2:]))
                for place in PLACES:
                    for one in people:
                        idle = place in quiet and draw.random() < 0.8
                        events = 0 if idle else draw.choice((0, 1, 1, 2, 3))
                        did = Did(events, draw.random() * events)
                        world.did[week, metric, place, one] = did
        return world

    def yml(self, night: int) -> str:
        """Return the coach.yml of a night."""
        teams = "".join(self._team(name, rosters[night]) for name, rosters in self.teams.items())
        return (
            "organisation: {name: Shop, time_zone: UTC, stewards: [U0STEWARD1]}\n"
            "sources: {world: {kind: world}}\n"
            f"teams:\n{teams}"
        )

    def _team(self, name: str, members: frozenset[str]) -> str:
        listed = ", ".join(
            f"{{slack: U0{one.upper()}AAAAAA, ids: {{world: {one}}}}}" for one in sorted(members)
        )
        return (
            f"  - id: {name}\n    name: {name.title()}\n    channel: C0{name.upper()}\n"
            f"    managers: [U0MARTA001]\n    members: [{listed}]\n"
            "    telemetry: [{source: world, place: everywhere}]\n"
            "    services:\n"
            "      - {name: auth, telemetry: [{source: world, place: auth}]}\n"
            "      - {name: ledger, telemetry: [{source: world, place: ledger}]}\n"
        )


class WorldSource(Source):
    """Yields what the people of a team did, where it is theirs."""

    kind = "world"
    title = "A simulated company"
    calendar = Calendar.TEAM
    metrics = METRICS
    permissions = ()
    history = "All of it."
    personal = "Made-up names."

    class Options(Model):
        pass

    class Scope(Model):
        place: str

    now: ClassVar[World]

    @override
    def pull(self, window: Window, report: Report) -> Iterator[Fact | Exclusion]:
        for scope in self.scopes:
            place = scope.scope.model_dump()["place"]
            yield from self._of(scope.team, scope.service, place, scope.people, window)

    def _of(
        self, team: str, service: str, place: str, people: Sequence[str], window: Window
    ) -> Iterator[Fact]:
        for (week, metric, where, one), did in self.now.did.items():
            at: datetime = midweek(FIRST.plus(week)) + timedelta(hours=1)
            if place in {where, EVERYWHERE} and one in people and window.holds(at):
                for _ in range(did.events):
                    part = did.wrong / did.events
                    yield Fact(team, service, metric, at, "", part, 1.0, actor=one)
