"""A named lock that one process at a time can hold, and that dies with the process."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from bot.db.engine import Database


@contextmanager
def held(database: Database, name: str, *, wait: bool) -> Iterator[bool]:
    """Hold the lock `name` of a database; the value says whether it could be had.

    PostgreSQL: a session advisory lock on a connection of its own. SQLite: a lock on a file
    beside the database. Either is given up by the operating system when the process is killed, so
    that nobody has to guess from the clock whether the holder is still alive.

    Args:
        database: whose lock it is.
        name: what is locked, such as `migrate` or `collect-reviewer`.
        wait: whether to wait for it; otherwise the value may be False.
    """
    if database.file is not None:
        with _file_lock(database.file, name, wait=wait) as got:
            yield got
        return
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        verb = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
        answer = connection.execute(text(f"SELECT {verb}(:key)"), {"key": key}).scalar()
        got = wait or bool(answer)
        try:
            yield got
        finally:
            if got:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})


@contextmanager
def _file_lock(database: Path, name: str, *, wait: bool) -> Iterator[bool]:
    path = database.with_name(f"{database.name}.{name}.lock")
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)
