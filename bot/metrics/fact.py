"""One observation from a source: in memory only, and the only thing that knows an actor.

An import contract keeps this module inside the sources, the collection and the fold.
"""

from dataclasses import dataclass
from datetime import datetime

WHOLE_TEAM = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a source saw, already attributed to a team.

    Attributes:
        team: the team's id in `coach.yml`.
        service: the service's name, or `WHOLE_TEAM`.
        metric: an id of the catalogue.
        at: when the event ended, aware, in UTC.
        dimension: one of the metric's dimensions, "" where it has none.
        numerator: what happened (failures, findings, acceptances, deployments).
        denominator: out of what, in the metric's unit; None where there is none.
        sample: how many events stand behind this fact.
        value: one duration in hours, or one count of turns, of a distribution.
        actor: whose doing it is, under a name that this run made up; None if unknowable.
        people: how many people stand behind it, from a source that gives only the number.
        largest_share: the largest part that one of them has, 0 to 1, from such a source.
    """

    team: str
    service: str
    metric: str
    at: datetime
    dimension: str = ""
    numerator: float = 0.0
    denominator: float | None = None
    sample: int = 1
    value: float | None = None
    actor: str | None = None
    people: int | None = None
    largest_share: float | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Something a source left out of a metric on purpose, by reason: `bot`, `draft`, `unrated`."""

    team: str
    service: str
    metric: str
    at: datetime
    reason: str
    count: int = 1
