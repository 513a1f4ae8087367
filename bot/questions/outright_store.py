"""Asks the database about numbers that are paused without a question. Their rows name none."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete

from bot.db import Session, insert
from bot.questions.tables import PauseRow

_PAUSES: Any = PauseRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_P = _PAUSES.c


def pause(session: Session, team: str, metric: str, now: datetime) -> bool:
    """Pause a number without a question; return False if it was paused so already.

    One that was paused upon a question stays paused from now on until a steward brings it back.
    """
    values = {"question_id": "", "paused_at": now}
    statement = insert(session, _PAUSES).values(team_id=team, metric=metric, **values)
    written = session.execute(
        statement.on_conflict_do_update(
            index_elements=[_P.team_id, _P.metric], set_=values, where=_P.question_id != ""
        ).returning(_P.metric)
    ).scalar()
    return written is not None


def bring_back(session: Session, team: str, metric: str) -> datetime | None:
    """Take back that a number was paused outright; return since when it was, None if it was not."""
    done = session.execute(
        delete(_PAUSES)
        .where(_P.team_id == team, _P.metric == metric, _P.question_id == "")
        .returning(_P.paused_at)
    )
    found: datetime | None = done.scalar()
    return found
