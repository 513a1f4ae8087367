"""A record as a message. Pure: both people see the same record, each with their own buttons."""

from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from bot.commitments import words
from bot.commitments.carried import About, Action
from bot.commitments.dates import day_of, said, with_year
from bot.commitments.read import Record
from bot.commitments.record import Conversation, Promise, Revision, Side, Stage
from bot.metrics import catalogue
from bot.slack import blocks as b

Message = dict[str, Any]


def card(
    record: Record,
    viewer: str,
    zone: ZoneInfo,
    *,
    links: tuple[str, str] | None = None,
    file: bool = False,
) -> Message:
    """Return a record as it stands.

    Args:
        record: with its words.
        viewer: one of its two people.
        zone: theirs, for days.
        links: addresses that put the check-in into Google's and Microsoft's calendars.
        file: whether a calendar file can be had too.
    """
    one = record.conversation
    shown = record.newest if one.stage is Stage.PROPOSED else record.in_force
    built = [
        b.header("title", words.TITLE_PROPOSED if one.stage is Stage.PROPOSED else words.TITLE),
        b.context("between", words.BETWEEN.format(manager=one.manager, engineer=one.engineer)),
        b.section("standing", _standing(record, viewer, zone)),
        *_version(shown),
        *_promises(record, shown, zone),
    ]
    ending = [*_changes(record, shown, zone), *_buttons(record, viewer, links, file=file)]
    built.extend(_earlier_words(record, shown, [*built, *ending]))
    return {"text": _announced(record, viewer), "blocks": [*built, *ending]}


def deleted() -> Message:
    """Return what stands in place of a record that was deleted."""
    return {"text": words.DELETED, "blocks": [b.context("deleted", words.DELETED)]}


def forgotten(record: Record) -> Message:
    """Return a record of which one side asked to be forgotten: what is left is the other's own."""
    one, shown = record.conversation, record.in_force
    told = shown.said.to_json()
    day = with_year(one.delete_at.date()) if one.delete_at else ""
    left = [b.words(name, label, told[name]) for name, label in words.FIELDS.items() if told[name]]
    built = [
        b.header("title", words.TITLE),
        b.section("standing", words.FORGOTTEN.format(day=day)),
        *left,
    ]
    return {"text": words.RECORD_CLOSED_TEXT, "blocks": built}


def superseded() -> Message:
    """Return what stands in place of a card when there is a newer one."""
    return {"text": words.NEWER, "blocks": [b.context("newer", words.NEWER)]}


def _announced(record: Record, viewer: str) -> str:
    """Return what a lock screen shows: nothing of what was agreed, and nobody's name."""
    one = record.conversation
    if one.stage is Stage.PROPOSED:
        return words.RECORD_TEXT if one.turn is one.side_of(viewer) else words.RECORD_MINE_TEXT
    return words.RECORD_AGREED_TEXT if one.stage is Stage.AGREED else words.RECORD_CLOSED_TEXT


def _standing(record: Record, viewer: str, zone: ZoneInfo) -> str:
    one = record.conversation
    if one.stage is Stage.PROPOSED and one.turn is not None:
        if one.turn is not one.side_of(viewer):
            return words.WAITING.format(other=one.person(one.turn))
        asked = words.ASKED if one.revision == 1 else words.ASKED_ABOUT_CHANGE
        if one.agreed_revision is not None:
            asked = words.ASKED_TO_CHANGE
        return asked.format(author=one.person(one.turn.other))
    if one.stage is Stage.CLOSED:
        day = with_year(one.delete_at.date()) if one.delete_at else ""
        if one.conclusion is None:
            return words.CLOSED_LEFT.format(day=day)
        return words.CLOSED.format(conclusion=words.CONCLUDED[one.conclusion], day=day)
    agreed = words.AGREED.format(day=day_of(one.agreed_at or one.created_at, zone))
    return f"{words.STANDS} {agreed}" if one.revision != one.agreed_revision else agreed


def _version(shown: Revision) -> Iterator[b.Block]:
    told = shown.said.to_json()
    terms = words.EXPERIMENT.format(
        experiment=shown.terms.experiment.label,
        day=said(shown.terms.check_in),
        metric=catalogue.get(shown.terms.metric).label,
    )
    for name in ("pattern", "hypothesis"):
        yield b.words(name, words.FIELDS[name], told[name])
    yield b.section("terms", terms)
    for name in ("engineer_will", "manager_will", "not_helping"):
        yield b.words(name, words.FIELDS[name], told[name])


