"""Asks the database what managers asked for and promised in a quarter: for counting, and nothing else."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from bot.audit.tables import AliasRow, EntryRow
from bot.commitments.record import Promise, Side
from bot.commitments.tables import CommitmentRow, ConversationRow, RevisionRow
from bot.db import Connection, Session
from bot.effects.promises import Case
from bot.effects.scrutiny import PAGES, REQUESTS, Look

Reading = Session | Connection
_ENTRY: Any = EntryRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_ALIAS: Any = AliasRow.__table__  # type: ignore[attr-defined]
_RECORD: Any = ConversationRow.__table__  # type: ignore[attr-defined]
_REVISION: Any = RevisionRow.__table__  # type: ignore[attr-defined]
_PROMISE: Any = CommitmentRow.__table__  # type: ignore[attr-defined]


def looks(reading: Reading, since: datetime, until: datetime) -> list[Look]:
    """Return how often what was asked for about whom, from an instant on and before another."""
    c = _ENTRY.c
    query = (
        select(c.team_id, c.act, c.about, func.count().label("number"))
        .where(c.act.in_(sorted(PAGES | REQUESTS)), c.at >= since, c.at < until)
        .where(c.team_id.is_not(None))
        .group_by(c.team_id, c.act, c.about)
    )
    return [
        Look(row.team_id, row.act, row.about or "", row.number) for row in reading.execute(query)
    ]


def preps(reading: Reading, since: datetime, until: datetime) -> list[Case]:
    """Return each pair of people with a page between them, and whether the manager promised something."""
    c, by, about = _ENTRY.c, _ALIAS.alias(), _ALIAS.alias()
    pairs = (
        select(by.c.user, about.c.user.label("whom"))
        .join(_ENTRY, by.c.alias == c.by)
        .join(about, about.c.alias == c.about)
        .where(c.act.in_(sorted(PAGES)), c.at >= since, c.at < until)
        .distinct()
    )
    promised = (
        select(_RECORD.c.manager, _RECORD.c.engineer)
        .join(_PROMISE, _PROMISE.c.conversation_id == _RECORD.c.id)
        .where(_PROMISE.c.side == Side.MANAGER)
        .where(_RECORD.c.agreed_at >= since, _RECORD.c.agreed_at < until)
        .distinct()
    )
    found = {(row.manager, row.engineer) for row in reading.execute(promised)}
    return [
        Case(row.user, row.whom, (row.user, row.whom) in found) for row in reading.execute(pairs)
    ]


def kept(reading: Reading, since: datetime, until: datetime, days: tuple[date, date]) -> list[Case]:
    """Return the promises of managers that were settled in a quarter, or are open and were due in it.

    Args:
        reading: where they are.
        since: the quarter's first instant.
        until: that of the next.
        days: the quarter's first and last day.
    """
    c = _PROMISE.c
    settled = and_(c.state != Promise.OPEN, c.settled_at >= since, c.settled_at < until)
    overdue = and_(c.state == Promise.OPEN, _REVISION.c.check_in.between(*days))
    query = (
        select(_RECORD.c.manager, _RECORD.c.engineer, c.state)
        .join(_RECORD, _RECORD.c.id == c.conversation_id)
        .join(
            _REVISION,
            and_(
                _REVISION.c.conversation_id == _RECORD.c.id,
                _REVISION.c.number == _RECORD.c.agreed_revision,
            ),
        )
        .where(c.side == Side.MANAGER, or_(settled, overdue))
    )
    return [
        Case(row.manager, row.engineer, row.state == Promise.DONE) for row in reading.execute(query)
    ]
