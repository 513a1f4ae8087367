"""Puts very many rows into a table: by `COPY` on PostgreSQL, by `executemany` on SQLite."""

import json
from collections.abc import Iterable, Mapping
from itertools import chain, islice
from typing import Any

from sqlalchemy import insert, text

from bot.db import Database

_AT_ONCE = 10_000
"""Rows in one `executemany`."""


def fill(database: Database, table: Any, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows, each with the same columns, in one transaction."""
    if database.is_sqlite:
        _many(database, table, rows)
    else:
        _copy(database, table, rows)


def settle(database: Database) -> None:
    """Let PostgreSQL know what is in its tables, as it would by itself after a while."""
    if database.is_sqlite:
        return
    with database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _many(database: Database, table: Any, rows: Iterable[Mapping[str, Any]]) -> None:
    coming = iter(rows)
    with database.write() as session:
        while batch := list(islice(coming, _AT_ONCE)):
            session.execute(insert(table), batch)


def _copy(database: Database, table: Any, rows: Iterable[Mapping[str, Any]]) -> None:
    coming = iter(rows)
    first = next(coming)
    columns = ", ".join(f'"{name}"' for name in first)
    with database.writer.begin() as connection:
        driver: Any = connection.connection.driver_connection
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy,
        ):
            for row in chain((first,), coming):
                copy.write_row(tuple(map(_plain, row.values())))


def _plain(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict) else value
