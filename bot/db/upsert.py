"""Inserts that may meet a row that is there: standard SQL has no word for it, both dialects do."""

from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session


def insert(writing: Session | Connection, table: Any) -> Any:
    """Return an INSERT into a table that takes `on_conflict_do_nothing` and `..._do_update`.

    Only the dialect in use is imported: PostgreSQL's takes a while.
    """
    engine = writing if isinstance(writing, Connection) else writing.get_bind()
    return _dialect(engine.dialect.name).insert(table)


@cache
def _dialect(name: str) -> Any:
    return import_module(f"sqlalchemy.dialects.{name}")
