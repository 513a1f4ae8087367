"""Experiments that have no effect, and how often Coach says that they had one."""

import random
from collections.abc import Collection
from dataclasses import dataclass, field

from bot.metrics import choices
from bot.metrics.aggregate import WeeklyAggregate
from bot.metrics.figure import figure
from bot.metrics.metric import Better, Kind as Counting
from bot.metrics.outcome import WASH_IN, Verdict, compare
from bot.metrics.setting import Setting
from bot.metrics.trend import SPAN
from bot.metrics.week import Week
from tests.builders import LAST, a_week
from tests.honesty.kinds import YEAR, Kind, Weeks, shares, week
from tests.honesty.pages import Tally

HALF_A_YEAR = 26
WEEKS = YEAR + HALF_A_YEAR + WASH_IN + SPAN
_CALM_GUARDRAIL = shares(100, 0.2)
_CLAIMS = {Verdict.HELPED, Verdict.GOT_WORSE}


@dataclass
class Claims:
    """What Coach says of experiments without an effect.

    Attributes:
        any_claim: agreed on in any week: said to have helped, or to have made it worse.
        helped_at_worst: agreed on after the worst six weeks of half a year: said to have helped.
        naive_at_worst: the same, as it is usually told: the six weeks after are better by a tenth
            than the six before.
    """

    any_claim: Tally = field(default_factory=Tally)
    helped_at_worst: Tally = field(default_factory=Tally)
    naive_at_worst: Tally = field(default_factory=Tally)


def run(name: str, kind: Kind, teams: int) -> Claims:
    """Let so many teams of a kind try something that has no effect."""
    found = Claims()
    for number in range(teams):
        draw = random.Random(f"experiment of {name} {number}")
        weeks = kind.make(draw, WEEKS, 1.0)
        guardrail = _CALM_GUARDRAIL(draw, WEEKS, 1.0)
        setting = _setting(kind, weeks)
        rows = _rows(kind, weeks, guardrail)
        newest = week(WEEKS - SPAN - WASH_IN, WEEKS)
        found.any_claim.add(hit=_verdict(kind, rows, setting, newest) in _CLAIMS)
        worst = max(
            (newest.plus(-back) for back in range(HALF_A_YEAR)),
            key=lambda agreed: _badness(kind, weeks, agreed.plus(-SPAN)),
        )
        helped = _verdict(kind, rows, setting, worst) is Verdict.HELPED
        found.helped_at_worst.add(hit=helped)
        before = _badness(kind, weeks, worst.plus(-SPAN))
        after = _badness(kind, weeks, worst.plus(WASH_IN))
        found.naive_at_worst.add(hit=before - after > 0.1 * abs(before))
    return found


def _badness(kind: Kind, weeks: Weeks, first: Week) -> float:
    """Return how bad six weeks look: the larger, the worse."""
    window = {one: weeks[one] for one in first.until(first.plus(SPAN - 1)) if one in weeks}
    found = figure(kind.metric, window)
    value = 0.0 if found is None or found.value is None else found.value
    return value if kind.metric.better is Better.LOWER else -value


def _verdict(
    kind: Kind, rows: Collection[WeeklyAggregate], setting: Setting, agreed: Week
) -> Verdict:
    name = choices.guardrail_for(kind.metric.id)
    return compare(
        rows, setting, metric=kind.metric.id, guardrail=name, agreed_on=agreed.monday
    ).verdict


def _setting(kind: Kind, weeks: Weeks) -> Setting:
    return Setting(
        last=LAST, headcount=8, minimum_group=5, working=lambda one: _part(kind, weeks, one)
    )


def _part(kind: Kind, weeks: Weeks, one: Week) -> float:
    is_count = kind.metric.kind is Counting.COUNT
    return weeks[one].working if is_count and one in weeks else 1.0


def _rows(kind: Kind, weeks: Weeks, guardrail: Weeks) -> list[WeeklyAggregate]:
    name = choices.guardrail_for(kind.metric.id)
    return [*_told(kind.metric.id, weeks), *(_told(name, guardrail) if name else ())]


def _told(metric: str, weeks: Weeks) -> list[WeeklyAggregate]:
    return [
        a_week(
            metric,
            week=one,
            numerator=found.numerator,
            denominator=found.denominator,
            sample_size=found.sample_size,
            histogram=found.histogram,
        )
        for one, found in weeks.items()
    ]
