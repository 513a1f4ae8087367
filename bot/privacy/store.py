"""Asks the database how much of each kind it holds about somebody."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, or_, select

from bot.db import Connection
from bot.db.base import metadata
from bot.privacy.held import TABLES, Held


def counts(connection: Connection, user: str) -> Mapping[str, int]:
    """Return how many rows of each table are about a person; tables without any are left out."""
    found = {}
    for name, held in TABLES.items():
        condition = _is_theirs(name, held, user)
        if condition is not None:
            query = select(func.count()).select_from(metadata.tables[name]).where(condition)
            found[name] = int(connection.execute(query).scalar() or 0)
    return {name: number for name, number in found.items() if number}


def _is_theirs(name: str, held: Held, user: str) -> Any:
    table = metadata.tables[name]
    if held.whose:
        return or_(*(table.c[column] == user for column in held.whose))
    if not held.through:
        return None
    name, key = held.parent
    parent = metadata.tables[name]
    theirs = select(parent.c[key]).where(_is_theirs(name, TABLES[name], user))
    return or_(*(table.c[column].in_(theirs) for column in held.through))
