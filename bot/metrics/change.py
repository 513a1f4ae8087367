"""A change of one metric between two windows of weeks: whether there is one, and how large. Pure.

Each kind of metric is put on a scale on which a change of the team is a shift of every week, and on
which it is known how far a week scatters because of its number of events:

- a count: its rate over the rate of all weeks; events come as in a Poisson process;
- a share: the same; each event is one of a binomial draw;
- findings per 1,000 lines: the same; findings come as in a Poisson process;
- a duration: the mean of its logarithms, because durations are skewed and multiply.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import mul
from statistics import median
from typing import NamedTuple

from bot.metrics.evidence import Evidence, Observed, student, weigh
from bot.metrics.figure import WeekSum, sizes
from bot.metrics.histogram import Histogram, middle
from bot.metrics.metric import Kind, Metric, Unit
from bot.metrics.week import DAYS, Week

CONFIDENCE = 0.92
"""How often a range of a change is to hold it; nine in ten are left where weeks resemble each other."""
MOST = 2 / 3
"""So many of the later weeks must lie on the side of the change: no one odd week is a change."""
_HALF = 0.5
"""Added to both counts before a logarithm, so that none is of nothing (Haldane, Ann. Hum. Genet. 20,
1956)."""
_FARTHEST = 20.0
"""The logarithm of the largest factor that is told; nobody reads beyond."""
_OFFSET: Mapping[Unit, float] = {Unit.HOURS: 0.1, Unit.TURNS: 1.0}
"""Added to a duration before its logarithm: what takes minutes is alike, and a turn can be none."""

Window = Mapping[Week, WeekSum]


@dataclass(frozen=True, slots=True)
class Change:
    """What two windows say of a change.

    Attributes:
        direction: 1 where it rose beyond chance, -1 where it fell, 0 where neither can be said.
        low: the least factor by which it changed, such as 0.9 for a tenth less, at `CONFIDENCE`;
            None where no factor can be given.
        high: the largest such factor; None likewise.
    """

    direction: int
    low: float | None = None
    high: float | None = None

    def holding(self, factor: float) -> "Change":
        """Return it with its range made wide enough for the factor of the figures that are shown."""
        if self.low is None or self.high is None:
            return self
        return replace(self, low=min(self.low, factor), high=max(self.high, factor))


NONE = Change(0)


def between(metric: Metric, later: Window, earlier: Window, chance: float) -> Change:
    """Compare two windows.

    Args:
        metric: what is measured.
        later: the comparable weeks of the later window; at least three.
        earlier: those of the earlier one; at least six.
        chance: how often windows without a change may be called changed, 0 to 1.
    """
    is_distribution = metric.kind is Kind.DISTRIBUTION
    scaled = (_logs if is_distribution else _rates)(metric, later, earlier)
    if scaled is None:
        return NONE
    found = weigh(scaled.later, scaled.earlier, scaled.scatter)
    if not found.is_any:
        return NONE
    direction = 0
    if found.is_beyond(chance) and _most_agree(scaled, found.difference):
        direction = 1 if found.difference > 0 else -1
    if metric.unit is Unit.TURNS:
        return Change(direction)
    return Change(direction, *_range(scaled, found))


class _Scaled(NamedTuple):
    """Two windows on the scale on which they are compared.

    Attributes:
        scatter: the variance of a week of size 1 that comes of its number of events.
        factor: the logarithm of the factor between the windows.
        factor_sampling: its variance that comes of the number of events.
    """

    later: Sequence[Observed]
    earlier: Sequence[Observed]
    scatter: float
    factor: float
    factor_sampling: float


def _rates(metric: Metric, later: Window, earlier: Window) -> _Scaled | None:
    windows = [_counted(metric, window) for window in (later, earlier)]
    sums = [
        (sum([happened for *_, happened in one]), sum([size for _, size, _ in one]))
        for one in windows
    ]
    events, whole = (sum(column) for column in zip(*sums, strict=True))
    if events <= 0 or not all(windows):
        return None
    rate = events / whole
    scaled = [
        [Observed(at, size, happened / size / rate - 1) for at, size, happened in window]
        for window in windows
    ]
    (later_log, later_variance), (log, variance) = (_log_rate(metric, *one) for one in sums)
    scatter = _missing_part(metric, rate) / rate
    return _Scaled(scaled[0], scaled[1], scatter, later_log - log, later_variance + variance)


def _counted(metric: Metric, window: Window) -> list[tuple[int, float, float]]:
    """Return of each week its number, its size, and what happened."""
    weeks = sorted(window.items())
    whole = sizes(metric, [one for _, one in weeks])
    found = zip(weeks, whole, strict=True)
    return [(_number(week), size, one.numerator) for (week, one), size in found if size > 0]


def _missing_part(metric: Metric, rate: float) -> float:
    """Return what the variance of an event is smaller by where it is a draw out of its whole."""
    return max(0.0, 1 - rate) if metric.unit is Unit.SHARE else 1.0


def _log_rate(metric: Metric, events: float, whole: float) -> tuple[float, float]:
    """Return the logarithm of a rate, and its variance."""
    rate = events / whole
    return math.log((events + _HALF) / whole), _missing_part(metric, rate) / (events + _HALF)


def _logs(metric: Metric, later: Window, earlier: Window) -> _Scaled | None:
    offset = _OFFSET[metric.unit]
    windows = [
        [
            (_number(week), _moments(one.histogram, offset))
            for week, one in sorted(window.items())
            if one.histogram is not None and one.histogram.total
        ]
        for window in (later, earlier)
    ]
    weeks = [moments for window in windows for _, moments in window]
    spare = sum([one.number for one in weeks]) - len(weeks)
    if not all(windows) or spare <= 0:
        return None
    scatter = sum([one.squares for one in weeks]) / spare
    scaled = [[Observed(at, one.number, one.mean) for at, one in window] for window in windows]
    wholes = [sum([one.size for one in window]) for window in scaled]
    means = [
        sum([one.size * one.value for one in window]) / whole
        for window, whole in zip(scaled, wholes, strict=True)
    ]
    sampling = sum([scatter / whole for whole in wholes])
    return _Scaled(scaled[0], scaled[1], scatter, means[0] - means[1], sampling)


class _Moments(NamedTuple):
    number: int
    mean: float
    squares: float


def _moments(values: Histogram, offset: float) -> _Moments:
    """Return number, mean and squared distances from it, of the logarithms of some durations."""
    counts = values.counts
    logs = [_log(bucket, offset) for bucket in counts]
    number = sum(counts.values())
    mean = sum(map(mul, logs, counts.values())) / number
    squares = [(log - mean) ** 2 for log in logs]
    return _Moments(number, mean, sum(map(mul, squares, counts.values())))


@lru_cache(maxsize=8192)
def _log(bucket: int, offset: float) -> float:
    return math.log(middle(bucket) + offset)


def _number(week: Week) -> int:
    return week.monday.toordinal() // DAYS


def _most_agree(scaled: _Scaled, difference: float) -> bool:
    usual = median([one.value for one in scaled.earlier])
    agreeing = sum([(one.value - usual) * difference > 0 for one in scaled.later])
    return agreeing >= MOST * len(scaled.later)


def _range(scaled: _Scaled, found: Evidence) -> tuple[float | None, float | None]:
    """Return between which factors the change lies, at `CONFIDENCE`; None where nothing varies."""
    spread = math.sqrt(scaled.factor_sampling + found.between)
    reach = spread * student((1 + CONFIDENCE) / 2, found.freedom)
    if reach == 0:  # Nothing ever varied, so there is nothing to tell.
        return None, None
    low, high = (max(-_FARTHEST, min(_FARTHEST, scaled.factor + way * reach)) for way in (-1, 1))
    return math.exp(low), math.exp(high)
