"""Words the messages about disclosures from what is stored at the moment they leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from typing_extensions import override

from bot.db import Database, Session
from bot.delivery.kind import Drop, Kind, Later, Plan, Post
from bot.delivery.outbox_store import Delivery
from bot.disclosure import blocks, kinds, read, store
from bot.disclosure.disclosure import Disclosure
from bot.people.gate import Gate
from bot.people.hours import ANSWER, NUDGE
from bot.sealing.vault import Vault
from bot.teams.roster import Roster


@dataclass(frozen=True)
class Messages(Kind):
    """The disclosure to both, and the engineer's answer to the manager."""

    database: Database
    vault: Vault
    gate: Gate
    roster: Roster

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return the message, in its reader's hours; whoever asked for it has longer ones."""
        found = self._found(delivery)
        if found is None:
            return Drop("the disclosure was withdrawn or deleted")
        window = NUDGE if delivery.recipient == found.engineer else ANSWER
        until = self.gate.wait_until(delivery.recipient, now, window)
        return Post(self._message(delivery, found)) if until is None else Later(until)

    @override
    def again(self, delivery: Delivery, now: datetime) -> Mapping[str, Any] | None:
        """Return how it reads now: with the answer, or that it is kept nowhere any more."""
        found = self._found(delivery)
        return blocks.deleted() if found is None else self._message(delivery, found)

    @override
    def sent(self, session: Session, delivery: Delivery, now: datetime) -> None:
        """Take note that it has reached the engineer: from then on 30 days are counted."""
        found = store.get(session, delivery.subject)
        if found is not None and delivery.recipient == found.engineer:
            store.told(session, found.id, now)

    def _found(self, delivery: Delivery) -> Disclosure | None:
        with self.database.read() as connection:
            return read.disclosure(connection, self.vault, delivery.subject)

    def _message(self, delivery: Delivery, found: Disclosure) -> dict[str, Any]:
        if delivery.kind == kinds.ANSWERED:
            return blocks.answered(found)
        return blocks.message(found, name_of(self.roster, found.team), delivery.recipient)


@dataclass(frozen=True)
class Withdrawals(Kind):
    """To the engineer: what was disclosed to them was withdrawn."""

    gate: Gate

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return the message, in the engineer's hours."""
        until = self.gate.wait_until(delivery.recipient, now)
        if until is not None:
            return Later(until)
        return Post(blocks.withdrawn(str(delivery.details["metric"])))


def name_of(roster: Roster, team: str) -> str:
    """Return a team's name; its id, where it is in the roster no more."""
    return roster.team(team).name if team in roster.by_id else team
