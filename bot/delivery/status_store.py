"""Asks the database how the outbox is doing: what Slack refused, who is at work, and whether it may send."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from bot.db import Connection, Session, insert, insert_new
from bot.delivery.tables import DeliveryRow, DeliveryState, HeartbeatRow, SendingStopRow

_C: Any = DeliveryRow.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
_STOP: Any = SendingStopRow.__table__  # type: ignore[attr-defined]
_BEAT: Any = HeartbeatRow.__table__  # type: ignore[attr-defined]
_SENDING = "sending"
_WHY_STOPPED = select(_STOP.c.reason)
_BEAT_AGAIN = (
    update(_BEAT)
    .where(_BEAT.c.worker == bindparam("who"))
    .values(beat_at=bindparam("now", type_=_BEAT.c.beat_at.type))
)


@dataclass(frozen=True, slots=True)
class Dead:
    """Messages of a kind that Slack refused for good, for an operator to see."""

    kind: str
    reason: str
    number: int
    last_at: datetime


def dead(reading: Session | Connection) -> list[Dead]:
    """Return what Slack refused for good, by kind and reason."""
    query = (
        select(_C.kind, _C.reason, func.count(), func.max(_C.closed_at))
        .where(_C.state == DeliveryState.DEAD)
        .group_by(_C.kind, _C.reason)
        .order_by(_C.kind, _C.reason)
    )
    return [Dead(kind, reason or "", int(number), last)
            for kind, reason, number, last in reading.execute(query)]  # fmt: skip


def oldest_due(reading: Session | Connection) -> datetime | None:
    """Return when the message that waits longest fell due; None when nothing waits."""
    found: datetime | None = reading.execute(select(func.min(_C.due_at))).scalar()
    return found


def stop_sending(session: Session, reason: str, now: datetime) -> bool:
    """Stop all sending, in every process; return False if it was stopped before."""
    statement = insert(session, _STOP).values(name=_SENDING, reason=reason, stopped_at=now)
    written = session.execute(statement.on_conflict_do_nothing().returning(_STOP.c.name)).scalar()
    return written is not None


def resume_sending(session: Session) -> bool:
    """Let messages go out again; return whether they had been stopped."""
    done = session.execute(delete(_STOP))
    return bool(done.rowcount)


def why_stopped(reading: Session | Connection) -> str | None:
    """Return why nothing may be sent; None when messages go out."""
    found: str | None = reading.execute(_WHY_STOPPED).scalar()
    return found


def beat(session: Session, worker: str, now: datetime) -> None:
    """Write down that a process is at work."""
    if not session.execute(_BEAT_AGAIN, {"who": worker, "now": now}).rowcount:
        session.execute(insert_new(session, _BEAT.c.worker), {"worker": worker, "beat_at": now})


def last_beat(reading: Session | Connection) -> datetime | None:
    """Return when any process was last seen at work; None: never."""
    found: datetime | None = reading.execute(select(func.max(_BEAT.c.beat_at))).scalar()
    return found


def forget_beats(session: Session, before: datetime) -> None:
    """Delete the rows of processes that ended long ago."""
    session.execute(delete(_BEAT).where(_BEAT.c.beat_at < before))
