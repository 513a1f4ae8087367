"""A decision: what a team wants to improve, by which metrics it will see it, and until when. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.metrics import catalogue

LAST_DAYS = timedelta(days=7)
"""So long before its end every surface says that it ends."""


class Cadence(StrEnum):
    """How often the team looks at it together."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"

    @property
    def label(self) -> str:
        """Return how it reads in a sentence."""
        return _LABELS[self]


_LABELS = {
    Cadence.WEEK: "every week",
    Cadence.TWO_WEEKS: "every two weeks",
    Cadence.MONTH: "every month",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a team has decided.

    Attributes:
        improve: what it wants to improve, in one sentence of its own.
        outcome: the id of the metric that should change.
        process: the ids of one or two metrics of how the work goes.
        guardrail: the id of the metric that must not suffer.
        cadence: how often the team looks at it together.
        until: the last day it holds for.
    """

    improve: str
    outcome: str
    process: tuple[str, ...]
    guardrail: str
    cadence: Cadence
    until: date

    @property
    def metrics(self) -> tuple[str, ...]:
        """The ids of its metrics, outcome first and guardrail last."""
        return (self.outcome, *self.process, self.guardrail)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The ids among them that no page can show: Coach knows them no more, or they are on no page."""
        return tuple(name for name in self.metrics if not _can_be_shown(name))

    def holds_on(self, today: date) -> bool:
        """Say whether a team's pages go by it on a day."""
        return today <= self.until and not self.unknown

    def ends_soon(self, today: date) -> bool:
        """Say whether a day is so near its end that everybody is told."""
        return self.until - LAST_DAYS <= today <= self.until


def metrics_of(decision: Decision | None) -> tuple[str, ...]:
    """Return the ids of the metrics that a team looks at, in the order they are shown.

    Args:
        decision: what it has decided; None: nothing that holds.
    """
    return decision.metrics if decision is not None else catalogue.SAFEST


def said(day: date) -> str:
    """Return a day as it is said: `Tuesday 16 February 2027`."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def _can_be_shown(name: str) -> bool:
    metric = catalogue.METRICS.get(name)
    return metric is not None and metric.privacy.is_on_pages
