"""How a team's weeks are to be seen: what is known of the team itself. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.metrics.week import Week


@dataclass(frozen=True, slots=True)
class Setting:
    """What every look at a team's stored weeks needs beside them.

    Attributes:
        last: the last complete week on the team's calendar.
        headcount: how many members the team has.
        minimum_group: the organisation's floor.
        working: returns which part of the team's usual working days a week has, 0 to 1. It does not
            count when two settings are compared.
        marked: the weeks that the team marked; they are left out of judgements.
        services: how many services the team has.
    """

    last: Week
    headcount: int
    minimum_group: int
    working: Callable[[Week], float] = field(compare=False)
    marked: frozenset[Week] = frozenset()
    services: int = 0
