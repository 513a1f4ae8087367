"""An outcome: the honest before and after of an experiment that two people agreed on.

The first six weeks after the agreement are held against the year before it, by the same judgement as
a trend (`trend.hold`). Two weeks in between are in neither. The weeks right before the agreement are
among those before, and only a few of them: a bad stretch that made the two talk is no yardstick. It
says what moved, and never what moved it. Everything here is pure.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.metrics import catalogue, choices, comparable, guarding, trend
from bot.metrics.aggregate import WeeklyAggregate
from bot.metrics.change import Change
from bot.metrics.figure import Figure, WeekSum
from bot.metrics.metric import Better, Metric
from bot.metrics.setting import Setting
from bot.metrics.trend import BASELINE, FEWEST_BEFORE, FEWEST_WEEKS, SPAN, Comparison, Word
from bot.metrics.week import Week

_Series = Mapping[tuple[str, str], Mapping[Week, WeekSum]]
"""The comparable weeks by metric and service."""

WASH_IN = 2
"""Weeks left out: that of the agreement and the next one. What was agreed is got used to until the
check-in, the article's "in two weeks" (S6), and such weeks are neither the old way nor the new."""

CHANCE = 0.05
"""How often an experiment without any effect may be said to have had one, for its metric and for
its guardrail; docs/trends.md has what it comes to."""

REGRESSION = (
    "Things that are worth a talk tend to come up in a bad stretch, and often get better by"
    ' themselves. So "helped" is a hint, not proof.'
)
"""To be shown with every outcome. The statistician's name for it is regression to the mean."""


class Verdict(StrEnum):
    """The only four things Coach says of an experiment."""

    HELPED = "helped"
    NO_CLEAR_CHANGE = "no clear change"
    GOT_WORSE = "got worse"
    CANNOT_TELL = "cannot tell yet"


