"""Asks the database about people."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, or_, select, update

from bot.db import Connection, Session, insert
from bot.people.tables import Kind, PersonRow

_TABLE: Any = PersonRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_C = _TABLE.c
_COLUMNS = (_C.user, _C.kind, _C.time_zone, _C.checked_at, _C.stopped_at,
            _C.gone_at)  # fmt: skip
_ONE = select(*_COLUMNS).where(_C.user == bindparam("user"))
"""Put together once: it is asked several times for every message."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored of a person, in the order of the columns; see `bot.people.tables`."""

    user: str = field(repr=False)
    kind: Kind
    time_zone: str | None
    checked_at: datetime | None
    stopped_at: datetime | None
    gone_at: datetime | None


def get(reading: Session | Connection, user: str) -> Stored | None:
    """Return what is stored of a person; None: nothing is."""
    row = reading.execute(_ONE, {"user": user}).first()
    return None if row is None else _stored(row)


def get_many(reading: Session | Connection, users: Collection[str]) -> Mapping[str, Stored]:
    """Return what is stored of people, by their ids. Those of whom nothing is are left out."""
    if not users:
        return {}
    rows = reading.execute(select(*_COLUMNS).where(_C.user.in_(sorted(users))))
    return {row[0]: _stored(row) for row in rows}


def _stored(row: Any) -> Stored:
    return Stored(row[0], Kind(row[1]), *row[2:])


def hear(session: Session, user: str, at: datetime) -> bool:
    """Note that Slack speaks of a person; their row is then there, and is this transaction's.

    Events may come late and in any order. Where Slack spoke of them after `at` already, False is
    returned, and what is known is in doubt: Slack is asked at the next need.

    Args:
        session: the transaction in which the rest of what Slack says is written down.
        user: of whom it speaks.
        at: when it said so.
    """
    is_news = or_(_C.checked_at.is_(None), _C.checked_at <= at)
    if _put(session, user, {"checked_at": at}, where=is_news):
        return True
    _set(session, user, {"checked_at": None})
    return False


def learn(session: Session, user: str, *, kind: Kind, time_zone: str | None) -> None:
    """Write down what Slack says of an active person; whoever had left is back.

    Args:
        session: a transaction.
        user: of whom it speaks.
        kind: what their account is.
        time_zone: an IANA name; None: what Slack said is none, so their team's is used.
    """
    _put(session, user, {"kind": kind, "time_zone": time_zone, "gone_at": None})


def set_gone(session: Session, user: str, now: datetime) -> bool:
    """Write down that an account is deactivated; return False if that was known."""
    return _put(session, user, {"gone_at": now}, where=_C.gone_at.is_(None))


def set_stopped(session: Session, user: str, now: datetime) -> bool:
    """Write down that a person said stop; return False if they had already."""
    return _put(session, user, {"stopped_at": now}, where=_C.stopped_at.is_(None))


def clear_stopped(session: Session, user: str) -> bool:
    """Write down that a person said start; return False if they had not said stop."""
    return _set(session, user, {"stopped_at": None}, _C.stopped_at.is_not(None))


def doubt(session: Session, user: str) -> None:
    """Let what is known of a person be in doubt."""
    _set(session, user, {"checked_at": None})


def forget_unheard(session: Session, instant: datetime) -> int:
    """Delete what is stored of people of whom Slack last spoke before an instant; return of how many.

    That somebody said stop stays: it protects them.
    """
    old = (_C.checked_at < instant, _C.stopped_at.is_(None))
    gone = session.execute(delete(_TABLE).where(*old))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a CursorResult, for a delete


def forget(session: Session, user: str) -> None:
    """Delete what is stored of a person, except that they said stop."""
    session.execute(delete(_TABLE).where(_C.user == user, _C.stopped_at.is_(None)))
    nothing = dict.fromkeys(("time_zone", "checked_at", "gone_at"))
    _set(session, user, {"kind": Kind.MEMBER, **nothing})


def _put(session: Session, user: str, values: Mapping[str, Any], *, where: Any = None) -> bool:
    """Insert a row, or change the one that is there and fits; return whether either was done."""
    statement = insert(session, _TABLE).values(**{"user": user, "kind": Kind.MEMBER, **values})
    changed = statement.on_conflict_do_update(index_elements=[_C.user], set_=values, where=where)
    # The drivers do not agree on how many rows an insert that met a conflict counts.
    return session.execute(changed.returning(_C.user)).scalar() == user


def _set(session: Session, user: str, values: Mapping[str, Any], *conditions: Any) -> bool:
    done = session.execute(update(_TABLE).where(_C.user == user, *conditions).values(**values))
    return bool(done.rowcount)  # type: ignore[attr-defined]  # a CursorResult, for an update
