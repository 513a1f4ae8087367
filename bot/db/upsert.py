"""Inserts that may meet a row that is there: standard SQL has no word for it, both dialects do."""

from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import Connection

from bot.db.session import Session


def insert(writing: Session | Connection, table: Any) -> Any:
    """Return an INSERT into a table that takes `on_conflict_do_nothing` and `..._do_update`.

    Only the dialect in use is imported: PostgreSQL's takes a while.
    """
    connection = writing if isinstance(writing, Connection) else writing.connection()
    return _dialect(connection.dialect.name).insert(table)


@cache
def _dialect(name: str) -> Any:
    return import_module(f"sqlalchemy.dialects.{name}")
