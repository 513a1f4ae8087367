"""Keeps the last snapshots in memory: weeks are stored once a night, and looked at all day.

A snapshot is kept for as long as nothing that went into it changes. What it holds is what a team may
see of itself, and nothing else.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

from bot.db import Connection
from bot.metrics.snapshot import Snapshot

MOST: Final = 128
"""Snapshots that are kept of a database: some megabytes."""


class Recall:
    """The last snapshots of one database, by all that went into them."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Snapshot] = OrderedDict()
        self._lock = Lock()

    def get(self, made_of: Hashable, make: Callable[[], Snapshot]) -> Snapshot:
        """Return the snapshot that is made of these, made anew if it is not at hand."""
        with self._lock:
            found = self._kept.pop(made_of, None)
        found = make() if found is None else found
        with self._lock:
            self._kept[made_of] = found
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return found


recalls: Final[WeakKeyDictionary[object, Recall]] = WeakKeyDictionary()
"""By the engine of a database, for as long as that is there."""


def of(connection: Connection) -> Recall:
    """Return the snapshots of the database that a connection is to."""
    return recalls.setdefault(connection.engine, Recall())
