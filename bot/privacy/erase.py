"""Forgets somebody who asked for it: in the database at once, in Slack as fast as Slack allows.

First each capability clears what it holds of them, in one transaction. Then whatever is just being
sent to them, or about them, is waited for: a message that nobody knows of could not be taken out.
Last the messages are taken out of Slack, and the row that says that they asked is deleted. A process
that dies in between loses nothing: the next wake-up goes on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import log
from bot.audit import store as audit_store
from bot.audit.noted import Act, Noted
from bot.audit.trail import Trail
from bot.clock import Clock
from bot.db import Database, Session
from bot.delivery import outbox_store, removal_store
from bot.delivery.remove import Remover
from bot.errors import CoachError, TransientError
from bot.privacy import store
from bot.privacy.store import Erasure
from bot.sealing.store import empty_log

Forget = Callable[[Session, str], None]
"""Clears what one capability holds of somebody."""
SWEEP_SECONDS = 20
LEASE = timedelta(seconds=15)
ENDED_LAST = frozenset({"delivery", "standing", "audit_entry", "audit_alias", "erasure"})
"""What is cleared here, once all others are."""
_log = log.get("privacy")


@dataclass(frozen=True, slots=True)
class Erasing:
    """Forgets people.

    Attributes:
        parts: what clears which tables.
        empty_home: empties somebody's Home tab in Slack.
    """

    database: Database
    trail: Trail
    remover: Remover
    clock: Clock
    parts: Mapping[tuple[str, ...], Forget]
    empty_home: Callable[[str], None]

    def ask(self, session: Session, user: str) -> None:
        """Write down that somebody asks to be forgotten; `work` does it."""
        store.ask(session, user, self.clock.now())

    def work(self) -> int:
        """Go on with all who asked; return how many are forgotten now. Any process may call this."""
        done = 0
        while True:
            now = self.clock.now()
            with self.database.read() as connection:
                if not store.is_asked(connection, now):
                    break
            with self.database.write() as session:
                one = store.claim(session, now, now + LEASE)
            if one is None:
                break
            done += self._forget(one)
        if done:
            self.remover.sweep()
            empty_log(self.database)
            _log.info("people_forgotten", number=done)
        return done

    def _forget(self, one: Erasure) -> bool:
        """Go on with one; return whether nothing is left."""
        begun_at = one.begun_at or self._clear(one.user)
        with self.database.read() as connection:
            if removal_store.is_on_its_way(connection, one.user, begun_at):
                return False
        try:
            self.empty_home(one.user)
        except TransientError:
            return False
        except CoachError as error:  # Whoever has left, or opened no tab, has none to be emptied.
            _log.info("home_not_emptied", reason=str(error))
        self._finish(one.user, begun_at)
        return True

    def _clear(self, user: str) -> datetime:
        now = self.clock.now()
        with self.database.write() as session:
            for forget in self.parts.values():
                forget(session, user)
            outbox_store.cancel(session, now=now, recipient=user)
            store.begin(session, user, now)
        empty_log(self.database)  # the keys that were destroyed
        return now

    def _finish(self, user: str, begun_at: datetime) -> None:
        with self.database.write() as session:
            removal_store.remove_all_of(session, user, begun_at, self.clock.now())
            store.finish(session, user)
            audit_store.forget_person(session, user)
            self.trail.note(session, Noted(Act.ERASED))
