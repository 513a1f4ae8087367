"""Wake-ups: reminders that are due, and records whose time is over. What is due stands in rows."""

from bot import log
from bot.commitments import follow_up_store
from bot.commitments.follow_up import Nudges
from bot.commitments.leave import Leaving
from bot.db import Database
from bot.delivery.outbox import Outbox
from bot.sealing.store import empty_log

SWEEP_SECONDS = 5
CLEAN_HOURS = 6
_log = log.get("commitments")


def sweep(nudges: Nudges, outbox: Outbox) -> None:
    """Queue what is due, then send it. Waking too often, or in several processes, does no harm."""
    outbox.beat()
    with nudges.database.read() as connection:
        is_needed = follow_up_store.is_anything_due(connection, nudges.clock.now())
    if is_needed:
        while nudges.queue():
            pass
        outbox.drain()


def clean(database: Database, leaving: Leaving, outbox: Outbox) -> int:
    """Delete for good the records whose time is over; return how many.

    Keys that were destroyed, here or by a "rather not", are then taken out of SQLite's log too.
    """
    deleted = 0
    while True:
        with database.write() as session:
            number = leaving.delete_due(session)
        deleted += number
        if not number:
            break
    outbox.forget()
    empty_log(database)
    if deleted:
        _log.info("records_deleted", number=deleted)
    return deleted
