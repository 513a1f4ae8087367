"""`/coach commitments`: what is open, in both directions, with the same buttons as a reminder. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from bot.commitments import blocks, words
from bot.commitments.blocks import Due
from bot.commitments.card import answers
from bot.commitments.carried import About, Action
from bot.commitments.dates import day_of, said
from bot.commitments.follow_up_store import FollowUp, State
from bot.commitments.read import Record
from bot.commitments.record import Commitment, Side, Stage
from bot.slack import blocks as b
from bot.slack.text import clip

Piece = list[b.Block]
_MOST = 8
_GIST = 280
"""Characters of a promise in a list; the record itself has all of it."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """Which present managers of an engineer see a record, and which could be let see it."""

    done: Sequence[str]
    possible: Sequence[str]


def listing(
    found: Sequence[Record],
    viewer: str,
    zone: ZoneInfo,
    *,
    stopped: bool,
    help_url: Mapping[str, str],
    sharing: Mapping[str, Sharing],
) -> dict[str, Any]:
    """Return what is open between somebody and others.

    Args:
        found: the records they may see, oldest first.
        viewer: who looks.
        zone: theirs, for days.
        stopped: whether they said stop.
        help_url: by user, the address that opens a message to them.
        sharing: by record, who else sees it, where its engineer looks.
    """
    built: list[b.Block] = [b.header("title", words.LIST_TITLE)]
    if stopped:
        built.append(b.context("stopped", words.LIST_STOPPED))
    mine = [one for one in found if one.conversation.side_of(viewer) is not None]
    shared = [one for one in found if one.conversation.side_of(viewer) is None]
    sections: list[tuple[str, list[Piece]]] = [
        (words.LIST_ASKED, list(_asked(mine, viewer))),
        (words.LIST_MINE, list(_mine(mine, viewer, zone, help_url))),
        (words.LIST_THEIRS, list(_theirs(mine, viewer))),
        (words.LIST_WAITING, list(_waiting(mine, viewer))),
        (words.LIST_LOOKING, list(_settled(mine, viewer))),
        (words.LIST_SHARED, list(_shared(shared))),
        (words.LIST_SHARING, list(_shares(mine, sharing))),
    ]
    filled = [(title, pieces) for title, pieces in sections if pieces]
    built.extend(_fitting(filled, built))
    if not filled:
        built.append(b.section("nothing", words.LIST_NOTHING))
    return {"text": words.LIST_TITLE, "blocks": built}


def _fitting(
    sections: Sequence[tuple[str, Sequence[Piece]]], before: Sequence[b.Block]
) -> Iterator[b.Block]:
    """Yield as much of all sections as one message takes, and how much of each is missing."""
    titles = [b.section(f"part{number}", title) for number, (title, _) in enumerate(sections)]
    missing = [
        b.context(f"more{number}", words.LIST_MORE.format(number=len(pieces)))
        for number, (_, pieces) in enumerate(sections)
    ]
    # The first of each section comes before the second of any, so that none is left out.
    order = [
        (number, pieces[turn])
        for turn in range(_MOST)
        for number, (_, pieces) in enumerate(sections)
        if turn < len(pieces)
    ]
    fitting = b.fitting([piece for _, piece in order], [*before, *titles, *missing])
    for number, (_, pieces) in enumerate(sections):
        shown = [piece for at, piece in order[:fitting] if at == number]
        yield from (titles[number], *chain.from_iterable(shown))
        if len(shown) < len(pieces):
            left = words.LIST_MORE.format(number=len(pieces) - len(shown))
            yield b.context(f"more{number}", left)


def _asked(found: Sequence[Record], viewer: str) -> Iterator[Piece]:
    for one in found:
        held = one.conversation
        side = held.side_of(viewer)
        if held.stage is Stage.PROPOSED and side is not None and held.turn is side:
            will = one.newest.said
            about = About(held.id, held.revision).encode()
            whole = b.button(Action.HISTORY, words.LIST_WHOLE, about)
            yield [
                b.context(f"with-{held.id}", f"With <@{held.person(side.other)}>:"),
                b.words(f"mine-{held.id}", "You would", clip(will.promise_of(side), _GIST)),
                b.words(
                    f"theirs-{held.id}", "They would", clip(will.promise_of(side.other), _GIST)
                ),
                b.actions(f"answer-{held.id}", [*answers(held, side), whole]),
            ]


def _waiting(found: Sequence[Record], viewer: str) -> Iterator[Piece]:
    for one in found:
        held = one.conversation
        side = held.side_of(viewer)
        if held.stage is Stage.PROPOSED and side is not None and held.turn is side.other:
            text = f"With <@{held.person(side.other)}>, version {held.revision}."
            yield [
                b.context(f"waits-{held.id}", text),
                b.actions(f"answer-{held.id}", answers(held, side)),
            ]


def _settled(found: Sequence[Record], viewer: str) -> Iterator[Piece]:
    """What both agreed and nobody has anything open in: the two will look at it once more."""
    for one in found:
        held, terms = one.conversation, one.in_force.terms
        side = held.side_of(viewer)
        if held.stage is Stage.AGREED and side is not None and not one.open_commitments():
            text = words.LIST_LOOK.format(
                other=held.person(side.other),
                experiment=terms.experiment.label,
                day=said(terms.check_in),
            )
            about = About(held.id, held.revision).encode()
            yield [
                b.context(f"look-{held.id}", text),
                b.actions(f"change-{held.id}", [b.button(Action.SUGGEST, words.SUGGEST, about)]),
            ]


def _mine(
    found: Sequence[Record], viewer: str, zone: ZoneInfo, help_url: Mapping[str, str]
) -> Iterator[Piece]:
    for one, promise in _promises(found):
        if promise.owner != viewer:
            continue
        held = one.conversation
        used = max((n.number for n in _nudges(one, promise) if _went_out(n)), default=0)
        due = Due(one, promise, used)
        other = held.person(promise.side.other)
        yield [
            b.words(f"do-{promise.id}", words.NUDGE_ONE, _gist(one, promise)),
            b.context(f"when-{promise.id}", *_when(one, promise, other, zone)),
            b.actions(blocks.row_id(promise.id), blocks.promise_buttons(due, help_url.get(other))),
        ]


def _when(one: Record, promise: Commitment, other: str, zone: ZoneInfo) -> Iterator[str]:
    yield words.NUDGE_WITH.format(other=other, day=said(one.in_force.terms.check_in))
    nudges = _nudges(one, promise)
    if any(nudge.state is State.HELD for nudge in nudges):
        yield words.LIST_HELD
    coming = [nudge.due_at for nudge in nudges if nudge.state is State.PLANNED and nudge.due_at]
    if coming:
        yield words.NEXT_AT.format(day=day_of(min(coming), zone))


def _theirs(found: Sequence[Record], viewer: str) -> Iterator[Piece]:
    for one, promise in _promises(found):
        if promise.owner == viewer:
            continue
        context = words.NUDGE_WITH.format(
            other=promise.owner, day=said(one.in_force.terms.check_in)
        )
        yield [_promised("get", one, promise), b.context(f"from-{promise.id}", context)]


def _shared(found: Sequence[Record]) -> Iterator[Piece]:
    for one in found:
        promises = [_promised("see", one, promise) for _, promise in _promises([one])]
        if promises:
            held = one.conversation
            context = words.LIST_SHARED_FROM.format(
                manager=held.manager, engineer=held.engineer, day=said(one.in_force.terms.check_in)
            )
            yield [*promises, b.context(f"of-{held.id}", context)]


def _promised(at: str, one: Record, promise: Commitment) -> b.Block:
    label = f"The {promise.side} will"
    return b.words(f"{at}-{promise.id}", label, _gist(one, promise))


def _gist(one: Record, promise: Commitment) -> str:
    return clip(one.in_force.said.promise_of(promise.side), _GIST)


def _promises(found: Sequence[Record]) -> Iterator[tuple[Record, Commitment]]:
    for one in found:
        if one.conversation.agreed_revision is not None:
            yield from ((one, promise) for promise in one.open_commitments())


def _nudges(one: Record, promise: Commitment) -> list[FollowUp]:
    return [nudge for nudge in one.follow_ups if nudge.commitment == promise.id]


def _went_out(nudge: FollowUp) -> bool:
    return nudge.state in {State.QUEUED, State.SENT}


def _shares(found: Sequence[Record], sharing: Mapping[str, Sharing]) -> Iterator[Piece]:
    for one in found:
        held = one.conversation
        if held.agreed_revision is None or held.id not in sharing:
            continue
        what = words.SHARE_WHAT.format(manager=held.manager)
        for manager in sharing[held.id].done:
            yield [b.context(f"sees-{held.id}-{manager}", what + words.SHARED.format(who=manager))]
        for manager in sharing[held.id].possible:
            button = b.button(Action.SHARE, words.SHARE, f"{held.id}/{manager}")
            yield [
                b.context(f"new-{held.id}-{manager}", what + words.NOT_SHARED.format(who=manager)),
                b.actions(f"share-{held.id}-{manager}", [button]),
            ]


def carried_over(found: Sequence[Record], viewer: str, zone: ZoneInfo) -> list[b.Block]:
    """Return what is still open with an engineer, for the top of a manager's next page.

    The manager's own promises come first. What another manager promised in a record that the
    engineer has shared is named as that manager's.
    """
    promises = sorted(_promises(found), key=lambda pair: pair[1].side is Side.ENGINEER)
    if not promises:
        return []
    built: list[b.Block] = [b.section("open", words.CARRIED)]
    for one, promise in promises:
        agreed = one.conversation.agreed_at or one.conversation.created_at
        note = words.CARRIED_NOTE.format(
            agreed=day_of(agreed, zone), day=said(one.in_force.terms.check_in)
        )
        earlier = one.conversation.manager != viewer
        label = f"The {'earlier ' if earlier and promise.side is Side.MANAGER else ''}{promise.side} will"
        text = _gist(one, promise)
        built.append(b.words(f"open-{promise.id}", label, text, note=note))
    return built
