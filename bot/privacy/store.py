"""Asks the database what it holds about somebody, and who asked to be forgotten."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, func, literal, or_, select, union_all, update

from bot.db import Connection, Session, due, insert
from bot.db.base import metadata
from bot.privacy.held import TABLES, Held
from bot.privacy.tables import ErasureRow

_ERASURE: Any = ErasureRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_C = _ERASURE.c
_IS_DUE: Any = select(due.is_due(_C.due_at))
_CLAIM: Any = (
    due.claim(_C.user, _C.due_at).values(due_at=bindparam("lease")).returning(_C.user, _C.begun_at)
)


@dataclass(frozen=True, slots=True)
class Erasure:
    """Somebody who asked to be forgotten; `begun_at` is None until the database is cleared."""

    user: str = field(repr=False)
    begun_at: datetime | None


def counts(connection: Connection, user: str) -> Mapping[str, int]:
    """Return how many rows of each table are about a person; tables without any are left out."""
    return {
        str(name): int(number)
        for name, number in connection.execute(_counts(), {"user": user})
        if number
    }


@cache
def _counts() -> Any:
    """Return the one query for all tables, in their order; all of them are known once Coach runs."""
    parts = []
    for place, (name, held) in enumerate(TABLES.items()):
        condition = _is_theirs(name, held, bindparam("user"))
        if condition is not None:
            counted = select(literal(name), func.count(), literal(place).label("place"))
            parts.append(counted.select_from(metadata.tables[name]).where(condition))
    every = union_all(*parts).subquery()
    return select(*list(every.c)[:2]).order_by(every.c.place)


def rows(connection: Connection, user: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield each table that holds rows about a person, with those rows, whole."""
    for name, held in TABLES.items():
        condition = _is_theirs(name, held, user)
        if condition is not None:
            table = metadata.tables[name]
            query = select(table).where(condition).order_by(*table.primary_key.columns)
            found = [dict(row) for row in connection.execute(query).mappings()]
            if found:
                yield name, found


def reasons(name: str) -> Mapping[str, str]:
    """Return why each column of a table is held, by its name."""
    return {column.name: str(column.info["why"]) for column in metadata.tables[name].columns}


def _is_theirs(name: str, held: Held, user: Any) -> Any:
    table = metadata.tables[name]
    if held.whose:
        return or_(*(table.c[column] == user for column in held.whose))
    if not held.through:
        return None
    name, key = held.parent
    parent = metadata.tables[name]
    theirs = select(parent.c[key]).where(_is_theirs(name, TABLES[name], user))
    return or_(*(table.c[column].in_(theirs) for column in held.through))


def ask(session: Session, user: str, now: datetime) -> None:
    """Write down that somebody asked to be forgotten; asking again while it is done changes nothing."""
    row = {"user": user, "asked_at": now, "begun_at": None, "due_at": now}
    session.execute(insert(session, _ERASURE).values(row).on_conflict_do_nothing())


def claim(session: Session, now: datetime, until: datetime) -> Erasure | None:
    """Take up one who asked to be forgotten; nobody else gets them before `until`."""
    row = session.execute(_CLAIM, {"now": now, "lease": until, "most": 1}).first()
    return None if row is None else Erasure(*row)


def begin(session: Session, user: str, now: datetime) -> None:
    """Write down that the database was cleared, in the transaction that cleared it."""
    session.execute(update(_ERASURE).where(_C.user == user).values(begun_at=now))


def finish(session: Session, user: str) -> None:
    """Forget that somebody asked to be forgotten: nothing is left."""
    session.execute(delete(_ERASURE).where(_C.user == user))


def is_asked(reading: Connection, now: datetime) -> bool:
    """Say whether there is somebody to go on with."""
    return bool(reading.execute(_IS_DUE, {"now": now}).scalar())
