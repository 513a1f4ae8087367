"""What the groups in `coach.yml` must be: told apart, made of teams that are there, and of enough people."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from bot.teams.overlap import minimum_group
from bot.teams.roster import folded
from bot.teams.tree import Loc, Trouble, each, shown

_FEWEST_TEAMS = 2


def check(data: Any) -> Iterator[Trouble]:
    """Yield what is wrong with the groups.

    Args:
        data: what the file says, of whatever shape.
    """
    yield from _are_told_apart(data)
    floor, people = minimum_group(data), _people_by_team(data)
    taken: dict[str, str] = {}
    for at, group in each(data, "groups", None):
        if isinstance(group, dict) and isinstance(group.get("teams"), list):
            yield from _teams(at, group, people, taken, floor)


def _are_told_apart(data: Any) -> Iterator[Trouble]:
    # Somebody types either, so a group must not be called like a team.
    first: dict[str, Loc] = {}
    for loc, text in chain.from_iterable(
        each(data, part, None, key) for part in ("teams", "groups") for key in ("id", "name")
    ):
        if not isinstance(text, str):
            continue
        taken = first.setdefault(folded(text), loc[:2])
        if taken != loc[:2] and loc[0] == "groups":
            what = f"Another team or group is already called {shown(text)}"
            yield Trouble(loc, what, "Give each group an id and a name that nothing else here has")


def _people_by_team(data: Any) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for _, team in each(data, "teams", None):
        members = each(team, "members", None, "slack")
        for _, name in each(team, "id"):
            found[str(name)] = frozenset(str(user) for _, user in members)
    return found


def _teams(
    at: Loc,
    group: Any,
    people: Mapping[str, frozenset[str]],
    taken: dict[str, str],
    floor: int,
) -> Iterator[Trouble]:
    named = [((*at, *loc), str(name)) for loc, name in each(group, "teams", None)]
    called, mine = str(group.get("id")), set[str]()
    for loc, name in named:
        if name not in people:
            known = ", ".join(f"`{one}`" for one in people)
            what = f"There is no team {shown(name)} in this file"
            yield Trouble(loc, what, f"Use the id of one of {known}")
        elif name in mine:
            yield Trouble(loc, "This team is already in the group", "Keep one of the two")
        elif name in taken:
            what = f"This team is already in the group {shown(taken[name])}"
            yield Trouble(loc, what, "Keep it in one of the two: a team is in one group at most")
        mine.add(name)
    taken.update({name: called for name in mine if name not in taken})
    if len(mine) < _FEWEST_TEAMS:
        what = "A group has two teams or more"
        yield Trouble((*at, "teams"), what, "Add another team, or remove the group")
    elif mine <= people.keys():
        number = len(frozenset[str]().union(*(people[name] for name in mine)))
        if number <= floor:
            what = f"There are {number} people in it, and its numbers need more than {floor}"
            mend = "Add a team, or remove the group: it would never have a number to show"
            yield Trouble((*at, "teams"), what, mend)
