"""The floor under every figure built from people: promise 2, as rules.

"At least five, the viewer not counted" is read as "at least one more than the floor": whoever of
the team looks, five others stand behind the figure. So a manager never sees a number that a member
may not see (promise 3), and nobody has to know who is looking.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.metrics.aggregate import WeeklyAggregate

LOWEST = 5
"""The floor can be raised, never lowered."""
HALF = 0.5
"""No one person may make so much of a figure."""


def stands(
    contributors: int | None, largest_share: float | None, headcount: int, floor: int
) -> bool:
    """Say whether enough people stand behind a figure, and none of them makes half of it.

    Args:
        contributors: how many people; None where the source knows nobody.
        largest_share: the largest part of one of them, 0 to 1; None where unknown.
        headcount: how many members the team has: what counts where the source knows nobody.
        floor: the organisation's minimum group.
    """
    people = headcount if contributors is None else contributors
    return people > floor and (largest_share is None or largest_share < HALF)


class Rest(NamedTuple):
    """What is left of a whole team when its services are subtracted from it.

    Attributes:
        contributors: how many people stand behind it; None where that cannot be known.
        largest_share: the largest part of one of them, 0 to 1; None where unknown.
    """

    contributors: int | None
    largest_share: float | None


def keep(
    rows: Iterable[WeeklyAggregate],
    floor: int,
    *,
    from_people: bool,
    rests: Iterable[Rest] = (),
) -> list[WeeklyAggregate]:
    """Return what may be stored of one team's week of one metric.

    A row under the floor is a number about fewer than five people, or about one, so it is not
    stored. What can be found by subtracting services from the whole team must stand on the floor
    too: what several services leave contains another one, or only the rest that belongs to none. So
    where a service or a rest is under the floor, all services go, and only the whole team stays.

    Args:
        rows: all rows of one team, week, metric and source.
        floor: the organisation's minimum group.
        from_people: whether the metric counts what people did; if it does not, its source knows
            nobody, and the floor is the team's headcount when the figure is shown.
        rests: what the services leave of the whole team, where they leave anything.
    """
    rows = list(rows)
    if not from_people:
        return rows
    whole = [row for row in rows if not row.service]
    parts = [row for row in rows if row.service]
    if not _all_stand(whole, floor):
        return []
    rests_stand = all(stands(one.contributors or 0, one.largest_share, 0, floor) for one in rests)
    return whole + parts if rests_stand and _all_stand(parts, floor) else whole


def _all_stand(rows: Sequence[WeeklyAggregate], floor: int) -> bool:
    return all(stands(row.contributors, row.largest_share, 0, floor) for row in rows)
