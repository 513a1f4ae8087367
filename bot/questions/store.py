"""Asks the database about questions, and about the numbers that they pause."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    bindparam,
    delete,
    null,
    select,
    union,
    union_all,
    update,
)

from bot.db import Connection, Session, due, insert
from bot.questions.pause import Doubts, Stretch
from bot.questions.question import Closed
from bot.questions.tables import CorrectionRow, PauseRow, QuestionRow

Reading = Session | Connection
_TABLE: Any = QuestionRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_C = _TABLE.c
_PAUSES: Any = PauseRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_P = _PAUSES.c
_CORRECTIONS: Any = CorrectionRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_R = _CORRECTIONS.c
_CORRECTION = (
    _R.id, _R.team_id, _R.metric, _R.question_id, _R.corrected_at, _R.before, _R.after,
)  # fmt: skip
_DOUBTS: Any = union_all(
    select(_C.metric, _C.asked_at, _C.closed_at, null()).where(_C.team_id == bindparam("team")),
    select(_P.metric, _P.paused_at, null(), _P.question_id).where(_P.team_id == bindparam("team")),
)
"""Every page asks this, so it is put together once."""
_IS_DUE: Any = select(due.is_due(_R.due_at))
_CLAIM: Any = (
    due.claim(_R.id, _R.due_at, _R.id).values(due_at=bindparam("lease")).returning(*_CORRECTION)
)


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
    closed_as: Closed | None = None
    delete_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """One number that was wrong: how it read before, and after; None until it is collected anew."""

    id: str
    team: str
    metric: str
    question: str
    corrected_at: datetime
    before: str
    after: str | None = None


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


def reseal(session: Session, question: str, sealed: bytes) -> None:
    """Put other words into the place of a question's own."""
    session.execute(update(_TABLE).where(_C.id == question).values(sealed=sealed))


def close(
    session: Session, question: str, closed_as: Closed, *, now: datetime, delete_at: datetime
) -> None:
    """Write down how a question ended, and when it is deleted."""
    values = {"closed_as": closed_as, "closed_at": now, "delete_at": delete_at}
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


def doubts(reading: Reading, team: str) -> Doubts:
    """Return what a team's numbers are questioned for: the questions, and what stewards paused."""
    stretches: dict[str, list[Stretch]] = defaultdict(list)
    by_steward: dict[str, str] = {}
    for metric, since, until, question in reading.execute(_DOUBTS, {"team": team}):
        if question is None:
            stretches[metric].append(Stretch(since, until))
        else:
            by_steward[metric] = question
    outright = frozenset(metric for metric, question in by_steward.items() if not question)
    return Doubts(stretches, frozenset(by_steward), outright)


def doubted_teams(reading: Reading) -> list[str]:
    """Return the ids of the teams of which a question is open, or a steward paused a number."""
    both = union(select(_C.team_id).where(_C.closed_at.is_(None)), select(_P.team_id))
    return sorted(str(one) for one in reading.execute(both).scalars())


def pause(session: Session, team: str, metric: str, question: str, now: datetime) -> None:
    """Write down that a steward paused a number; done twice it is done once."""
    statement = insert(session, _PAUSES).values(
        team_id=team, metric=metric, question_id=question, paused_at=now
    )
    session.execute(statement.on_conflict_do_nothing())


def lock_pause(session: Session, team: str, metric: str) -> None:
    """Keep others from lifting a steward's pause until the transaction ends, where there is one."""
    mine = select(_P.metric).where(_P.team_id == team, _P.metric == metric)
    session.execute(mine.with_for_update()).first()


def lift(session: Session, team: str, metric: str) -> str | None:
    """Take back that a steward paused a number upon a question; return which, None if none had."""
    done = session.execute(
        delete(_PAUSES)
        .where(_P.team_id == team, _P.metric == metric, _P.question_id != "")
        .returning(_P.question_id)
    )
    found: str | None = done.scalar()
    return found


def correct(session: Session, made: Correction, due_at: datetime) -> None:
    """Write down that a number was wrong, and that its weeks are to be collected anew."""
    session.execute(
        insert(session, _CORRECTIONS).values(
            id=made.id,
            team_id=made.team,
            metric=made.metric,
            question_id=made.question,
            corrected_at=made.corrected_at,
            before=made.before,
            due_at=due_at,
        )
    )


def is_correction_due(reading: Reading, now: datetime) -> bool:
    """Say whether any weeks are to be collected anew."""
    return bool(reading.execute(_IS_DUE, {"now": now}).scalar())


def claim_correction(session: Session, now: datetime, until: datetime) -> Correction | None:
    """Take up the correction that waits longest; no two processes get the same one.

    Args:
        session: a transaction.
        now: this instant.
        until: from then on it is another's, because this process has died.
    """
    taken = session.execute(_CLAIM, {"now": now, "lease": until, "most": 1}).first()
    return None if taken is None else Correction(*taken)


def put_off_correction(session: Session, correction: str, until: datetime) -> None:
    """Let a correction be taken up again at a time, unless it is done by now."""
    session.execute(
        update(_CORRECTIONS).where(_R.id == correction, _R.due_at.is_not(None)).values(due_at=until)
    )


def corrected(session: Session, correction: str, after: str) -> None:
    """Write down how a number reads since it was collected anew; the first to say so counts."""
    session.execute(
        update(_CORRECTIONS)
        .where(_R.id == correction, _R.due_at.is_not(None))
        .values(after=after, due_at=None)
    )


def last_corrections(reading: Reading, most: int) -> list[Correction]:
    """Return the newest corrections, newest first."""
    query = select(*_CORRECTION).order_by(_R.corrected_at.desc(), _R.id).limit(most)
    return [Correction(*row) for row in reading.execute(query)]


def due_for_deletion(reading: Reading, now: datetime, most: int) -> list[str]:
    """Return the ids of questions whose time is over."""
    query = select(_C.id).where(_C.delete_at <= now).order_by(_C.delete_at).limit(most)
    return [str(one) for one in reading.execute(query).scalars()]


def redate(session: Session, until: Callable[[datetime], datetime]) -> None:
    """Let each closed question be deleted when the present rule says.

    Args:
        session: a transaction.
        until: returns when a question that was closed at an instant is deleted.
    """
    query = select(_C.closed_at, _C.delete_at).where(_C.closed_at.is_not(None)).distinct()
    for closed_at, delete_at in session.execute(query).all():
        due = until(closed_at)
        if delete_at != due:
            session.execute(update(_TABLE).where(_C.closed_at == closed_at).values(delete_at=due))


def forget_corrections(session: Session, instant: datetime) -> int:
    """Delete what was corrected before an instant; return how many. What waits to be done stays."""
    gone = session.execute(
        delete(_CORRECTIONS).where(_R.corrected_at < instant, _R.due_at.is_(None))
    )
    return int(gone.rowcount)


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
        closed_as=None if row.closed_as is None else Closed(row.closed_as),
        delete_at=row.delete_at,
    )
