"""Asks the database about planned nudges. The row is the schedule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, or_, select, update

from bot.commitments.tables import FollowUpRow
from bot.db import Connection, Session, due
from bot.delivery import outbox_store

_TABLE: Any = FollowUpRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_C = _TABLE.c
_ANYTHING_DUE: Any = select(or_(due.is_due(_C.due_at), outbox_store.DUE))
"""Made ready once: it is asked every few seconds, and mostly the answer is no."""
_CLAIM = due.claim(_C.id, _C.due_at).values(due_at=bindparam("lease")).returning(_C.id, _C.person)
_IN_ORDER = select(_TABLE).order_by(_C.due_at, _C.id)
_OF_DELIVERY = _IN_ORDER.where(_C.delivery == bindparam("which"))
_OF_COMMITMENTS = _IN_ORDER.where(_C.commitment_id.in_(bindparam("which", expanding=True)))
_BY_ID = _IN_ORDER.where(_C.id.in_(bindparam("which", expanding=True)))


class State(StrEnum):
    """Where a nudge stands."""

    PLANNED = "planned"
    HELD = "held"  # the person said stop; it stays until they say start
    QUEUED = "queued"  # it goes out with a message
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One planned nudge.

    Attributes:
        number: 1 or 2.
        person: who is reminded.
        due_at: when it is due, in UTC; None unless it is planned.
        chosen: whether the person chose this day by snoozing.
    """

    id: str
    commitment: str
    number: int
    person: str
    state: State
    due_at: datetime | None
    chosen: bool = False


def plan(session: Session, made: Sequence[FollowUp]) -> None:
    """Write down planned nudges."""
    rows = [
        {
            "id": one.id,
            "commitment_id": one.commitment,
            "number": one.number,
            "person": one.person,
            "state": one.state,
            "due_at": one.due_at,
            "chosen": one.chosen,
        }
        for one in made
    ]
    if rows:
        session.execute(insert(_TABLE), rows)


def unplan(session: Session, commitments: Iterable[str]) -> None:
    """Forget the nudges of some promises that did not go out yet."""
    waiting = _C.state.in_((State.PLANNED, State.HELD))
    session.execute(delete(_TABLE).where(_C.commitment_id.in_(list(commitments)), waiting))


def forget(session: Session, commitments: Iterable[str]) -> None:
    """Delete all nudges of some promises, sent or not."""
    session.execute(delete(_TABLE).where(_C.commitment_id.in_(list(commitments))))


def take_out(session: Session, commitments: Iterable[str], delivery: str) -> None:
    """Forget the nudges of some promises that were to go out with a message."""
    queued = (_C.delivery == delivery, _C.state == State.QUEUED)
    session.execute(delete(_TABLE).where(_C.commitment_id.in_(list(commitments)), *queued))


def used(reading: Session | Connection, commitment: str) -> int:
    """Return the number of the last nudge of a promise that went out, or is about to; 0: none."""
    query = select(func.max(_C.number)).where(
        _C.commitment_id == commitment, _C.state.in_((State.QUEUED, State.SENT))
    )
    return int(reading.execute(query).scalar() or 0)


def is_anything_due(reading: Session | Connection, now: datetime) -> bool:
    """Say whether there is work for a wake-up: a nudge that is due, or a message in the outbox."""
    return bool(reading.execute(_ANYTHING_DUE, {"now": now}).scalar())


def claim_due(
    session: Session, *, now: datetime, lease_until: datetime, most: int
) -> dict[str, list[str]]:
    """Take up nudges that are due, by person; no two processes get the same one.

    They stay planned, due again when the lease runs out: a process that dies loses nothing.
    """
    claimed = session.execute(_CLAIM, {"now": now, "lease": lease_until, "most": most})
    by_person: dict[str, list[str]] = {}
    for row in claimed:
        by_person.setdefault(row.person, []).append(row.id)
    return by_person


def put_off(session: Session, ids: Iterable[str], due_at: datetime) -> None:
    """Plan nudges that did not go out for another time."""
    _change(session, ids, State.PLANNED, state=State.PLANNED, due_at=due_at)


def hold(session: Session, ids: Iterable[str]) -> None:
    """Keep nudges back: the person said stop."""
    _change(session, ids, State.PLANNED, state=State.HELD, due_at=None)


def attach(session: Session, ids: Iterable[str], delivery: str) -> int:
    """Let nudges go out with a message; return how many still could."""
    return _change(session, ids, State.PLANNED, state=State.QUEUED, due_at=None, delivery=delivery)


def _change(session: Session, ids: Iterable[str], only: State, **values: Any) -> int:
    done = session.execute(
        update(_TABLE).where(_C.id.in_(list(ids)), _C.state == only).values(**values)
    )
    return int(done.rowcount)


def detach(session: Session, delivery: str, due_at: datetime) -> None:
    """Plan the nudges of a message that was not sent for another time."""
    session.execute(
        update(_TABLE)
        .where(_C.delivery == delivery, _C.state == State.QUEUED)
        .values(state=State.PLANNED, due_at=due_at, delivery=None)
    )


def were_sent(session: Session, delivery: str) -> None:
    """Take note that the nudges of a message reached the person."""
    session.execute(
        update(_TABLE)
        .where(_C.delivery == delivery, _C.state == State.QUEUED)
        .values(state=State.SENT)
    )


def of_delivery(reading: Session | Connection, delivery: str) -> list[FollowUp]:
    """Return the nudges that go out, or went out, with a message."""
    return _found(reading, _OF_DELIVERY, delivery)


def of_commitments(reading: Session | Connection, commitments: Iterable[str]) -> list[FollowUp]:
    """Return all nudges of some promises."""
    return _found(reading, _OF_COMMITMENTS, list(commitments))


def by_id(reading: Session | Connection, ids: Iterable[str]) -> list[FollowUp]:
    """Return nudges by their ids."""
    return _found(reading, _BY_ID, list(ids))


def release_held(session: Session, person: str, due_at: datetime) -> int:
    """Plan what was held back while somebody had said stop; return how many nudges."""
    done = session.execute(
        update(_TABLE)
        .where(_C.person == person, _C.state == State.HELD)
        .values(state=State.PLANNED, due_at=due_at)
    )
    return int(done.rowcount)


def deliveries_of(reading: Session | Connection, commitments: Iterable[str]) -> list[str]:
    """Return the keys of the messages in which some promises stand."""
    query = select(_C.delivery).where(
        _C.commitment_id.in_(list(commitments)), _C.delivery.is_not(None)
    )
    return sorted({str(one) for one in reading.execute(query).scalars()})


def _found(reading: Session | Connection, query: Any, which: str | Sequence[str]) -> list[FollowUp]:
    return [
        FollowUp(
            id=row.id,
            commitment=row.commitment_id,
            number=row.number,
            person=row.person,
            state=State(row.state),
            due_at=row.due_at,
            chosen=row.chosen,
        )
        for row in reading.execute(query, {"which": which})
    ]
