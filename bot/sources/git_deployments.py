"""Follows a branch back from its newest commit: which tag first deployed what, and what came back.

Pure. The window only selects: what is said of a step depends on the branch and its tags alone.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sources.git_change import Change, Tagged
from bot.sources.source import Window

WITHIN = timedelta(days=21)
"""A change that is reverted within this time came back."""
CLOCKS_DIFFER = timedelta(days=30)
"""How far a commit may seem older than one before it, by the clocks of two machines."""
ROLLBACK, FIRST, ELSEWHERE = "rollback", "first_deployment", "other_branch"


@dataclass(frozen=True, slots=True)
class Deployment:
    """A tag, and why it is left out, if it is."""

    at: datetime
    left_out: str | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """A step, and when it was first deployed; `left_out` says why that tells no lead time."""

    change: Change
    at: datetime
    left_out: str | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """A step that came to the branch, and whether it came back."""

    change: Change
    came_back: bool


class Way:
    """One way back along a branch. Follow it once."""

    def __init__(self, tags: Mapping[str, Tagged], window: Window) -> None:
        """Begin at the branch's newest commit.

        Args:
            tags: what was tagged, by commit, on this branch or not.
            window: what is asked for.
        """
        self._window = window
        self._ahead = dict(tags)
        self._elsewhere: list[Tagged] = []
        self._by_age = deque(sorted(tags.values(), key=lambda tag: tag.committed, reverse=True))
        # The first deployment of the step at hand, and the steps that came with it.
        self._with: Tagged | None = None
        self._steps: list[Change] = []
        self._reverts: dict[str, list[Change]] = defaultdict(list)

    def follow(self, line: Iterable[Change]) -> Iterator[Deployment | Delivered | Merged]:
        """Yield what is told of the window, going back only as far as that needs.

        Args:
            line: the steps of the branch, newest first.
        """
        oldest: datetime | None = None
        for change in line:
            oldest = change.merged
            self._give_up_newer_than(change)
            if (tag := self._ahead.pop(change.commit, None)) is not None:
                yield from self._reached(tag)
            if change.is_change:
                yield from self._told(change)
            if self._is_far_enough(change):
                break
        # How much of the first deployment was out before nobody can tell.
        yield from self._delivered(FIRST)
        # A tag of a commit before the line's end is not elsewhere: a shallow clone ends too early.
        beside = (tag for tag in self._ahead.values() if oldest is None or oldest <= tag.committed)
        for tag in (*beside, *self._elsewhere):
            if self._window.holds(tag.at):
                yield Deployment(tag.at, ELSEWHERE)

    def _give_up_newer_than(self, change: Change) -> None:
        """Look no longer for tags whose commits the way must have passed, were they on it."""
        while self._by_age and self._by_age[0].committed > change.merged + CLOCKS_DIFFER:
            tag = self._by_age.popleft()
            if self._ahead.pop(tag.commit, None) is not None:
                self._elsewhere.append(tag)

    def _reached(self, tag: Tagged) -> Iterator[Deployment | Delivered]:
        is_new = self._with is None or tag.at < self._with.at
        if is_new:
            yield from self._delivered(None)
            self._with = tag
        if self._window.holds(tag.at):
            # What was tagged after a newer commit was had been deployed with that already.
            yield Deployment(tag.at, None if is_new else ROLLBACK)

    def _delivered(self, left_out: str | None) -> Iterator[Delivered]:
        if self._with is not None:
            yield from (Delivered(each, self._with.at, left_out) for each in self._steps)
        self._steps.clear()

    def _told(self, change: Change) -> Iterator[Merged]:
        if self._with is not None and self._window.holds(self._with.at):
            self._steps.append(change)
        if self._window.holds(change.merged):
            yield Merged(change, self._came_back(change))
        for named in change.reverts:
            self._reverts[named].append(change)

    def _came_back(self, change: Change) -> bool:
        """Whether a later step undid this one in time; to undo a revert is no rework of that."""
        lengths = {len(named) for named in self._reverts}
        undone_by = (
            later
            for digest in change.brought
            for length in lengths
            for later in self._reverts.get(digest[:length], ())
        )
        return any(
            timedelta() <= later.merged - change.merged <= WITHIN
            for later in undone_by
            if not change.reverts
        )

    def _is_far_enough(self, change: Change) -> bool:
        window, first = self._window, self._with
        if change.merged >= window.start - CLOCKS_DIFFER:
            return False
        if any(window.holds(tag.at) for tag in self._ahead.values()):
            return False
        if first is None or not window.holds(first.at):
            return True
        return not any(tag.at < first.at for tag in self._ahead.values())
