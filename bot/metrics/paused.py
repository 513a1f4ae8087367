"""Paused numbers: a number that is paused is shown nowhere, and stands behind no other. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from bot.metrics import catalogue
from bot.metrics.aggregate import WeeklyAggregate
from bot.metrics.snapshot import Missing, Snapshot

REASON = "paused while it is being looked into"
"""The same words whatever paused it."""


def without(rows: Iterable[WeeklyAggregate], paused: Collection[str]) -> list[WeeklyAggregate]:
    """Return stored weeks without those of the metrics that are paused."""
    return [row for row in rows if row.metric not in paused]


def explained(shown: Snapshot, paused: Collection[str]) -> Snapshot:
    """Say of a snapshot that was made without paused metrics why these are not shown.

    Args:
        shown: the snapshot.
        paused: the ids of the metrics.
    """
    return replace(shown, missing=tuple(_explained(one, paused) for one in shown.missing))


def _explained(one: Missing, paused: Collection[str]) -> Missing:
    if one.metric.id in paused:
        return replace(one, reason=REASON)
    guards = [name for name in one.metric.guardrails if name in paused]
    if guards and one.metric.needs_guardrail:
        names = " or ".join(catalogue.get(name).label.lower() for name in guards)
        return replace(one, reason=f"not shown without its guardrail ({names}), which is {REASON}")
    return one
