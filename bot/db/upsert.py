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


def insert_new(writing: Session | Connection, key: Any) -> Any:
    """Return an INSERT that leaves a row alone that is there, and returns this column of one it wrote."""
    connection = writing if isinstance(writing, Connection) else writing.connection()
    return _insert_new(connection.dialect.name, key)


@cache
def _insert_new(dialect: str, key: Any) -> Any:
    """Every command and message needs one, so it is put together once for each table."""
    return _dialect(dialect).insert(key.table).on_conflict_do_nothing().returning(key)


@cache
def _dialect(name: str) -> Any:
    return import_module(f"sqlalchemy.dialects.{name}")
