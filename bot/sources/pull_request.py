"""One merged pull request, whatever tool it comes from: what the metrics of review are made of.

In memory only, for as long as a pull lasts.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import NamedTuple


class What(Enum):
    """What happened to a pull request."""

    READY = auto()
    DRAFT = auto()
    PUSHED = auto()
    APPROVED = auto()
    ASKED = auto()  # a review that asks for changes, or comments
    LOOKED = auto()  # a review that was dismissed: what it said is unknown


REVIEWS = frozenset({What.APPROVED, What.ASKED, What.LOOKED})


class Who(NamedTuple):
    """An account.

    Attributes:
        login: as accounts are compared, in lower case.
        is_bot: whether it is no person.
        is_assistant: whether it is a bot that writes changes by itself.
    """

    login: str
    is_bot: bool
    is_assistant: bool = False


class Event(NamedTuple):
    """Something that happened; `who` is None for a deleted or unknown account."""

    at: datetime
    what: What
    who: Who | None


class Links(NamedTuple):
    """What a pull request says of others.

    Attributes:
        title: its own title, by which a revert may name it.
        commit: the commit it was merged as, if that is known.
        is_revert: whether it says that it undoes something, known or not.
        reverts: numbers of what it undoes.
        reverted_commits: the commits that it undoes, or how they begin.
        reverted_title: the title of what it undoes, where it says no more.
        fixes: numbers of what it mends.
    """

    title: str
    commit: str | None
    is_revert: bool
    reverts: frozenset[int]
    reverted_commits: frozenset[str]
    reverted_title: str | None
    fixes: frozenset[int]


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A merged pull request. Nothing that could end in a log shows in its `repr`.

    Attributes:
        key: the source's own id of it.
        author: None when the account was deleted.
        on_default: whether it was merged to the default branch.
        is_draft: whether it was merged as a draft.
        planned: whether it is marked as a planned follow-up.
        lines: how many lines it changed, added and deleted; None where that is not known.
        links: what it says of other pull requests.
        events: what happened to it, as far as it is read.
        more: from where the rest of the events can be had; None: these are all.
    """

    key: str = field(repr=False)
    number: int = field(repr=False)
    opened: datetime
    merged: datetime
    author: Who | None = field(repr=False)
    on_default: bool
    is_draft: bool
    planned: bool
    lines: int | None
    links: Links = field(repr=False)
    events: tuple[Event, ...] = field(repr=False)
    more: str | None = field(repr=False)
