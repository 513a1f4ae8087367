"""Speed and adoption never stand alone: promise 5, as a rule."""

from collections.abc import Set as AbstractSet

from bot.metrics import catalogue
from bot.metrics.metric import Metric


def lacks(metric: Metric, usable: AbstractSet[str]) -> bool:
    """Say whether a metric needs a guardrail and none of its own is usable.

    Args:
        metric: what is to be shown.
        usable: the ids of the metrics of which something can be said.
    """
    return metric.needs_guardrail and usable.isdisjoint(metric.guardrails)


def missing(metric: Metric) -> str:
    """Return why such a metric is not shown, in words."""
    names = " or ".join(catalogue.get(name).label.lower() for name in metric.guardrails)
    return f"not shown without its guardrail ({names}), of which nothing can be said now"
