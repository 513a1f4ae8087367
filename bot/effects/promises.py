"""Whether pages are there to coach or to justify: what managers promised, and kept. Pure.

Both shares are about managers, and a team mostly has one: told of a team, they would be a number about
one person, in a channel (promises 2 and 8). So they are told of the whole organisation, with more
managers behind them than the floor, none of whom makes half; below that nothing is told. Each team gets
them with the question what holds of its own conversations, which its people know better than a count.

They are told in three phrases and without figures. A prep ends in a manager's promise where the two
people of a page agreed on a record in the quarter in which the manager promises something: looking at
a page twice is not two preps.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.effects.steady import steady, without_each
from bot.metrics import floor as floors

MOST, HALF, FEW = "most", "half", "few"
LEAST: Final = 12
"""Of fewer nothing is told."""
_HIGH, _LOW = 2 / 3, 1 / 3


@dataclass(frozen=True, slots=True)
class Case:
    """One pair of people with a page between them, or one promise that a manager made.

    Attributes:
        manager: their id, for counting alone.
        engineer: the same of the other side.
        is_so: whether the pair has a promise of the manager, or the promise was kept.
    """

    manager: str
    engineer: str
    is_so: bool


def told(cases: Sequence[Case], floor: int, before: str | None) -> str | None:
    """Return what may be told of an organisation; None where too few stand behind it.

    Args:
        cases: all of the quarter.
        floor: the organisation's minimum group.
        before: what was told last; None where nothing was.
    """
    managers = [one.manager for one in cases]
    if len(cases) < LEAST:
        return None
    largest = max(managers.count(one) for one in set(managers)) / len(cases)
    if not floors.stands(len(set(managers)), largest, 0, floor):
        return None
    people = [one.engineer for one in cases]
    words = [
        _word(one for one in cases if one.engineer != left_out) for left_out in without_each(people)
    ]
    return steady(words[0], words, before)


def _word(cases: Iterable[Case]) -> str:
    said = [one.is_so for one in cases]
    share = sum(said) / max(1, len(said))
    return MOST if share >= _HIGH else FEW if share <= _LOW else HALF
