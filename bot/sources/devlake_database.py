"""The one door to DevLake's database: one connection, in a transaction that cannot write."""

import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, TableClause, create_engine, false, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from bot.errors import CoachError, OperatorError, TransientError
from bot.sources import devlake_errors as errors
from bot.sources.devlake_questions import Question

CONNECT_SECONDS, ANSWER_SECONDS = 10, 60
"""How long Coach waits for a connection, and for the answer to one question."""
_DRIVERS = {
    "mysql": "mysql+pymysql",
    "mysql+pymysql": "mysql+pymysql",
    "postgresql": "postgresql+psycopg",
}
_GO_ALONE = ("parseTime", "loc")
"""What stands in DevLake's own address, and only its language's driver understands."""
_NOT_ITS_PROTOCOL = (struct.error, IndexError, AssertionError, UnicodeError, RuntimeError)
"""What PyMySQL lets through when an answer is not MySQL's."""


def moment(value: object) -> datetime | None:
    """Read a time; DevLake writes UTC, and MySQL keeps no zone beside it."""
    if not isinstance(value, datetime):
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Reading:
    """One transaction that cannot write."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, question: Question, of: TableClause) -> Iterator[Sequence[Any]]:
        """Yield the rows of an answer.

        Args:
            question: one of this module's.
            of: the table that it is about, to be named when it is refused.

        Raises:
            TransientError: the database did not answer.
            OperatorError: it refused.
        """
        with _told_plainly(of.name):
            yield from self._connection.execute(question)

    def first(self, question: Question, of: TableClause) -> datetime | None:
        """Return the one time that an answer holds."""
        rows = list(self.rows(question, of))
        return moment(rows[0][0]) if rows else None


class Database:
    """DevLake's database. Close it when done."""

    def __init__(self, address: str) -> None:
        """Take an address; nothing is opened yet.

        Raises:
            OperatorError: it is not the address of a database that DevLake can have.
        """
        try:
            url = make_url(address)
        except (ArgumentError, ValueError):
            raise OperatorError(errors.ADDRESS) from None
        if url.drivername not in _DRIVERS or not url.database:
            raise OperatorError(errors.ADDRESS)
        self._is_mysql = url.get_backend_name() == "mysql"
        waits: dict[str, int] = {"connect_timeout": CONNECT_SECONDS}
        if self._is_mysql:
            waits["read_timeout"] = waits["write_timeout"] = ANSWER_SECONDS
            url = url.difference_update_query(_GO_ALONE)
        url = url.set(drivername=_DRIVERS[url.drivername])
        # A pull has one connection, and a statement's values belong in no message.
        self._engine = create_engine(
            url, pool_size=1, max_overflow=0, connect_args=waits, hide_parameters=True
        )

    def close(self) -> None:
        """Close the connection."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Open a transaction that cannot write, and leave it without a trace.

        Raises:
            TransientError: the database did not answer.
            OperatorError: it refused the account, or has no such database.
        """
        with _told_plainly():
            connection = self._connected()
        try:
            with _told_plainly():
                for statement in self._beginning(connection):
                    connection.execute(text(statement))
            yield Reading(connection)
        finally:
            connection.invalidate()
            connection.close()

    def _connected(self) -> Connection:
        try:
            return self._engine.connect()
        except TypeError:  # PyMySQL takes a part of the address for an argument that it has not.
            raise OperatorError(errors.ADDRESS) from None

    def _beginning(self, connection: Connection) -> tuple[str, str]:
        if not self._is_mysql:
            limit = f"SET LOCAL statement_timeout = {ANSWER_SECONDS * 1000}"
            return "SET TRANSACTION READ ONLY", limit
        if getattr(connection.dialect, "is_mariadb", False):
            limit = f"SET SESSION max_statement_time = {ANSWER_SECONDS}"
        else:
            limit = f"SET SESSION max_execution_time = {ANSWER_SECONDS * 1000}"
        return limit, "START TRANSACTION READ ONLY"

    def look(self, of: TableClause) -> None:
        """Ask a table for no row at all, to see whether Coach may read the columns it needs.

        Raises:
            TransientError: the database did not answer.
            OperatorError: Coach may not, or there is no such table.
        """
        with self.reading() as reading:
            for _ in reading.rows(select(*of.c).where(false()), of):
                pass


@contextmanager
def _told_plainly(name: str = "") -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise _plain(error.orig, name) from None
    except (SQLAlchemyError, OSError, *_NOT_ITS_PROTOCOL):
        raise TransientError(errors.GARBLED) from None


def _plain(error: BaseException | None, name: str) -> CoachError:
    if type(error).__module__.startswith("pymysql"):
        arguments = getattr(error, "args", ())
        return errors.by_number(arguments[0] if arguments else None, name)
    return errors.by_state(getattr(error, "sqlstate", None), str(error), name)
