"""What weeks add up to: the figure of a window, and the value of each of its weeks. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.metrics.histogram import Histogram, merged
from bot.metrics.metric import Kind, Metric
from bot.metrics.week import Week

_COUNT, _DISTRIBUTION = Kind.COUNT, Kind.DISTRIBUTION
"""To look a member up takes several times as long as all that is asked of a week."""
Weekly = tuple[tuple[Week, float | None], ...]
"""Each week of a window, oldest first, with its value or None for a gap."""


class WeekSum(NamedTuple):
    """What one comparable week adds up to, over sources and dimensions.

    Attributes:
        numerator: what happened; for a distribution, how many values there are.
        denominator: out of what; None for counts and distributions.
        sample_size: how many events stand behind it.
        histogram: the values of a distribution; None for others.
        working: which part of the team's usual working days this week had; above 0. Counts are
            held against it, so that a week of holidays is no change.
    """

    numerator: float
    denominator: float | None
    sample_size: int
    histogram: Histogram | None
    working: float = 1.0


@dataclass(frozen=True, slots=True)
class Figure:
    """What a window of weeks adds up to.

    Attributes:
        weeks: the comparable weeks that went into it.
        value: ratio of sums, median, or events a full working week, in the metric's unit; None
            below the metric's minimum sample.
        p75: the 75th percentile of a distribution; None for others.
        numerator: the sum of numerators.
        denominator: the sum of denominators; for a count, how many full working weeks there were;
            None for a distribution.
        sample_size: how many events stand behind it.
    """

    weeks: tuple[Week, ...]
    value: float | None
    p75: float | None
    numerator: float
    denominator: float | None
    sample_size: int


def figure(metric: Metric, window: Mapping[Week, WeekSum]) -> Figure | None:
    """Add up a window of comparable weeks; None where there are none."""
    if not window:
        return None
    sums = list(window.values())
    sample = sum([one.sample_size for one in sums])
    numerator = sum([one.numerator for one in sums])
    whole = None
    value, p75 = None, None
    if metric.kind is not _DISTRIBUTION:
        whole = sum(sizes(metric, sums))
        value = numerator / whole if whole else None
    elif sample >= metric.minimum_sample:
        value, p75 = _merged(sums).quantiles(0.5, 0.75)
    return Figure(
        weeks=tuple(sorted(window)),
        value=value if sample >= metric.minimum_sample else None,
        p75=p75,
        numerator=numerator,
        denominator=whole,
        sample_size=sample,
    )


def holds(metric: Metric, one: WeekSum) -> bool:
    """Say whether a week holds anything to compare: values, or something that it is a part of."""
    if metric.kind is _DISTRIBUTION:
        return one.histogram is not None and one.histogram.total > 0
    return _size(metric, one) > 0


def sizes(metric: Metric, sums: Iterable[WeekSum]) -> list[float]:
    """Return what each week's rate is divided by: its denominator, or a count's working weeks."""
    return [_size(metric, one) for one in sums]


def _size(metric: Metric, one: WeekSum) -> float:
    return one.working if metric.kind is _COUNT else one.denominator or 0.0


def weekly(metric: Metric, weeks: Mapping[Week, WeekSum], window: Sequence[Week]) -> Weekly:
    """Return each week of a window with its value, None where it has none."""
    found = [(week, weeks.get(week)) for week in window]
    return tuple([(week, None if one is None else week_value(metric, one)) for week, one in found])


def week_value(metric: Metric, one: WeekSum) -> float | None:
    """Return the value of one week; None where its denominator is nothing."""
    if metric.kind is _DISTRIBUTION:
        return None if one.histogram is None else one.histogram.quantile(0.5)
    whole = _size(metric, one)
    return one.numerator / whole if whole else None


def _merged(sums: Sequence[WeekSum]) -> Histogram:
    return merged([one.histogram for one in sums if one.histogram is not None])
