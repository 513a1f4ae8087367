"""A new SQLite file, or a new database of a PostgreSQL that is started for it; both are gone after."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bot.db import Database
from bot.db.schema import upgrade
from tests.databases import Postgres

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
ENGINES = (SQLITE, POSTGRESQL)


class Engines:
    """Makes databases on either engine, as long as its `with` block lasts."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._postgres: Postgres | None = None
        self._made = 0

    def url(self, engine: str) -> str:
        """Return the address of a new database, with Coach's tables."""
        if engine == POSTGRESQL:
            if self._postgres is None:
                self._postgres = Postgres(self._folder / "postgres")
                self._stack.callback(self._postgres.stop)
            return self._stack.enter_context(self._postgres.database())
        self._made += 1
        own = self._folder / f"sqlite-{self._made}"
        own.mkdir()
        url = f"sqlite:///{own / 'coach.db'}"
        made = Database(url)
        upgrade(made)
        made.close()
        return url


@contextmanager
def engines() -> Iterator[Engines]:
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder, ExitStack() as stack:
        yield Engines(Path(folder), stack)
