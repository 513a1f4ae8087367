"""Takes out of Slack what is to stand there no longer: messages and files that Coach put there.

What is to go is a row, written with its reason; it is deleted once Slack has taken the message out.
Taking out twice does no harm: what is gone already is done.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import log
from bot.clock import Clock
from bot.db import Database
from bot.delivery import removal_store as store
from bot.delivery.post import CLOCKS_DIFFER
from bot.delivery.removal_store import Removal
from bot.errors import CoachError, TransientError
from bot.slack.client import Posted, Poster
from bot.slack.problems import AppRefused, NotThere, PersonGone, SlackBusy

SWEEP_SECONDS = 30
LEASE = timedelta(minutes=2)
MOST_TRIES = 8
"""After this many refusals an operator must look: the stewards are told how many there are."""
_FIRST_WAIT = timedelta(minutes=1)
_BATCH = 20
_log = log.get("removal")


@dataclass(frozen=True, slots=True)
class Remover:
    """Takes out what is due."""

    database: Database
    poster: Poster
    clock: Clock

    def sweep(self) -> int:
        """Take out all that is due; return how much was. Any number of processes may call this."""
        gone = 0
        while True:
            now = self.clock.now()
            with self.database.read() as connection:
                if not store.is_due(connection, now):
                    return gone
            with self.database.write() as session:
                claimed = store.claim(session, now=now, lease_until=now + LEASE, most=_BATCH)
            for number, one in enumerate(claimed):
                rest = self._take_out(one)
                if rest is not None:
                    self._give_back(claimed[number:], rest)
                    return gone
                gone += 1

    def _take_out(self, one: Removal) -> datetime | None:
        """Take one out; return when to go on where Slack asks to wait, or cannot be reached."""
        now = self.clock.now()
        try:
            self._remove(one)
        except (NotThere, PersonGone):
            pass  # it is gone already, or nobody can see it any more
        except SlackBusy as error:
            return now + timedelta(seconds=error.retry_after)
        except (TransientError, AppRefused):
            return now + _FIRST_WAIT
        except CoachError as error:
            self._refused(one, str(error), now)
            return None
        with self.database.write() as session:
            store.done(session, one.id)
        return None

    def _remove(self, one: Removal) -> None:
        if one.file is not None:
            self.poster.remove_file(one.file)
        elif one.ts is not None:
            self.poster.remove(Posted(one.channel, one.ts))
        elif one.key is not None:
            self._find_and_remove(one, one.key)

    def _find_and_remove(self, one: Removal, key: str) -> None:
        channel = one.channel
        if channel.startswith(("U", "W")):
            channel = self.poster.direct_channel(channel)
        since = (one.since or self.clock.now()) - CLOCKS_DIFFER
        found = self.poster.find(channel, key, since.timestamp())
        if found is not None:
            self.poster.remove(found)

    def _refused(self, one: Removal, reason: str, now: datetime) -> None:
        is_last = one.attempts >= MOST_TRIES
        until = None if is_last else now + _FIRST_WAIT * 2**one.attempts
        with self.database.write() as session:
            store.put_off(session, one.id, until, reason)
        _log.warning("not_taken_out", reason=reason, gives_up=is_last)

    def _give_back(self, claimed: list[Removal], until: datetime) -> None:
        with self.database.write() as session:
            for one in claimed:
                store.put_off(
                    session, one.id, until, "Slack asked to wait, or could not be reached"
                )
