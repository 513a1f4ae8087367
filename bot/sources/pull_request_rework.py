"""Which merged pull requests came back: undone or mended within 21 days. Pure."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.sources.pull_request import PullRequest

WITHIN = timedelta(days=21)


def came_back(merged: Sequence[PullRequest]) -> set[int]:
    """Return the numbers of those that came back.

    A revert counts whoever made it, be it a bot; a fix is a person's. To undo a revert is no
    rework of that revert, and what is marked as planned is none at all.

    Args:
        merged: all that was merged to the default branch of one repository in some time.
    """
    by_number = {request.number: request for request in merged}
    found = set()
    for later in merged:
        if later.planned:
            continue
        for number in _mended(later, merged):
            earlier = by_number.get(number)
            if earlier is None or earlier is later:
                continue
            if later.links.is_revert and earlier.links.is_revert:
                continue
            if timedelta() <= later.merged - earlier.merged <= WITHIN:
                found.add(number)
    return found


def _mended(later: PullRequest, merged: Sequence[PullRequest]) -> Iterator[int]:
    links = later.links
    if not links.is_revert:
        if later.author is None or not later.author.is_bot:
            yield from links.fixes
        return
    yield from links.reverts
    if links.reverted_commits or links.reverted_title:
        yield from _by_commit_or_title(later, merged)


def _by_commit_or_title(later: PullRequest, merged: Sequence[PullRequest]) -> Iterator[int]:
    before = [request for request in merged if request.merged <= later.merged]
    for request in before:
        commit = request.links.commit
        if commit and commit.startswith(tuple(later.links.reverted_commits)):
            yield request.number
    titled = [r for r in before if r.links.title == later.links.reverted_title and r is not later]
    if titled:
        yield max(titled, key=lambda request: request.merged).number
