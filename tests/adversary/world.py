"""A company whose people come and go, and a source that knows what each of them did."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import combinations
from typing import ClassVar

from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.metrics.week import Week
from bot.sources.source import Calendar, Model, Probe, Report, Source, Window, midweek

METRICS = ("rework_after_merge", "test_failure_rate")
PLACES = ("auth", "ledger", "shared")
"""Two repositories that are services of the team, and one that is of no service."""
EVERYWHERE = "everywhere"
LEAST = 5
"""More people than this stand behind any number."""
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
        group: the teams that are added up, night by night; none at all where there is no group.
    """

    teams: dict[str, list[frozenset[str]]]
    did: dict[tuple[int, str, str, str], Did] = field(default_factory=dict)
    group: list[tuple[str, ...]] = field(default_factory=list)

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
        world._work(draw, weeks, people)
        return world

    @classmethod
    def drawn_together(cls, draw: random.Random, weeks: int, nights: int) -> "World":
        """Draw a group of three teams, of which one or two are small, and a fourth beside it.

        People come, leave, move from one team to another, and may be in two; so do teams of the group.
        """
        people = [f"p{number}" for number in range(26)]
        sizes = {"alpha": (7, 8), "beta": (2, 5), "gamma": draw.choice(((3, 4), (6, 8)))}
        shuffled = iter(draw.sample(people, len(people)))
        now = {
            name: {next(shuffled) for _ in range(draw.randint(*size))}
            for name, size in {**sizes, "delta": (2, 5)}.items()
        }
        both = draw.random() < 0.3
        if both:
            now["alpha"].add(min(now["beta"]))
        together: tuple[str, ...] = ("alpha", "beta", "gamma")
        world = cls({name: [] for name in now})
        for _ in range(nights):
            after = _changed(draw, now, people)
            now = after if _is_allowed(after) else now
            if draw.random() < 0.04:
                together = draw.choice((("alpha", "beta"), ("alpha", "beta", "gamma"), (*now,)))
            for name, members in now.items():
                world.teams[name].append(frozenset(members))
            world.group.append(together)
        world._work(draw, weeks, people)
        return world

    def _work(self, draw: random.Random, weeks: int, people: Sequence[str]) -> None:
        for week in range(weeks):
            for metric in METRICS:
                quiet = draw.choice(((), (), PLACES[:1], PLACES[2:]))
                for place in PLACES:
                    for one in people:
                        idle = place in quiet and draw.random() < 0.8
                        events = 0 if idle else draw.choice((0, 1, 1, 2, 3))
                        did = Did(events, draw.random() * events)
                        self.did[week, metric, place, one] = did

    def yml(self, night: int) -> str:
        """Return the coach.yml of a night."""
        teams = "".join(self._team(name, rosters[night]) for name, rosters in self.teams.items())
        said = (
            "organisation: {name: Shop, time_zone: UTC, stewards: [U0STEWARD1]}\n"
            "sources: {world: {kind: world}}\n"
            f"teams:\n{teams}"
        )
        if self.group:
            listed = ", ".join(self.group[night])
            said += f"groups: [{{id: all, name: All, teams: [{listed}]}}]\n"
        return said

    def _team(self, name: str, members: frozenset[str]) -> str:
        listed = ", ".join(
            f"{{slack: U0{one.upper()}AAAAAA, ids: {{world: {one}}}}}" for one in sorted(members)
        )
        return (
            f"  - id: {name}\n    name: {name.title()}\n    channel: C0TEAM{name.upper()}\n"
            f"    managers: [U0MARTA001]\n    members: [{listed}]\n"
            "    telemetry: [{source: world, place: everywhere}]\n"
        ) + ("" if self.group else _SERVICES)


_SERVICES = (
    "    services:\n"
    "      - {name: auth, telemetry: [{source: world, place: auth}]}\n"
    "      - {name: ledger, telemetry: [{source: world, place: ledger}]}\n"
)


def _changed(
    draw: random.Random, teams: Mapping[str, set[str]], people: Sequence[str]
) -> dict[str, set[str]]:
    """Let nobody, one or two people join, leave or move."""
    after = {name: set(members) for name, members in teams.items()}
    for one in draw.sample(people, draw.choice((0, 0, 0, 0, 1, 2))):
        mine = [name for name, members in after.items() if one in members]
        for name in mine:
            after[name].discard(one)
        if not mine or draw.random() < 0.5:
            after[draw.choice([*after])].add(one)
    return after


def _is_allowed(teams: Mapping[str, set[str]]) -> bool:
    """Say whether coach.yml may look like this."""
    pairs = combinations(teams.values(), 2)
    apart = all(not a & b or len(a ^ b) > LEAST for a, b in pairs)
    return all(teams.values()) and apart and len(teams["alpha"] | teams["beta"]) > LEAST


@cache
def _afternoon(week: int) -> datetime:
    """Return when everything of a week was done."""
    return midweek(FIRST.plus(week)) + timedelta(hours=1)


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
    def probes(self) -> Iterator[Probe]:
        yield from ()

    @override
    def pull(self, window: Window, report: Report) -> Iterator[Fact | Exclusion]:
        for scope in self.scopes:
            place = scope.scope.model_dump()["place"]
            yield from self._of(scope.team, scope.service, place, scope.people, window)

    def _of(
        self, team: str, service: str, place: str, people: Sequence[str], window: Window
    ) -> Iterator[Fact]:
        for (week, metric, where, one), did in self.now.did.items():
            if one not in people or place not in (where, EVERYWHERE):
                continue
            at = _afternoon(week)
            if window.holds(at):
                for _ in range(did.events):
                    part = did.wrong / did.events
                    yield Fact(team, service, metric, at, "", part, 1.0, actor=one)