def _promises(record: Record, shown: Revision, zone: ZoneInfo) -> Iterator[b.Block]:
    """What was done with each promise, as long as it is the same promise."""
    settled = [
        words.PROMISE_SETTLED.format(
            who=f"<@{one.owner}>", state=one.state, day=day_of(one.settled_at, zone)
        )
        for one in record.commitments
        if one.state is not Promise.OPEN
        and one.settled_at is not None
        and shown.said.promise_of(one.side) == record.in_force.said.promise_of(one.side)
    ]
    if settled:
        yield b.context("settled", *settled)


def _changes(record: Record, shown: Revision, zone: ZoneInfo) -> Iterator[b.Block]:
    """Who wrote which version, up to the one that is shown, and what changed."""
    lines = []
    revisions = record.revisions[: shown.number]
    for earlier, later in zip((None, *revisions), revisions, strict=False):
        author, day = _author(record, later), day_of(later.written_at, zone)
        if earlier is None:
            lines.append(words.FIRST.format(author=author, day=day))
        else:
            fields = ", ".join(changed(earlier, later)) or "nothing"
            lines.append(
                words.CHANGED.format(number=later.number, author=author, day=day, fields=fields)
            )
    if shown.kept_wording:
        lines.append(words.KEPT_WORDING.format(author=_author(record, shown)))
    if len(lines) > 1:
        yield b.context("versions", *lines[-10:])


def _earlier_words(record: Record, shown: Revision, others: Sequence[b.Block]) -> Iterator[b.Block]:
    """What stood there before, where somebody is asked about a change; as much as there is room for."""
    if shown.number == 1 or record.conversation.stage is not Stage.PROPOSED:
        return
    agreed = record.conversation.agreed_revision
    earlier = record.in_force if agreed is not None else record.revisions[shown.number - 2]
    old, new = earlier.said.to_json(), shown.said.to_json()
    built = [
        b.words(f"before_{name}", words.BEFORE.format(field=words.FIELDS[name].lower()), text)
        for name, text in old.items()
        if text != new[name]
    ]
    more = b.context("before", words.BEFORE_MORE)
    fitting = b.fitting([[one] for one in built], [*others, more])
    yield from built[:fitting]
    if fitting < len(built):
        yield more


def changed(earlier: Revision, later: Revision) -> list[str]:
    """Return the names of what differs between two versions."""
    old, new = earlier.said.to_json(), later.said.to_json()
    names = [words.FIELDS[name].lower() for name in old if old[name] != new[name]]
    return names + [
        said_so
        for name, said_so in words.CHOICES.items()
        if getattr(earlier.terms, name) != getattr(later.terms, name)
    ]


def _author(record: Record, revision: Revision) -> str:
    return record.conversation.person(revision.author)


def _buttons(
    record: Record, viewer: str, links: tuple[str, str] | None, *, file: bool
) -> Iterator[b.Block]:
    one = record.conversation
    side = one.side_of(viewer)
    about = About(one.id, one.revision).encode()
    history = [b.button(Action.HISTORY, words.HISTORY, about)] if len(record.revisions) > 1 else []
    if one.stage is Stage.PROPOSED and side is not None:
        yield b.actions("answers", [*answers(one, side), *history])
    if one.stage is Stage.AGREED and links is not None:
        google, outlook = links
        row = [
            b.button(Action.GOOGLE, words.GOOGLE, about, url=google),
            b.button(Action.OUTLOOK, words.OUTLOOK, about, url=outlook),
        ]
        if file:
            row.append(b.button(Action.ICS, words.ICS, about))
        row.append(b.button(Action.SUGGEST, words.SUGGEST, about))
        yield b.actions("calendar", [*row, *history])


def answers(one: Conversation, side: Side) -> list[b.Element]:
    """Return what one side may do with a record that waits for an answer."""
    about = About(one.id, one.revision).encode()
    suggest = b.button(Action.SUGGEST, words.SUGGEST, about)
    if one.turn is not side:
        return [suggest]
    what = words.DECLINE_WHAT if one.agreed_revision is None else words.DECLINE_CHANGE_WHAT
    sure = b.Confirm(words.DECLINE_SURE, what, words.DECLINE, words.NO)
    return [
        b.button(Action.AGREE, words.AGREE, about, style="primary"),
        suggest,
        b.button(Action.DECLINE, words.DECLINE, about, confirm=sure),
    ]
