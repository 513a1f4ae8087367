"""Teams whose numbers are added up, and cohorts: people whose numbers are added up across teams."""

from typing import Annotated

from pydantic import Field

from bot.teams.part import Part
from bot.teams.rules import Id, Name, SlackUser


class Group(Part):
    """Two or more teams, or a declared cohort of their members; `bot.teams.grouping` checks which.

    Attributes:
        id: what its weeks are stored under; no team has it.
        teams: the ids of its teams; none for a cohort.
        members: the Slack ids of a cohort; none for teams.
    """

    id: Id
    name: Name
    teams: tuple[Id, ...] = ()
    members: Annotated[tuple[SlackUser, ...], Field(repr=False)] = ()

    @property
    def is_cohort(self) -> bool:
        """Whether it is made of people, and not of whole teams."""
        return bool(self.members)
