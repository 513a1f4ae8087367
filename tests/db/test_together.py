"""Rows that are written at the same moment share a transaction, and each its own answer."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from bot.db import Database, Together
from bot.errors import OperatorError

_ROW = text(
    "INSERT INTO inbox VALUES (:key, 'x', 'working', NULL, '2026-01-01 00:00:00',"
    " '2026-01-01 00:00:00', 0, 'w')"
)
PATIENCE = 10


class Crowd:
    """Threads that hand over rows while the first of them is kept busy."""

    def __init__(self, database):
        self.transactions = []
        self.found = {}
        self._database = database
        self.fails = None
        self._is_busy, self._goes_on = threading.Event(), threading.Event()
        self._together = Together(database, self._write)

    def _write(self, session, rows):
        self.transactions.append(rows)
        for row in rows:
            session.execute(_ROW, {"key": row})
        if len(self.transactions) == 1:
            self._is_busy.set()
            assert self._goes_on.wait(PATIENCE)
        elif self.fails in rows:
            raise LookupError(self.fails)
        return [row.upper() for row in rows]

    def write(self, *rows):
        """Hand over the first row, the others while it is being written; return what each gets."""
        with ThreadPoolExecutor(len(rows)) as threads:
            writes = [threads.submit(self.write_alone, rows[0])]
            assert self._is_busy.wait(PATIENCE)
            for number, row in enumerate(rows[1:], 1):
                writes.append(threads.submit(self.write_alone, row))
                while len(self._together._waiting) < number:  # nobody can see that from outside
                    threading.Event().wait(0.001)
            self._goes_on.set()
            return [one.exception(PATIENCE) or one.result() for one in writes]

    def write_alone(self, row):
        """Hand over a row; once it is answered, look at what anybody can read by now."""
        answer = self._together.write(row)
        self.found[row] = kept(self._database)
        return answer


@pytest.fixture
def crowd(database):
    return Crowd(database)


def kept(database):
    with database.read() as connection:
        return {key for (key,) in connection.execute(text("SELECT key FROM inbox"))}


def test_all_who_come_while_one_writes_are_written_with_one_commit(crowd, database):
    assert crowd.write("a", "b", "c", "d") == ["A", "B", "C", "D"]
    assert crowd.transactions == [["a"], ["b", "c", "d"]]
    assert kept(database) == {"a", "b", "c", "d"}


def test_whoever_is_answered_finds_their_row_committed(crowd):
    crowd.write("a", "b", "c")
    crowd.write_alone("d")

    assert all(row in found for row, found in crowd.found.items())
    assert crowd.found["d"] == {"a", "b", "c", "d"}


def test_what_fails_is_told_to_all_who_share_it_and_to_nobody_else(crowd, database):
    crowd.fails = "c"
    first, *others = crowd.write("a", "b", "c")

    assert first == "A"
    assert [str(one) for one in others] == ["c", "c"]
    assert kept(database) == {"a"}
    assert crowd.write_alone("d") == "D"


def test_a_database_that_cannot_be_opened_is_said_to_whoever_writes(tmp_path):
    crowd = Crowd(Database(f"sqlite:///{tmp_path}/no such folder/coach.db"))

    for _ in range(2):  # nobody waits for somebody who has failed
        with pytest.raises(OperatorError, match="cannot be opened"):
            crowd.write_alone("a")
