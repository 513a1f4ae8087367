"""The wake-up that deletes answers whose time is over."""

from bot import log
from bot.db import Database
from bot.pilot.keep import Pilots
from bot.sealing.store import empty_log

_log = log.get("pilot")


def clean(database: Database, pilots: Pilots) -> int:
    """Delete for good the answers whose time is over, with their keys; return how many."""
    deleted = 0
    while True:
        with database.write() as session:
            number = pilots.delete_due(session)
        deleted += number
        if not number:
            break
    if deleted:
        empty_log(database)
        _log.info("pilot_answers_deleted", number=deleted)
    return deleted
