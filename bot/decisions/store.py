"""Asks the database about what teams have decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from bot.db import Connection, Session, due, insert
from bot.decisions.decision import Cadence, Decision
from bot.decisions.tables import DecisionRow

_TABLE: Any = DecisionRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_C = _TABLE.c
# These are asked with every wake-up or page, so they are made once.
_OF_TEAM: Any = select(_TABLE).where(_C.team_id == bindparam("team"))
_DUE: Any = due.longest_due([_TABLE], _C.due_at, _C.id)


@dataclass(frozen=True, slots=True)
class Stored:
    """A decision as it is kept.

    Attributes:
        id: an opaque id, the same while the decision is changed.
        team: whose it is.
        decision: what it says.
        changes: how often it was changed.
        due_at: when somebody is to be told next; None: all is told.
    """

    id: str
    team: str
    decision: Decision
    changes: int
    due_at: datetime | None


def get(reading: Session | Connection, team: str) -> Stored | None:
    """Return what a team has decided last, whether or not it still holds; None: nothing yet."""
    row = reading.execute(_OF_TEAM, {"team": team}).first()
    return None if row is None else _stored(row)


def lock(session: Session, team: str) -> Stored | None:
    """Return the same, and keep others from changing it until the transaction ends."""
    row = session.execute(select(_TABLE).where(_C.team_id == team).with_for_update()).first()
    return None if row is None else _stored(row)


def add(session: Session, made: Stored, now: datetime) -> bool:
    """Write down a team's decision; return False if another one was written down before it."""
    values = {**_values(made), "created_at": now}
    statement = insert(session, _TABLE).values(**values).on_conflict_do_nothing()
    return bool(session.execute(statement.returning(_C.id)).scalar() == made.id)


def replace(session: Session, old: Stored, made: Stored) -> None:
    """Put a decision in the place of one that is locked."""
    session.execute(update(_TABLE).where(_C.id == old.id).values(**_values(made)))


def remove(session: Session, decision: str) -> None:
    """Forget a decision that is locked."""
    session.execute(delete(_TABLE).where(_C.id == decision))


def claim_due(session: Session, now: datetime, most: int) -> list[Stored]:
    """Return decisions of which somebody is to be told; no other process gets the same ones.

    They are this transaction's until it ends, so it must say when each is due next.
    """
    return [_stored(row) for row in session.execute(_DUE, {"now": now, "most": most})]


def wait(session: Session, decision: str, due_at: datetime | None) -> None:
    """Write down when somebody is to be told next; None: all is told."""
    session.execute(update(_TABLE).where(_C.id == decision).values(due_at=due_at))


def _values(made: Stored) -> dict[str, Any]:
    decision = made.decision
    first, *others = decision.process
    return {
        "id": made.id,
        "team_id": made.team,
        "improve": decision.improve,
        "outcome": decision.outcome,
        "process": first,
        "process_too": others[0] if others else None,
        "guardrail": decision.guardrail,
        "cadence": decision.cadence,
        "until": decision.until,
        "changes": made.changes,
        "due_at": made.due_at,
    }


def _stored(row: Any) -> Stored:
    process = (row.process,) if row.process_too is None else (row.process, row.process_too)
    decision = Decision(
        improve=row.improve,
        outcome=row.outcome,
        process=process,
        guardrail=row.guardrail,
        cadence=Cadence(row.cadence),
        until=row.until,
    )
    return Stored(row.id, row.team_id, decision, row.changes, row.due_at)
