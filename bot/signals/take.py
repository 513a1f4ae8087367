"""Takes the trends of a team or a group from its stored weeks, or from memory where they are there."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.db import Connection
from bot.metrics import paused as pausing, snapshot, store as weeks
from bot.metrics.setting import Setting
from bot.metrics.snapshot import Snapshot
from bot.signals import recall
from bot.teams.work_week import WorkWeek


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at.

    Attributes:
        metrics: the ids of the metrics, in the order in which they are shown.
        focus: the one that the team wants to move; None where it has not said.
        hidden: the ids of the metrics that are shown nowhere.
    """

    metrics: Sequence[str]
    focus: str | None
    hidden: frozenset[str]


def take(connection: Connection, whose: str, week: WorkWeek, seen: Setting, look: Look) -> Snapshot:
    """Return the trends of a team or a group.

    Args:
        connection: an open connection to read with.
        whose: the id of the team or group.
        week: the days on which it works.
        seen: how its weeks are to be seen.
        look: what is looked at.
    """
    first = snapshot.weeks_needed(seen.last)
    asked = weeks.Asked(whose, first, look.metrics, snapshot.wanted_dimensions(look.metrics))
    version = weeks.version(connection, asked)
    return recall.of(connection).get(
        (whose, week, seen, tuple(look.metrics), look.focus, look.hidden, version),
        lambda: snapshot.take(
            pausing.without(weeks.weeks_since(connection, asked), look.hidden),
            seen,
            metrics=look.metrics,
            focus=look.focus,
            collected_at=version.collected_at,
        ),
    )
