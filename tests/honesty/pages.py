"""Judges simulated teams with Coach's own judgement, and counts how often it is wrong."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.metrics.figure import week_value
from bot.metrics.metric import Metric
from bot.metrics.snapshot import chance_of
from bot.metrics.trend import Trend, Word, judge
from tests.builders import LAST
from tests.honesty.kinds import YEAR, Kind, Weeks

METRICS = ("outcome", "process", "another process", "guardrail")
"""A decision's page has at most so many metrics."""
SERVICES = 2
ARROW = 0.1
"""Common tools draw an arrow for a change of so much from one week to the next."""


@dataclass
class Tally:
    """How often something happened."""

    hits: int = 0
    cases: int = 0

    def add(self, *, hit: bool) -> None:
        self.hits += hit
        self.cases += 1

    @property
    def part(self) -> float:
        return self.hits / self.cases if self.cases else 0.0


@dataclass
class Found:
    """What came of one kind of team.

    Attributes:
        alarms: pages without any change that say "rose" or "fell" anywhere.
        arrows: the same pages with an arrow anywhere, week against week.
        seen: pages with a change of 40 % in the outcome that say so.
        arrows_right: the same pages whose arrow for it points the right way.
        covered: ranges of a change that hold the truth.
    """

    alarms: Tally
    arrows: Tally
    seen: Tally
    arrows_right: Tally
    covered: Tally


def run(name: str, kind: Kind, teams: int) -> Found:
    """Judge so many teams of a kind without a change, and as many with one."""
    found = Found(Tally(), Tally(), Tally(), Tally(), Tally())
    for number in range(teams):
        draw = random.Random(f"{name} {number}")
        quiet = [_series(draw, kind, role) for role in METRICS]
        found.alarms.add(hit=any(one.is_clear for trends in quiet for one in trends.trends))
        found.arrows.add(hit=any(_arrow(kind.metric, one.weeks) for one in quiet))
        _cover(found.covered, [one.trends[0] for one in quiet], 1.0)
        factor = 1.4 if number % 2 else 0.6
        moved = _series(draw, kind, METRICS[0], factor)
        wanted = Word.ROSE if factor > 1 else Word.FELL
        found.seen.add(hit=moved.trends[0].word is wanted)
        found.arrows_right.add(hit=_arrow(kind.metric, moved.weeks) == (1 if factor > 1 else -1))
        _cover(found.covered, moved.trends[:1], factor)
    return found


@dataclass(frozen=True)
class _Series:
    """A metric of one team: its weeks, and the trends of the team and of its services."""

    weeks: Weeks
    trends: Sequence[Trend]


def _series(draw: random.Random, kind: Kind, role: str, factor: float = 1.0) -> _Series:
    whole, *parts = (kind.make(draw, YEAR, factor) for _ in range(1 + SERVICES))
    trends = [_judged(kind, role, "", whole)]
    trends += [_judged(kind, role, f"service {n}", one) for n, one in enumerate(parts)]
    return _Series(whole, trends)


def _judged(kind: Kind, role: str, service: str, weeks: Weeks) -> Trend:
    chance = chance_of(role, service, METRICS[0], SERVICES)
    return judge(kind.metric, service, weeks, LAST, chance=chance)


def _arrow(metric: Metric, weeks: Weeks) -> int:
    """Return what a common tool draws: last week against the one before; 1 up, -1 down, 0 none."""
    now, before = (weeks.get(LAST.plus(-n)) for n in (0, 1))
    if now is None or before is None:
        return 0
    values = week_value(metric, now), week_value(metric, before)
    if values[0] is None or not values[1]:
        return 0
    change = values[0] / values[1] - 1
    return 0 if abs(change) < ARROW else (1 if change > 0 else -1)


def _cover(tally: Tally, trends: Collection[Trend], truth: float) -> None:
    for one in trends:
        if one.change is not None and one.change.low is not None and one.change.high is not None:
            tally.add(hit=one.change.low <= truth <= one.change.high)
