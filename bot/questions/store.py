"""Asks the database about questions."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from bot.db import Connection, Session
from bot.questions.tables import QuestionRow

_TABLE: Any = QuestionRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_C = _TABLE.c


def open_by_metric(reading: Session | Connection, team: str) -> Mapping[str, int]:
    """Return how many questions are open about each number of a team; numbers without are left out."""
    query = (
        select(_C.metric, func.count())
        .where(_C.team_id == team, _C.closed_at.is_(None))
        .group_by(_C.metric)
    )
    return {metric: int(number) for metric, number in reading.execute(query)}
