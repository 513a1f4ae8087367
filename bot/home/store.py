"""Asks the database about Home tabs.

`stale_at` is when a Home tab is to be published. Whoever does it claims the row by moving that into
the future; what changes in the meantime moves it back to now, so that nothing of it is missed.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from bot.db import Connection, Session, insert
from bot.home.tables import HomeRow

_TABLE: Any = HomeRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_C = _TABLE.c
_DUE: Any = (
    select(_C.user)
    .where(_C.stale_at <= bindparam("now"))
    .order_by(_C.stale_at, _C.user)
    .limit(bindparam("most"))
)


def opened(session: Session, user: str, now: datetime) -> None:
    """Note that somebody looks at their Home tab: it is to be published."""
    statement = insert(session, _TABLE).values(user=user, stale_at=now)
    session.execute(
        statement.on_conflict_do_update(index_elements=[_C.user], set_={"stale_at": now})
    )


def set_stale(session: Session, users: Collection[str], now: datetime) -> None:
    """Note that the Home tabs of people no longer show what is stored, where they have one.

    Everybody takes them up in the same order, so that two changes never wait for each other.
    """
    theirs = select(_C.user).where(_C.user.in_(sorted(users))).order_by(_C.user)
    found = session.execute(theirs.with_for_update()).scalars().all()
    if found:
        session.execute(update(_TABLE).where(_C.user.in_(found)).values(stale_at=now))


def due(reading: Session | Connection, now: datetime, most: int) -> list[str]:
    """Return whose Home tabs are to be published by now, those that wait longest first."""
    return [str(user) for user in reading.execute(_DUE, {"now": now, "most": most}).scalars()]


def claim(session: Session, user: str, now: datetime, until: datetime) -> bool:
    """Take a Home tab up; return False where it is not due, or another process has it.

    Args:
        session: a transaction.
        user: whose Home tab it is.
        now: this instant.
        until: from then on it is another's, because this process has died.
    """
    return _set(session, user, _C.stale_at <= now, stale_at=until)


def mark(reading: Session | Connection, user: str) -> str | None:
    """Return Slack's mark of what is shown; None where nothing was shown yet."""
    found: str | None = reading.execute(select(_C.hash).where(_C.user == user)).scalar()
    return found


def shown(session: Session, user: str, before: str | None, after: str) -> bool:
    """Write down what is shown now; return False if another process did in the meantime.

    Args:
        session: a transaction.
        user: whose Home tab it is.
        before: the mark of what was shown when this was put together.
        after: the mark of what is shown now.
    """
    same = _C.hash.is_(None) if before is None else _C.hash == before
    return _set(session, user, same, hash=after)


def doubt(session: Session, user: str, until: datetime) -> None:
    """Note that nobody knows what is shown, because two have published: it is to be done once more.

    Whoever has the Home tab at the moment may not let it rest: that may be the older of the two.
    """
    _set(session, user, hash=None, stale_at=until)


def settle(session: Session, user: str, until: datetime) -> None:
    """Let a Home tab that was claimed rest, unless it became stale meanwhile."""
    _set(session, user, _C.stale_at == until, stale_at=None)


def postpone(session: Session, user: str, claimed: datetime, until: datetime) -> None:
    """Try a Home tab that was claimed again at another time, unless it became stale meanwhile."""
    _set(session, user, _C.stale_at == claimed, stale_at=until)


def forget(session: Session, user: str) -> None:
    """Delete what is stored of somebody's Home tab."""
    session.execute(delete(_TABLE).where(_C.user == user))


def _set(session: Session, user: str, *conditions: Any, **values: Any) -> bool:
    done = session.execute(update(_TABLE).where(_C.user == user, *conditions).values(**values))
    return bool(done.rowcount)
