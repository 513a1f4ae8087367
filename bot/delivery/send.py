"""Sends one message of the outbox, and settles what became of it."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot import log
from bot.clock import Clock
from bot.db import Database, Session
from bot.delivery import outbox_store as store
from bot.delivery.kind import REDRAW, Drop, Kind, Later, Plan, Post, Replace, Unsent
from bot.delivery.outbox_store import Delivery
from bot.delivery.pace import Pace
from bot.delivery.post import CLOCKS_DIFFER, Uncertain
from bot.delivery.tables import DeliveryState
from bot.errors import CoachError, OperatorError, SkippedError, TransientError
from bot.slack.client import Posted, Poster
from bot.slack.problems import AppRefused, ChartsRefused, PersonGone, ReplyLost, SlackBusy
from bot.slack.reference import new_reference

CALL = timedelta(seconds=15)
"""What one message takes at most, as a rule."""
POST = timedelta(seconds=10)
"""What is left of it when the words are ready: so long is Slack's answer waited for."""
MOST_TRIES = 12
"""After this many tries that broke on something of our own, an operator must look."""
_FIRST_WAIT, _LONGEST_WAIT = 5.0, 900.0
_log = log.get("outbox")


@dataclass(slots=True)
class Sender:
    """Sends for one process.

    Attributes:
        database: where the messages stand.
        poster: the client that posts.
        pace: how fast messages may leave.
        kinds: who words which kind.
        worker: this process's id.
        lease: for how long a message that was taken up is this process's.
        settles: how long after a lost reply the conversation's history is read.
        on_refused: called when Slack refuses Coach itself.
        on_gone: called when Slack says that somebody's account is no longer active.
    """

    database: Database
    poster: Poster
    clock: Clock
    pace: Pace
    kinds: Mapping[str, Kind]
    worker: str
    lease: timedelta
    settles: timedelta
    on_refused: Callable[[str], None]
    on_gone: Callable[[Session, str], None]

    def send(self, delivery: Delivery) -> bool:
        """Send one message; return whether to go on with the next."""
        self.pace.wait(delivery.recipient)
        if self._is_late(delivery, CALL):
            self.give_back([delivery])
            return False
        try:
            return self._try(delivery)
        except TransientError as error:
            return self._put_off(delivery, error)
        except AppRefused as error:
            self.give_back([delivery])
            self.on_refused(str(error))
            return False
        except PersonGone as error:
            why = Unsent(str(error), error.code)
            self._close(delivery, DeliveryState.CANCELLED, why, gone=True)
        except CoachError as error:
            self._bury(delivery, error)
        except Exception as error:  # noqa: BLE001 - one message that breaks never stops the others
            self._broke(delivery, error)
        return True

    def _is_late(self, delivery: Delivery, needed: timedelta) -> bool:
        """Say whether the lease may run out during the call, so that another process calls too."""
        needed = min(needed, self.lease / 3)
        return delivery.lease_until is None or self.clock.now() + needed > delivery.lease_until

    def _put_off(self, delivery: Delivery, error: TransientError) -> bool:
        """Leave a message for later; return whether to go on with the next."""
        if isinstance(error, ReplyLost):
            self._release(delivery, DeliveryState.UNCERTAIN, self.settles, str(error))
            return True
        wait, counts = _wait(delivery.attempts), True
        if isinstance(error, SlackBusy):
            self.pace.quiet(error.retry_after)
            wait, counts = timedelta(seconds=error.retry_after), False
        self._release(delivery, _before(delivery), wait, str(error), counts=counts)
        return False

    def _try(self, delivery: Delivery) -> bool:
        """Send one message; return whether to go on with the next."""
        if delivery.unsure and (found := self._found(delivery)):
            self._note(delivery, found)
            return True
        match self._plan(delivery, self.clock.now()):
            case Later(until):
                wait = until - self.clock.now()
                self._release(delivery, _before(delivery), wait, None, counts=False)
            case Drop(reason):
                self._close(delivery, DeliveryState.CANCELLED, Unsent(reason))
            case Replace(where, message):
                self.poster.update(where, message)
                self._close(delivery, DeliveryState.SENT, None)
            case Post() if self._is_late(delivery, POST):
                wait = _wait(delivery.attempts)
                self._release(delivery, _before(delivery), wait, "it took too long to word")
                return False
            case Post(message, plain):
                return self._post(delivery, message, plain)
        return True

    def _post(
        self, delivery: Delivery, message: Mapping[str, Any], plain: Mapping[str, Any] | None
    ) -> bool:
        """Post a message, without its charts where the workspace takes none; as `_try` does."""
        try:
            where = self.poster.post(delivery.recipient, message, delivery.key)
        except ChartsRefused:  # Slack has read it, and kept nothing.
            if plain is None:
                raise
            _log.info("charts_refused", kind=delivery.kind)
            if self._is_late(delivery, POST):
                self.give_back([delivery])
                return False
            where = self.poster.post(delivery.recipient, plain, delivery.key)
        self._note(delivery, where)
        return True

    def _note(self, delivery: Delivery, where: Posted) -> None:
        """Write down where a message stands in Slack; if that fails, it is looked for once more."""
        try:
            self._close(delivery, DeliveryState.SENT, None, where=where)
        except Exception as error:  # noqa: BLE001 - whatever it is, the message is not sent again
            self._broke(replace(delivery, unsure=True), error)

    def _plan(self, delivery: Delivery, now: datetime) -> Plan:
        if delivery.kind != REDRAW:
            return self.kinds[delivery.kind].plan(delivery, now)
        with self.database.read() as connection:
            found = store.shown(connection, [delivery.subject])
        if not found:
            return Drop("the message is not there")
        shown = found[0]
        if shown.channel is None or shown.ts is None:
            return Later(now + self.settles)
        message = self.kinds[shown.kind].again(shown, now)
        if message is None:
            return Drop("it may stay as it is")
        return Replace(Posted(shown.channel, shown.ts), message)

    def _found(self, delivery: Delivery) -> Posted | None:
        """Look for the message in the conversation's history.

        Raises:
            Uncertain: the history cannot be read.
        """
        begun = delivery.begun_at or self.clock.now()
        channel = delivery.recipient
        try:
            if channel.startswith(("U", "W")):
                channel = self.poster.direct_channel(channel)
            return self.poster.find(channel, delivery.key, (begun - CLOCKS_DIFFER).timestamp())
        except (AppRefused, PersonGone):
            raise
        except (OperatorError, SkippedError) as error:
            raise Uncertain(str(error)) from error

    def _close(
        self,
        delivery: Delivery,
        state: DeliveryState,
        why: Unsent | None,
        *,
        where: Posted | None = None,
        gone: bool = False,
    ) -> None:
        """Close a message.

        Args:
            delivery: which.
            state: what became of it.
            why: why it was not sent; None: it was.
            where: where it stands.
            gone: whether Slack says that its recipient's account is no longer active.
        """
        now, reason = self.clock.now(), why.reason if why else None
        with self.database.write() as session:
            ours = store.close(
                session,
                delivery,
                worker=self.worker,
                state=state,
                now=now,
                reason=reason,
                channel=where.channel if where else None,
                ts=where.ts if where else None,
            )
            if not ours:
                return
            words = self.kinds.get(delivery.kind)
            if words is not None and why is None:
                words.sent(session, delivery, now)
            elif words is not None and why is not None:
                words.not_sent(session, delivery, now, why)
            if gone:
                self.on_gone(session, delivery.recipient)
        _log.info("message_closed", kind=delivery.kind, state=str(state), reason=reason)

    def _release(
        self,
        delivery: Delivery,
        state: DeliveryState,
        wait: timedelta,
        reason: str | None,
        *,
        counts: bool = True,
    ) -> None:
        due_at = self.clock.now() + wait
        with self.database.write() as session:
            store.release(
                session, delivery, worker=self.worker, state=state, due_at=due_at, reason=reason,
                counts=counts,
            )  # fmt: skip
        if reason is not None:
            _log.info("message_waits", kind=delivery.kind, state=str(state), reason=reason)

    def give_back(self, rest: Iterable[Delivery]) -> None:
        """Give back what was taken up and not begun; what was unsure before stays so."""
        now = self.clock.now()
        with self.database.write() as session:
            for delivery in rest:
                state = _before(delivery)
                store.release(
                    session, delivery, worker=self.worker, state=state, due_at=now, counts=False
                )

    def _bury(self, delivery: Delivery, error: CoachError) -> None:
        reference, reason = new_reference(), str(error)
        why = Unsent(reason, error.code, may_stand=isinstance(error, Uncertain))
        self._close(delivery, DeliveryState.DEAD, why)
        _log.error("message_refused", kind=delivery.kind, reason=reason, reference=reference)

    def _broke(self, delivery: Delivery, error: Exception) -> None:
        reference = new_reference()
        _log.error("message_broke", kind=delivery.kind, reference=reference, exc_info=error)
        said = f"it broke; reference {reference}"
        if delivery.attempts >= MOST_TRIES:
            self._close(delivery, DeliveryState.DEAD, Unsent(said, may_stand=delivery.unsure))
            return
        self._release(delivery, _before(delivery), _wait(delivery.attempts), said)


def _before(delivery: Delivery) -> DeliveryState:
    """Return the state in which a message goes back that was not sent: what was unsure stays so."""
    return DeliveryState.UNCERTAIN if delivery.unsure else DeliveryState.PENDING


def _wait(attempts: int) -> timedelta:
    """Return how long to wait before the next try: twice as long each time, and never in step.

    Exponential backoff with full jitter in its upper half (Brooker, "Exponential Backoff and
    Jitter", AWS Architecture Blog, 2015).
    """
    longest = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(attempts - 1, 12))
    return timedelta(seconds=longest * (0.5 + secrets.randbelow(1000) / 2000))
