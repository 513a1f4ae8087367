"""What may be chosen for an experiment, and what must not suffer meanwhile."""

from collections.abc import Container, Mapping
from functools import cache

from bot.metrics import catalogue
from bot.metrics.metric import Metric, Privacy

_BESIDE: Mapping[str, str] = {
    "findings_new": "rework_after_merge",  # What is mended in a hurry comes back.
    "findings_inherited": "rework_after_merge",  # Mending old code breaks things.
    "test_failure_rate": "rework_after_merge",  # A test that was taken away fails no more.
    "defect_escape_rate": "change_fail_rate",  # A defect that nobody reports still needs mending.
    "test_case_failure_rate": "rework_after_merge",  # For the same reason.
    "flaky_rate": "test_failure_rate",  # Runs that nobody repeats are never seen to change.
    "incident_count": "change_fail_rate",  # Trouble that nobody declares still needs mending.
    "change_fail_rate": "deployment_frequency",  # Who hardly deploys hardly fails.
}
"""What to set beside a metric that has no guardrail of its own: where its risk would be seen."""


def measurable() -> tuple[Metric, ...]:
    """Return the metrics that may be chosen for an experiment, in the catalogue's order."""
    return tuple(metric for metric in catalogue.METRICS.values() if refusal(metric) is None)


def refusal(metric: Metric) -> str | None:
    """Return why no experiment can be looked at with a metric; None if one can."""
    if not metric.privacy.is_on_pages:
        return "it is on no page, and so not here either"
    if metric.better is None:
        return "neither direction of it is better, so nothing can be said to have helped"
    return None


@cache
def guardrails_of(metric: str) -> tuple[str, ...]:
    """Return the ids of what must not suffer while somebody tries to move a metric, best first.

    Its guardrails; for a metric without any, where its risk would be seen, and then what it guards
    itself and is its price. Each is another metric, for the whole team and with a better direction.

    Raises:
        KeyError: the catalogue has no such metric.
    """
    guarded = [one.id for one in catalogue.METRICS.values() if metric in one.guardrails]
    beside = [_BESIDE[metric]] if metric in _BESIDE else []
    names = dict.fromkeys((*catalogue.get(metric).guardrails, *beside, *guarded))
    return tuple(
        name
        for name in names
        if name != metric
        and catalogue.get(name).privacy is Privacy.TEAM
        and catalogue.get(name).better is not None
    )


def guardrail_for(metric: str, known: Container[str] | None = None) -> str | None:
    """Return the guardrail to show beside a metric; None when there is none.

    Args:
        metric: the id of the metric.
        known: the ids of which the team has any numbers; one of them goes before others.

    Raises:
        KeyError: the catalogue has no such metric.
    """
    names = guardrails_of(metric)
    shown = [name for name in names if known is None or name in known]
    return next(iter((*shown, *names)), None)
