"""A context marker: a dated reason for what a team's numbers show. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.metrics.week import DAYS, Week


class Reason(StrEnum):
    """The reasons that a team can mark. The last one says nothing without words of the team's own."""

    ONBOARDING = "onboarding"
    REFACTOR = "refactor"
    MIGRATION = "migration"
    INCIDENT = "incident"
    HARDENING = "hardening"
    HOLIDAY = "holiday"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Return how it reads in a sentence."""
        return _LABELS[self]


_LABELS = {
    Reason.ONBOARDING: "people getting started in the team",
    Reason.REFACTOR: "a refactoring",
    Reason.MIGRATION: "a migration",
    Reason.INCIDENT: "an incident",
    Reason.HARDENING: "a hardening phase",
    Reason.HOLIDAY: "a holiday season",
    Reason.OTHER: "something else",
}


@dataclass(frozen=True, slots=True)
class Marker:
    """One marked stretch of days, first and last included.

    Attributes:
        text: what the team adds in its own words; "" for nothing.
    """

    id: str
    team: str
    reason: Reason
    first: date
    last: date
    text: str = ""


def mostly_covered(markers: Iterable[Marker]) -> frozenset[Week]:
    """Return the weeks of which markers cover more than half of the days, one alone or together."""
    covered: defaultdict[Week, set[date]] = defaultdict(set)
    for one in markers:
        for number in range((one.last - one.first).days + 1):
            day = one.first + timedelta(days=number)
            covered[Week.of(day)].add(day)
    return frozenset(week for week, days in covered.items() if len(days) > DAYS / 2)


def said(markers: Iterable[Marker]) -> str:
    """Return marked stretches in one phrase: `a refactoring (2 to 13 Nov); an incident (16 Nov)`."""
    return "; ".join(_said(one, _span(one.first, one.last)) for one in markers)


def dated(one: Marker) -> str:
    """Return one marked stretch with its year, for where any year may be meant."""
    return _said(one, _span(one.first, one.last, with_year=True))


def _said(one: Marker, span: str) -> str:
    """Return a marker with its days; its words in quotation marks, and not escaped."""
    if not one.text:
        return f"{one.reason.label} ({span})"
    if one.reason is Reason.OTHER:
        return f"“{one.text}” ({span})"
    return f"{one.reason.label}, “{one.text}” ({span})"


def _span(first: date, last: date, *, with_year: bool = False) -> str:
    same_year = first.year == last.year
    closing = f"{last.day} {last:%b}{f' {last.year}' if with_year or not same_year else ''}"
    if first == last:
        return closing
    if same_year and first.month == last.month:
        return f"{first.day} to {closing}"
    return f"{first.day} {first:%b}{'' if same_year else f' {first.year}'} to {closing}"
