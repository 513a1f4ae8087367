"""Asks the database what stands in Slack and what is to be taken out of it. The row is the schedule."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    bindparam,
    cast,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from bot.db import Connection, Session, due, insert
from bot.delivery.keys import key_of
from bot.delivery.tables import DeliveryRow, DeliveryState, RemovalRow, StandingRow

ANSWER = "answer"
"""The kind of what a button of the Home tab put into somebody's messages."""
Reading = Session | Connection
_REMOVAL: Any = RemovalRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_STANDING: Any = StandingRow.__table__  # type: ignore[attr-defined]
_DELIVERY: Any = DeliveryRow.__table__  # type: ignore[attr-defined]
_R, _S, _D = _REMOVAL.c, _STANDING.c, _DELIVERY.c
_IS_DUE: Any = select(due.is_due(_R.due_at))
_CLAIM: Any = (
    due.claim(_R.id, _R.due_at)
    .values(due_at=bindparam("lease"), attempts=_R.attempts + 1)
    .returning(_R.id, _R.channel, _R.ts, _R.file, _R.key, _R.since, _R.attempts)
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A page or file that somebody asked for, and where it stands; see `bot.delivery.tables`."""

    key: str
    kind: str
    recipient: str = field(repr=False)
    about: str | None = field(repr=False)
    channel: str = field(repr=False)
    ts: str | None
    posted_at: datetime
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """Something that is to be taken out of Slack: a message, or a file.

    Attributes:
        key: by which to look for a message whose place is not known; None: it is.
        since: the earliest time it can have been posted.
        attempts: how often it was tried, this time included.
    """

    id: str
    channel: str = field(repr=False)
    ts: str | None
    file: str | None
    key: str | None
    since: datetime | None
    attempts: int


def stands(writing: Reading, one: Standing) -> None:
    """Take note of what was put into Slack; what is known by its key already stays.

    Only a hash of the key is kept.
    """
    row = {**asdict(one), "key": key_of(one.kind, one.key)}
    writing.execute(insert(writing, _STANDING).values(row).on_conflict_do_nothing())


def remove_older(session: Session, instant: datetime, kinds: Iterable[str], now: datetime) -> int:
    """Plan to take out what was put into Slack before an instant; return how much.

    Args:
        session: a transaction.
        instant: what is older goes.
        kinds: of what Coach sends unasked, these kinds; their keys stay, so that none comes again.
        now: this instant, in UTC.
    """
    shown = _remove_standing(session, now, _S.posted_at < instant)
    sent = _remove_sent(session, now, _D.kind.in_(list(kinds)), _D.closed_at < instant)
    return shown + sent


def remove_sent_before(session: Session, instant: datetime, now: datetime) -> int:
    """Plan to take out whatever Coach sent unasked before an instant; return how much."""
    return _remove_sent(session, now, _D.closed_at < instant)


def remove_pages_between(session: Session, one: str, other: str, now: datetime) -> int:
    """Plan to take out what may show a record of two people; return how much.

    These are the pages of one before a conversation with the other, and what the Home tab's buttons
    put into the messages of either.
    """
    theirs = or_(
        and_(_S.recipient == one, _S.about == other),
        and_(_S.recipient == other, _S.about == one),
        and_(_S.kind == ANSWER, _S.recipient.in_([one, other])),
    )
    return _remove_standing(session, now, theirs)


def remove_all_of(session: Session, user: str, until: datetime, now: datetime) -> int:
    """Plan to take out all that somebody has of Coach, and what names them elsewhere; return how much.

    What is written down of these messages is deleted. A message whose reply was lost is looked for.

    Args:
        session: a transaction.
        user: whose.
        until: of what came later, nothing. Nothing from before `is_on_its_way` any more.
        now: this instant, in UTC.
    """
    theirs = or_(_S.recipient == user, _S.about == user)
    shown = _remove_standing(session, now, theirs, _S.posted_at <= until)
    old = (_names(user), _D.created_at <= until)
    shown += _remove_sent(session, now, *old)
    session.execute(delete(_DELIVERY).where(*old))
    return shown


def _remove_standing(session: Session, now: datetime, *conditions: ColumnElement[bool]) -> int:
    gone = session.execute(
        delete(_STANDING).where(*conditions).returning(_S.channel, _S.ts, _S.file)
    )
    return _plan(session, now, [dict(row) for row in gone.mappings()])


def _remove_sent(session: Session, now: datetime, *conditions: ColumnElement[bool]) -> int:
    """Plan to take out messages, and forget where they stand; those that may stand are looked for."""
    stands_there = and_(_D.ts.is_not(None), _D.channel.is_not(None))
    may_stand = and_(_D.ts.is_(None), _D.unsure)
    found = session.execute(
        select(_D.channel, _D.ts, _D.key, _D.recipient, _D.begun_at).where(
            or_(stands_there, may_stand), *conditions
        )
    ).all()
    values = {"channel": None, "ts": None, "unsure": False}
    session.execute(
        update(_DELIVERY).where(or_(stands_there, may_stand), *conditions).values(values)
    )
    return _plan(session, now, [_place(row) for row in found])


def _place(row: Any) -> dict[str, Any]:
    if row.ts is not None:
        return {"channel": row.channel, "ts": row.ts}
    return {"channel": row.recipient, "key": row.key, "since": row.begun_at}


def _plan(session: Session, now: datetime, places: Iterable[Mapping[str, Any]]) -> int:
    nowhere = {"ts": None, "file": None, "key": None, "since": None, "attempts": 0}
    rows = [{"id": uuid.uuid4().hex, "due_at": now, **nowhere, **place} for place in places]
    if rows:
        session.execute(insert(session, _REMOVAL), rows)
    return len(rows)


def is_due(reading: Reading, now: datetime) -> bool:
    """Say whether something is to be taken out now."""
    return bool(reading.execute(_IS_DUE, {"now": now}).scalar())


def claim(session: Session, *, now: datetime, lease_until: datetime, most: int) -> list[Removal]:
    """Take up what is due; no two processes get the same until the lease runs out."""
    rows = session.execute(_CLAIM, {"now": now, "lease": lease_until, "most": most})
    return [Removal(*row) for row in rows]


def done(session: Session, removal: str) -> None:
    """Forget what was taken out."""
    session.execute(delete(_REMOVAL).where(_R.id == removal))


def put_off(session: Session, removal: str, until: datetime | None, reason: str) -> None:
    """Try again at a time; None: never, and somebody should look."""
    session.execute(update(_REMOVAL).where(_R.id == removal).values(due_at=until, reason=reason))


def refused(reading: Reading) -> int:
    """Return how much could not be taken out of Slack."""
    query = select(func.count()).select_from(_REMOVAL).where(_R.due_at.is_(None))
    return int(reading.execute(query).scalar() or 0)


def is_on_its_way(reading: Reading, user: str, until: datetime) -> bool:
    """Say whether a message from before an instant to or about somebody is being sent right now."""
    moving = _D.state.in_((DeliveryState.SENDING, DeliveryState.UNCERTAIN))
    query = select(exists().where(_names(user), moving, _D.created_at <= until))
    return bool(reading.execute(query).scalar())


def _names(user: str) -> ColumnElement[bool]:
    """Hold for the messages to somebody, and for those that are worded with their id."""
    worded_with: ColumnElement[bool] = cast(_D.details, String).contains(user, autoescape=True)
    return or_(_D.recipient == user, worded_with)
