"""Which metrics a decision may rest on, and why not others. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.decisions import words
from bot.metrics import catalogue, choices, forbidden
from bot.metrics.metric import Layer, Metric, Privacy
from bot.slack.text import quote
from bot.teams.policy import DEFAULT, Policy

OUTCOME: Final = "outcome"
PROCESS: Final = "process"
PROCESS_TOO: Final = "process_too"
GUARDRAIL: Final = "guardrail"
Chosen = Mapping[str, str]
"""The id of a metric by its field, in the form's order; "" where none was chosen."""


def outcomes(policy: Policy = DEFAULT) -> tuple[Metric, ...]:
    """Return what a team can want to change: neither direction of adoption is better, so not that."""
    return tuple(metric for metric in processes(policy) if metric.better is not None)


def processes(policy: Policy = DEFAULT) -> tuple[Metric, ...]:
    """Return what a team can look at: everything that may stand on a page."""
    allowed = (metric for metric in catalogue.METRICS.values() if policy.allows(metric.id))
    return tuple(metric for metric in allowed if metric.privacy.is_on_pages)


def guardrails(policy: Policy = DEFAULT) -> tuple[Metric, ...]:
    """Return what can guard anything at all."""
    return tuple(metric for metric in processes(policy) if _can_guard(metric))


def problems(chosen: Chosen, policy: Policy = DEFAULT) -> dict[str, str]:
    """Return what is wrong with the metrics of a decision and how to mend it, by field.

    Args:
        chosen: what stands in each field.
        policy: the organisation's, which says what may be shown at all.
    """
    found = {
        name: said for name, metric in chosen.items() if (said := _refusal(name, metric, policy))
    }
    found |= {name: words.TWICE for name in _repeated(chosen) if name not in found}
    sound = {name: metric for name, metric in chosen.items() if name not in found}
    if len(sound) < len(chosen):
        return found
    if said := _guards_nothing(sound, policy):
        found[GUARDRAIL] = said
    return found | dict(_unguarded(sound))


def _refusal(field: str, name: str, policy: Policy) -> str:
    """Return why a metric cannot stand in a field; "" where it can."""
    metric = catalogue.METRICS.get(name)
    if metric is None:
        reason = forbidden.reason(name)
        return words.FORBIDDEN.format(reason=reason) if reason else _unknown(name)
    if metric.privacy is Privacy.RESTRICTED:
        return words.RESTRICTED.format(metric=metric.label)
    if not metric.privacy.is_on_pages:
        return words.EFFECTS.format(metric=metric.label)
    return (
        _misplaced(field, metric, policy)
        if policy.allows(name)
        else words.BARRED.format(metric=metric.label)
    )


def _misplaced(field: str, metric: Metric, policy: Policy) -> str:
    """Return why a metric that a team may look at does not fit a field; "" where it does."""
    if field == OUTCOME and metric.better is None:
        return words.NO_DIRECTION.format(metric=metric.label)
    if field == GUARDRAIL and not _can_guard(metric):
        return words.GUARDS_NOTHING.format(
            metric=metric.label, guardrails=_labels(_guarding(policy))
        )
    return ""


def _unknown(name: str) -> str:
    return words.UNKNOWN.format(words=quote(name)) if name else words.CHOOSE_ONE


def _repeated(chosen: Chosen) -> Iterator[str]:
    seen = set()
    for field, metric in chosen.items():
        if metric in seen:
            yield field
        seen.add(metric)


def _guards_nothing(chosen: Chosen, policy: Policy) -> str:
    """Return why a guardrail has nothing to do with what it is to guard; "" where it has."""
    guarded = [metric for field, metric in chosen.items() if field != GUARDRAIL]
    if _guards(chosen[GUARDRAIL], guarded):
        return ""
    fit = [name for name in _guarding(policy) if name not in guarded and _guards(name, guarded)]
    if not fit:
        return ""
    label = catalogue.get(chosen[GUARDRAIL]).label
    return words.GUARDS_OTHERS.format(metric=label, guardrails=_labels(fit))


def _guards(guardrail: str, guarded: Sequence[str]) -> bool:
    """Say whether the price of moving one of some metrics would be seen in another, or the reverse."""
    prices = choices.guardrails_of(guardrail)
    return any(guardrail in choices.guardrails_of(one) or one in prices for one in guarded)


def _unguarded(chosen: Chosen) -> Iterator[tuple[str, str]]:
    """Yield each speed or adoption metric that has none of its own guardrails beside it."""
    for field, name in chosen.items():
        metric = catalogue.get(name)
        if metric.needs_guardrail and set(metric.guardrails).isdisjoint(chosen.values()):
            said = words.NEEDS_ITS_OWN.format(
                metric=metric.label, guardrails=_labels(metric.guardrails)
            )
            yield field, said


def _can_guard(metric: Metric) -> bool:
    # The catalogue's own guardrails are all of this kind; a test holds them to it.
    return metric.layer is not Layer.PROCESS and not metric.needs_guardrail


def _guarding(policy: Policy) -> tuple[str, ...]:
    return tuple(metric.id for metric in guardrails(policy))


def _labels(names: Sequence[str]) -> str:
    *others, last = (catalogue.get(name).label.lower() for name in names)
    return f"{', '.join(others)} or {last}" if others else last
