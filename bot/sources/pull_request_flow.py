"""How a pull request went, by the definitions of the catalogue. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from bot.sources.pull_request import REVIEWS, Event, PullRequest, What

DRAFT, UNREVIEWED, UNAPPROVED = "draft", "unreviewed", "unapproved"


class Spell(NamedTuple):
    """A stretch of time, aware at both ends."""

    start: datetime
    end: datetime


class Flow(NamedTuple):
    """How a pull request went; where something is not, the reason why.

    Attributes:
        cycle: from ready to merge, without what it spent as a draft again.
        wait: from ready to the first review by a person.
        turns: between review and change, up to the approval.
    """

    cycle: Sequence[Spell] | str
    wait: Sequence[Spell] | str
    turns: int | str


def flow(request: PullRequest) -> Flow:
    """Return how a pull request went.

    The clock starts when it was last marked ready before the first review by a person who is not
    the author; without such a review, when it was last marked ready. A look at a draft is no first
    review, for nothing waits yet. What it spends as a draft later is not counted either.
    """
    events = until_merge(request)
    turns = _turns(request, events)
    spells = ready_spells(request, events)
    if not spells:
        return Flow(DRAFT, DRAFT, turns)
    reviews = [event.at for event in events if is_review(event, request)]
    first = next(
        ((at, spell) for at in reviews for spell in spells if spell.start <= at <= spell.end), None
    )
    begin = first[1].start if first else spells[-1].start
    wait = DRAFT if reviews else UNREVIEWED
    return Flow(
        [spell for spell in spells if spell.start >= begin],
        [Spell(begin, first[0])] if first else wait,
        turns,
    )


def until_merge(request: PullRequest) -> list[Event]:
    """Return what happened up to the merge, in order."""
    return [event for event in sorted(request.events, key=_instant) if event.at <= request.merged]


def _instant(event: Event) -> datetime:
    return event.at


def is_review(event: Event, request: PullRequest) -> bool:
    """Whether it is a review by a person who is not the author; a deleted account is a person."""
    if event.what not in REVIEWS:
        return False
    return event.who is None or not (event.who.is_bot or event.who == request.author)


def ready_spells(request: PullRequest, events: Sequence[Event]) -> list[Spell]:
    """Return when it was ready and no draft, up to the merge; none: it was merged as a draft.

    Args:
        request: the pull request.
        events: what happened up to the merge, in order.
    """
    changes = [event for event in events if event.what in {What.READY, What.DRAFT}]
    was_draft = changes[0].what is What.READY if changes else request.is_draft
    since = None if was_draft else request.opened
    spells = []
    for event in changes:
        if event.what is What.READY:
            since = since or event.at
        elif since is not None:
            spells.append(Spell(since, event.at))
            since = None
    if since is not None:
        spells.append(Spell(since, request.merged))
    return spells


def _turns(request: PullRequest, events: list[Event]) -> int | str:
    """Count how often a review asked for something and the author pushed again before approval."""
    turns, asked = 0, False
    for event in events:
        if is_review(event, request):
            if event.what is What.APPROVED:
                return turns
            asked = asked or event.what is What.ASKED
        # A commit whose e-mail address belongs to no account is taken for the author's.
        elif asked and event.what is What.PUSHED and event.who in {None, request.author}:
            turns, asked = turns + 1, False
    return UNAPPROVED
