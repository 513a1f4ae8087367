"""When a team's digest comes, as `coach.yml` says it."""

from datetime import date, time
from typing import Annotated, Literal

from pydantic import Field

from bot.teams.part import Part
from bot.teams.rules import HourOfDigest, StartOfSprint, WeekDay

SHORTEST_SPRINT, LONGEST_SPRINT = 5, 60
"""Days."""


class Digest(Part):
    """When a team's digest comes. Local times are those of the team's zone.

    Attributes:
        every: each month, or each sprint.
        weekday: with each month, the first of these days in it, if the team works then.
        at: at what time of that day.
        starts: with each sprint, the first day of any of them.
        days: with each sprint, how many days one has, weekends included.
    """

    every: Literal["month", "sprint"] = "month"
    weekday: WeekDay = "tue"
    at: HourOfDigest = time(10)
    starts: StartOfSprint | None = None
    days: Annotated[int, Field(ge=SHORTEST_SPRINT, le=LONGEST_SPRINT)] | None = None

    @property
    def sprint(self) -> tuple[date, int] | None:
        """The first day of a sprint and the days of each; None: it comes each month."""
        if self.starts is None or self.days is None:
            return None
        return self.starts, self.days
