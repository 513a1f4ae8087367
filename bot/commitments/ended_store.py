"""Asks the database which experiments of a team came to their day, without a word that people wrote."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from bot.commitments.record import Experiment
from bot.commitments.tables import ConversationRow, RevisionRow
from bot.db import Connection

_CONVERSATION: Any = ConversationRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_REVISION: Any = RevisionRow.__table__  # type: ignore[attr-defined]
_C, _R = _CONVERSATION.c, _REVISION.c
_AGREED: Any = (_R.conversation_id == _C.id) & (_R.number == _C.agreed_revision)


@dataclass(frozen=True, slots=True)
class Agreed:
    """One experiment, in the version that both agreed to; nothing in it says whose."""

    experiment: Experiment
    metric: str
    agreed_at: datetime
    check_in: date


def engineers(connection: Connection, team: str) -> set[str]:
    """Return the engineers who have a record of this team, still kept, that both agreed to."""
    query = select(_C.engineer).where(_C.team_id == team, _C.agreed_revision.is_not(None))
    return {str(one) for one in connection.execute(query.distinct()).scalars()}


def checked_in(connection: Connection, team: str, after: date, through: date) -> list[Agreed]:
    """Return the experiments of a team with their check-in after a day, up to another and with it."""
    query = (
        select(_R.experiment, _R.metric, _C.agreed_at, _R.check_in)
        .join_from(_CONVERSATION, _REVISION, _AGREED)
        .where(_C.team_id == team, _R.check_in > after, _R.check_in <= through)
    )
    return [
        Agreed(Experiment(row.experiment), row.metric, row.agreed_at, row.check_in)
        for row in connection.execute(query)
    ]
