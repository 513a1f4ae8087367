"""Which stored weeks can be compared with each other, and what each of them adds up to.

Everything that shows or judges a team's weeks takes them from here, so that all of it keeps to the
same floor and the same definition.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from bot.metrics import catalogue, floor
from bot.metrics.aggregate import WeeklyAggregate
from bot.metrics.figure import WeekSum
from bot.metrics.histogram import merged
from bot.metrics.metric import ON_PAGES, Kind, Privacy
from bot.metrics.setting import Setting
from bot.metrics.week import DAYS, Week

WORKING_DAYS = 5
"""A ratio or a median of a working week can be compared even if the weekend is missing."""


def add_up(
    rows: Iterable[WeeklyAggregate], setting: Setting, levels: Collection[Privacy] = ON_PAGES
) -> dict[tuple[str, str], dict[Week, WeekSum]]:
    """Add up each metric's weeks over dimensions and sources; leave out what cannot be compared.

    Left out are weeks under the floor, weeks that are not covered well enough, rows of another
    version of the metric's definition, metrics of other privacy levels, and counts of weeks in which
    the team did not work at all.

    Args:
        rows: a team's weeks, as `store.weeks_since` returns them.
        setting: how the team's weeks are to be seen.
        levels: the privacy levels of the metrics that are wanted: those of pages, if not said.

    Returns:
        The comparable weeks by metric and service; the service "" is the whole team.
    """
    cells: dict[tuple[str, str, Week], list[WeeklyAggregate]] = defaultdict(list)
    for row in rows:
        metric = catalogue.get(row.metric)
        if row.definition_version != metric.version or metric.privacy not in levels:
            continue
        if row.dimension in (metric.headline or ("",)):
            cells[row.metric, row.service, row.week].append(row)
    series: dict[tuple[str, str], dict[Week, WeekSum]] = defaultdict(dict)
    for (metric_id, service, week), parts in cells.items():
        part = setting.working(week) if catalogue.get(metric_id).kind is Kind.COUNT else 1.0
        if part and all(_counts(one, setting) for one in parts):
            series[metric_id, service][week] = _sum(parts, part)
    return series


def _counts(row: WeeklyAggregate, setting: Setting) -> bool:
    needed = DAYS if catalogue.get(row.metric).kind is Kind.COUNT else WORKING_DAYS
    enough = floor.stands(
        row.contributors, row.largest_share, setting.headcount, setting.minimum_group
    )
    return enough and row.days_covered >= needed


def _sum(parts: Sequence[WeeklyAggregate], working: float) -> WeekSum:
    """Add the dimensions of each source, then the sources.

    The dimensions of one source share its denominator and its events (the same changed lines carry
    findings of every severity), so those are counted once a source: the largest is the whole.
    """
    numerator = 0.0
    denominators: dict[str, float] = {}
    events: dict[str, int] = {}
    for part in parts:
        numerator += part.numerator
        events[part.source] = max(part.sample_size, events.get(part.source, 0))
        if part.denominator is not None:
            before = denominators.get(part.source, 0.0)
            denominators[part.source] = max(part.denominator, before)
    histograms = [part.histogram for part in parts if part.histogram is not None]
    return WeekSum(
        numerator=numerator,
        denominator=sum(denominators.values()) if denominators else None,
        sample_size=sum(events.values()),
        histogram=merged(histograms) if histograms else None,
        working=working,
    )
