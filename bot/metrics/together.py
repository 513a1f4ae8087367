"""What may be stored of several teams together: promise 2 for sums of teams.

Whoever sees a group's figure sees its teams' figures too, and subtracts. What is left are the teams
that have no figure of their own. So a group has a figure only where nothing is left, or where what
is left is a figure that could be shown by itself. Pure; like the fold, it knows the run's made-up
names of the people for as long as it lasts.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.metrics import catalogue
from bot.metrics.aggregate import WeeklyAggregate
from bot.metrics.cell import Cell
from bot.metrics.floor import Rest, stands
from bot.metrics.fold import Coverage, Fold, Key
from bot.metrics.week import Week

About = tuple[Week, str]
"""Week and metric."""
Cells = Mapping[str, Cell]
"""What a whole team did, by dimension."""
Rows = Mapping[str, Sequence[WeeklyAggregate]]
"""The rows that may be stored, by team."""


@dataclass(frozen=True, slots=True)
class Together:
    """Teams whose weeks are added up.

    Attributes:
        id: what the sum is stored under.
        headcounts: how many members each of the teams has.
        headcount: how many members they have together, each counted once.
        is_apart: whether nobody of them is a member of two teams, inside the group or outside.
    """

    id: str
    headcounts: Mapping[str, int]
    headcount: int
    is_apart: bool


@dataclass(frozen=True, slots=True)
class Adding:
    """Adds up teams after all facts are in.

    Attributes:
        folding: has the facts of all teams that could be subtracted, folded.
        rows: what may be stored of each team.
        coverage: what is known after the last fact.
        floor: the organisation's minimum group.
    """

    folding: Fold
    rows: Rows
    coverage: Coverage
    floor: int

    def of(self, groups: Sequence[Together]) -> dict[str, list[WeeklyAggregate]]:
        """Return the rows that may be stored, by group."""
        if not groups:
            return {}
        teams: dict[About, list[str]] = defaultdict(list)
        for team, week, metric in self.folding.keys():  # noqa: SIM118 - a fold is no dictionary
            teams[week, metric].append(team)
        told = _told(self.rows)
        rows: dict[str, list[WeeklyAggregate]] = {group.id: [] for group in groups}
        for about in sorted(teams):
            cells = {team: self.folding.whole((team, *about)) for team in teams[about]}
            places = _places(cells.values())
            for group in groups:
                mine = {team: cells[team] for team in group.headcounts if team in cells}
                hidden = [
                    team
                    for team in mine
                    if not self._is_shown(told[team, *about], group.headcounts[team])
                ]
                rows[group.id].extend(self._week(group, about, mine, hidden, places))
        return rows

    def _is_shown(self, rows: Sequence[WeeklyAggregate], headcount: int) -> bool:
        return bool(rows) and all(
            stands(row.contributors, row.largest_share, headcount, self.floor) for row in rows
        )

    def _week(
        self,
        group: Together,
        about: About,
        mine: Mapping[str, Cells],
        hidden: Sequence[str],
        places: Mapping[str, int],
    ) -> Iterator[WeeklyAggregate]:
        """Yield the rows of one week and metric, or none of them."""
        inside = _places(mine[team] for team in hidden)
        elsewhere = {name for name, number in inside.items() if places[name] > number}
        # What people do has a floor of those who did it; what nobody does, of those who are there.
        counts = not catalogue.get(about[1]).from_people
        whole = added(group, mine.values())
        left = added(group, (mine[team] for team in hidden))
        behind = [
            *(everybody(cell, group.headcount if counts else 0) for cell in whole.values()),
            *(
                alone(
                    cell,
                    elsewhere,
                    sum(group.headcounts[team] for team in hidden) if counts else 0,
                    is_apart=group.is_apart,
                )
                for cell in left.values()
            ),
        ]
        if all(stands(one.contributors or 0, one.largest_share, 0, self.floor) for one in behind):
            for of, cell in sorted(whole.items()):
                row = self.folding.row((group.id, *about), of, cell, self.coverage)
                yield row if row.contributors is None else _as_of_the_fewest(row, behind)


def added(group: Together, teams: Iterable[Cells]) -> Cells:
    """Add up what whole teams did, by dimension."""
    whole: dict[str, Cell] = defaultdict(Cell)
    for cells in teams:
        for of, cell in cells.items():
            whole[of].merge(cell, is_apart=group.is_apart)
    return dict(whole)


def everybody(cell: Cell, headcount: int) -> Rest:
    """Return who stands behind all of a sum; the headcount, where the source knows nobody."""
    known = cell.contributors
    return Rest(headcount if known is None else known, cell.largest_share)


def alone(cell: Cell, elsewhere: Collection[str], headcount: int, *, is_apart: bool) -> Rest:
    """Return who stands behind what is left of a sum, for certain.

    Somebody who also stands behind another figure of that week does not count, because the other
    figure can be subtracted too. Whatever is subtracted, those who count here are still there.

    Args:
        cell: what the teams did that have no figure of their own.
        elsewhere: the made-up names of those who stand behind other figures of that week too.
        headcount: how many members these teams have; what counts where the source knows nobody.
        is_apart: whether nobody of the group is a member of two teams.
    """
    if cell.actors and cell.people is None:
        events = [number for name, number in cell.actors.items() if name not in elsewhere]
        return Rest(len(events), max(events) / sum(events) if events else None)
    if cell.actors or not is_apart:  # Who of them is somewhere else too cannot be known.
        return Rest(None, None)
    return everybody(cell, headcount)


def _as_of_the_fewest(row: WeeklyAggregate, behind: Sequence[Rest]) -> WeeklyAggregate:
    """Say of a group's row what is said for the floor as of what is left, which may be less.

    So a floor that is raised later holds for what is left too, wherever the row is shown.
    """
    shares = [one.largest_share for one in behind if one.largest_share is not None]
    return row._replace(
        contributors=min(one.contributors or 0 for one in behind),
        largest_share=max(shares, default=None),
    )


def _told(rows: Rows) -> Mapping[Key, list[WeeklyAggregate]]:
    told: dict[Key, list[WeeklyAggregate]] = defaultdict(list)
    for row in (row for found in rows.values() for row in found if not row.service):
        told[row.team, row.week, row.metric].append(row)
    return told


def _places(teams: Iterable[Cells]) -> Counter[str]:
    """Count in how many teams each made-up name stands."""
    return Counter(
        name for cells in teams for name in {one for cell in cells.values() for one in cell.actors}
    )
