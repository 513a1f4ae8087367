"""A trend: a judged series of weeks.

The last six complete comparable weeks are held against the six before. A change is called one only
if the weekly values themselves part: an exact two-sided Mann-Whitney test on the weeks (Mann and
Whitney, Annals of Mathematical Statistics 18, 1947), which asks nothing of their distribution and
cannot be fooled by one odd week. `hold` makes that judgement; whatever holds weeks against weeks
calls it, so that it can be made stronger in one place. Everything here is pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from statistics import fmean, median
from typing import NamedTuple

from bot.metrics.histogram import Histogram, merged
from bot.metrics.metric import Kind, Metric, Unit
from bot.metrics.week import Week

SPAN = 6
"""Weeks on either side: the article's "last six weeks" (S6)."""
FEWEST_WEEKS = 4
"""Comparable weeks needed on either side; four against four can just reach the threshold below."""
CHANCE = 0.03
"""How often a series without any change may be called changed (four weeks against four, all
parted, happen by chance in 2 of 70 orders, 2.9 %)."""
SMALLEST_CHANGE = 0.1
"""A change of less than a tenth is not worth a conversation, however certain."""
LIMIT_FACTOR = 2.66
"""Mean moving range to natural process limits (Wheeler, "Understanding Variation", XmR chart)."""


Weekly = tuple[tuple[Week, float | None], ...]
"""Each week of a window, oldest first, with its value or None for a gap."""


class Word(StrEnum):
    """The only four things Coach says of a series."""

    ROSE = "rose"
    FELL = "fell"
    NO_CLEAR_CHANGE = "no clear change"
    TOO_LITTLE = "too little to say"


@dataclass(frozen=True, slots=True)
class Figure:
    """What a window of weeks adds up to.

    Attributes:
        weeks: the comparable weeks that went into it.
        value: ratio of sums, median, or events a week, in the metric's unit; None below the
            metric's minimum sample.
        p75: the 75th percentile of a distribution; None for others.
        numerator: the sum of numerators.
        denominator: the sum of denominators; None where there is none.
        sample_size: how many events stand behind it.
    """

    weeks: tuple[Week, ...]
    value: float | None
    p75: float | None
    numerator: float
    denominator: float | None
    sample_size: int


@dataclass(frozen=True, slots=True)
class Trend:
    """One metric of one team or service, judged over the last weeks against those before.

    Attributes:
        service: the service's name, or "" for the whole team.
        word: what can be said.
        recent: the last complete comparable weeks; None when there are none.
        before: the ones before them; None when there are none.
        weekly: each week of the grid, oldest first, with its value or None for a gap.
        usual: the usual range of a weekly value, low and high; None when too few weeks are known.
        reasons: why that word, in words.
    """

    metric: Metric
    service: str
    word: Word
    recent: Figure | None
    before: Figure | None
    weekly: Weekly
    usual: tuple[float, float] | None
    reasons: tuple[str, ...]

    @property
    def is_clear(self) -> bool:
        """Whether it rose or fell."""
        return self.word in {Word.ROSE, Word.FELL}

    @property
    def is_usable(self) -> bool:
        """Whether there is enough to say anything, "no clear change" included."""
        return self.word is not Word.TOO_LITTLE


class WeekSum(NamedTuple):
    """What one comparable week adds up to, over sources and dimensions."""

    numerator: float
    denominator: float | None
    sample_size: int
    histogram: Histogram | None


_Window = Sequence[tuple[Week, WeekSum | None]]
"""Weeks with what they add up to, oldest first; None for a gap."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two windows of weeks, held against each other.

    Attributes:
        word: what can be said of the later window, seen from the earlier one.
        recent: what the later window adds up to; None when no week of it can be compared.
        before: what the earlier window adds up to; None when no week of it can be compared.
        weekly_recent: each week of the later window with its value.
        weekly_before: each week of the earlier window with its value.
        reasons: why that word, in words.
    """

    word: Word
    recent: Figure | None
    before: Figure | None
    weekly_recent: Weekly
    weekly_before: Weekly
    reasons: tuple[str, ...]


def judge(metric: Metric, service: str, weeks: Mapping[Week, WeekSum], last: Week) -> Trend:
    """Judge one series.

    Args:
        metric: what is measured.
        service: the service's name, or "" for the whole team.
        weeks: the comparable weeks; a week that is not there is a gap, never a zero.
        last: the last complete week of the calendar.
    """
    grid = _grid(last)
    held = hold(metric, weeks, before=grid[:SPAN], recent=grid[SPAN:])
    return Trend(
        metric=metric,
        service=service,
        word=held.word,
        recent=held.recent,
        before=held.before,
        weekly=held.weekly_before + held.weekly_recent,
        usual=_usual(metric, known(held.weekly_before)),
        reasons=held.reasons,
    )


@lru_cache(maxsize=64)
def _grid(last: Week) -> tuple[Week, ...]:
    """The weeks of a trend that ends with `last`, oldest first."""
    return tuple(last.plus(1 - 2 * SPAN).until(last))


