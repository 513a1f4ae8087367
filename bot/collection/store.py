"""Asks the database about cursors."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, true

from bot.collection.tables import SourceCursor
from bot.db import Connection, Session, insert
from bot.metrics.week import Week

_TABLE: Any = SourceCursor.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_C = _TABLE.c
WENT_WRONG = ("failed", "refused")
"""The outcomes after which somebody should look."""


@dataclass(frozen=True, slots=True)
class Try:
    """How a source went last, over all teams that count.

    Attributes:
        tried_at: when it was tried last.
        succeeded_at: since when it has gone well for every team; None: for some it never has.
        trouble: what was in the way where it did not go well, in a sentence; None: nothing was.
        knows_since: how far back it can look, where that is less than was asked for.
        teams: how many teams have telemetry from it.
    """

    tried_at: datetime
    succeeded_at: datetime | None
    trouble: str | None = None
    knows_since: datetime | None = None
    teams: int = 0


def last_tries(connection: Connection, teams: Collection[str] | None = None) -> dict[str, Try]:
    """Return the last try of each source that was ever tried.

    Args:
        connection: an open connection to read with.
        teams: the ids of the teams that count; None: all that ever were, groups among them.
    """
    found = connection.execute(
        select(
            _C.source,
            func.max(_C.tried_at),
            func.min(_C.succeeded_at),
            func.count() - func.count(_C.succeeded_at),
            func.max(case((_C.outcome.in_(WENT_WRONG), _C.said))),
            func.max(_C.history_starts),
            func.count(),
        )
        .where(true() if teams is None else _C.team_id.in_(teams))
        .group_by(_C.source)
    )
    return {
        source: Try(tried, None if never else succeeded, trouble, knows_since, number)
        for source, tried, succeeded, never, trouble, knows_since, number in found
    }


def collected_until(
    connection: Connection, source: str, teams: Collection[str]
) -> dict[str, datetime | None]:
    """Return how far a source was collected, for the teams that were ever tried."""
    found = connection.execute(
        select(_C.team_id, _C.collected_until).where(_C.source == source, _C.team_id.in_(teams))
    )
    return {row.team_id: row.collected_until for row in found}


def asked_since(
    connection: Connection, source: str, teams: Collection[str], lately: datetime
) -> dict[str, datetime]:
    """Return since when a source was collected, for the teams with which it went well lately.

    Args:
        connection: an open connection to read with.
        source: the source's name.
        teams: ids of teams and groups.
        lately: when the last success must have been.
    """
    found = connection.execute(
        select(_C.team_id, _C.asked_since).where(
            _C.source == source, _C.team_id.in_(teams), _C.succeeded_at >= lately
        )
    )
    return {row.team_id: row.asked_since for row in found if row.asked_since is not None}


def succeeded(  # noqa: PLR0913 - one value a column
    session: Session,
    *,
    team: str,
    source: str,
    since: datetime,
    until: datetime,
    history_starts: datetime | None,
    outcome: str,
    said: str,
) -> None:
    """Move the cursor; belongs in the transaction that stores the rows.

    A source that could look back as far as it was asked for has said nothing of what came before.
    """
    cursor = _cursor(session, team, source, until)
    cursor.collected_until = until
    cursor.asked_since = since if cursor.asked_since is None else min(cursor.asked_since, since)
    before = cursor.history_starts
    cursor.history_starts = history_starts or (before if before and before < since else None)
    cursor.tried_at = cursor.succeeded_at = until
    cursor.outcome, cursor.said = outcome, said
    _keep(session, cursor)


def counted_since(
    session: Session, *, team: str, source: str, counted_with: str, running: Week, now: datetime
) -> Week | None:
    """Return since which week a team is counted as it is now; None: all weeks are.

    Where it is counted otherwise than the time before, that holds from the running week on, which no
    page has shown yet.

    Args:
        session: the transaction that stores the rows.
        team: the team's id.
        source: the source's name.
        counted_with: the fingerprint of who and what is counted now.
        running: the week that is not over yet.
        now: the time of the run.
    """
    cursor = _cursor(session, team, source, now)
    if cursor.counted_with not in {None, counted_with}:
        cursor.counted_since = running.monday
    cursor.counted_with = counted_with
    _keep(session, cursor)
    return None if cursor.counted_since is None else Week(cursor.counted_since)


def decided_until(session: Session, group: str, source: str) -> Week | None:
    """Return the first week of a group that is not decided yet; None: it was never collected."""
    found = _found(session, group, source)
    if found is None or found.counted_since is None:
        return None
    return Week(found.counted_since)


def decide(session: Session, group: str, source: str, until: Week, now: datetime) -> None:
    """Let the weeks of a group before this one stay as they are now stored, or not stored."""
    cursor = _cursor(session, group, source, now)
    before = cursor.counted_since
    cursor.counted_since = until.monday if before is None else max(before, until.monday)
    _keep(session, cursor)


def failed(
    session: Session, *, team: str, source: str, now: datetime, outcome: str, said: str
) -> None:
    """Write down that it went wrong; the cursor stays where it was."""
    cursor = _cursor(session, team, source, now)
    cursor.tried_at, cursor.outcome, cursor.said = now, outcome, said
    _keep(session, cursor)


def _cursor(session: Session, team: str, source: str, now: datetime) -> SourceCursor:
    found = _found(session, team, source)
    return found or SourceCursor(team_id=team, source=source, tried_at=now, outcome="", said="")


def _found(session: Session, team: str, source: str) -> SourceCursor | None:
    query = select(_TABLE).where(_C.team_id == team, _C.source == source)
    row = session.execute(query).mappings().first()
    return None if row is None else SourceCursor(**row)


def _keep(session: Session, cursor: SourceCursor) -> None:
    values = cursor.model_dump()
    made = insert(session, _TABLE).values(values)
    keys = [_C.team_id, _C.source]
    session.execute(made.on_conflict_do_update(index_elements=keys, set_=values))
