"""Words the two messages of a request at the moment they leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from typing_extensions import override

from bot.db import Database, Session
from bot.delivery.kind import Drop, Kind, Later, Plan, Post
from bot.delivery.outbox import Outbox
from bot.delivery.outbox_store import Delivery
from bot.individual import blocks, store
from bot.individual.allow import Rules
from bot.individual.blocks import Asked, day_of
from bot.individual.keep import PART
from bot.individual.live import Live
from bot.people.gate import Gate
from bot.people.hours import ANSWER
from bot.sealing.vault import Vault

LOOKS_AGAIN: Final = timedelta(seconds=10)
"""How long the message waits before it is looked whether the sources have answered."""


@dataclass(frozen=True)
class Asks(Kind):
    """To the engineer: what is asked, why, and exactly what would be shown."""

    database: Database
    vault: Vault
    gate: Gate
    rules: Rules
    live: Live
    outbox: Outbox

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return the message, in its reader's hours, with a number that was fetched for it."""
        with self.database.read() as connection:
            found = store.get(connection, delivery.subject)
            if found is None or not found.is_open(now):
                return Drop("the request has ended")
            if not self.rules.still_hold(connection, found, now):
                return Drop("it could not be asked any more")
            reason = self.vault.open(connection, found.id, PART, found.sealed)["reason"]
        until = self.gate.wait_until(delivery.recipient, now)
        if until is not None:
            return Later(until)
        answer = self.live.take(found)
        if answer is None:
            return Later(now + LOOKS_AGAIN)
        zone = self.gate.people.person(found.engineer).zone
        day = day_of(found.answer_by.astimezone(zone))
        return Post(blocks.ask(Asked(found, reason, day), answer.own))

    @override
    def again(self, delivery: Delivery, now: datetime) -> Mapping[str, Any] | None:
        """Return that it has ended: nothing else ever puts it anew from here."""
        return blocks.over()

    @override
    def sent(self, session: Session, delivery: Delivery, now: datetime) -> None:
        """Let it say so at once where all of it ended while it was on its way."""
        if store.get(session, delivery.subject) is None:
            self.outbox.redraw(session, [delivery])


@dataclass(frozen=True)
class Ends(Kind):
    """To the manager: nothing is shown. It is made of what was known when they asked, and of nothing else."""

    gate: Gate

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return the one sentence, in its reader's hours."""
        until = self.gate.wait_until(delivery.recipient, now, ANSWER)
        if until is not None:
            return Later(until)
        details = delivery.details
        return Post(blocks.ended(str(details["metric"]), str(details["day"])))
