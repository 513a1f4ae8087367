"""Simulated teams of every kind that real teams come in, in which nothing changes or one thing does."""

import math
import random
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.metrics import catalogue
from bot.metrics.figure import WeekSum
from bot.metrics.histogram import Histogram
from bot.metrics.metric import Metric
from bot.metrics.trend import SPAN
from bot.metrics.week import Week
from tests.builders import LAST

Weeks = dict[Week, WeekSum]
Make = Callable[[random.Random, int, float], Weeks]
YEAR = 52


@dataclass(frozen=True)
class Kind:
    """A kind of team.

    Attributes:
        metric: one of the catalogue that is counted in this way.
        make: makes so many weeks that end with `LAST`; the factor is by how much the last six differ.
        twenty: whether there are about twenty events a week, so that a change must be seen.
    """

    metric: Metric
    make: Make
    twenty: bool = False


@dataclass(frozen=True)
class Unrest:
    """How a team's weeks differ beyond their number of events.

    Attributes:
        spread: the standard deviation between weeks, on the scale of logarithms.
        likeness: how much a week resembles the one before, -1 to 1.
    """

    spread: float = 0.0
    likeness: float = 0.0

    def of(self, draw: random.Random, weeks: int) -> list[float]:
        """Return a factor a week, about one."""
        found = [draw.gauss(0, self.spread)]
        fresh = self.spread * math.sqrt(1 - self.likeness**2)
        while len(found) < weeks:
            found.append(self.likeness * found[-1] + draw.gauss(0, fresh))
        return [math.exp(one - self.spread**2 / 2) for one in found]


CALM = Unrest()


def counts(
    events: float, unrest: Unrest = CALM, gaps: float = 0.0, *, holidays: bool = False
) -> Make:
    """Events a week, Poisson about what each week is like; a week of holidays has fewer days."""

    def make(draw: random.Random, weeks: int, factor: float) -> Weeks:
        off = {draw.randrange(weeks), weeks - 1 - draw.randrange(SPAN)} if holidays else set()
        found = {}
        for number, like in enumerate(unrest.of(draw, weeks)):
            if draw.random() < gaps:
                continue
            part = draw.choice((0.2, 0.4, 0.6)) if number in off else 1.0
            happened = poisson(draw, events * like * part * _changed(number, weeks, factor))
            found[week(number, weeks)] = WeekSum(happened, None, happened, None, part)
        return found

    return make


def shares(out_of: float, part: float, unrest: Unrest = CALM, gaps: float = 0.0) -> Make:
    """Events out of so many a week, binomial about what each week is like."""

    def make(draw: random.Random, weeks: int, factor: float) -> Weeks:
        found = {}
        for number, like in enumerate(unrest.of(draw, weeks)):
            if draw.random() < gaps:
                continue
            whole = max(1, poisson(draw, out_of))
            chance = min(0.95, part * like * _changed(number, weeks, factor))
            one = draw.random
            happened = len([1 for _ in range(whole) if one() < chance])
            found[week(number, weeks)] = WeekSum(happened, whole, whole, None)
        return found

    return make


def durations(a_week: float, within: float, unrest: Unrest = CALM) -> Make:
    """Durations of a day in the middle, log-normal, with a heavy tail."""

    def make(draw: random.Random, weeks: int, factor: float) -> Weeks:
        found = {}
        for number, like in enumerate(unrest.of(draw, weeks)):
            whole = max(1, poisson(draw, a_week))
            middle = math.log(24 * like * _changed(number, weeks, factor))
            values = [math.exp(draw.gauss(middle, within)) for _ in range(whole)]
            found[week(number, weeks)] = WeekSum(whole, None, whole, Histogram.of(values))
        return found

    return make


@cache
def week(number: int, weeks: int) -> Week:
    """Return one of so many weeks that end with `LAST`, from 0 on."""
    return LAST.plus(number + 1 - weeks)


def _changed(number: int, weeks: int, factor: float) -> float:
    return factor if number >= weeks - SPAN else 1.0


def poisson(draw: random.Random, mean: float) -> int:
    return bisect_right(_cumulated(round(mean, 2)), draw.random())


@lru_cache(maxsize=20_000)
def _cumulated(mean: float) -> list[float]:
    part, total, found, number = math.exp(-mean), 0.0, list[float](), 0
    while total < 1 - 1e-12 and number < mean + 20 * math.sqrt(mean) + 30:
        total += part
        found.append(total)
        number += 1
        part *= mean / number
    return found


_DEPLOYMENTS = catalogue.get("deployment_frequency")
_REWORK = catalogue.get("rework_after_merge")
_CYCLE_TIME = catalogue.get("pr_cycle_time")

KINDS: Mapping[str, Kind] = {
    "Poisson, 20 a week": Kind(_DEPLOYMENTS, counts(20), twenty=True),
    "Poisson, 5 a week": Kind(_DEPLOYMENTS, counts(5)),
    "over-dispersed, twice Poisson": Kind(_DEPLOYMENTS, counts(20, Unrest(0.22))),
    "autocorrelated, 0.3": Kind(_DEPLOYMENTS, counts(20, Unrest(0.22, 0.3))),
    "autocorrelated, 0.5": Kind(_DEPLOYMENTS, counts(20, Unrest(0.22, 0.5))),
    "autocorrelated, 0.5, milder": Kind(_DEPLOYMENTS, counts(20, Unrest(0.14, 0.5))),
    "one week in five missing": Kind(_DEPLOYMENTS, counts(20, gaps=0.2)),
    "holidays": Kind(_DEPLOYMENTS, counts(20, holidays=True), twenty=True),
    "log-normal, 20 a week": Kind(_CYCLE_TIME, durations(20, 0.8), twenty=True),
    "log-normal, heavier tail": Kind(_CYCLE_TIME, durations(20, 1.2)),
    "log-normal, autocorrelated": Kind(_CYCLE_TIME, durations(20, 0.8, Unrest(0.2, 0.5))),
    "binomial, 1 of 5": Kind(_REWORK, shares(5, 0.2)),
    "binomial, 4 of 20": Kind(_REWORK, shares(20, 0.2)),
    "binomial, 10 of 50": Kind(_REWORK, shares(50, 0.2)),
    "binomial, 20 of 100": Kind(_REWORK, shares(100, 0.2), twenty=True),
    "binomial, 20 of 200": Kind(_REWORK, shares(200, 0.1), twenty=True),
    "binomial, autocorrelated": Kind(_REWORK, shares(100, 0.2, Unrest(0.2, 0.5))),
}