def hold(
    metric: Metric,
    weeks: Mapping[Week, WeekSum],
    *,
    before: Sequence[Week],
    recent: Sequence[Week],
) -> Comparison:
    """Hold a window of weeks against an earlier one.

    Args:
        metric: what is measured.
        weeks: the comparable weeks; a week that is not there is a gap, never a zero.
        before: the weeks of the earlier window, at most `SPAN`, oldest first.
        recent: the weeks of the later window, at most `SPAN`, oldest first.
    """
    earlier = [(week, weeks.get(week)) for week in before]
    later = [(week, weeks.get(week)) for week in recent]
    weekly_before, weekly_recent = _weekly(metric, earlier), _weekly(metric, later)
    figures = _figure(metric, later), _figure(metric, earlier)
    word, reasons = _word(metric, *figures, known(weekly_recent), known(weekly_before))
    return Comparison(
        word=word,
        recent=figures[0],
        before=figures[1],
        weekly_recent=weekly_recent,
        weekly_before=weekly_before,
        reasons=reasons,
    )


def known(weekly: Weekly) -> list[float]:
    """Return the values of the weeks that have one, in order."""
    return [value for _, value in weekly if value is not None]


def _weekly(metric: Metric, window: _Window) -> Weekly:
    return tuple((week, None if one is None else _value(metric, [one])) for week, one in window)


def _value(metric: Metric, sums: Sequence[WeekSum]) -> float | None:
    """Ratio of sums, median, or events a week; None where the denominator is nothing."""
    if metric.kind is Kind.DISTRIBUTION:
        return _merged(sums).quantile(0.5)
    numerator = sum(one.numerator for one in sums)
    if metric.kind is Kind.COUNT:
        return numerator / len(sums)
    denominator = sum(one.denominator or 0.0 for one in sums)
    return numerator / denominator if denominator else None


def _merged(sums: Sequence[WeekSum]) -> Histogram:
    return merged([one.histogram for one in sums if one.histogram is not None])


def _figure(metric: Metric, window: _Window) -> Figure | None:
    sums = [one for _, one in window if one is not None]
    if not sums:
        return None
    sample = sum(one.sample_size for one in sums)
    enough = sample >= metric.minimum_sample
    parted = [one.denominator for one in sums if one.denominator is not None]
    return Figure(
        weeks=tuple(week for week, one in window if one is not None),
        value=_value(metric, sums) if enough else None,
        p75=_merged(sums).quantile(0.75) if enough and metric.kind is Kind.DISTRIBUTION else None,
        numerator=sum(one.numerator for one in sums),
        denominator=sum(parted) if parted else None,
        sample_size=sample,
    )


def _word(
    metric: Metric,
    recent: Figure | None,
    before: Figure | None,
    later: Sequence[float],
    earlier: Sequence[float],
) -> tuple[Word, tuple[str, ...]]:
    comparable = f"{len(later)} of {SPAN} weeks against {len(earlier)} of {SPAN} can be compared"
    if min(len(later), len(earlier)) < FEWEST_WEEKS:
        return Word.TOO_LITTLE, (f"{comparable}; it takes at least {FEWEST_WEEKS} on either side",)
    if recent is None or before is None or recent.value is None or before.value is None:
        fewer = min(figure.sample_size for figure in (recent, before) if figure is not None)
        needed = f"{fewer} events in one of the two windows; it takes {metric.minimum_sample}"
        return Word.TOO_LITTLE, (comparable, needed)
    change = recent.value - before.value
    parted = chance_of_parting(later, earlier) <= CHANCE
    if not parted or abs(change) < SMALLEST_CHANGE * before.value:
        return Word.NO_CLEAR_CHANGE, (comparable, "the weeks overlap as they would by chance")
    same_way = (median(later) - median(earlier)) * change > 0
    if not same_way:
        return Word.NO_CLEAR_CHANGE, (comparable, "the weeks and their sum point different ways")
    return (Word.ROSE if change > 0 else Word.FELL), (comparable,)


def chance_of_parting(later: Sequence[float], earlier: Sequence[float]) -> float:
    """Return how often weeks without any change would part as far as these do.

    The exact two-sided p-value of the Mann-Whitney U test; ties count half, and a half is rounded
    towards "no change".
    """
    wins = sum((a > b) + (a == b) / 2 for a in later for b in earlier)
    pairs = len(later) * len(earlier)
    extreme = min(wins, pairs - wins)
    orders = _orders(len(later), len(earlier))
    as_far = sum(orders[: int(extreme + 0.5) + 1])
    return min(1.0, 2 * as_far / sum(orders))


@lru_cache(maxsize=64)
def _orders(later: int, earlier: int) -> tuple[int, ...]:
    """How many orders of the weeks give each value of U, from 0 to later x earlier."""
    if later == 0 or earlier == 0:
        return (1,)
    counts = [0] * (later * earlier + 1)
    for u, ways in enumerate(_orders(later - 1, earlier)):
        counts[u + earlier] += ways
    for u, ways in enumerate(_orders(later, earlier - 1)):
        counts[u] += ways
    return tuple(counts)


def _usual(metric: Metric, earlier: Sequence[float]) -> tuple[float, float] | None:
    """The range in which a weekly value lies when nothing changes: natural process limits."""
    if len(earlier) < FEWEST_WEEKS:
        return None
    moves = [abs(b - a) for a, b in pairwise(earlier)]
    middle, reach = fmean(earlier), LIMIT_FACTOR * fmean(moves)
    top = 1.0 if metric.unit is Unit.SHARE else float("inf")
    return max(0.0, middle - reach), min(top, middle + reach)