@dataclass(frozen=True, slots=True)
class GuardrailOutcome:
    """What became meanwhile of the metric that must not suffer.

    Attributes:
        metric: what is measured.
        verdict: the same words as for the experiment's own metric.
        before: the weeks before; None when none of them can be compared.
        after: the weeks after; None when none of them can be compared.
    """

    metric: Metric
    verdict: Verdict
    before: Figure | None
    after: Figure | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One experiment of one team: a metric before and after, and its guardrail beside it.

    Attributes:
        metric: what the two agreed to look at.
        verdict: what can be said.
        before: the weeks before; None when none of them can be shown.
        after: the weeks after; None when none of them can be shown.
        change: by which factor it changed; None where nothing is said of a change.
        reasons: why that verdict, in words.
        guardrail: the guardrail's own before and after; None when it cannot be shown.
        look_again_on: the Monday on which all six weeks after can be known, on the team's calendar;
            None when they are there already, or when waiting changes nothing.
    """

    metric: Metric
    verdict: Verdict
    before: Figure | None
    after: Figure | None
    change: Change | None
    reasons: tuple[str, ...]
    guardrail: GuardrailOutcome | None
    look_again_on: date | None


@dataclass(frozen=True, slots=True)
class _Grid:
    """The weeks that are looked at: a year before, six after, and which of them is the last over."""

    before: tuple[Week, ...]
    after: tuple[Week, ...]
    last: Week

    @classmethod
    def around(cls, agreed_on: date, last: Week) -> "_Grid":
        agreed = Week.of(agreed_on)
        start = agreed.plus(WASH_IN)
        return cls(
            before=tuple(agreed.plus(-BASELINE).until(agreed.plus(-1))),
            after=tuple(start.until(start.plus(SPAN - 1))),
            last=last,
        )

    def over(self, window: Sequence[Week]) -> list[Week]:
        return [week for week in window if week <= self.last]


@dataclass(frozen=True, slots=True)
class _Side:
    """One metric, held before against after, and how many weeks of either may still come."""

    metric: Metric
    held: Comparison
    awaited_before: int
    awaited_after: int

    @property
    def is_usable(self) -> bool:
        return self.held.word not in {Word.TOO_LITTLE, Word.NOT_COMPARABLE}

    @property
    def can_be_enough(self) -> bool:
        before = _can_be_enough(self.held.before, self.awaited_before, FEWEST_BEFORE)
        return before and _can_be_enough(self.held.recent, self.awaited_after, FEWEST_WEEKS)

    @property
    def verdict(self) -> Verdict:
        if self.metric.better is None or not self.is_usable:
            return Verdict.CANNOT_TELL
        if self.held.word is Word.NO_CLEAR_CHANGE:
            return Verdict.NO_CLEAR_CHANGE
        wanted = Word.ROSE if self.metric.better is Better.HIGHER else Word.FELL
        return Verdict.HELPED if self.held.word is wanted else Verdict.GOT_WORSE


def weeks_needed(agreed_on: date) -> Week:
    """Return the first week that an outcome needs; the last one is seven weeks after the agreement."""
    return Week.of(agreed_on).plus(-BASELINE)


def told_on(agreed_on: date) -> date:
    """Return the Monday on which the last of the six weeks after an agreement is over."""
    return Week.of(agreed_on).plus(WASH_IN + SPAN).monday


def compare(
    rows: Iterable[WeeklyAggregate],
    setting: Setting,
    *,
    metric: str,
    guardrail: str | None,
    agreed_on: date,
) -> Outcome:
    """Hold the weeks before an agreement against those after it, for the whole team.

    Args:
        rows: the team's weeks from `weeks_needed` on, as `store.weeks_since` returns them.
        setting: how the team's weeks are to be seen.
        metric: the id of the metric that the two agreed to look at.
        guardrail: the id of what must not suffer; None: nothing was named.
        agreed_on: the day of the agreement, on the team's calendar.

    Raises:
        KeyError: the catalogue has no such metric.
    """
    chosen = catalogue.get(metric)
    if (refusal := choices.refusal(chosen)) is not None:
        return _nothing(chosen, (refusal,), None)
    grid = _Grid.around(agreed_on, setting.last)
    series = comparable.add_up(rows, setting)
    side = _side(chosen, series, grid, setting.marked)
    guard = _guard(chosen, guardrail, series, grid, setting.marked)
    usable = {guard.metric.id} if guard is not None and guard.is_usable else set()
    look_again_on = _look_again_on(side, guard, grid)
    if guarding.lacks(chosen, usable):
        why = (*_progress(side, grid), guarding.missing(chosen))
        return _nothing(chosen, _closed(Verdict.CANNOT_TELL, why, look_again_on), look_again_on)
    why = (*_progress(side, grid), *side.held.reasons)
    return Outcome(
        metric=chosen,
        verdict=side.verdict,
        before=side.held.before,
        after=side.held.recent,
        change=side.held.change,
        reasons=_closed(side.verdict, why, look_again_on),
        guardrail=_shown(side, guard),
        look_again_on=look_again_on,
    )


def _nothing(metric: Metric, reasons: tuple[str, ...], look_again_on: date | None) -> Outcome:
    return Outcome(
        metric=metric,
        verdict=Verdict.CANNOT_TELL,
        before=None,
        after=None,
        change=None,
        reasons=reasons,
        guardrail=None,
        look_again_on=look_again_on,
    )


def _side(metric: Metric, series: _Series, grid: _Grid, marked: frozenset[Week]) -> _Side:
    weeks = series.get((metric.id, ""), {})
    held = trend.hold(
        metric,
        weeks,
        before=grid.over(grid.before),
        recent=grid.over(grid.after),
        chance=CHANCE,
        marked=marked,
    )
    return _Side(
        metric=metric,
        held=held,
        awaited_before=_awaited(metric, weeks, grid.before, grid.last),
        awaited_after=_awaited(metric, weeks, grid.after, grid.last),
    )


def _awaited(metric: Metric, weeks: Container[Week], window: Sequence[Week], last: Week) -> int:
    """Count the weeks that are not over, and those not known yet that were over too lately."""
    return sum(
        week > last or (week not in weeks and week.plus(metric.settles_weeks) > last)
        for week in window
    )


def _can_be_enough(found: Figure | None, awaited: int, fewest: int) -> bool:
    """Say whether the weeks of a window are enough, or can become so by waiting."""
    stands = found is not None and found.value is not None
    known = 0 if found is None else len(found.weeks)
    return known + awaited >= fewest and (stands or awaited > 0)


def _guard(
    metric: Metric, name: str | None, series: _Series, grid: _Grid, marked: frozenset[Week]
) -> _Side | None:
    """Hold the guardrail's weeks; no metric guards itself, nor does one without a better way."""
    if name is None or name == metric.id or choices.refusal(catalogue.get(name)) is not None:
        return None
    return _side(catalogue.get(name), series, grid, marked)


def _shown(side: _Side, guard: _Side | None) -> GuardrailOutcome | None:
    """Show the guardrail if it has anything to show, and by the rule that holds for any metric."""
    if guard is None or guard.held.recent is None:
        return None
    if guarding.lacks(guard.metric, {side.metric.id} if side.is_usable else set()):
        return None
    return GuardrailOutcome(guard.metric, guard.verdict, guard.held.before, guard.held.recent)


def _look_again_on(side: _Side, guard: _Side | None, grid: _Grid) -> date | None:
    hoped = {guard.metric.id} if guard is not None and guard.can_be_enough else set()
    if not side.can_be_enough or guarding.lacks(side.metric, hoped):
        return None
    settled = [
        grid.after[-1].plus(1 + one.metric.settles_weeks).monday
        for one in (side, guard)
        if one is not None and one.awaited_after and one.can_be_enough
    ]
    return max(settled, default=None)


def _progress(side: _Side, grid: _Grid) -> tuple[str, ...]:
    """Say how many of the six weeks after are over, while numbers are still to come."""
    if not side.awaited_after:
        return ()
    over = f"{len(grid.over(grid.after))} of the {SPAN} weeks after are over"
    said = [f"{over}; the week of the agreement and the next one are left out"]
    if settles := side.metric.settles_weeks:
        said.append(f"the number of a week can be known {settles} weeks after its end")
    return tuple(said)


def _closed(
    verdict: Verdict, reasons: tuple[str, ...], look_again_on: date | None
) -> tuple[str, ...]:
    """Add, where nothing can be told and nothing more will come, that waiting does not help."""
    if verdict is Verdict.CANNOT_TELL and look_again_on is None:
        return (*reasons, "waiting will not change this")
    return reasons
