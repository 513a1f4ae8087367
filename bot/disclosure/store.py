"""Asks the database about disclosures."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from bot.db import Connection, Session, insert
from bot.disclosure.disclosure import Answer
from bot.disclosure.tables import DisclosureRow

Reading = Session | Connection
_TABLE: Any = DisclosureRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_C = _TABLE.c


@dataclass(frozen=True, slots=True)
class Sealed:
    """A disclosure as it is kept, its words encrypted; see `disclosure.Disclosure`."""

    id: str
    team: str
    manager: str = field(repr=False)
    engineer: str = field(repr=False)
    metric: str
    effective: date
    sealed: bytes = field(repr=False)
    disclosed_at: datetime
    delete_at: datetime
    told_at: datetime | None = None
    answer: Answer | None = None


def add(session: Session, made: Sealed) -> bool:
    """Write it down; return False if the same manager disclosed the same for that day before."""
    statement = insert(session, _TABLE).values(
        id=made.id,
        team_id=made.team,
        manager=made.manager,
        engineer=made.engineer,
        metric=made.metric,
        effective=made.effective,
        sealed=made.sealed,
        disclosed_at=made.disclosed_at,
        delete_at=made.delete_at,
    )
    written = session.execute(statement.on_conflict_do_nothing().returning(_C.id)).scalar()
    return bool(written == made.id)


def get(reading: Reading, disclosure: str) -> Sealed | None:
    """Return a disclosure; None when there is none, or none any more."""
    row = reading.execute(select(_TABLE).where(_C.id == disclosure)).first()
    return None if row is None else _sealed(row)


def lock(session: Session, disclosure: str) -> Sealed | None:
    """Return a disclosure and keep others from changing it until the transaction ends."""
    row = session.execute(select(_TABLE).where(_C.id == disclosure).with_for_update()).first()
    return None if row is None else _sealed(row)


def of_person(reading: Reading, user: str) -> list[Sealed]:
    """Return what somebody disclosed and what was disclosed to them, the newest first."""
    query = select(_TABLE).where(or_(_C.manager == user, _C.engineer == user))
    query = query.order_by(_C.disclosed_at.desc(), _C.id)
    return [_sealed(row) for row in reading.execute(query)]


def between(reading: Reading, team: str, manager: str, engineer: str) -> list[Sealed]:
    """Return what a manager disclosed to an engineer of a team's numbers, the latest day first."""
    query = select(_TABLE).where(_C.team_id == team, _C.manager == manager, _C.engineer == engineer)
    query = query.order_by(_C.effective.desc(), _C.id)
    return [_sealed(row) for row in reading.execute(query)]


def unanswered(reading: Reading, engineer: str) -> int:
    """Return how many disclosures an engineer has not said anything to."""
    query = select(_C.id).where(_C.engineer == engineer, _C.answer.is_(None))
    return len(reading.execute(query).all())


def told(session: Session, disclosure: str, now: datetime) -> None:
    """Write down that it has reached the engineer; the first time counts."""
    session.execute(
        update(_TABLE).where(_C.id == disclosure, _C.told_at.is_(None)).values(told_at=now)
    )


def answered(
    session: Session, disclosure: str, answer: Answer, sealed: bytes, now: datetime
) -> None:
    """Write down what the engineer says, for a disclosure that is locked."""
    values = {"answer": answer, "answered_at": now, "sealed": sealed}
    session.execute(update(_TABLE).where(_C.id == disclosure).values(**values))


def due_for_deletion(reading: Reading, now: datetime, most: int) -> list[str]:
    """Return the ids of disclosures whose time is over."""
    query = select(_C.id).where(_C.delete_at <= now).order_by(_C.delete_at).limit(most)
    return [str(one) for one in reading.execute(query).scalars()]


def delete_for_good(session: Session, disclosure: str) -> None:
    """Delete a disclosure. Its key is destroyed by whoever calls this."""
    session.execute(delete(_TABLE).where(_C.id == disclosure))


def _sealed(row: Any) -> Sealed:
    return Sealed(
        id=row.id,
        team=row.team_id,
        manager=row.manager,
        engineer=row.engineer,
        metric=row.metric,
        effective=row.effective,
        sealed=row.sealed,
        disclosed_at=row.disclosed_at,
        delete_at=row.delete_at,
        told_at=row.told_at,
        answer=None if row.answer is None else Answer(row.answer),
    )
