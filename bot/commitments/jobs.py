"""The wake-up for reminders that are due. What is due stands in rows."""

from bot.commitments import follow_up_store
from bot.commitments.follow_up import Nudges
from bot.delivery.outbox import Outbox

SWEEP_SECONDS = 5


def sweep(nudges: Nudges, outbox: Outbox) -> None:
    """Queue what is due, then send it. Waking too often, or in several processes, does no harm."""
    outbox.beat()
    with nudges.database.read() as connection:
        is_needed = follow_up_store.is_anything_due(connection, nudges.clock.now())
    if is_needed:
        while nudges.queue():
            pass
        outbox.drain()
