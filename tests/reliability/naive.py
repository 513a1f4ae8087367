"""What sends reminders as it is usually done, to show what becomes of them: the tests' control.

It claims them as carefully as Coach does, and it is killed just as often. What it lacks is the look
into the conversation's history, and it posts with the retries that Slack's SDK has by default.
"""

from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from bot.coach import Coach
from bot.commitments import kinds
from bot.delivery import outbox_store as store
from bot.delivery.kind import Post
from bot.delivery.outbox_store import Delivery
from bot.delivery.tables import DeliveryState

_WORKER = "naive"


@dataclass(frozen=True, slots=True)
class Naive:
    """Stands in the place of the outbox.

    Attributes:
        coach: everything else is its own.
        client: as the SDK makes one.
        first: whether a reminder is marked as sent first, and sent then; otherwise it is sent first.
    """

    coach: Coach
    client: Any
    first: bool

    def beat(self) -> None:
        """Do nothing: nobody asks."""

    def drain(self) -> None:
        """Send everything that is due."""
        now = self.coach.clock.now()
        with self.coach.deliverer.database.write() as session:
            until = now + self.coach.outbox.lease
            batch = store.claim(session, now=now, lease_until=until, worker=_WORKER, most=20)
        for delivery in batch:
            self._send(delivery)

    def _send(self, delivery: Delivery) -> None:
        if delivery.kind != kinds.NUDGE:  # only reminders are counted
            self._mark(delivery, DeliveryState.CANCELLED)
            return
        made = self.coach.nudges.plan(delivery, self.coach.clock.now())
        if not isinstance(made, Post):
            self._mark(delivery, DeliveryState.CANCELLED)
            return
        if self.first:
            self._mark(delivery, DeliveryState.SENT)
        self.client.chat_postMessage(
            channel=delivery.recipient,
            text=made.message["text"],
            blocks=made.message["blocks"],
            metadata={"event_type": "naive", "event_payload": {"key": delivery.key}},
        )
        if not self.first:
            self._mark(delivery, DeliveryState.SENT)

    def _mark(self, delivery: Delivery, state: DeliveryState) -> None:
        now = self.coach.clock.now()
        with self.coach.deliverer.database.write() as session:
            store.close(session, delivery, worker=_WORKER, state=state, now=now)
            if state is DeliveryState.SENT:
                self.coach.nudges.sent(session, delivery, now)


def marks_first(coach: Coach) -> Naive:
    """Return what marks a reminder as sent before it sends it."""
    return Naive(coach, _client(coach), first=True)


def sends_first(coach: Coach) -> Naive:
    """Return what sends a reminder before it marks it as sent."""
    return Naive(coach, _client(coach), first=False)


def _client(coach: Coach) -> Any:
    """Return a client with the retries of the SDK, whose calls are watched like Coach's own."""
    own = coach.bolt.client
    retries = WebClient(token=own.token, base_url=own.base_url, timeout=own.timeout)
    own.retry_handlers = retries.retry_handlers
    return own
