"""Lets those who write at the same moment share a transaction, because each commit waits for the disk."""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from bot.db.engine import Database
from bot.db.session import Session

Row = TypeVar("Row")
Answer = TypeVar("Answer")


class _Caller(Generic[Row, Answer]):
    """A thread that has handed over a row: how it is woken, and what it is told."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.answers: list[Answer] = []
        self.error: BaseException | None = None
        self._asleep = threading.Lock()
        self._asleep.acquire()

    @property
    def is_done(self) -> bool:
        return bool(self.answers) or self.error is not None

    def wait(self) -> None:
        self._asleep.acquire()

    def wake(self) -> None:
        self._asleep.release()

    def answer(self) -> Answer:
        if self.error is not None:
            raise self.error
        return self.answers[0]


class Together(Generic[Row, Answer]):
    """Writes rows that threads hand over one by one, all that wait in one transaction.

    Whoever comes while nobody writes does so at once. Whoever comes while somebody does waits, and
    the first of them then writes for all: thirty-two rows take a few commits instead of thirty-two.

    Args:
        database: where they are written.
        write: writes some rows in a transaction, and answers for each. What it raises is raised for
            all of them, so no row may be able to spoil it for the others.
    """

    def __init__(
        self, database: Database, write: Callable[[Session, list[Row]], Sequence[Answer]]
    ) -> None:
        self._database = database
        self._write = write
        self._lock = threading.Lock()
        self._waiting: list[_Caller[Row, Answer]] = []
        self._is_writing = False

    def write(self, row: Row) -> Answer:
        """Write a row; return its answer once the transaction is committed.

        Raises:
            Exception: what the transaction failed with.
        """
        mine = _Caller[Row, Answer](row)
        with self._lock:
            self._waiting.append(mine)
            waits, self._is_writing = self._is_writing, True
        if waits:
            mine.wait()
        if not mine.is_done:
            self._write_for_all(mine)
        return mine.answer()

    def _write_for_all(self, mine: _Caller[Row, Answer]) -> None:
        with self._lock:
            together, self._waiting = self._waiting, []
        try:
            with self._database.write() as session:
                answers = self._write(session, [one.row for one in together])
            for one, answer in zip(together, answers, strict=True):
                one.answers.append(answer)
        except BaseException as error:  # noqa: BLE001 - raised again by each of the threads
            for one in together:
                one.error = error
        with self._lock:
            writes_next = self._waiting[:1]
            self._is_writing = bool(writes_next)
        for one in (*writes_next, *together):
            if one is not mine:
                one.wake()
