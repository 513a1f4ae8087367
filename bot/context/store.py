"""Asks the database about context markers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select

from bot.context.marker import Marker, Reason
from bot.context.tables import MarkerRow
from bot.db import Connection, Session, insert

_TABLE: Any = MarkerRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_C = _TABLE.c


def add(session: Session, marker: Marker, now: datetime) -> bool:
    """Write down a marker; return False if the team had marked just that before."""
    statement = insert(session, _TABLE).values(
        id=marker.id,
        team_id=marker.team,
        reason=marker.reason,
        first_day=marker.first,
        last_day=marker.last,
        text=marker.text,
        created_at=now,
    )
    written = session.execute(statement.on_conflict_do_nothing().returning(_C.id)).scalar()
    return bool(written == marker.id)


def remove(session: Session, team: str, marker: str) -> bool:
    """Take a marker of a team back; return False if it was not there."""
    done = session.execute(delete(_TABLE).where(_C.id == marker, _C.team_id == team))
    return bool(done.rowcount)


def forget_before(session: Session, day: date) -> int:
    """Delete the markers of all teams whose last day is before a day; return how many."""
    gone = session.execute(delete(_TABLE).where(_C.last_day < day))
    return int(gone.rowcount)


def touching(
    reading: Session | Connection, team: str, first: date, last: date
) -> tuple[Marker, ...]:
    """Return the markers of a team that touch a stretch of days, oldest first."""
    query = (
        select(_C.id, _C.team_id, _C.reason, _C.first_day, _C.last_day, _C.text)
        .where(_C.team_id == team, _C.last_day >= first, _C.first_day <= last)
        .order_by(_C.first_day, _C.last_day, _C.id)
    )
    return tuple(
        Marker(row.id, row.team_id, Reason(row.reason), row.first_day, row.last_day, row.text)
        for row in reading.execute(query)
    )
