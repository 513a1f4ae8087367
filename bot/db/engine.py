"""Opens the database and owns the only commit.

On SQLite all writes of a process go through one connection, whose transactions begin with
`BEGIN IMMEDIATE`: SQLAlchemy's default loses updates silently, and a deferred transaction that
turns into a writing one fails at once with "database is locked", whatever the busy timeout says.
Reads have their own connections and, thanks to WAL, wait for nobody.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    PoolProxiedConnection,
    QueuePool,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.db.session import Session
from bot.errors import OperatorError, TransientError

BUSY_TIMEOUT_MS = 10_000
_TRIES = 20
_ENDED = frozenset({"57P01", "57P02", "57P03"})
"""PostgreSQL ends the connection, or takes none: it was told to, a process of it crashed, or it starts.
(PostgreSQL's documentation, appendix A, class 57.)"""
_DIALECTS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}


class ConnectionEnded(TransientError):
    """The database ended the connection; whether the transaction is kept is not known."""


class Database:
    """One database: an SQLite file, or PostgreSQL."""

    def __init__(self, url: str) -> None:
        """Prepare the engines; nothing is opened yet.

        Args:
            url: `sqlite:///coach.db`, or `postgresql://user:password@host/name`.

        Raises:
            OperatorError: it is neither.
        """
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise OperatorError(_NOT_A_URL) from None
        parsed = parsed.set(drivername=_DIALECTS.get(parsed.drivername, parsed.drivername))
        backend = parsed.get_backend_name()
        if backend not in {"sqlite", "postgresql"} or not parsed.database:
            raise OperatorError(_NOT_A_URL)
        self.is_sqlite = backend == "sqlite"
        self.file = Path(parsed.database) if self.is_sqlite else None
        address = parsed.render_as_string(hide_password=False)
        if self.is_sqlite:
            self.writer = _sqlite(address, begin="BEGIN IMMEDIATE", connections=1)
            self.reader = _sqlite(address, begin="BEGIN", connections=8)
        else:
            self.writer = create_engine(
                address,
                pool_pre_ping=True,
                pool_recycle=1800,
                hide_parameters=True,
                use_native_hstore=False,  # of which there is none: no start need ask for it
            )
            self.reader = self.writer

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One unit of work: one transaction, committed at the end, rolled back on any error.

        Raises:
            OperatorError: the database cannot be opened.
            ConnectionEnded: it could, and then ended the connection.
        """
        with _opened(self.writer), closing(Session(self.writer)) as session:
            yield session
            if (connection := session.finished()) is not None:
                connection.commit()

    @contextmanager
    def read_as_it_was(self) -> Iterator[Connection]:
        """A connection like `read`, on which every query sees what the first one saw.

        Raises:
            OperatorError: the database cannot be opened.
            ConnectionEnded: it could, and then ended the connection.
        """
        engine = self.reader
        if not self.is_sqlite:  # a transaction of SQLite does that by itself
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with _opened(engine), engine.connect() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading. Nothing done on it is kept.

        Raises:
            OperatorError: the database cannot be opened.
            ConnectionEnded: it could, and then ended the connection.
        """
        with _opened(self.reader), self.reader.connect() as connection:
            yield connection

    def close(self) -> None:
        """Give all connections back."""
        self.writer.dispose()
        self.reader.dispose()


_NOT_A_URL = (
    "DATABASE_URL is neither an SQLite file nor PostgreSQL. "
    "Write sqlite:///coach.db or postgresql://user:password@host/name."
)


@contextmanager
def _opened(engine: Engine) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        # While a first connection is being made, SQLAlchemy does not see that the server ended it.
        if error.connection_invalidated or getattr(error.orig, "sqlstate", "") in _ENDED:
            raise ConnectionEnded from error
        if "unable to open" in str(error.orig):
            msg = f"The database ({engine.url.get_backend_name()}) cannot be opened."
            raise OperatorError(msg) from error
        raise


def _sqlite(address: str, *, begin: str, connections: int) -> Engine:
    engine = create_engine(
        address,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_reset_on_return=None,  # a connection that is closed has ended its own transaction
        hide_parameters=True,  # an error goes to the log, and what somebody typed does not
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy says BEGIN itself, below
        _log_ahead(connection)
        for pragma in (
            "synchronous=FULL",  # what was acknowledged survives a power cut
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    def do_begin(dbapi_connection: PoolProxiedConnection) -> None:
        dbapi_connection.driver_connection.execute(begin)  # type: ignore[union-attr]

    # In an event it would be a statement that takes SQLAlchemy as long as any other.
    engine.dialect.do_begin = do_begin  # type: ignore[method-assign]
    return engine


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Let a file be in WAL mode.

    When several processes open a new file at once, SQLite refuses all but one at once, whatever the
    busy timeout says. A writing transaction does wait for that one, and then the file is in the mode.
    """
    for _ in range(_TRIES):
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode=WAL")
            return
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    connection.execute("PRAGMA journal_mode=WAL")
