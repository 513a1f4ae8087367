"""Asks the database about the keys of records."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from bot.db import Connection, Database, Session, insert
from bot.sealing.tables import RecordKeyRow

Reading = Session | Connection
_TABLE: Any = RecordKeyRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_C = _TABLE.c
_FIND: Any = select(_C.record, _C.key_id, _C.wrapped).where(
    _C.record.in_(bindparam("records", expanding=True))
)
"""Made once: whatever is opened or sealed asks this."""


@dataclass(frozen=True, slots=True, repr=False)
class Wrapped:
    """A record's key as it is kept.

    Attributes:
        key_id: which key of the ring it is wrapped with.
        wrapped: the encrypted key.
    """

    record: str
    key_id: str
    wrapped: bytes


def add(session: Session, made: Wrapped, now: datetime) -> bool:
    """Write down a record's key; return False if it has one already.

    On PostgreSQL this waits for another transaction that is adding the same record's key.
    """
    statement = insert(session, _TABLE).values(
        record=made.record, key_id=made.key_id, wrapped=made.wrapped, created_at=now
    )
    # The drivers do not agree on how many rows an insert that met a conflict counts.
    added = session.execute(statement.on_conflict_do_nothing().returning(_C.record)).scalar()
    return added == made.record


def find(reading: Reading, records: Iterable[str]) -> dict[str, Wrapped]:
    """Return the keys of records, by record, in one query; those that have none are missing."""
    return {row[0]: Wrapped(*row) for row in reading.execute(_FIND, {"records": list(records)})}


def exists(reading: Reading, record: str) -> bool:
    """Return whether a record has a key."""
    return reading.execute(select(_C.record).where(_C.record == record)).first() is not None


def destroy(session: Session, record: str) -> bool:
    """Delete a record's key; return whether it had one."""
    gone = session.execute(delete(_TABLE).where(_C.record == record))
    return bool(gone.rowcount)


def ids_in_use(reading: Reading) -> frozenset[str]:
    """Return the ids of all keys of the ring that records need."""
    return frozenset(reading.execute(select(_C.key_id).distinct()).scalars())


def lock_older(
    session: Session, *, current: str, after: str, most: int, wait: bool
) -> list[Wrapped]:
    """Return keys not wrapped with the current key, by record, and keep others from changing them.

    Args:
        session: the transaction that holds the locks.
        current: the id of the current key of the ring.
        after: the record to go on behind; empty: from the first.
        most: how many at most.
        wait: whether to wait for those that another transaction has locked, or leave them out.
            Who waits should ask for one at a time: a transaction that holds no other lock here
            cannot block one that waits for it.
    """
    query = (
        select(_C.record, _C.key_id, _C.wrapped)
        .where(_C.key_id != current, _C.record > after)
        .order_by(_C.record)
        .limit(most)
        .with_for_update(skip_locked=not wait)  # SQLite has one writer and leaves this out
    )
    return [Wrapped(*row) for row in session.execute(query)]


def rewrap(session: Session, changed: Sequence[Wrapped]) -> None:
    """Replace keys that are there; one that was destroyed is never written again."""
    if not changed:
        return
    session.execute(
        update(_TABLE)
        .where(_C.record == bindparam("of"))
        .values(key_id=bindparam("by"), wrapped=bindparam("bytes")),
        [{"of": one.record, "by": one.key_id, "bytes": one.wrapped} for one in changed],
    )


def empty_log(database: Database) -> bool:
    """Empty SQLite's write-ahead log, which still holds keys that were destroyed before.

    For after the destruction was committed. `secure_delete` overwrites a deleted row in the
    database file; the log beside it keeps the row's old page until it is emptied. PostgreSQL is
    left alone: no client can empty its log.

    Returns:
        False if somebody was reading for longer than the busy timeout; try again later.
    """
    if not database.is_sqlite:
        return True
    with closing(database.writer.raw_connection()) as connection:
        cursor = connection.cursor()
        busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
