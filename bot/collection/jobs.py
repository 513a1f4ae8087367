"""The nightly collection: when it is due stands in the cursors, the scheduler only wakes it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot import log
from bot.clock import Clock
from bot.collection import store
from bot.collection.collect import Collector, Wanted
from bot.collection.store import Try
from bot.db import Database

WAKE_MINUTES = 15
NIGHT = 3
"""The hour, in UTC, from which the day's collection is due: reports of the day before are there."""
RETRY = timedelta(hours=2)
"""How long a source that failed is left alone."""
_log = log.get("collection")


def due_since(now: datetime) -> datetime:
    """Return the last instant at which a nightly collection fell due."""
    tonight = now.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    return tonight if tonight <= now else tonight - timedelta(days=1)


def due(
    database: Database,
    sources: tuple[str, ...],
    now: datetime,
    teams: Collection[str] | None = None,
) -> tuple[str, ...]:
    """Return the sources that were not collected since last night, and not tried just now.

    Args:
        database: where the cursors stand.
        sources: the names of the sources.
        now: this instant, in UTC.
        teams: the ids of the teams that count; None: all that ever were.
    """
    with database.read() as connection:
        tries = store.last_tries(connection, teams)
    return tuple(name for name in sources if name not in tries or _is_due(tries[name], now))


def _is_due(last: Try, now: datetime) -> bool:
    stale = last.succeeded_at is None or last.succeeded_at < due_since(now)
    return stale and last.tried_at <= now - RETRY


def nightly(collector: Collector, clock: Clock) -> None:
    """Collect what is due. Waking too often, or in several processes, does no harm."""
    roster = collector.roster
    names = due(collector.database, tuple(roster.sources), clock.now(), tuple(roster.by_id))
    if names:
        results = collector.collect(Wanted(sources=names))
        went_wrong = sum(not result.went_well for result in results)
        _log.info("nightly_collection", sources=len(results), went_wrong=went_wrong)
