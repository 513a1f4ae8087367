"""Takes up what is due in one database, and puts it back: follow-ups, or messages of the outbox."""

import gc
import sys
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bench.child import serve
from bot.commitments import follow_up_store
from bot.commitments.tables import FollowUpRow
from bot.db import Database
from bot.delivery import outbox_store
from bot.delivery.tables import DeliveryRow, DeliveryState

FOLLOW_UPS, MESSAGES = "follow-ups", "messages"
BATCH = {FOLLOW_UPS: 200, MESSAGES: 20}
"""As `Nudges` and `Outbox` take them up."""
LEASE, OVERDUE = timedelta(hours=1), timedelta(hours=1)
"""After and before now; whatever else there is comes at least a day later."""
_FOLLOW_UP: Any = FollowUpRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_DELIVERY: Any = DeliveryRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it


class Worker:
    """One process that claims."""

    def __init__(self, database: Database, now: datetime) -> None:
        self._database = database
        self._now = now
        self._name = uuid.uuid4().hex
        self._claims: dict[str, Callable[[], list[str]]] = {
            FOLLOW_UPS: self._follow_ups,
            MESSAGES: self._messages,
        }

    def answer(self, what: str, times: int) -> dict[str, Any]:
        """Claim until nothing is due, so many times, and put everything back before each.

        Returns:
            The seconds of each time, and the ids claimed in the last.
        """
        took, ids = [], list[str]()
        for _ in range(times):
            self.put_back(what)
            found = self.claim(what)
            took.append(found["ended"] - found["begun"])
            ids = found["ids"]
        return {"seconds": took, "ids": ids}

    def claim(self, what: str) -> dict[str, Any]:
        """Claim until nothing is due.

        Returns:
            When that began and ended, by a clock that all processes share, and the ids.
        """
        ids = list[str]()
        begun = time.perf_counter()
        while found := self._claims[what]():
            ids += found
        return {"begun": begun, "ended": time.perf_counter(), "ids": ids}

    def put_back(self, what: str) -> None:
        """Let everything that was claimed be due again."""
        table: Any = _FOLLOW_UP if what == FOLLOW_UPS else _DELIVERY
        values: dict[str, Any] = {"due_at": self._now - OVERDUE}
        if what == MESSAGES:
            values |= {
                "state": DeliveryState.PENDING, "attempts": 0, "unsure": False, "worker": None,
                "begun_at": None,
            }  # fmt: skip
        claimed = table.c.due_at == self._now + LEASE
        with self._database.write() as session:
            session.execute(update(table).where(claimed).values(**values))

    def _follow_ups(self) -> list[str]:
        with self._database.write() as session:
            due = follow_up_store.claim_due(
                session, now=self._now, lease_until=self._now + LEASE, most=BATCH[FOLLOW_UPS]
            )
        return [one for ids in due.values() for one in ids]

    def _messages(self) -> list[str]:
        with self._database.write() as session:
            due = outbox_store.claim(
                session,
                now=self._now,
                lease_until=self._now + LEASE,
                worker=self._name,
                most=BATCH[MESSAGES],
            )
        return [one.key for one in due]


def main() -> None:
    url, now = sys.argv[1], datetime.fromisoformat(sys.argv[2])
    database = Database(url)
    with database.read() as connection:
        connection.execute(select(1))
    worker = Worker(database, now)
    gc.freeze()

    answers: dict[str, Callable[..., Any]] = {
        "claims": worker.answer,
        "claim": worker.claim,
        "put back": worker.put_back,
    }

    def answer(do: str, **asked: Any) -> Any:
        return answers[do](**asked)

    serve("ready", answer)


if __name__ == "__main__":
    main()
