"""Asks the database which metrics are approved for a team, and which wait."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from bot.approvals.tables import ApprovalRow, RequestRow
from bot.db import Connection, Session, insert

Reading = Session | Connection
_APPROVED: Any = ApprovalRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_A = _APPROVED.c
_REQUESTS: Any = RequestRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_R = _REQUESTS.c


@dataclass(frozen=True, slots=True)
class Request:
    """What a team would like to see.

    Attributes:
        id: an opaque id.
        team: whose wish it is.
        metrics: the ids of the metrics.
        asker: who is to be told the answer; None once they were, or when they have left.
        asked_at: since when it waits.
        answered_at: when a steward said not yet; None while it waits.
        sealed: why not yet, encrypted; None while it waits.
    """

    id: str
    team: str
    metrics: tuple[str, ...]
    asker: str | None = field(repr=False)
    asked_at: datetime
    answered_at: datetime | None = None
    sealed: bytes | None = field(default=None, repr=False)

    @property
    def waits(self) -> bool:
        """Whether no steward has answered."""
        return self.answered_at is None


def approved(reading: Reading, team: str) -> frozenset[str]:
    """Return the ids of the metrics that a steward has approved for a team."""
    return frozenset(reading.execute(select(_A.metric).where(_A.team_id == team)).scalars())


def approve(session: Session, team: str, metrics: Iterable[str], now: datetime) -> None:
    """Write down that a team may see some metrics; done twice it is done once."""
    rows = [{"team_id": team, "metric": one, "approved_at": now} for one in metrics]
    if rows:
        session.execute(insert(session, _APPROVED).on_conflict_do_nothing(), rows)


def of_team(reading: Reading, team: str) -> Request | None:
    """Return what a team would like to see; None for nothing."""
    return _first(reading, _R.team_id == team)


def lock_of_team(session: Session, team: str) -> Request | None:
    """Return the same, and keep others from answering it until the transaction ends."""
    return _first(session, _R.team_id == team, lock=True)


def lock(session: Session, request: str) -> Request | None:
    """Return a request by its id, and keep others from answering it until the transaction ends."""
    return _first(session, _R.id == request, lock=True)


def add(session: Session, made: Request) -> None:
    """Write down what a team would like to see."""
    session.execute(
        insert(session, _REQUESTS).values(
            id=made.id,
            team_id=made.team,
            metrics=" ".join(made.metrics),
            asker=made.asker,
            asked_at=made.asked_at,
        )
    )


def answer(session: Session, request: str, now: datetime, sealed: bytes) -> None:
    """Write down that a steward said not yet, and forget who asked."""
    values = {"answered_at": now, "sealed": sealed, "asker": None}
    session.execute(update(_REQUESTS).where(_R.id == request).values(**values))


def remove(session: Session, request: str) -> None:
    """Forget a request. Its key is destroyed by whoever calls this."""
    session.execute(delete(_REQUESTS).where(_R.id == request))


def forget(session: Session, user: str) -> None:
    """Forget of all requests that somebody asked."""
    session.execute(update(_REQUESTS).where(_R.asker == user).values(asker=None))


def _first(
    reading: Reading, condition: ColumnElement[bool], *, lock: bool = False
) -> Request | None:
    query = select(_REQUESTS).where(condition)
    row = reading.execute(query.with_for_update() if lock else query).first()
    if row is None:
        return None
    return Request(
        id=row.id,
        team=row.team_id,
        metrics=tuple(row.metrics.split()),
        asker=row.asker,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        sealed=row.sealed,
    )
