"""A trend: a judged series of weeks.

The last six complete weeks are held against the rest of the year before them. `bot.metrics.change`
says whether they part beyond chance; here is what becomes of that in words. `hold` makes the
judgement, and whatever holds weeks against weeks calls it. Everything here is pure.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from statistics import fmean

from bot.metrics import change, figure as figures
from bot.metrics.change import Change
from bot.metrics.figure import Figure, Weekly, WeekSum
from bot.metrics.metric import Metric, Unit
from bot.metrics.week import Week

SPAN = 6
"""Weeks that are judged: the article's "last six weeks" (S6)."""
BASELINE = 46
"""Weeks before them that they are held against: with them, a year."""
SHOWN = 2 * SPAN
"""Weeks that are drawn."""
FEWEST_WEEKS = 3
"""Comparable weeks needed of those that are judged."""
FEWEST_BEFORE = SPAN
"""Comparable weeks needed before them."""
FOCUS_CHANCE = 0.012
"""How often the outcome of a team's decision may be called changed when it was not."""
BESIDE_CHANCE = 0.0025
"""The same for each of the decision's other metrics. Together they keep a page below one in twenty,
however much alike a team's weeks are; docs/trends.md has the figures."""
EACH_CHANCE = 0.006
"""The same for each of the three safest metrics, where there is no decision."""
SERVICES_PART = 0.1
"""What part of its metric's chance a team's services have, all together."""
SMALLEST_CHANGE = 0.1
"""A change of less than a tenth is not worth a conversation, however certain."""
LIMIT_FACTOR = 2.66
"""Mean moving range to natural process limits (Wheeler, "Understanding Variation", XmR chart)."""


class Word(StrEnum):
    """The only things Coach says of a series."""

    ROSE = "rose"
    FELL = "fell"
    NO_CLEAR_CHANGE = "no clear change"
    TOO_LITTLE = "too little to say"
    NOT_COMPARABLE = "not comparable"
    """The team has marked so many of the weeks that the others are too few."""


