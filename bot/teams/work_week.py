"""On which days somebody works, as `coach.yml` says it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.teams.countries import public_holidays

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""How `coach.yml` names the days of a week; the place of each is its number, Monday being 0."""
MONDAY_TO_FRIDAY = DAYS[:5]


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """The days on which somebody works.

    Attributes:
        days: days of the week, Monday being 0.
        country: ISO 3166-1 code of two letters, whose public holidays are off; None: no country's.
        subdivision: ISO 3166-2 code without the country, whose holidays are off too.
        closed: days on which the whole team is off.
    """

    days: frozenset[int] = frozenset(range(5))
    country: str | None = None
    subdivision: str | None = None
    closed: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Say whether they work on a day: not at weekends, on public holidays, or on closed days."""
        if day.weekday() not in self.days or day in self.closed:
            return False
        if self.country is None:
            return True
        return day not in public_holidays(self.country, self.subdivision, day.year)

    def part_worked(self, week: Iterable[date]) -> float:
        """Return which part of the usual working days a week has, 0 to 1, by its seven days."""
        return sum(map(self.is_working, week)) / len(self.days)
