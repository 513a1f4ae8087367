"""Asks the database about questions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update

from bot.db import Connection, Session, insert
from bot.questions.tables import QuestionRow

Reading = Session | Connection
_TABLE: Any = QuestionRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_C = _TABLE.c


@dataclass(frozen=True, slots=True)
class Sealed:
    """A question as it is kept: its words are still encrypted; see `bot.questions.tables`."""

    id: str
    team: str
    metric: str
    asker: str = field(repr=False)
    sealed: bytes = field(repr=False)
    asked_at: datetime
    closed_at: datetime | None = None


def add(session: Session, made: Sealed) -> bool:
    """Write down an open question; return False if this person has one open about that number."""
    statement = insert(session, _TABLE).values(
        id=made.id,
        team_id=made.team,
        metric=made.metric,
        asker=made.asker,
        sealed=made.sealed,
        asked_at=made.asked_at,
    )
    written = session.execute(statement.on_conflict_do_nothing().returning(_C.id)).scalar()
    return bool(written == made.id)


def close(
    session: Session, question: str, sealed: bytes, *, now: datetime, delete_at: datetime
) -> None:
    """Write down that a question was answered, and when it is deleted."""
    values = {"sealed": sealed, "closed_at": now, "delete_at": delete_at}
    session.execute(update(_TABLE).where(_C.id == question).values(**values))


def get(reading: Reading, question: str) -> Sealed | None:
    """Return a question; None when there is none, or none any more."""
    found = _found(reading, _C.id == question)
    return found[0] if found else None


def lock(session: Session, question: str) -> Sealed | None:
    """Return a question and keep others from changing it until the transaction ends."""
    row = session.execute(select(_TABLE).where(_C.id == question).with_for_update()).first()
    return None if row is None else _sealed(row)


def still_open(reading: Reading) -> list[Sealed]:
    """Return the questions that wait for an answer, oldest first."""
    return _found(reading, _C.closed_at.is_(None))


def of_asker(reading: Reading, user: str) -> list[Sealed]:
    """Return the questions that somebody asked and that are kept, oldest first."""
    return _found(reading, _C.asker == user)


def open_by_metric(reading: Reading, team: str) -> Mapping[str, int]:
    """Return how many questions are open about each number of a team; numbers without are left out."""
    query = (
        select(_C.metric, func.count())
        .where(_C.team_id == team, _C.closed_at.is_(None))
        .group_by(_C.metric)
    )
    return {metric: int(number) for metric, number in reading.execute(query)}


def due_for_deletion(reading: Reading, now: datetime, most: int) -> list[str]:
    """Return the ids of questions whose time is over."""
    query = select(_C.id).where(_C.delete_at <= now).order_by(_C.delete_at).limit(most)
    return [str(one) for one in reading.execute(query).scalars()]


def delete_for_good(session: Session, question: str) -> None:
    """Delete a question. Its key is destroyed by whoever calls this."""
    session.execute(delete(_TABLE).where(_C.id == question))


def _found(reading: Reading, *conditions: ColumnElement[bool]) -> list[Sealed]:
    query = select(_TABLE).where(*conditions).order_by(_C.asked_at, _C.id)
    return [_sealed(row) for row in reading.execute(query)]


def _sealed(row: Any) -> Sealed:
    return Sealed(
        id=row.id,
        team=row.team_id,
        metric=row.metric,
        asker=row.asker,
        sealed=row.sealed,
        asked_at=row.asked_at,
        closed_at=row.closed_at,
    )
