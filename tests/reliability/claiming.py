"""What several processes do at once to one database: carefully, as Coach does, and as it is usually done.

Each function runs in a process of its own, waits for the others, and says what it did.
"""

import io
import os
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any

from sqlalchemy import create_engine, insert, select, text, update
from sqlalchemy.exc import OperationalError

from bot import log
from bot.commitments import follow_up_store as follow_ups
from bot.commitments.tables import CommitmentRow, ConversationRow, FollowUpRow
from bot.db import Database
from bot.db.lock import held
from bot.db.schema import _run, upgrade
from bot.delivery import outbox_store
from bot.delivery.tables import DeliveryRow
from bot.sealing.keyfile import load_ring

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
UNTIL = NOW + timedelta(days=1)
DELIVERY: Any = DeliveryRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
FOLLOW_UP: Any = FollowUpRow.__table__  # type: ignore[attr-defined]
_CONVERSATION: Any = ConversationRow.__table__  # type: ignore[attr-defined]
_COMMITMENT: Any = CommitmentRow.__table__  # type: ignore[attr-defined]
NUMBER = (
    "INSERT INTO inbox VALUES ('k', 'x', 'working', NULL, '2026-01-01 00:00:00',"
    " '2026-01-01 00:00:00', 0, 'w')"
)
"""A row with a number in it, that can be counted up."""
Way = Callable[[Database, str, int], list[str]]


def fill(database: Database, number: int) -> None:
    """Let so many messages, and so many nudges, be due."""
    with database.write() as session:
        session.execute(
            insert(DELIVERY),
            [
                {
                    "key": f"message {one}",
                    "kind": "nudge",
                    "recipient": "U0SOMEBODY",
                    "subject": "nudge",
                    "details": {},
                    "state": "pending",
                    "due_at": NOW,
                    "unsure": False,
                    "attempts": 0,
                    "created_at": NOW,
                }
                for one in range(number)
            ],
        )
        session.execute(
            insert(_CONVERSATION).values(
                id="record",
                team_id="team",
                manager="U0MANAGER1",
                engineer="U0SOMEBODY",
                stage="agreed",
                revision=1,
                created_at=NOW,
            )
        )
        session.execute(
            insert(_COMMITMENT).values(
                id="promise",
                conversation_id="record",
                side="engineer",
                owner="U0SOMEBODY",
                state="open",
            )
        )
        session.execute(
            insert(FOLLOW_UP),
            [
                {
                    "id": f"nudge {one}",
                    "commitment_id": "promise",
                    "number": one,
                    "person": "U0SOMEBODY",
                    "state": "planned",
                    "due_at": NOW,
                    "chosen": False,
                }
                for one in range(number)
            ],
        )


def due_again(database: Database) -> None:
    """Let all of them be due once more."""
    with database.write() as session:
        session.execute(update(DELIVERY).values(due_at=NOW, state="pending"))
        session.execute(update(FOLLOW_UP).values(due_at=NOW))


def messages(database: Database, worker: str, most: int) -> list[str]:
    """Claim messages as the outbox does."""
    with database.write() as session:
        claimed = outbox_store.claim(session, now=NOW, lease_until=UNTIL, worker=worker, most=most)
    return [one.key for one in claimed]


def nudges(database: Database, _worker: str, most: int) -> list[str]:
    """Claim nudges as they are queued."""
    with database.write() as session:
        claimed = follow_ups.claim_due(session, now=NOW, lease_until=UNTIL, most=most)
    return [one for ids in claimed.values() for one in ids]


def messages_read_first(database: Database, worker: str, most: int) -> list[str]:
    """Read which messages are due, and then write that they are taken: the control."""
    return _read_first(database, DELIVERY, DELIVERY.c.key, most, worker=worker)


def nudges_read_first(database: Database, _worker: str, most: int) -> list[str]:
    """Read which nudges are due, and then write that they are taken: the control."""
    return _read_first(database, FOLLOW_UP, FOLLOW_UP.c.id, most)


def _read_first(database: Database, table: Any, name: Any, most: int, **more: Any) -> list[str]:
    query = select(name).where(table.c.due_at <= NOW).order_by(table.c.due_at).limit(most)
    with database.read() as connection:
        found = list(connection.execute(query).scalars())
    with database.write() as session:
        session.execute(update(table).where(name.in_(found)).values(due_at=UNTIL, **more))
    return found


def claim_all(
    says: Connection, barrier: Barrier, url: str, way: Way, most: int, times: int | None = None
) -> None:
    """Claim until nothing is due any more, or so many times, and say what was claimed."""
    database = Database(url)
    with database.read() as connection:
        connection.execute(text("SELECT 1"))
    claimed: list[str] = []
    rounds: Iterable[int] = count() if times is None else range(times)
    barrier.wait()
    for _ in rounds:
        found = way(database, f"worker {id(barrier)}", most)
        if not found:
            break
        claimed += found
    database.close()
    says.send(claimed)


def migrate(says: Connection, barrier: Barrier, url: str, locked: bool) -> None:
    """Bring the schema to where the code is, under the lock or without it; say what went wrong."""
    database = Database(url)
    barrier.wait()
    try:
        (upgrade if locked else _run)(database)
    except Exception as error:  # noqa: BLE001 - whatever it is, this start has failed
        says.send(f"{type(error).__name__}: {error}")
    database.close()


def count_up(says: Connection, barrier: Barrier, url: str, times: int, usual: bool) -> None:
    """Read a number and write the next, so many times; say how often and what went wrong.

    Args:
        says: gets the name of each error, and at last how often it went well.
        barrier: where all wait.
        url: the database.
        times: how often.
        usual: whether transactions begin as SQLAlchemy's do by default, and not as Coach's do.
    """
    database = Database(url)
    engine = create_engine(url) if usual else database.writer
    lock = "" if database.is_sqlite else " FOR UPDATE"
    well = 0
    barrier.wait()
    for _ in range(times):
        try:
            with engine.begin() as connection:
                number = connection.execute(text(f"SELECT attempts FROM inbox{lock}")).scalar_one()  # noqa: S608 - our own words
                connection.execute(text("UPDATE inbox SET attempts = :n"), {"n": number + 1})
            well += 1
        except OperationalError as error:
            says.send(str(error.orig))
    engine.dispose()
    database.close()
    says.send(well)


def add_ones(says: Connection, barrier: Barrier, url: str, times: int) -> None:
    """Read a number and write the next in one unit of work, so many times."""
    database = Database(url)
    lock = "" if database.is_sqlite else " FOR UPDATE"
    barrier.wait()
    for _ in range(times):
        with database.write() as session:
            number = session.execute(text(f"SELECT attempts FROM inbox{lock}")).scalar_one()  # noqa: S608 - our own words
            session.execute(text("UPDATE inbox SET attempts = :n"), {"n": number + 1})
    database.close()
    says.send("done")


def hold(says: Connection, url: str, name: str) -> None:
    """Hold a lock until somebody ends this process."""
    with held(Database(url), name, wait=True):
        says.send("held")
        threading.Event().wait()


def get_a_key(says: Connection, barrier: Barrier, url: str) -> None:
    """Read the key beside a database or make it, open to all if nothing prevents that; say which.

    What is logged meanwhile is said too.
    """
    os.umask(0)
    logged = io.StringIO()
    log.configure(logged)
    barrier.wait()
    says.send((load_ring(None, Database(url)).current, logged.getvalue()))
