"""The outbox: everything that Coach sends unasked, each message once, whatever breaks.

A message is a row with a unique key. It is `pending`; a process takes it up under a lease, which
commits `sending` before Slack is called; then it is `sent`, or, where Slack's reply was lost,
`uncertain`. What is uncertain, and what a dead process left in `sending`, is settled by looking for
the key in the conversation's history, never by guessing. Where the history cannot be read, the
message is given up and an operator sees it: late is a pity, twice is a breach of trust.
"""

import threading
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot import log
from bot.clock import Clock
from bot.db import Database, Session
from bot.delivery import outbox_store as store, status_store as status
from bot.delivery.keys import key_of
from bot.delivery.kind import REDRAW, Kind
from bot.delivery.outbox_store import Delivery
from bot.delivery.pace import Pace
from bot.delivery.send import Sender
from bot.slack.client import Poster

LEASE = timedelta(seconds=45)
"""After this long a message that was taken up is another process's: its own has died."""
SETTLES = timedelta(seconds=30)
"""How long after a lost reply the conversation's history is read."""
KEPT = timedelta(days=400)
"""Keys of closed messages are kept so long; nothing is planned twice after more than a year."""
BEATS = timedelta(minutes=1)
"""How often a process writes down that it is at work."""
SILENT = timedelta(days=1)
"""A process that was not seen for so long has ended."""
_BATCH = 20
_log = log.get("outbox")


class Outbox:
    """The outbox, as one process sees it."""

    def __init__(
        self,
        database: Database,
        poster: Poster,
        clock: Clock,
        *,
        pace: Pace | None = None,
        lease: timedelta = LEASE,
        settles: timedelta = SETTLES,
    ) -> None:
        self._database = database
        self._clock = clock
        self._pace = pace or Pace(clock)
        self.lease = lease
        """For so long whatever was taken up is this process's."""
        self._kinds: dict[str, Kind] = {}
        self._worker = uuid.uuid4().hex
        """Made anew at each start: a name that came back could finish another's work."""
        self._sender = Sender(
            database=database,
            poster=poster,
            clock=clock,
            pace=self._pace,
            kinds=self._kinds,
            worker=self._worker,
            lease=lease,
            settles=settles,
            on_refused=self.stop,
            on_gone=self._gone,
        )
        self._beat_at: datetime | None = None
        self._draining = threading.Lock()
        self._closed = threading.Event()
        self.on_gone: Callable[[Session, str], None] = lambda _session, _user: None
        """Called when Slack says that somebody's account is no longer active."""

    def on(self, kind: str, words: Kind) -> None:
        """Let a capability word the messages of a kind."""
        self._kinds[kind] = words

    def put(  # noqa: PLR0913 - one value a column
        self,
        session: Session,
        *,
        key: Iterable[str],
        kind: str,
        recipient: str,
        subject: str,
        details: Mapping[str, Any] | None = None,
        due_at: datetime | None = None,
    ) -> str:
        """Plan a message in the caller's transaction; one with the same key is planned once.

        Args:
            session: the transaction in which the reason for it is written down.
            key: what makes this message the only one, from ids and ISO dates.
            kind: which capability words it.
            recipient: a Slack user, or a channel.
            subject: the record it is about.
            details: ids and numbers with which it is worded.
            due_at: not before this; at once by default.

        Returns:
            the opaque key.
        """
        now = self._clock.now()
        planned = Delivery(key_of(kind, *key), kind, recipient, subject, details or {})
        store.put(session, planned, due_at=due_at or now, now=now)
        return planned.key

    def redraw(self, session: Session, shown: Iterable[Delivery]) -> None:
        """Let messages be put anew as they read after this transaction.

        Args:
            session: the transaction that changes what they say.
            shown: messages that stand in Slack, or are just on their way there.
        """
        for one in shown:
            once = uuid.uuid4().hex  # the change itself happens once, and with it this
            self.put(
                session,
                key=(one.key, once),
                kind=REDRAW,
                recipient=one.recipient,
                subject=one.key,
            )

    def drain(self) -> int:
        """Send everything that is due, one message after another; return how many were taken up.

        One drain at a time works in a process; another one that is asked for meanwhile returns at
        once, and what it came for is sent by the first, or at the next wake-up.
        """
        taken = 0
        while self._may_work() and self._draining.acquire(blocking=False):
            try:
                self.beat()  # there may be hours of work
                number = self._drain()
            finally:
                self._draining.release()
            taken += number
            if not number:
                break
        return taken

    def beat(self) -> None:
        """Write down that this process is at work, unless it did so within the last minute."""
        now = self._clock.now()
        if self._beat_at is not None and now < self._beat_at + BEATS:
            return
        with self._database.write() as session:
            status.beat(session, self._worker, now)
        self._beat_at = now

    def stop(self, reason: str) -> None:
        """Stop all sending, in every process, until `resume`."""
        with self._database.write() as session:
            if status.stop_sending(session, reason, self._clock.now()):
                _log.error("sending_stopped", reason=reason)

    def resume(self) -> None:
        """Let messages go out again, now that Slack knows the token."""
        with self._database.write() as session:
            if status.resume_sending(session):
                _log.info("sending_resumed")

    def close(self) -> None:
        """Finish the message that is being sent, and take up no other."""
        self._closed.set()
        with self._draining:
            pass

    def _gone(self, session: Session, user: str) -> None:
        self.on_gone(session, user)

    def _may_work(self) -> bool:
        return not self._closed.is_set() and not self._pace.is_quiet()

    def _drain(self) -> int:
        now = self._clock.now()
        with self._database.write() as session:
            if status.why_stopped(session) is not None:
                return 0
            batch = store.claim(
                session, now=now, lease_until=now + self.lease, worker=self._worker, most=_BATCH
            )
        for number, delivery in enumerate(batch):
            if self._closed.is_set() or not self._sender.send(delivery):
                self._sender.give_back(batch[number + 1 :])
                break
        return len(batch)