@dataclass(frozen=True, slots=True)
class Trend:
    """One metric of one team or service, judged over the last weeks against those before.

    Attributes:
        service: the service's name, or "" for the whole team.
        word: what can be said.
        recent: the last comparable weeks, without marked ones; None when there are none.
        before: the ones before them; None when there are none.
        with_marked: the last comparable weeks with the marked ones; None when none is marked.
        change: by which factor it changed; None where nothing is said of a change.
        weekly: each week that is drawn, oldest first, with its value or None for a gap.
        marked: the weeks that the team marked, of those that are drawn.
        usual: the usual range of a weekly value, low and high; None when too few weeks are known.
        reasons: why that word, in words.
    """

    metric: Metric
    service: str
    word: Word
    recent: Figure | None
    before: Figure | None
    with_marked: Figure | None
    change: Change | None
    weekly: Weekly
    marked: tuple[Week, ...]
    usual: tuple[float, float] | None
    reasons: tuple[str, ...]

    @property
    def is_clear(self) -> bool:
        """Whether it rose or fell."""
        return self.word in {Word.ROSE, Word.FELL}

    @property
    def is_usable(self) -> bool:
        """Whether there is enough to say anything, "no clear change" included."""
        return self.is_clear or self.word is Word.NO_CLEAR_CHANGE


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two windows of weeks, held against each other.

    Attributes:
        word: what can be said of the later window, seen from the earlier one.
        recent: what the later window adds up to; None when no week of it can be compared.
        before: what the earlier window adds up to; None when no week of it can be compared.
        change: by which factor it changed; None where nothing is said of a change.
        reasons: why that word, in words.
    """

    word: Word
    recent: Figure | None
    before: Figure | None
    change: Change | None
    reasons: tuple[str, ...]


def judge(
    metric: Metric,
    service: str,
    weeks: Mapping[Week, WeekSum],
    last: Week,
    *,
    chance: float,
    marked: Collection[Week] = (),
) -> Trend:
    """Judge one series.

    Args:
        metric: what is measured.
        service: the service's name, or "" for the whole team.
        weeks: the comparable weeks; a week that is not there is a gap, never a zero.
        last: the last complete week of the calendar.
        chance: how often a series without a change may be called changed, 0 to 1.
        marked: the weeks that the team marked; they are left out of the judgement.
    """
    before, recent = grid(last)
    held = hold(metric, weeks, before=before, recent=recent, chance=chance, marked=marked)
    values = figures.weekly(metric, weeks, (*before, *recent))
    usual = [value for week, value in values[:BASELINE] if value is not None and week not in marked]
    everything = _found(metric, weeks, recent) if marked else {}
    return Trend(
        metric=metric,
        service=service,
        word=held.word,
        recent=held.recent,
        before=held.before,
        with_marked=figures.figure(metric, everything) if everything.keys() & set(marked) else None,
        change=held.change,
        weekly=values[-SHOWN:],
        marked=tuple([week for week, _ in values[-SHOWN:] if week in marked]),
        usual=_usual(metric, usual),
        reasons=held.reasons,
    )


@lru_cache(maxsize=64)
def grid(last: Week) -> tuple[tuple[Week, ...], tuple[Week, ...]]:
    """Return the weeks before, and the last weeks, of a trend that ends with `last`."""
    weeks = tuple(last.plus(1 - SPAN - BASELINE).until(last))
    return weeks[:BASELINE], weeks[BASELINE:]


def hold(
    metric: Metric,
    weeks: Mapping[Week, WeekSum],
    *,
    before: Sequence[Week],
    recent: Sequence[Week],
    chance: float,
    marked: Collection[Week] = (),
) -> Comparison:
    """Hold a window of weeks against an earlier one.

    Args:
        metric: what is measured.
        weeks: the comparable weeks; a week that is not there is a gap, never a zero.
        before: the weeks of the earlier window, oldest first.
        recent: the weeks of the later window, at most `SPAN`, oldest first.
        chance: how often windows without a change may be called changed, 0 to 1.
        marked: weeks that are left out of both.
    """
    windows = [_found(metric, weeks, window) for window in (recent, before)]
    later, earlier = (
        {week: one for week, one in window.items() if week not in marked} for window in windows
    )
    found = Comparison(
        word=Word.TOO_LITTLE,
        recent=figures.figure(metric, later),
        before=figures.figure(metric, earlier),
        change=None,
        reasons=(_comparable(len(later), len(earlier), len(windows[0]) - len(later)),),
    )
    if len(later) < FEWEST_WEEKS or len(earlier) < FEWEST_BEFORE:
        enough = len(windows[0]) >= FEWEST_WEEKS and len(windows[1]) >= FEWEST_BEFORE
        word = Word.NOT_COMPARABLE if enough else Word.TOO_LITTLE
        return replace(found, word=word, reasons=(*found.reasons, _FEW))
    if _is_thin(found.recent) or _is_thin(found.before):
        return replace(found, reasons=(*found.reasons, _thin(metric, found)))
    return _worded(found, change.between(metric, later, earlier, chance))


def _found(
    metric: Metric, weeks: Mapping[Week, WeekSum], window: Sequence[Week]
) -> dict[Week, WeekSum]:
    """Return the weeks of a window that can be compared: one out of nothing is a gap too."""
    found = [(week, weeks.get(week)) for week in window]
    return {week: one for week, one in found if one is not None and figures.holds(metric, one)}


_FEW = f"it takes at least {FEWEST_WEEKS} of these {SPAN} weeks and {FEWEST_BEFORE} before"


def _comparable(later: int, earlier: int, marked: int) -> str:
    left = f", {marked} that the team marked left out" if marked else ""
    return f"{later} of {SPAN} weeks can be compared{left}, with {earlier} before"


def _is_thin(found: Figure | None) -> bool:
    return found is None or found.value is None


def _thin(metric: Metric, found: Comparison) -> str:
    both = (one.sample_size for one in (found.recent, found.before) if one is not None)
    # How many there are is then told in tens alone, and here not at all.
    fewest = min(both) if metric.tells_counts else "too few"
    return f"{fewest} events in one of the two windows; it takes {metric.minimum_sample}"


def _worded(found: Comparison, seen: Change) -> Comparison:
    """Say what a change comes to, seen beside the figures that are shown."""
    if found.recent is None or found.before is None:
        return found
    moved = (found.recent.value or 0.0) - (found.before.value or 0.0)
    word, why = Word.NO_CLEAR_CHANGE, "the weeks part no further than they do by chance"
    if seen.direction * moved > 0 and abs(moved) >= SMALLEST_CHANGE * (found.before.value or 0.0):
        word, why = (Word.ROSE if moved > 0 else Word.FELL), ""
    elif seen.direction * moved > 0:
        why = "a change of less than a tenth"
    elif seen.direction:
        why = "the weeks and their sum point different ways"
    reasons = (*found.reasons, why) if why else found.reasons
    if found.recent.value and found.before.value:
        seen = seen.holding(found.recent.value / found.before.value)
    return replace(found, word=word, change=seen, reasons=reasons)


def _usual(metric: Metric, earlier: Sequence[float]) -> tuple[float, float] | None:
    """The range in which a weekly value lies when nothing changes: natural process limits."""
    if len(earlier) < FEWEST_BEFORE:
        return None
    moves = [abs(b - a) for a, b in pairwise(earlier)]
    middle, reach = fmean(earlier), LIMIT_FACTOR * fmean(moves)
    top = 1.0 if metric.unit is Unit.SHARE else float("inf")
    return max(0.0, middle - reach), min(top, middle + reach)
