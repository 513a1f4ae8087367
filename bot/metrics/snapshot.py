"""A snapshot: the trends of one team at one time, after the floor and the guardrails.

Everything that shows a team its numbers starts here, so that all of them show the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.metrics import catalogue, floor
from bot.metrics.aggregate import WeeklyAggregate
from bot.metrics.histogram import Histogram
from bot.metrics.metric import Kind, Metric, Privacy
from bot.metrics.trend import SPAN, Trend, WeekSum, judge
from bot.metrics.week import DAYS, Week

WORKING_DAYS = 5
"""A ratio or a median of a working week can be compared even if the weekend is missing."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A metric that is not shown. The reason never tells whether the data or the people are few."""

    metric: Metric
    reason: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a team may see of itself.

    Attributes:
        last: the last complete week.
        trends: one a shown metric, for the whole team, in the order asked for.
        services: the same metrics by service, where a service can be told apart.
        missing: the metrics asked for that are not shown, and why.
        collected_at: when the newest of the numbers was collected; None when there are none.
    """

    last: Week
    trends: tuple[Trend, ...]
    services: tuple[Trend, ...]
    missing: tuple[Missing, ...]
    collected_at: datetime | None

    @property
    def first(self) -> Week:
        """The first week that was looked at."""
        return self.last.plus(1 - 2 * SPAN)

    @property
    def recent_first(self) -> Week:
        """The first of the last six weeks."""
        return self.last.plus(1 - SPAN)

    @property
    def is_usable(self) -> bool:
        """Whether anything at all can be said."""
        return any(trend.is_usable for trend in self.trends)


def last_complete_week(now: datetime, zone: ZoneInfo) -> Week:
    """Return the last week that is over on a team's calendar."""
    return Week.containing(now, zone).plus(-1)


def wanted_dimensions(metrics: Iterable[str]) -> set[str]:
    """Return the dimensions that the pages add up, and "" for the metrics without."""
    return {"", *(name for metric in metrics for name in catalogue.get(metric).headline)}


def take(
    rows: Iterable[WeeklyAggregate],
    *,
    metrics: Sequence[str],
    last: Week,
    headcount: int,
    minimum_group: int,
    collected_at: datetime | None,
) -> Snapshot:
    """Build the snapshot of one team from its stored weeks.

    Args:
        rows: the team's weeks, as `store.weeks_since` returns them.
        metrics: which to show, in this order.
        last: the last complete week.
        headcount: how many members the team has.
        minimum_group: the organisation's floor.
        collected_at: when the newest row was collected.
    """
    series = _comparable(rows, headcount, minimum_group)
    judged = {
        (metric, service): judge(catalogue.get(metric), service, weeks, last)
        for (metric, service), weeks in series.items()
    }
    team = {metric: trend for (metric, service), trend in judged.items() if not service}
    shown, missing = _shown(metrics, team)
    return Snapshot(
        last=last,
        trends=tuple(shown),
        services=tuple(
            judged[key]
            for key in sorted(judged)
            if key[1] and key[0] in {t.metric.id for t in shown}
        ),
        missing=tuple(missing),
        collected_at=collected_at,
    )


def _comparable(
    rows: Iterable[WeeklyAggregate], headcount: int, minimum_group: int
) -> dict[tuple[str, str], dict[Week, WeekSum]]:
    """Add up each metric's weeks over dimensions and sources; leave out what cannot be compared."""
    cells: dict[tuple[str, str, Week], list[WeeklyAggregate]] = defaultdict(list)
    for row in rows:
        metric = catalogue.get(row.metric)
        if row.definition_version != metric.version or metric.privacy is Privacy.RESTRICTED:
            continue
        if row.dimension in (metric.headline or ("",)):
            cells[row.metric, row.service, row.week].append(row)
    series: dict[tuple[str, str], dict[Week, WeekSum]] = defaultdict(dict)
    for (metric_id, service, week), parts in cells.items():
        if all(_counts(part, headcount, minimum_group) for part in parts):
            series[metric_id, service][week] = _sum(parts)
    return series


def _counts(row: WeeklyAggregate, headcount: int, minimum_group: int) -> bool:
    needed = DAYS if catalogue.get(row.metric).kind is Kind.COUNT else WORKING_DAYS
    enough = floor.stands(row.contributors, row.largest_share, headcount, minimum_group)
    return enough and row.days_covered >= needed


def _sum(parts: Sequence[WeeklyAggregate]) -> WeekSum:
    """Add the dimensions of each source, then the sources.

    The dimensions of one source share its denominator and its events (the same changed lines carry
    findings of every severity), so those are counted once a source: the largest is the whole.
    """
    denominators: dict[str, float] = {}
    events: dict[str, int] = {}
    for part in parts:
        events[part.source] = max(part.sample_size, events.get(part.source, 0))
        if part.denominator is not None:
            before = denominators.get(part.source, 0.0)
            denominators[part.source] = max(part.denominator, before)
    histogram = None
    if any(part.histogram is not None for part in parts):
        histogram = Histogram()
        for part in parts:
            if part.histogram is not None:
                histogram.merge(part.histogram)
    return WeekSum(
        numerator=sum(part.numerator for part in parts),
        denominator=sum(denominators.values()) if denominators else None,
        sample_size=sum(events.values()),
        histogram=histogram,
    )


def _shown(metrics: Sequence[str], team: dict[str, Trend]) -> tuple[list[Trend], list[Missing]]:
    """Keep what has anything to show, and no speed or adoption metric without a guardrail."""
    shown: list[Trend] = []
    missing: list[Missing] = []
    usable = {metric for metric in metrics if metric in team and team[metric].is_usable}
    for name in metrics:
        metric = catalogue.get(name)
        if name not in team or team[name].recent is None:
            missing.append(Missing(metric, "too little behind it to show for these weeks"))
        elif metric.needs_guardrail and not usable.intersection(metric.guardrails):
            missing.append(Missing(metric, _without_guardrail(metric)))
        else:
            shown.append(team[name])
    return shown, missing


def _without_guardrail(metric: Metric) -> str:
    names = " or ".join(catalogue.get(name).label.lower() for name in metric.guardrails)
    return f"not shown without its guardrail ({names}), which has too little behind it"


def weeks_needed(last: Week) -> Week:
    """Return the first week a snapshot that ends with `last` needs."""
    return last.plus(1 - 2 * SPAN)


STALE_AFTER = timedelta(days=8)
"""Nightly numbers older than this are said to be old."""
