"""Asks the database about the inbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, update

from bot.db import Connection, Session, due, insert_new
from bot.delivery.tables import InboxRow, State

Writing = Session | Connection
_TABLE: Any = InboxRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_C = _TABLE.c
_MINE = update(_TABLE).where(
    _C.key == bindparam("its_key"),
    _C.worker == bindparam("its_worker"),
    _C.attempts == bindparam("its_attempts"),
)
_SETTLE = _MINE.values(state=bindparam("new_state"), request=None)
_LEASE = _MINE.values(lease_until=bindparam("new_lease"))
_ABANDONED = (_C.kind == bindparam("its_kind"), _C.state == State.WORKING)
_TAKE_OVER = (
    due.claim(_C.key, _C.lease_until, where=_ABANDONED)
    .values(
        lease_until=bindparam("new_lease"),
        worker=bindparam("new_worker"),
        attempts=_C.attempts + 1,
    )
    .returning(_C.key, _C.request, _C.received_at, _C.attempts, _C.lease_until)
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One request that this process has in hand.

    Attributes:
        key: the request's own, opaque key.
        request: what was asked, as the capability wrote it.
        received_at: when Slack sent it.
        attempts: how often it was begun, this time included.
        lease_until: from when on another process may take it over.
    """

    key: str
    request: Mapping[str, Any]
    received_at: datetime
    attempts: int
    lease_until: datetime


def receive(session: Session, asked: Sequence[tuple[str, Entry]], worker: str) -> list[bool]:
    """Write down requests, each with its kind; say of each whether it was new."""
    rows = [
        {
            "key": entry.key,
            "kind": kind,
            "state": State.WORKING,
            "request": dict(entry.request),
            "received_at": entry.received_at,
            "lease_until": entry.lease_until,
            "attempts": entry.attempts,
            "worker": worker,
        }
        for kind, entry in sorted(asked, key=lambda one: one[1].key)
    ]  # in one order, so that two processes with the same two never wait for each other
    written = set(session.execute(insert_new(session, _C.key), rows).scalars())
    new = []
    for _, entry in asked:
        new.append(entry.key in written)
        written.discard(entry.key)  # of one that came twice at the same moment, the first is new
    return new


def once(session: Session, *, key: str, kind: str, now: datetime, worker: str) -> bool:
    """Write down a request that is done in this very transaction; False if it is there already."""
    row = {
        "key": key,
        "kind": kind,
        "state": State.DONE,
        "request": None,
        "received_at": now,
        "lease_until": now,
        "attempts": 1,
        "worker": worker,
    }
    # The drivers do not agree on how many rows an insert that met a conflict counts.
    return session.execute(insert_new(session, _C.key), row).scalar() == key


def take_over(
    session: Session, *, kind: str, now: datetime, lease_until: datetime, worker: str, most: int
) -> list[Entry]:
    """Claim requests whose lease has run out, oldest first; no two processes get the same one."""
    asked = {"its_kind": kind, "now": now, "most": most}
    claimed = session.execute(_TAKE_OVER, {**asked, "new_lease": lease_until, "new_worker": worker})
    return sorted((Entry(*row) for row in claimed), key=lambda entry: entry.received_at)


def settle(writing: Writing, *, key: str, worker: str, attempts: int, state: State) -> bool:
    """Close a request and forget who asked; return False if another process has it by now."""
    mine = {"its_key": key, "its_worker": worker, "its_attempts": attempts}
    done = writing.execute(_SETTLE, {**mine, "new_state": state})
    return bool(done.rowcount)


def lease(writing: Writing, *, key: str, worker: str, attempts: int, until: datetime) -> bool:
    """Say until when a request is left alone; return False if another process has it by now."""
    mine = {"its_key": key, "its_worker": worker, "its_attempts": attempts}
    done = writing.execute(_LEASE, {**mine, "new_lease": until})
    return bool(done.rowcount)


def forget_before(session: Session, instant: datetime) -> int:
    """Delete closed requests that came before; Slack repeats nothing for so long."""
    gone = session.execute(
        delete(_TABLE).where(_C.state != State.WORKING, _C.received_at < instant)
    )
    return int(gone.rowcount)
