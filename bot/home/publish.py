"""Shows people their Home tabs: one publication a person at a time, and the last state wins.

The mark of what is shown is read before the state, and goes with the view: whoever comes with an older
state is refused by Slack, and reads anew. Where two have published at once, nobody knows which of them Slack
shows: the mark is forgotten, and it is done once more, so that nothing older stays.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from bot import log
from bot.clock import Clock
from bot.db import Database, Session
from bot.errors import CoachError, TransientError
from bot.home import blocks, store
from bot.home.compose import Composer
from bot.home.rush import Rush
from bot.people.know import People
from bot.slack.client import Views
from bot.slack.problems import Outdated, PersonGone, SlackBusy
from bot.slack.work import Workers

LEASE = timedelta(seconds=60)
"""After this long a Home tab that was taken up is another process's: its own has died."""
TRY_AGAIN = 10.0
"""Seconds until the next try where Slack did not answer and does not say."""
REFUSED = 900.0
"""Seconds until the next try where somebody must mend something first."""
SOON = 1.0
"""Seconds until what two processes published at once is put right."""
_TRIES = 3
_REMEMBERED = 1000
_BATCH = 20
_log = log.get("home")


@dataclass(frozen=True, slots=True)
class _Shown:
    """What this process published last for somebody: Slack's mark, and what the view was."""

    mark: str | None
    view: bytes


class Homes:
    """Publishes Home tabs.

    Args:
        composer: puts them together.
        views: Slack's.
        people: knows who has left.
        workers: the pool for what changed.
        urgent: the pool for what somebody is waiting to see.
    """

    def __init__(  # noqa: PLR0913 - what it works with, each by its name
        self,
        database: Database,
        composer: Composer,
        views: Views,
        people: People,
        *,
        workers: Workers,
        urgent: Workers,
        clock: Clock,
    ) -> None:
        self._database = database
        self._composer = composer
        self._views = views
        self._people = people
        self._workers = workers
        self._urgent = urgent
        self._clock = clock
        self._rush = Rush()
        self._shown: OrderedDict[str, _Shown] = OrderedDict()
        self._lock = threading.Lock()
        self._rests_until = float("-inf")
        """On the monotonic clock: until then Slack wants nothing published."""

    def opened(self, user: str, *, is_empty: bool) -> None:
        """Show somebody their Home tab, because they look at it.

        Args:
            user: who looks.
            is_empty: whether Slack says that they see nothing yet.
        """
        if is_empty:
            with self._lock:
                self._shown.pop(user, None)
        if self._rush.is_waiting(user):
            return  # a run that has not begun yet will see all that there is
        with self._database.write() as session:
            store.opened(session, user, self._clock.now())
        self._hand_over(user, self._urgent)

    def changed(self, session: Session, users: Collection[str]) -> None:
        """Note, in the transaction of a change, that people's Home tabs show it no longer as it is."""
        store.set_stale(session, users, self._clock.now())

    def gone(self, session: Session, user: str) -> None:
        """Forget the Home tab of somebody whose account is no longer active."""
        store.forget(session, user)

    def empty(self, user: str) -> None:
        """Show nothing in somebody's Home tab any more, until they open it again.

        Raises:
            CoachError: Slack did not take it.
        """
        self._views.publish(user, blocks.emptied())

    def refresh(self) -> int:
        """Publish what no longer shows what is stored; return how many Home tabs were taken up.

        Waking too often, or in several processes, does no harm.
        """
        with self._database.read() as connection:
            users = store.due(connection, self._clock.now(), _BATCH)
        for user in users:
            self._hand_over(user, self._workers)
        return len(users)

    def _hand_over(self, user: str, pool: Workers) -> None:
        if self._rush.ask(user) and not pool.submit("home", lambda: self._run(user, pool)):
            self._rush.give_up(user)  # it stays stale, so the next wake-up finds it

    def _run(self, user: str, pool: Workers) -> None:
        self._rush.begin(user)
        try:
            self._publish(user)
        finally:
            if self._rush.end(user):
                self._hand_over(user, pool)

    def _publish(self, user: str) -> None:
        """Publish one Home tab, if it is due and no other process has it."""
        if self._clock.monotonic() < self._rests_until:
            return  # it stays stale
        now = self._clock.now()
        until = now + LEASE
        with self._database.write() as session:
            if not store.claim(session, user, now, until):
                return
        try:
            again = self._show(user)
        except PersonGone:
            with self._database.write() as session:
                store.forget(session, user)
        except TransientError as error:
            wait = error.retry_after if isinstance(error, SlackBusy) else TRY_AGAIN
            self._postpone(user, until, wait, error)
        except CoachError as error:
            self._postpone(user, until, REFUSED, error)
        else:
            with self._database.write() as session:
                if again:
                    store.doubt(session, user, self._after(SOON))
                else:
                    store.settle(session, user, until)

    def _show(self, user: str) -> bool:
        """Show somebody what is stored; return whether it must be done once more.

        Raises:
            CoachError: Slack did not take it.
        """
        for number in range(1, _TRIES + 1):
            with self._database.read() as connection:
                if self._people.known(connection, user).gone:
                    raise PersonGone
                mark = store.mark(connection, user)
                view = blocks.home(self._composer.compose(connection, user))
            made = sha256(json.dumps(view).encode()).digest()
            if number == 1 and self._is_shown(user, mark, made):
                return False
            try:
                after = self._views.publish(user, view, mark if number < _TRIES else None)
            except Outdated:
                _log.info("home_outdated", tries=number)
            else:
                return not self._remember(user, mark, after, made)
        return True

    def _is_shown(self, user: str, mark: str | None, view: bytes) -> bool:
        """Say whether this very view was published last, by this process, and by no other since."""
        with self._lock:
            known = self._shown.get(user)
        return known is not None and known == _Shown(mark, view)

    def _remember(self, user: str, before: str | None, after: str, view: bytes) -> bool:
        """Write down what is shown now; return False if another process published in between."""
        with self._database.write() as session:
            is_kept = store.shown(session, user, before, after)
        with self._lock:
            self._shown.pop(user, None)
            if is_kept:
                self._shown[user] = _Shown(after, view)
            while len(self._shown) > _REMEMBERED:
                self._shown.popitem(last=False)
        return is_kept

    def _postpone(self, user: str, claimed: datetime, seconds: float, error: CoachError) -> None:
        """Leave a Home tab stale; it is tried again after so many seconds."""
        _log.warning("home_not_shown", reason=str(error), seconds=seconds)
        if isinstance(error, SlackBusy):
            self._rests_until = self._clock.monotonic() + seconds
        with self._database.write() as session:
            store.postpone(session, user, claimed, self._after(seconds))

    def _after(self, seconds: float) -> datetime:
        return self._clock.now() + timedelta(seconds=seconds)
