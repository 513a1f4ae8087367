"""Hidden numbers: a number that is hidden is shown nowhere, and stands behind no other. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.metrics import catalogue
from bot.metrics.aggregate import WeeklyAggregate
from bot.metrics.snapshot import Missing, Snapshot

REASON = "paused while it is being looked into"
"""The same words whatever paused it."""
BARRED = "not allowed by your organisation's policy"
"""What the policy does not list is on no page."""
WAITING = "waiting for a steward's approval"
"""The same words whether no steward has answered yet, or one said not yet."""
STOPPED = "switched off until its manager and a steward start it again"
"""For every metric of a team whose pilot both have stopped."""
Hidden = Mapping[str, str]
"""Why a metric is shown nowhere, by its id."""
NONE: Hidden = MappingProxyType({})


def without(rows: Iterable[WeeklyAggregate], hidden: Collection[str]) -> list[WeeklyAggregate]:
    """Return stored weeks without those of the metrics that are hidden."""
    return [row for row in rows if row.metric not in hidden]


def explained(shown: Snapshot, hidden: Hidden) -> Snapshot:
    """Say of a snapshot that was made without hidden metrics why these are not shown.

    Args:
        shown: the snapshot.
        hidden: the metrics, each with the reason.
    """
    return replace(shown, missing=tuple(_explained(one, hidden) for one in shown.missing))


def _explained(one: Missing, hidden: Hidden) -> Missing:
    if one.metric.id in hidden:
        return replace(one, reason=hidden[one.metric.id])
    guards = [name for name in one.metric.guardrails if name in hidden]
    if guards and one.metric.needs_guardrail:
        names = " or ".join(catalogue.get(name).label.lower() for name in guards)
        reason = hidden[guards[0]]
        return replace(one, reason=f"not shown without its guardrail ({names}), which is {reason}")
    return one
