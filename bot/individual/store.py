"""Asks the database about requests to see one number of one person."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, or_, select, update

from bot.db import Connection, Session, due, insert
from bot.individual.request import Request, State
from bot.individual.tables import IndividualRequestRow, IndividualSwitchRow

Reading = Session | Connection
_TABLE: Any = IndividualRequestRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_C = _TABLE.c
_SWITCH: Any = IndividualSwitchRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_ALL = "all"
_COLUMNS = (
    _C.id, _C.team_id, _C.manager, _C.engineer, _C.metric, _C.sealed, _C.asked_at, _C.answer_by,
    _C.due_at, _C.state, _C.with_number, _C.begun_at, _C.channel, _C.ts, _C.shown_until,
)  # fmt: skip
_IN_ORDER = select(*_COLUMNS).order_by(_C.asked_at, _C.id)
_IS_DUE = select(due.is_due(_C.due_at))
_CLAIM = due.claim(_C.id, _C.due_at, _C.id).values(due_at=bindparam("lease")).returning(*_COLUMNS)


def add(session: Session, made: Request) -> bool:
    """Write down a request; return False if there is one between the two already."""
    statement = insert(session, _TABLE).values(
        id=made.id,
        team_id=made.team,
        manager=made.manager,
        engineer=made.engineer,
        metric=made.metric,
        sealed=made.sealed,
        asked_at=made.asked_at,
        answer_by=made.answer_by,
        state=made.state,
        due_at=made.due_at,
    )
    written = session.execute(statement.on_conflict_do_nothing().returning(_C.id)).scalar()
    return bool(written == made.id)


def get(reading: Reading, request: str) -> Request | None:
    """Return a request; None when there is none, or none any more."""
    return next(iter(_found(reading, _C.id == request)), None)


def lock(session: Session, request: str) -> Request | None:
    """Return a request and keep others from changing it until the transaction ends."""
    row = session.execute(select(*_COLUMNS).where(_C.id == request).with_for_update()).first()
    return None if row is None else _request(row)


def every(reading: Reading) -> list[Request]:
    """Return all requests, oldest first."""
    return [_request(row) for row in reading.execute(_IN_ORDER)]


def of(reading: Reading, user: str) -> list[Request]:
    """Return the requests in which somebody is one of the two sides, oldest first."""
    return _found(reading, or_(_C.engineer == user, _C.manager == user))


def between(reading: Reading, manager: str, engineer: str) -> Request | None:
    """Return the request that a manager has with an engineer; None for none."""
    found = _found(reading, _C.manager == manager, _C.engineer == engineer)
    return next(iter(found), None)


def change(session: Session, request: str, **values: Any) -> None:
    """Write down what has changed of a request."""
    session.execute(update(_TABLE).where(_C.id == request).values(**values))


def end(session: Session, requests: Iterable[Request], now: datetime) -> None:
    """Let requests end: what is shown of them is taken away, and they are deleted."""
    ended = [one.id for one in requests]
    if ended:
        over = update(_TABLE).where(_C.id.in_(ended))
        session.execute(over.values(state=State.OVER, due_at=now))


def claim(session: Session, now: datetime, until: datetime) -> Request | None:
    """Take up the request that waits longest; no two processes get the same one.

    Args:
        session: a transaction.
        now: this instant.
        until: from then on it is another's, because this process has died.
    """
    taken = session.execute(_CLAIM, {"now": now, "lease": until, "most": 1}).first()
    return None if taken is None else _request(taken)


def is_due(reading: Reading, now: datetime) -> bool:
    """Say whether any request is to be looked at."""
    return bool(reading.execute(_IS_DUE, {"now": now}).scalar())


def delete_for_good(session: Session, request: str) -> None:
    """Delete a request. Its key is destroyed by whoever calls this."""
    session.execute(delete(_TABLE).where(_C.id == request))


def is_off(reading: Reading) -> bool:
    """Say whether a steward has switched it off."""
    return reading.execute(select(_SWITCH.c.name)).scalar() is not None


def switch_off(session: Session, now: datetime) -> None:
    """Write down that it is switched off; done twice it is done once."""
    statement = insert(session, _SWITCH).values(name=_ALL, off_since=now)
    session.execute(statement.on_conflict_do_nothing())


def switch_on(session: Session) -> None:
    """Write down that it is not switched off any more."""
    session.execute(delete(_SWITCH))


def _found(reading: Reading, *conditions: ColumnElement[bool]) -> list[Request]:
    return [_request(row) for row in reading.execute(_IN_ORDER.where(*conditions))]


def _request(row: Any) -> Request:
    return Request(
        id=row.id,
        team=row.team_id,
        manager=row.manager,
        engineer=row.engineer,
        metric=row.metric,
        sealed=row.sealed,
        asked_at=row.asked_at,
        answer_by=row.answer_by,
        due_at=row.due_at,
        state=State(row.state),
        with_number=row.with_number,
        begun_at=row.begun_at,
        channel=row.channel,
        ts=row.ts,
        shown_until=row.shown_until,
    )
