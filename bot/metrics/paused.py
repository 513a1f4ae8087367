"""Numbers that are shown nowhere, and stand behind no other: paused, or not allowed at all. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from bot.metrics import catalogue
from bot.metrics.aggregate import WeeklyAggregate
from bot.metrics.snapshot import Missing, Snapshot

REASON = "paused while it is being questioned"
"""The same words whatever paused it."""
BARRED = "not allowed by your organisation's policy"
"""What the policy does not list is on no page."""


def without(rows: Iterable[WeeklyAggregate], paused: Collection[str]) -> list[WeeklyAggregate]:
    """Return stored weeks without those of the metrics that are paused."""
    return [row for row in rows if row.metric not in paused]


def explained(shown: Snapshot, paused: Collection[str], reason: str = REASON) -> Snapshot:
    """Say of a snapshot that was made without some metrics why these are not shown.

    Args:
        shown: the snapshot.
        paused: the ids of the metrics.
        reason: why.
    """
    missing = tuple(_explained(one, paused, reason) for one in shown.missing)
    return replace(shown, missing=missing)


def _explained(one: Missing, paused: Collection[str], reason: str) -> Missing:
    if one.metric.id in paused:
        return replace(one, reason=reason)
    guards = [name for name in one.metric.guardrails if name in paused]
    if guards and one.metric.needs_guardrail:
        names = " or ".join(catalogue.get(name).label.lower() for name in guards)
        return replace(one, reason=f"not shown without its guardrail ({names}), which is {reason}")
    return one
