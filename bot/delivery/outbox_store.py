"""Asks the database about the outbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, delete, func, select, update

from bot.db import Connection, Session, due, insert_new
from bot.delivery.tables import DeliveryRow, DeliveryState

_TABLE: Any = DeliveryRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_C = _TABLE.c
DUE: Any = due.is_due(_C.due_at)
"""For a query: whether any message is due at `now`."""
_ON_THE_WAY = (DeliveryState.SENDING, DeliveryState.UNCERTAIN, DeliveryState.SENT)
# What every message needs is made once.
_NOW = bindparam("now", type_=_C.due_at.type)
_NOTHING_SENT = _C.state == DeliveryState.PENDING
_CLAIM = (
    due.claim(_C.key, _C.due_at)
    .values(
        state=DeliveryState.SENDING,
        due_at=bindparam("lease"),
        begun_at=case((_NOTHING_SENT, _NOW), else_=_C.begun_at),
        unsure=~_NOTHING_SENT,
        worker=bindparam("whose"),
        attempts=_C.attempts + 1,
    )
    .returning(
        _C.key, _C.kind, _C.recipient, _C.subject, _C.details, _C.attempts,
        _C.unsure, _C.begun_at, _C.created_at,
    )
)  # fmt: skip
_MINE = update(_TABLE).where(
    _C.key == bindparam("its_key"),
    _C.worker == bindparam("its_worker"),
    _C.attempts == bindparam("its_attempts"),
    _C.state == DeliveryState.SENDING,
)
_SHOWN = (
    select(_C.key, _C.kind, _C.recipient, _C.subject, _C.details, _C.channel, _C.ts)
    .where(_C.state.in_(bindparam("states", expanding=True)))
    .order_by(_C.created_at, _C.key)
)
_SHOWN_ABOUT = _SHOWN.where(
    _C.subject == bindparam("about"), _C.kind.in_(bindparam("kinds", expanding=True))
)
_SHOWN_OF = _SHOWN.where(_C.key.in_(bindparam("keys", expanding=True)))


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message that Coach sends unasked.

    Attributes:
        key: its opaque, unique key.
        kind: which capability words it.
        recipient: a Slack user, or a channel.
        subject: the record it is about.
        details: ids and numbers with which it is worded.
        attempts: how often it was tried, this time included.
        unsure: whether an earlier attempt may have left the message in Slack.
        begun_at: when Slack may have been called first.
        lease_until: until when this process has it.
        channel: the conversation it was posted in; None before.
        ts: Slack's id of the message; None before.
    """

    key: str
    kind: str
    recipient: str
    subject: str
    details: Mapping[str, Any]
    attempts: int = 0
    unsure: bool = False
    begun_at: datetime | None = None
    lease_until: datetime | None = None
    channel: str | None = None
    ts: str | None = None


def put(session: Session, planned: Delivery, *, due_at: datetime, now: datetime) -> bool:
    """Plan a message; return False if it was planned before, whatever became of it."""
    row = {
        "key": planned.key,
        "kind": planned.kind,
        "recipient": planned.recipient,
        "subject": planned.subject,
        "details": dict(planned.details),
        "state": DeliveryState.PENDING,
        "due_at": due_at,
        "attempts": 0,
        "created_at": now,
    }
    written = session.execute(insert_new(session, _C.key), row).scalar()
    return bool(written == planned.key)


def claim(
    session: Session, *, now: datetime, lease_until: datetime, worker: str, most: int
) -> list[Delivery]:
    """Take up what is due, longest due first; no two processes get the same one.

    What a dead process left half done, and what was uncertain, comes back marked as unsure.
    """
    asked = {"now": now, "lease": lease_until, "whose": worker, "most": most}
    claimed = session.execute(_CLAIM, asked)
    found = sorted(claimed, key=lambda row: row.created_at)
    return [
        Delivery(
            key=row.key,
            kind=row.kind,
            recipient=row.recipient,
            subject=row.subject,
            details=row.details,
            attempts=row.attempts,
            unsure=row.unsure,
            begun_at=row.begun_at,
            lease_until=lease_until,
        )
        for row in found
    ]


def release(  # noqa: PLR0913 - one value a column
    session: Session,
    taken: Delivery,
    *,
    worker: str,
    state: DeliveryState,
    due_at: datetime,
    reason: str | None = None,
    counts: bool = True,
) -> bool:
    """Give a message back, to be taken up again at a time; False if another process has it.

    Args:
        session: the transaction.
        taken: which.
        worker: the process that gives it back.
        state: where it stands from now on.
        due_at: when it is to be taken up again.
        reason: why it was not sent.
        counts: whether this was a try; it was none if it only had to wait.
    """
    tries = taken.attempts if counts else taken.attempts - 1
    values = {"state": state, "due_at": due_at, "reason": reason, "attempts": tries}
    return _fenced(session, taken, worker, values)


