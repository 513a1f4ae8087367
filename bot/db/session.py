"""One unit of work, without a mapper: all of Coach speaks to tables, and a mapper takes its time."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, Executable


class Session:
    """What is executed here is one transaction; `Database.write` begins and ends it.

    The connection is taken with the first statement: whoever finds that there is nothing to write
    keeps nobody waiting.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._last: list[Callable[[Session], None]] = []

    def execute(self, statement: Executable, values: Any = None) -> CursorResult[*tuple[Any, ...]]:
        """Execute a statement, with its values or with a list of them."""
        return self.connection().execute(statement, values)

    def connection(self) -> Connection:
        """Return the connection on which the transaction is."""
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def at_the_end(self, what: "Callable[[Session], None]") -> None:
        """Do something as the last thing before the transaction commits.

        For what holds on to a row that every transaction wants: whoever took it earlier, and another
        row later, could wait for somebody who does it the other way round.
        """
        self._last.append(what)

    def finished(self) -> Connection | None:
        """Do what is to be done last; return what is to commit it all, or None where nothing was done."""
        for what in self._last:
            what(self)
        return self._connection

    def close(self) -> None:
        """Give the connection back; what was not committed is undone."""
        if self._connection is not None:
            self._connection.close()
