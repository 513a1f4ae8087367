"""A snapshot: the trends of one team at one time, after the floor and the guardrails.

Everything that shows a team its numbers starts here, so that all of them show the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.metrics import catalogue, comparable, guarding
from bot.metrics.aggregate import WeeklyAggregate
from bot.metrics.metric import Metric
from bot.metrics.setting import Setting
from bot.metrics.trend import (
    BASELINE,
    BESIDE_CHANCE,
    EACH_CHANCE,
    FOCUS_CHANCE,
    SERVICES_PART,
    SHOWN,
    SPAN,
    Trend,
    judge,
)
from bot.metrics.week import Week


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
        """The first week that is drawn."""
        return self.last.plus(1 - SHOWN)

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
    setting: Setting,
    *,
    metrics: Sequence[str],
    focus: str | None,
    collected_at: datetime | None,
) -> Snapshot:
    """Build the snapshot of one team from its stored weeks.

    Args:
        rows: the team's weeks, as `store.weeks_since` returns them.
        setting: how the team's weeks are to be seen.
        metrics: which to show, in this order.
        focus: the one that the team wants to move; None where it has not said.
        collected_at: when the newest row was collected.
    """
    series = comparable.add_up(rows, setting)
    judged = {
        (name, service): judge(
            catalogue.get(name),
            service,
            weeks,
            setting.last,
            chance=chance_of(name, service, focus, setting.services),
            marked=setting.marked,
        )
        for (name, service), weeks in series.items()
    }
    team = {metric: trend for (metric, service), trend in judged.items() if not service}
    shown, missing = _shown(metrics, team)
    return Snapshot(
        last=setting.last,
        trends=tuple(shown),
        services=tuple(
            judged[key]
            for key in sorted(judged)
            if key[1] and key[0] in {t.metric.id for t in shown}
        ),
        missing=tuple(missing),
        collected_at=collected_at,
    )


def chance_of(metric: str, service: str, focus: str | None, services: int) -> float:
    """Return how often a series without a change may be called changed.

    It hangs on nothing but the part that the series plays on the page, so that no other metric's
    numbers change what is said of this one.

    Args:
        metric: the id of the metric.
        service: the service's name, or "" for the whole team.
        focus: the id of the metric that the team wants to move; None where it has not said.
        services: how many services the team has.
    """
    chance = EACH_CHANCE if focus is None else BESIDE_CHANCE
    if metric == focus:
        chance = FOCUS_CHANCE
    return chance * SERVICES_PART / max(1, services) if service else chance


def _shown(metrics: Sequence[str], team: dict[str, Trend]) -> tuple[list[Trend], list[Missing]]:
    """Keep what has anything to show, and no speed or adoption metric without a guardrail."""
    shown: list[Trend] = []
    missing: list[Missing] = []
    usable = {metric for metric in metrics if metric in team and team[metric].is_usable}
    for name in metrics:
        metric = catalogue.get(name)
        if name not in team or not _has_figure(team[name]):
            missing.append(Missing(metric, "too little behind it to show for these weeks"))
        elif guarding.lacks(metric, usable):
            missing.append(Missing(metric, guarding.missing(metric)))
        else:
            shown.append(team[name])
    return shown, missing


def _has_figure(trend: Trend) -> bool:
    """Say whether there is anything to show of the last weeks, with those that were marked."""
    return trend.recent is not None or trend.with_marked is not None


def weeks_needed(last: Week) -> Week:
    """Return the first week a snapshot that ends with `last` needs."""
    return last.plus(1 - SPAN - BASELINE)


STALE_AFTER = timedelta(days=8)
"""Nightly numbers older than this are said to be old."""
