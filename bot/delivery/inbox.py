"""Whatever Slack delivers twice is done once, and what was acknowledged is not lost."""

import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from bot.clock import Clock
from bot.db import Database, Session, Together
from bot.delivery import store
from bot.delivery.store import Entry
from bot.delivery.tables import State

LEASE = timedelta(seconds=60)
"""After this long a request is taken to be abandoned: its process died in the middle of it."""
KEPT = timedelta(days=2)
"""Slack repeats an event for a day at most, so its key is kept for two."""
_BATCH = 20


class Inbox:
    """The inbox, as one process sees it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._worker = uuid.uuid4().hex
        """Made anew at each start: a name that came back could finish another's work."""
        self._received = Together(database, partial(store.receive, worker=self._worker))

    def receive(self, kind: str, identity: str, request: Mapping[str, Any]) -> Entry | None:
        """Write down a request before Slack is answered; None if it was delivered before.

        Args:
            kind: which capability answers it.
            identity: what makes this very request: Slack's trigger, or a message and an action.
                Only its hash is kept.
            request: what to do, as JSON. It is emptied as soon as it is done.
        """
        now = self._clock.now()
        entry = Entry(_key(kind, identity), request, now, 1, now + LEASE)
        return entry if self._received.write((kind, entry)) else None

    def once(self, session: Session, kind: str, identity: str) -> bool:
        """Take note, in the caller's transaction, of what is done in it; False if it was before.

        Args:
            session: the transaction in which it is done, or undone with it.
            kind: which capability does it.
            identity: what makes this very request, as for `receive`.
        """
        now = self._clock.now()
        return store.once(
            session, key=_key(kind, identity), kind=kind, now=now, worker=self._worker
        )

    def take_over(self, kind: str) -> list[Entry]:
        """Claim requests that a process left behind."""
        now = self._clock.now()
        with self._database.write() as session:
            return store.take_over(
                session,
                kind=kind,
                now=now,
                lease_until=now + LEASE,
                worker=self._worker,
                most=_BATCH,
            )

    def settle(
        self, entry: Entry, state: State, also: Callable[[Session], None] | None = None
    ) -> bool:
        """Close a request; return False if another process has taken it over.

        Args:
            entry: the request, which this process had in hand.
            state: how it ends.
            also: what is written down in the same transaction, if it is closed here.
        """
        with self._database.write() as session:
            is_ours = store.settle(
                session,
                key=entry.key,
                worker=self._worker,
                attempts=entry.attempts,
                state=state,
            )
            if is_ours and also is not None:
                also(session)
        return is_ours

    def renew(self, entry: Entry) -> bool:
        """Keep a request that had to wait here; return False if another process has taken it over."""
        return self._lease(entry, LEASE)

    def postpone(self, entry: Entry, seconds: float) -> None:
        """Try again after so many seconds, in whichever process comes first."""
        self._lease(entry, timedelta(seconds=seconds))

    def _lease(self, entry: Entry, length: timedelta) -> bool:
        with self._database.write() as session:
            return store.lease(
                session,
                key=entry.key,
                worker=self._worker,
                attempts=entry.attempts,
                until=self._clock.now() + length,
            )

    def forget(self) -> int:
        """Delete the keys of requests closed long ago; return how many."""
        with self._database.write() as session:
            return store.forget_before(session, self._clock.now() - KEPT)


def _key(kind: str, identity: str) -> str:
    return sha256(f"{kind}:{identity}".encode()).hexdigest()