def close(  # noqa: PLR0913 - one value a column
    session: Session,
    taken: Delivery,
    *,
    worker: str,
    state: DeliveryState,
    now: datetime,
    reason: str | None = None,
    channel: str | None = None,
    ts: str | None = None,
) -> bool:
    """Close a message; return False if another process has taken it up by now."""
    values = {
        "state": state,
        "due_at": None,
        "closed_at": now,
        "reason": reason,
        "channel": channel,
        "ts": ts,
    }
    return _fenced(session, taken, worker, values)


def _fenced(session: Session, taken: Delivery, worker: str, values: Mapping[str, Any]) -> bool:
    mine = {"its_key": taken.key, "its_worker": worker, "its_attempts": taken.attempts}
    done = session.execute(_MINE, {**mine, **values})
    return bool(done.rowcount)


def still_pending(session: Session, key: str) -> bool:
    """Say whether nothing of a message was sent, and keep others from taking it up meanwhile."""
    query = select(_C.state).where(_C.key == key).with_for_update()
    return bool(session.execute(query).scalar() == DeliveryState.PENDING)


def cancel(session: Session, *, now: datetime, subject: str | None = None,
           recipient: str | None = None, kinds: Sequence[str] = ()) -> int:  # fmt: skip
    """Cancel what is still pending about a record, or for a person; return how many that were."""
    statement = update(_TABLE).where(_C.state == DeliveryState.PENDING)
    if subject is not None:
        statement = statement.where(_C.subject == subject)
    if recipient is not None:
        statement = statement.where(_C.recipient == recipient, _C.due_at.is_not(None))
    if kinds:
        statement = statement.where(_C.kind.in_(kinds))
    values = {"state": DeliveryState.CANCELLED, "due_at": None, "closed_at": now}
    done = session.execute(statement.values(**values))
    return int(done.rowcount)


def look_again(session: Session, recipient: str, now: datetime) -> None:
    """Take up at once what had to wait for a person; what was never due yet keeps its time."""
    session.execute(
        update(_TABLE)
        .where(
            _C.recipient == recipient,
            _C.state == DeliveryState.PENDING,
            _C.begun_at.is_not(None),
        )
        .values(due_at=now)
    )


def shown_about(
    reading: Session | Connection, subject: str, kinds: Sequence[str], *, waiting: bool = False
) -> list[Delivery]:
    """Return the messages about a record that stand in Slack, or are just on their way there.

    Args:
        reading: where they are.
        subject: the record.
        kinds: which kinds of messages.
        waiting: whether those count too that still wait for their time.
    """
    states = (*_ON_THE_WAY, DeliveryState.PENDING) if waiting else _ON_THE_WAY
    asked = {"about": subject, "kinds": list(kinds), "states": states}
    return _found(reading, _SHOWN_ABOUT, asked)


def shown(reading: Session | Connection, keys: Sequence[str]) -> list[Delivery]:
    """Return those of some messages that stand in Slack, or are just on their way there."""
    if not keys:
        return []
    return _found(reading, _SHOWN_OF, {"keys": list(keys), "states": _ON_THE_WAY})


def is_known(reading: Session | Connection, key: str) -> bool:
    """Say whether a message was planned, whatever became of it."""
    return reading.execute(select(_C.key).where(_C.key == key)).scalar() is not None


def refused_about(reading: Session | Connection, subject: str, kind: str) -> int:
    """Return how many messages of a kind about a record were closed, and certainly do not stand in Slack."""
    closed = (DeliveryState.CANCELLED, DeliveryState.DEAD)
    query = select(func.count()).where(
        _C.subject == subject, _C.kind == kind, _C.state.in_(closed), _C.unsure.is_(False)
    )
    return int(reading.execute(query).scalar() or 0)


def _found(reading: Session | Connection, query: Any, asked: Mapping[str, Any]) -> list[Delivery]:
    return [
        Delivery(
            row.key,
            row.kind,
            row.recipient,
            row.subject,
            row.details,
            channel=row.channel,
            ts=row.ts,
        )
        for row in reading.execute(query, asked)
    ]


def forget_before(session: Session, instant: datetime) -> int:
    """Delete closed messages that are so old that nothing can ask for them again."""
    gone = session.execute(delete(_TABLE).where(_C.due_at.is_(None), _C.closed_at < instant))
    return int(gone.rowcount)
