"""Whom the words of a mark may not name: context is about what happened, not about who. Pure."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Final

from bot.context import words
from bot.teams.roster import Team

_PARTS = re.compile(r"[^\W\d_]{3,}[._-][^\W\d_]{3,}")
"""An id that reads as a first and a last name."""
_SHORTEST: Final = 3
_CHANGES = "pull|pulls|pull-requests|merge_requests|commit|commits|changeset|changesets"
_REFUSED: Final = (
    (re.compile(r"<[@!#]"), words.MENTION),
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), words.EMAIL),
    (re.compile(r"(?<!\w)@\w"), words.MENTION),
    (re.compile(rf"\S+/({_CHANGES})/\S", re.IGNORECASE), words.CHANGE),
)


def refusal(text: str, names: Collection[str]) -> str:
    """Return why words may not stand beside a mark; "" where they may.

    Args:
        text: what somebody wrote, not escaped.
        names: how the people of the team are known, as `names_of` returns them.
    """
    said = _folded(text)
    for pattern, why in _REFUSED:
        if pattern.search(said):
            return why
    return words.PERSON if any(_names(one, said) for one in names) else ""


def names_of(team: Team) -> frozenset[str]:
    """Return how Coach knows the people of a team: their ids in Slack and in each source.

    Slack's display names are not among them: Coach keeps none, and asks for none.
    """
    ids = [*team.managers, *(member.slack for member in team.members)]
    ids += [one for member in team.members for one in member.ids.values()]
    return frozenset(_folded(name) for one in ids for name in _spellings(one))


def _spellings(known_as: str) -> Iterator[str]:
    """Yield an id, its part before the @, and both names where it is made of two.

    A number, or an id of two letters, stands for too many other things.
    """
    local = known_as.partition("@")[0]
    parts = re.split(r"[._-]", local) if _PARTS.fullmatch(local) else []
    for one in (known_as, local, *parts):
        if len(one) >= _SHORTEST and not one.isdecimal():
            yield one


def _names(name: str, said: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) is not None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
