"""A context marker: a dated reason for what a team's numbers show. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Reason(StrEnum):
    """The reasons that a team can mark. They are a list, so that no marker says anything of a person."""

    ONBOARDING = "onboarding"
    REFACTOR = "refactor"
    MIGRATION = "migration"
    INCIDENT = "incident"
    HARDENING = "hardening"
    HOLIDAY = "holiday"

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
}


@dataclass(frozen=True, slots=True)
class Marker:
    """One marked stretch of days, first and last included."""

    id: str
    team: str
    reason: Reason
    first: date
    last: date


def said(markers: Iterable[Marker]) -> str:
    """Return marked stretches in one phrase: `a refactoring (2 to 13 Nov); an incident (16 Nov)`."""
    return "; ".join(f"{one.reason.label} ({_span(one.first, one.last)})" for one in markers)


def _span(first: date, last: date) -> str:
    if first == last:
        return f"{last.day} {last:%b}"
    opening = f"{first.day}" if (first.year, first.month) == (last.year, last.month) else (
        f"{first.day} {first:%b}"
    )  # fmt: skip
    return f"{opening} to {last.day} {last:%b}"
