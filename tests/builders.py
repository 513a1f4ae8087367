"""Builders: every default is valid; a test spells out only what it is about."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.metrics import catalogue
from bot.metrics.aggregate import WeeklyAggregate
from bot.metrics.figure import WeekSum
from bot.metrics.histogram import Histogram
from bot.metrics.metric import Kind
from bot.metrics.setting import Setting
from bot.metrics.trend import BASELINE
from bot.metrics.week import Week

LAST = Week(date(2026, 11, 9))
"""The last complete week at `tests.clock.T0`."""


def a_week(metric: str = "rework_after_merge", **said: Any) -> WeeklyAggregate:
    """A weekly aggregate that stands on the floor."""
    kind = catalogue.get(metric).kind
    usual = [10.0, 20.0, 30.0] if kind is Kind.DISTRIBUTION and "histogram" not in said else None
    values = said.pop("values", usual)
    defaults: dict[str, Any] = {
        "team": "payments",
        "week": LAST,
        "metric": metric,
        "service": "",
        "dimension": "",
        "source": "numbers",
        "definition_version": catalogue.get(metric).version,
        "numerator": float(len(values)) if values else 3.0,
        "denominator": 30.0 if kind is Kind.RATIO else None,
        "sample_size": len(values) if values else 30,
        "contributors": 7,
        "largest_share": 0.3,
        "histogram": Histogram.of(values) if values else None,
        "days_covered": 7,
        "week_zone": "Europe/Berlin",
        "final": True,
    }
    return WeeklyAggregate(**{**defaults, **said})


def usually(six: Sequence[Any]) -> list[Any]:
    """The weeks that a trend is held against: these six over and over, and whole at the end."""
    return [six[(number - BASELINE) % len(six)] for number in range(BASELINE)]


def weeks_to(
    last: Week, metric: str, values: Sequence[float | list[float] | None], **said: Any
) -> list[WeeklyAggregate]:
    """Weeks that end with `last`: numerators, or lists of values; None leaves a week out."""
    rows = []
    for number, value in enumerate(values):
        if value is None:
            continue
        week = last.plus(number + 1 - len(values))
        given = {"values": value} if isinstance(value, list) else {"numerator": float(value)}
        rows.append(a_week(metric, week=week, **{**given, **said}))
    return rows


def a_year(
    metric: str, usual: Sequence[Any], recent: Sequence[Any], **said: Any
) -> list[WeeklyAggregate]:
    """A year of weeks that ends with `LAST`: the usual six over and over, and then the recent six."""
    return weeks_to(LAST, metric, [*usually(usual), *recent], **said)


def sums(numerators: Sequence[float | None], denominator: float = 30.0) -> dict[Week, WeekSum]:
    """Weeks of a ratio that end with `LAST`; None leaves a week out."""
    return {
        LAST.plus(number - len(numerators) + 1): WeekSum(value, denominator, int(denominator), None)
        for number, value in enumerate(numerators)
        if value is not None
    }


def a_setting(**said: Any) -> Setting:
    """How the weeks of a team of eight are seen, that works the same in each and has marked none."""
    defaults: dict[str, Any] = {
        "last": LAST,
        "headcount": 8,
        "minimum_group": 5,
        "working": lambda _week: 1.0,
    }
    return Setting(**{**defaults, **said})
