"""Asks the database about when each team's next digest is due. The row is the schedule."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from bot.db import Connection, Session, due, insert
from bot.digest.tables import DigestRow

_TABLE: Any = DigestRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_C = _TABLE.c
_CHUNK = 500
"""Rows that one statement changes: engines limit the parameters of one."""
_DUE: Any = due.longest_due([_TABLE], _C.due_at, _C.team_id)


@dataclass(frozen=True, slots=True)
class Planned:
    """A team's next digest.

    Attributes:
        team: the team's id.
        schedule: the fingerprint of the schedule by which it was planned.
        period: the name of the digest.
        due_at: when it is due, in UTC.
    """

    team: str
    schedule: str
    period: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored of a team's digests.

    Attributes:
        planned: the next one.
        is_off: whether it is switched off.
        switched: how often it was switched.
        told: why none comes, as the managers were told last; None: one came.
    """

    planned: Planned
    is_off: bool
    switched: int
    told: str | None


def get(reading: Session | Connection, team: str) -> Stored | None:
    """Return what is stored of a team's digests; None: nothing is yet."""
    row = reading.execute(select(_TABLE).where(_C.team_id == team)).first()
    return None if row is None else _stored(row)


def schedules(reading: Session | Connection) -> Mapping[str, str]:
    """Return the fingerprint of every team's schedule, by the team's id."""
    return {row.team_id: row.schedule for row in reading.execute(select(_C.team_id, _C.schedule))}


def lock(session: Session, teams: Collection[str]) -> list[Stored]:
    """Return what is stored of some teams, and keep others from changing it until the end."""
    query = select(_TABLE).where(_C.team_id.in_(list(teams))).order_by(_C.team_id)
    return [_stored(row) for row in session.execute(query.with_for_update())]


def add(session: Session, made: Sequence[Planned]) -> None:
    """Write down the next digest of teams that have none written down; the others keep theirs."""
    for start in range(0, len(made), _CHUNK):
        rows = [
            {
                "team_id": one.team,
                "schedule": one.schedule,
                "period": one.period,
                "due_at": one.due_at,
                "off_at": None,
                "switched": 0,
                "told": None,
            }
            for one in made[start : start + _CHUNK]
        ]
        session.execute(insert(session, _TABLE).values(rows).on_conflict_do_nothing())


def remove(session: Session, teams: Iterable[str]) -> None:
    """Forget the digests of some teams."""
    gone = sorted(teams)
    for start in range(0, len(gone), _CHUNK):
        chunk = gone[start : start + _CHUNK]
        session.execute(delete(_TABLE).where(_C.team_id.in_(chunk)))


def claim_due(session: Session, now: datetime, most: int) -> list[Stored]:
    """Return teams whose digest is due, longest due first; no other process gets the same ones.

    They are this transaction's until it ends, so it must plan the next digest of each.
    """
    return [_stored(row) for row in session.execute(_DUE, {"now": now, "most": most})]


_PLAN: Any = (
    update(_TABLE)
    .where(_C.team_id == bindparam("team"))
    .values(
        schedule=bindparam("new_schedule"),
        period=bindparam("new_period"),
        due_at=bindparam("new_due_at"),
    )
)


def plan(session: Session, made: Sequence[Planned]) -> None:
    """Write down the next digest of teams that have one written down."""
    if not made:
        return
    session.connection().execute(
        _PLAN,
        [
            {
                "team": one.team,
                "new_schedule": one.schedule,
                "new_period": one.period,
                "new_due_at": one.due_at,
            }
            for one in made
        ],
    )


def switch(session: Session, team: str, *, on: bool, now: datetime) -> int | None:
    """Switch a team's digest; return how often that was done, or None if it is so already."""
    is_other = _C.off_at.is_not(None) if on else _C.off_at.is_(None)
    statement = (
        update(_TABLE)
        .where(_C.team_id == team, is_other)
        .values(off_at=None if on else now, switched=_C.switched + 1)
        .returning(_C.switched)
    )
    found: int | None = session.execute(statement).scalar()
    return found


def tell(session: Session, team: str, reason: str) -> bool:
    """Note that the managers are told why no digest comes; return False if they know that already."""
    done = session.execute(
        update(_TABLE)
        .where(_C.team_id == team, _C.told.is_distinct_from(reason))
        .values(told=reason)
    )
    return bool(done.rowcount)


def came(session: Session, team: str) -> None:
    """Note that a message reached the team's channel: what is wrong from now on is news again."""
    session.execute(
        update(_TABLE).where(_C.team_id == team, _C.told.is_not(None)).values(told=None)
    )


def _stored(row: Any) -> Stored:
    planned = Planned(row.team_id, row.schedule, row.period, row.due_at)
    return Stored(planned, row.off_at is not None, row.switched, row.told)
