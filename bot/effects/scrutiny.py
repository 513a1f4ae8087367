"""Whether a team is looked at clearly more than is usual in the organisation. Pure.

What is counted is how often the managers of a team asked for a page about a conversation, for an
individual view, or disclosed something, against the number of the team's members and what is usual in
the middle one of the other teams.

Most teams have one manager, so any figure here would be a figure about one person (promises 2 and 5).
What is told of it is therefore no figure but one of two phrases: "clearly more than is usual", or "not
clearly more". There is no phrase for less, for being looked at little is nobody's concern. It may be
said at all, because it is about the power over a team and not about anybody's work, because the team
and its manager read it in the same words on the same day, and because each page about an engineer is
known to that engineer already. Requests about single people are rarer than pages, and are held against
their own usual; which of the two it was is not told, for a rare request points at somebody.

No one engineer makes half of what is counted: pages about one who is new are many for good reasons, and
a phrase that rests on one person is a phrase about that person. Who is looked at alone sees that in what
Coach tells them about themselves, and nobody else needs to. With fewer other teams than the floor there
is no usual, and nothing is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from bot.effects.steady import steady, without_each

MORE: Final = "more"
USUAL: Final = "usual"
FACTOR: Final = 2
"""So many times as many as usual are clearly more."""
PAGES: Final = frozenset({"page_shown"})
REQUESTS: Final = frozenset({"individual_asked", "disclosed"})
_LEAST: Final[Mapping[frozenset[str], int]] = {PAGES: 10, REQUESTS: 4}
"""Fewer are not clearly more than anything."""


@dataclass(frozen=True, slots=True)
class Look:
    """How often something was asked for about one engineer of a team, or about none.

    Attributes:
        act: what was asked for, by the name of its act in the audit.
        about: an alias of whom; "" for nobody.
    """

    team: str
    act: str
    about: str
    number: int


def judged(
    team: str, looks: Sequence[Look], sizes: Mapping[str, int], floor: int, before: str | None
) -> str | None:
    """Return what may be told of a team; None where too few others stand beside it.

    Args:
        team: its id.
        looks: what was asked for in the quarter, in all teams.
        sizes: how many members each team has, by its id.
        floor: the organisation's minimum group: so many other teams make a usual.
        before: what was told last; None where nothing was.
    """
    if len(sizes) - 1 < floor:
        return None
    usual = {acts: _usual(team, looks, sizes, acts) for acts in _LEAST}
    mine = [one for one in looks if one.team == team]
    people = [one.about for one in mine if one.about]
    words = [
        _word([one for one in mine if one.about != left_out], sizes[team] - bool(left_out), usual)
        for left_out in without_each(people)
    ]
    return steady(words[0], words, before)


def _usual(
    team: str, looks: Sequence[Look], sizes: Mapping[str, int], acts: frozenset[str]
) -> float:
    """Return how many a member the middle one of the other teams has."""
    of_team: dict[str, list[Look]] = {name: [] for name in sizes if name != team}
    for one in looks:
        if one.act in acts and one.team in of_team:
            of_team[one.team].append(one)
    return median(_counted(found) / max(1, sizes[name]) for name, found in of_team.items())


def _word(mine: Sequence[Look], size: int, usual: Mapping[frozenset[str], float]) -> str:
    for acts, least in _LEAST.items():
        number = _counted([one for one in mine if one.act in acts])
        if number >= least and number / max(1, size) > FACTOR * usual[acts]:
            return MORE
    return USUAL


def _counted(looks: Sequence[Look]) -> int:
    """Return how many there are; of one engineer no more than of all others together."""
    of_each: dict[str, int] = {}
    for one in looks:
        of_each[one.about] = of_each.get(one.about, 0) + one.number
    unnamed, named = of_each.pop("", 0), sorted(of_each.values())
    if not named:
        return unnamed
    others = unnamed + sum(named[:-1])
    return others + min(named[-1], others)
