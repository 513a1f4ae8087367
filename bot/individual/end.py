"""Ends requests: takes away what was shown, deletes the row and its key. The row is the schedule."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import log
from bot.db import Database
from bot.delivery.keys import key_of
from bot.errors import CoachError, TransientError
from bot.individual import store
from bot.individual.allow import Rules
from bot.individual.keep import Requests
from bot.individual.request import AGREED, SETTLES, Request, State
from bot.individual.show import KEY, remove
from bot.slack.client import Posted, Poster

LEASE = timedelta(minutes=1)
"""For so long a request that was taken up is this process's."""
SOON, LATER = timedelta(minutes=1), timedelta(hours=1)
"""When it is tried again: what may pass by itself, and what somebody must mend first."""
_log = log.get("individual")


@dataclass(frozen=True, slots=True)
class Ending:
    """Looks at the requests whose time has come. Resumable: each step leaves the next one to be found."""

    database: Database
    requests: Requests
    rules: Rules
    poster: Poster

    def work(self) -> int:
        """Look at all requests that are due; return how many were deleted for good."""
        self.end_what_does_not_hold()
        deleted = 0
        while (one := self._claimed()) is not None:
            deleted += self._looked_at(one)
        return deleted

    def end_what_does_not_hold(self) -> None:
        """End what could not be asked any more: the policy, the team or its people have changed."""
        now = self.requests.clock.now()
        with self.database.read() as connection:
            ended = [
                one
                for one in store.every(connection)
                if one.state is not State.OVER and not self.rules.still_hold(connection, one, now)
            ]
        if ended:
            with self.database.write() as session:
                store.end(session, ended, now)

    def _claimed(self) -> Request | None:
        now = self.requests.clock.now()
        with self.database.read() as connection:
            if not store.is_due(connection, now):
                return None
        with self.database.write() as session:
            return store.claim(session, now, now + LEASE)

    def _looked_at(self, one: Request) -> bool:
        """Bring one request as far as it goes now; return whether it was deleted."""
        now = self.requests.clock.now()
        try:
            return self._ended(one, now)
        except TransientError as error:
            _log.info("request_waits", reason=type(error).__name__)
            self._wait(one, now + SOON)
        except CoachError as error:
            _log.error("request_stuck", reason=type(error).__name__, code=error.code)
            self._wait(one, now + LATER)
        return False

    def _ended(self, one: Request, now: datetime) -> bool:
        where = Posted(one.channel, one.ts) if one.channel and one.ts else None
        if where is None and one.begun_at is not None:
            if now < one.begun_at + SETTLES:
                self._wait(one, one.begun_at + SETTLES)
                return False
            where = self._found(one)
            if where is not None and one.state in AGREED and not one.has_ended(now):
                return self._came_to_be_shown(one, where)
        if not one.has_ended(now):
            self._go_on(one, where)
            return False
        if where is not None:
            remove(self.poster, where)
        with self.database.write() as session:
            self.requests.delete(session, one.id)
        return True

    def _found(self, one: Request) -> Posted | None:
        """Look for what was begun in the conversation with the manager."""
        channel = self.poster.direct_channel(one.manager)
        return self.poster.find(channel, key_of(KEY, one.id), one.asked_at.timestamp())

    def _came_to_be_shown(self, one: Request, where: Posted) -> bool:
        """Take note of what stands there, though the process died that had posted it."""
        with self.database.write() as session:
            shown = self.requests.shown(session, one.id, where)
        if shown is None:
            remove(self.poster, where)
        return False

    def _go_on(self, one: Request, where: Posted | None) -> None:
        """Leave a request until it ends; what stands in Slack without a consent is taken away."""
        if one.state is State.SHOWN and one.shown_until is not None:
            self._wait(one, one.shown_until)
            return
        if where is not None:
            remove(self.poster, where)
        with self.database.write() as session:
            found = store.lock(session, one.id)
            if found is None or found.state is State.OVER or found.begun_at != one.begun_at:
                return  # somebody pressed meanwhile, and it is looked at anew
            state = State.AGREED if found.state in AGREED else found.state
            if found.state is not State.SHOWN:
                store.change(session, one.id, state=state, begun_at=None, due_at=found.answer_by)

    def _wait(self, one: Request, until: datetime) -> None:
        """Look at it again at a time, unless somebody has pressed meanwhile."""
        with self.database.write() as session:
            found = store.lock(session, one.id)
            if found is not None and found.state is one.state:
                store.change(session, one.id, due_at=until)
