"""Teams whose numbers are added up."""

from bot.teams.part import Part
from bot.teams.rules import Id, Name


class Group(Part):
    """Two or more teams; `bot.teams.grouping` checks that they are there and have enough people.

    Attributes:
        id: what its weeks are stored under; no team has it.
        teams: the ids of its teams, each in this group alone.
    """

    id: Id
    name: Name
    teams: tuple[Id, ...]
