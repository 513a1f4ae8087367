"""Asks the database about pilots."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from bot.db import Connection, Session, insert
from bot.pilot.state import Choice, Pilot, Side, Stage
from bot.pilot.tables import PilotAnswerRow, PilotRow

Reading = Session | Connection
_PILOTS: Any = PilotRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_P = _PILOTS.c
_ANSWERS: Any = PilotAnswerRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_A = _ANSWERS.c


@dataclass(frozen=True, slots=True)
class Sealed:
    """An answer as it is kept: its words are still encrypted."""

    id: str
    team: str
    round: int
    side: Side
    choice: Choice
    sealed: bytes = field(repr=False)


def stage(reading: Reading, team: str) -> Stage | None:
    """Return where a team stands; None: it had no page and no digest yet."""
    found = reading.execute(select(_P.stage).where(_P.team_id == team)).scalar()
    return None if found is None else Stage(found)


def get(reading: Reading, team: str) -> Pilot | None:
    """Return a team's pilot; None: it had no page and no digest yet."""
    return _pilot(reading.execute(select(_PILOTS).where(_P.team_id == team)).first())


def lock(session: Session, team: str) -> Pilot | None:
    """Return the same, and keep others from answering until the transaction ends."""
    query = select(_PILOTS).where(_P.team_id == team).with_for_update()
    return _pilot(session.execute(query).first())


def begin(writing: Reading, team: str, now: datetime) -> bool:
    """Write down that a team's pilot begins; return False where it began before."""
    statement = insert(writing, _PILOTS).values(
        team_id=team, stage=Stage.RUNNING, since=now, round=0
    )
    done = writing.execute(statement.on_conflict_do_nothing().returning(_P.team_id))
    return done.scalar() is not None


def move(session: Session, after: Pilot) -> None:
    """Write down where a pilot that is locked stands from now on."""
    values = {"stage": after.stage, "since": after.since, "round": after.round}
    session.execute(update(_PILOTS).where(_P.team_id == after.team).values(**values))


def add(session: Session, made: Sealed, delete_at: datetime) -> bool:
    """Write down an answer; return False where that part has answered in this round."""
    statement = insert(session, _ANSWERS).values(
        id=made.id,
        team_id=made.team,
        round=made.round,
        side=made.side,
        choice=made.choice,
        sealed=made.sealed,
        delete_at=delete_at,
    )
    done = session.execute(statement.on_conflict_do_nothing().returning(_A.id))
    return bool(done.scalar() == made.id)


def answers(reading: Reading, team: str, number: int) -> list[Sealed]:
    """Return what was answered in a round, the manager's part first."""
    query = select(_ANSWERS).where(_A.team_id == team, _A.round == number).order_by(_A.side)
    return [
        Sealed(row.id, row.team_id, row.round, Side(row.side), Choice(row.choice), row.sealed)
        for row in reading.execute(query)
    ]


def due_for_deletion(reading: Reading, now: datetime, most: int) -> list[tuple[str, str]]:
    """Return the answers whose time is over: the id of each, and of its team."""
    due = select(_A.id, _A.team_id).where(_A.delete_at <= now)
    query = due.order_by(_A.delete_at).limit(most)
    return [(str(answer), str(team)) for answer, team in reading.execute(query)]


def remove(session: Session, answer: str) -> None:
    """Delete an answer. Its key is destroyed by whoever calls this."""
    session.execute(delete(_ANSWERS).where(_A.id == answer))


def _pilot(row: Any) -> Pilot | None:
    return None if row is None else Pilot(row.team_id, Stage(row.stage), row.since, row.round)
