"""What is open between somebody and others, piece by piece, with the buttons of a reminder. Pure.

The list that `/coach commitments` shows and the Home tab are both made of these.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
Section = tuple[str, Sequence[Piece]]
"""Its title, and what stands below it: each piece as a whole or not at all."""
_GIST = 280
"""Characters of a promise in a list; the record itself has all of it."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """Which present managers of an engineer see a record, and which could be let see it."""

    done: Sequence[str]
    possible: Sequence[str]


@dataclass(frozen=True, slots=True)
class Open:
    """What is open between somebody and others.

    Attributes:
        viewer: who looks.
        zone: theirs, for days.
        stopped: whether they said stop.
        found: the records they may see, oldest first.
        help_url: by user, the address that opens a message to them.
        sharing: by record, who else sees it, where its engineer looks.
    """

    viewer: str
    zone: ZoneInfo
    stopped: bool
    found: Sequence[Record]
    help_url: Mapping[str, str]
    sharing: Mapping[str, Sharing]

    @property
    def mine(self) -> Sequence[Record]:
        """The records of which they are a side."""
        return [one for one in self.found if one.conversation.side_of(self.viewer) is not None]

    @property
    def shared(self) -> Sequence[Record]:
        """The records that their engineers let them see."""
        return [one for one in self.found if one.conversation.side_of(self.viewer) is None]


def asked(shown: Open) -> Section:
    """Return what waits for an answer of theirs."""
    return words.LIST_ASKED, list(_asked(shown.mine, shown.viewer))


def mine(shown: Open) -> Section:
    """Return what they promised."""
    return words.LIST_MINE, list(_mine(shown))


def theirs(shown: Open) -> Section:
    """Return what was promised to them."""
    return words.LIST_THEIRS, list(_theirs(shown.mine, shown.viewer))


def waiting(shown: Open) -> Section:
    """Return what waits for an answer of the other side."""
    return words.LIST_WAITING, list(_waiting(shown.mine, shown.viewer))


def looking(shown: Open) -> Section:
    """Return what has no open promise and will be looked at once more."""
    return words.LIST_LOOKING, [_look(one, shown.viewer) for one in shown.mine if _is_settled(one)]


def check_ins(shown: Open) -> Section:
    """Return every record that will be looked at once more, the nearest day first."""
    coming = [one for one in shown.mine if one.counts]
    ordered = sorted(coming, key=lambda one: one.in_force.terms.check_in)
    return words.LIST_CHECK_INS, [_look(one, shown.viewer) for one in ordered]


def shared(shown: Open) -> Section:
    """Return what engineers let them see."""
    return words.LIST_SHARED, list(_shared(shown.shared))


def sharing(shown: Open) -> Section:
    """Return who else sees their records, and who could be let see them."""
    return words.LIST_SHARING, list(_shares(shown.mine, shown.sharing))


def promises(found: Sequence[Record]) -> Iterator[tuple[Record, Commitment]]:
    """Yield each open promise of records that were agreed, with its record."""
    for one in found:
        if one.conversation.agreed_revision is not None:
            yield from ((one, promise) for promise in one.open_commitments())


def gist(one: Record, promise: Commitment) -> str:
    """Return a promise, as short as it stands in a list."""
    return clip(one.in_force.said.promise_of(promise.side), _GIST)


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


def _is_settled(one: Record) -> bool:
    """Say whether both agreed and nobody has anything open in it."""
    return one.counts and not one.open_commitments()


def _look(one: Record, viewer: str) -> Piece:
    held, terms = one.conversation, one.in_force.terms
    side = held.side_of(viewer) or Side.MANAGER
    text = words.LIST_LOOK.format(
        other=held.person(side.other),
        experiment=terms.experiment.label,
        day=said(terms.check_in),
    )
    line = b.context(f"look-{held.id}", text)
    if not _is_settled(one):
        return [line]  # its promises have buttons of their own
    about = About(held.id, held.revision).encode()
    return [line, b.actions(f"change-{held.id}", [b.button(Action.SUGGEST, words.SUGGEST, about)])]


def _mine(shown: Open) -> Iterator[Piece]:
    for one, promise in promises(shown.mine):
        if promise.owner != shown.viewer:
            continue
        held = one.conversation
        used = max((n.number for n in _nudges(one, promise) if _went_out(n)), default=0)
        due = Due(one, promise, used)
        other = held.person(promise.side.other)
        yield [
            b.words(f"do-{promise.id}", words.NUDGE_ONE, gist(one, promise)),
            b.context(f"when-{promise.id}", *_when(one, promise, other, shown.zone)),
            b.actions(
                blocks.row_id(promise.id), blocks.promise_buttons(due, shown.help_url.get(other))
            ),
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
    for one, promise in promises(found):
        if promise.owner == viewer:
            continue
        context = words.NUDGE_WITH.format(
            other=promise.owner, day=said(one.in_force.terms.check_in)
        )
        yield [_promised("get", one, promise), b.context(f"from-{promise.id}", context)]


def _shared(found: Sequence[Record]) -> Iterator[Piece]:
    for one in found:
        seen = [_promised("see", one, promise) for _, promise in promises([one])]
        if seen:
            held = one.conversation
            context = words.LIST_SHARED_FROM.format(
                manager=held.manager, engineer=held.engineer, day=said(one.in_force.terms.check_in)
            )
            yield [*seen, b.context(f"of-{held.id}", context)]


def _promised(at: str, one: Record, promise: Commitment) -> b.Block:
    label = f"The {promise.side} will"
    return b.words(f"{at}-{promise.id}", label, gist(one, promise))


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
