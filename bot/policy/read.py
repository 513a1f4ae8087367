"""Which policy is in force at an instant, by the clock and by what is stored.

What is stored is read anew once a minute at most, and the clock is asked each time: a change that
was announced holds from the first second of its day, in every process and without a restart.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.db import Connection, Database
from bot.people.hours import at
from bot.policy import store
from bot.policy.store import Change, Stored
from bot.teams.policy import Policy
from bot.teams.roster import Roster

READ_AGAIN: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class InForce:
    """What holds at an instant.

    Attributes:
        minimum_group: the organisation's floor.
        since: since when it holds, in UTC; None: nothing is stored yet.
        coming: the change that is announced; None for none.
    """

    policy: Policy
    minimum_group: int
    since: datetime | None = None
    coming: Change | None = None

    @property
    def version(self) -> str:
        """The short hash by which it is known."""
        return self.policy.version(self.minimum_group)


def is_due(change: Change | None, zone: ZoneInfo, now: datetime) -> bool:
    """Say whether the day of a change has come."""
    return change is not None and now.astimezone(zone).date() >= change.takes_effect


def begins(change: Change, zone: ZoneInfo) -> datetime:
    """Return the first instant of a change, in UTC."""
    return at(zone, change.takes_effect, time(0))


def by_the_clock(stored: Stored, roster: Roster, now: datetime) -> InForce:
    """Return what holds at an instant of what is stored."""
    zone, floor = ZoneInfo(roster.organisation.time_zone), roster.organisation.minimum_group
    coming = stored.coming
    if coming is not None and is_due(coming, zone, now):
        return InForce(coming.said, floor, begins(coming, zone))
    return InForce(stored.policy, floor, stored.since, coming)


class _Kept:
    """What was last read of one database."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._read_at: datetime | None = None
        self._stored: Stored | None = None

    def get(self, now: datetime, read: Callable[[], Stored | None]) -> Stored | None:
        """Return what is stored, read anew where that is a minute old."""
        with self._lock:
            at_hand, read_at = self._stored, self._read_at
        if read_at is not None and read_at <= now < read_at + READ_AGAIN:
            return at_hand
        found = read()
        with self._lock:
            self._stored, self._read_at = found, now
        return found


_kept: Final[WeakKeyDictionary[object, _Kept]] = WeakKeyDictionary()
"""By the engine of a database, for as long as that is there."""


def in_force(connection: Connection, roster: Roster, now: datetime) -> InForce:
    """Return what is in force.

    Args:
        connection: an open connection to read with.
        roster: has the organisation's floor and time zone; before anything is stored, its policy holds.
        now: this instant, in UTC.
    """
    kept = _kept.setdefault(connection.engine, _Kept())
    return _of(kept.get(now, lambda: store.get(connection)), roster, now)


@dataclass(frozen=True, slots=True)
class Policies:
    """Says what is in force, to whoever has no connection open."""

    database: Database
    roster: Roster
    clock: Clock

    def __call__(self) -> Policy:
        """Return the policy that is in force now."""
        return self.in_force().policy

    def in_force(self) -> InForce:
        """Return it with its version, since when it holds, and what is to come."""
        now = self.clock.now()
        kept = _kept.setdefault(self.database.reader, _Kept())
        return _of(kept.get(now, self._read), self.roster, now)

    def _read(self) -> Stored | None:
        with self.database.read() as connection:
            return store.get(connection)


def _of(stored: Stored | None, roster: Roster, now: datetime) -> InForce:
    if stored is None:
        return InForce(roster.policy, roster.organisation.minimum_group)
    return by_the_clock(stored, roster, now)
