"""What a disclosure is, which metrics it may name, and from when on it holds. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.metrics import catalogue
from bot.metrics.metric import Metric, Privacy
from bot.teams.policy import Policy

NOTICE: Final = timedelta(days=30)
"""So long before a number may be spoken of, the engineer knows it."""
LATEST: Final = timedelta(days=365)


class Answer(StrEnum):
    """What an engineer says to a disclosure."""

    ACKNOWLEDGED = "acknowledged"
    """They have read it; it does not say that they agree."""
    DISAGREES = "disagrees"


@dataclass(frozen=True, slots=True, repr=False)
class Said:
    """What it says, as it was sealed.

    Attributes:
        definition: the catalogue's, on the day it was disclosed.
        version: of that definition; numbers of another one are not what was disclosed.
        threshold: where the manager draws a line, in their words.
        expectation: what is expected, in their words.
        limits: what the number cannot show.
        evidence: what else is looked at, a line each.
        kept_wording: whether the manager kept words for which Coach suggested others.
        because: why the engineer disagrees, in their words; "" for nothing.
    """

    definition: str
    version: int
    threshold: str
    expectation: str
    limits: str
    evidence: str
    kept_wording: bool = False
    because: str = ""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One number of a team that a manager discloses to an engineer.

    Attributes:
        effective: the day from which on it may be spoken of, as the manager chose it.
        told_at: when it reached the engineer, in UTC; None: it has not.
        answer: what the engineer said; None: nothing yet.
        delete_at: when it is deleted for good, in UTC.
    """

    id: str
    team: str
    manager: str = field(repr=False)
    engineer: str = field(repr=False)
    metric: str
    effective: date
    said: Said = field(repr=False)
    disclosed_at: datetime
    told_at: datetime | None
    answer: Answer | None
    delete_at: datetime

    def holds_from(self, zone: ZoneInfo) -> date | None:
        """Return the first day on which it holds: 30 days after it came, or later.

        None as long as it has not reached the engineer: nobody is held to what they do not know.
        """
        if self.told_at is None:
            return None
        return max(self.effective, self.told_at.astimezone(zone).date() + NOTICE)

    def holds_on(self, day: date, zone: ZoneInfo) -> bool:
        """Say whether it holds on a day, for the number as it was disclosed."""
        first = self.holds_from(zone)
        return first is not None and first <= day and self.is_as_defined

    @property
    def is_as_defined(self) -> bool:
        """Whether the catalogue still defines the number as it was disclosed."""
        metric = catalogue.METRICS.get(self.metric)
        return metric is not None and metric.version == self.said.version


def may_be_disclosed(metric: Metric, policy: Policy) -> bool:
    """Say whether a metric may be disclosed: a team's own, and so never AI use or a restricted one."""
    is_of_teams = metric.privacy is Privacy.TEAM and metric.better is not None
    return is_of_teams and policy.allows(metric.id)


def choices(policy: Policy) -> Sequence[Metric]:
    """Return the metrics that may be disclosed, in the catalogue's order."""
    return [one for one in catalogue.METRICS.values() if may_be_disclosed(one, policy)]


def beside(metric: Metric) -> Sequence[Metric]:
    """Return what a metric never stands without: the guardrails of speed."""
    guards = [catalogue.get(name) for name in metric.guardrails] if metric.needs_guardrail else []
    return [one for one in guards if one.privacy is Privacy.TEAM]


def said(day: date) -> str:
    """Return a day as a person says it: `Friday 18 December 2026`."""
    return f"{day:%A} {day.day} {day:%B %Y}"
