"""Builders: every default is valid; a test spells out only what it is about."""

from datetime import date
from typing import Any

from bot.metrics import catalogue
from bot.metrics.aggregate import WeeklyAggregate
from bot.metrics.histogram import Histogram
from bot.metrics.metric import Kind
from bot.metrics.trend import WeekSum
from bot.metrics.week import Week

LAST = Week(date(2026, 11, 9))
"""The last complete week at `tests.clock.T0`."""


def a_week(metric: str = "rework_after_merge", **said: Any) -> WeeklyAggregate:
    """A weekly aggregate that stands on the floor."""
    kind = catalogue.get(metric).kind
    values = said.pop("values", [10.0, 20.0, 30.0] if kind is Kind.DISTRIBUTION else None)
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


def twelve(metric: str, before: list[Any], recent: list[Any], **said: Any) -> list[WeeklyAggregate]:
    """Twelve weeks that end with `LAST`: numerators, or lists of values; None leaves a week out."""
    rows = []
    for number, value in enumerate([*before, *recent]):
        if value is None:
            continue
        week = LAST.plus(number - 11)
        given = {"values": value} if isinstance(value, list) else {"numerator": float(value)}
        rows.append(a_week(metric, week=week, **{**given, **said}))
    return rows


def sums(numerators: list[float | None], denominator: float = 30.0) -> dict[Week, WeekSum]:
    """Weeks of a ratio that end with `LAST`; None leaves a week out."""
    return {
        LAST.plus(number - len(numerators) + 1): WeekSum(value, denominator, int(denominator), None)
        for number, value in enumerate(numerators)
        if value is not None
    }
