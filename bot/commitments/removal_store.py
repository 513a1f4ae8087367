"""Asks the database to forget: records whose time is over, and sides that asked for it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from bot.commitments.record import FORGOTTEN, Promise, Side, Stage
from bot.commitments.tables import (
    CommitmentRow,
    ConversationRow,
    FollowUpRow,
    RevisionRow,
    ShareRow,
)
from bot.db import Connection, Session

Reading = Session | Connection
_CONVERSATION: Any = ConversationRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_REVISION: Any = RevisionRow.__table__  # type: ignore[attr-defined]
_COMMITMENT: Any = CommitmentRow.__table__  # type: ignore[attr-defined]
_FOLLOW_UP: Any = FollowUpRow.__table__  # type: ignore[attr-defined]
_SHARE: Any = ShareRow.__table__  # type: ignore[attr-defined]
_C, _R, _P = _CONVERSATION.c, _REVISION.c, _COMMITMENT.c


def due_for_deletion(reading: Reading, now: datetime, most: int) -> list[str]:
    """Return the ids of records whose time is over."""
    query = select(_C.id).where(_C.delete_at <= now).order_by(_C.delete_at).limit(most)
    return [str(one) for one in reading.execute(query).scalars()]


def redate(session: Session, until: Callable[[datetime, bool], datetime]) -> None:
    """Let each record be deleted when the present rule says.

    Args:
        session: a transaction.
        until: returns when a record is deleted whose time is counted from an instant, and which is
            closed or not.
    """
    closed = _C.stage == Stage.CLOSED
    query = select(_C.kept_from, closed, _C.delete_at).where(_C.kept_from.is_not(None)).distinct()
    for kept_from, is_closed, delete_at in session.execute(query).all():
        due = until(kept_from, bool(is_closed))
        if delete_at != due:
            same = (_C.kept_from == kept_from, closed if is_closed else ~closed)
            session.execute(update(_CONVERSATION).where(*same).values(delete_at=due))


def reseal(session: Session, conversation: str, number: int, sealed: bytes) -> None:
    """Put other words into the place of a version's own."""
    mine = (_R.conversation_id == conversation, _R.number == number)
    session.execute(update(_REVISION).where(*mine).values(sealed=sealed))


def disown(session: Session, conversation: str, side: Side) -> None:
    """Let a promise be nobody's: whoever made it asked to be forgotten."""
    nothing = {"owner": FORGOTTEN, "state": Promise.OPEN, "settled_at": None}
    mine = (_P.conversation_id == conversation, _P.side == side)
    session.execute(update(_COMMITMENT).where(*mine).values(**nothing))


def unshare(session: Session, conversation: str) -> None:
    """Let nobody but the two sides see a record."""
    session.execute(delete(_SHARE).where(_SHARE.c.conversation_id == conversation))


def unshare_with(session: Session, person: str) -> None:
    """Let somebody see no record of others."""
    session.execute(delete(_SHARE).where(_SHARE.c.person == person))


def delete_for_good(session: Session, conversation: str) -> None:
    """Delete a record with all that hangs on it. Its key is destroyed by whoever calls this."""
    promises = select(_P.id).where(_P.conversation_id == conversation)
    session.execute(delete(_FOLLOW_UP).where(_FOLLOW_UP.c.commitment_id.in_(promises)))
    session.execute(delete(_COMMITMENT).where(_P.conversation_id == conversation))
    session.execute(delete(_REVISION).where(_R.conversation_id == conversation))
    session.execute(delete(_SHARE).where(_SHARE.c.conversation_id == conversation))
    session.execute(delete(_CONVERSATION).where(_C.id == conversation))
