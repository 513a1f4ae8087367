"""What Coach takes from a repository: tagged commits, and the steps of a branch."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple


class Author(NamedTuple):
    """Whose commit it is, as it says itself, in small letters."""

    name: str
    email: str


class Tagged(NamedTuple):
    """What was tagged: a commit, when it was tagged first, and when it was committed."""

    commit: str
    at: datetime
    committed: datetime


class Change(NamedTuple):
    """One step of the branch: a commit upon it, or a merge with what it brought.

    Attributes:
        commit: its digest, in hexadecimal.
        merged: when it was committed, in UTC.
        brought: the digests of what it brought, its own among them.
        began: when its first commit was written; None where a clock was off.
        author: who wrote that one.
        reverts: the commits that it undoes, or how they begin.
        is_change: whether it brought anything at all.
        number: how many steps there are from the newest to it.
    """

    commit: str
    merged: datetime
    brought: tuple[str, ...]
    began: datetime | None
    author: Author
    reverts: frozenset[str]
    is_change: bool
    number: int


def by_commit(tags: Iterable[Tagged]) -> Mapping[str, Tagged]:
    """Return what was tagged, each commit once, by the first tag that it got."""
    found: dict[str, Tagged] = {}
    for each in tags:
        if each.at < found.setdefault(each.commit, each).at:
            found[each.commit] = each
    return found
