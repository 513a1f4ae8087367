"""Words the messages about approvals from what is stored at the moment they leave."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from typing_extensions import override

from bot.approvals import blocks, kinds, store
from bot.approvals.blocks import About
from bot.approvals.read import Wish, reason_of
from bot.approvals.store import Request
from bot.db import Connection, Database
from bot.delivery.kind import Drop, Kind, Later, Plan, Post
from bot.delivery.outbox_store import Delivery
from bot.people.gate import Gate
from bot.people.hours import ANSWER
from bot.sealing.vault import Vault
from bot.teams.roster import Roster

WishOf = Callable[[Connection, str], Wish | None]
"""Says what a team has decided, by its id; None for nothing."""


@dataclass(frozen=True)
class Messages(Kind):
    """Both kinds: the question to each steward, the answer to whoever asked.

    Attributes:
        wish_of: says what a team has decided.
    """

    database: Database
    vault: Vault
    gate: Gate
    roster: Roster
    wish_of: WishOf

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return the message, in its reader's hours, as long as there is something to say."""
        is_question = delivery.kind == kinds.ASKED
        if is_question and not self.roster.is_steward(delivery.recipient):
            return Drop("they are no steward any more")
        message = self._question(delivery) if is_question else self._answer(delivery)
        if message is None:
            return Drop("it was answered, or is asked no more")
        until = self.gate.wait_until(delivery.recipient, now, ANSWER)
        return Post(message) if until is None else Later(until)

    @override
    def again(self, delivery: Delivery, now: datetime) -> Mapping[str, Any] | None:
        """Return how the question reads now: with the answer, or that it is asked no more."""
        if delivery.kind != kinds.ASKED:
            return None
        waiting = self._question(delivery)
        if waiting is not None:
            return waiting
        with self.database.read() as connection:
            request = self._request(connection, delivery)
            reason = "" if request is None else reason_of(connection, self.vault, request)
            approved = self._is_approved(connection, delivery)
        return blocks.settled(self._about(delivery), approved=approved, reason=reason)

    def _question(self, delivery: Delivery) -> Mapping[str, Any] | None:
        """Return the question; None where it needs no answer any more."""
        with self.database.read() as connection:
            request = self._request(connection, delivery)
            wish = self.wish_of(connection, str(delivery.details["team"]))
        if request is None or not request.waits or wish is None:
            return None
        return blocks.asked(self._about(delivery), request.id, wish)

    def _answer(self, delivery: Delivery) -> Mapping[str, Any] | None:
        """Return the answer; None where the team asks no more for what was not approved."""
        with self.database.read() as connection:
            request = self._request(connection, delivery)
            reason = "" if request is None else reason_of(connection, self.vault, request)
            is_approved = self._is_approved(connection, delivery)
        if not reason and not is_approved:
            return None
        return blocks.answered(self._about(delivery), reason)

    def _request(self, connection: Connection, delivery: Delivery) -> Request | None:
        """Return the request that a message is about; None where there is none, or another one."""
        found = store.of_team(connection, str(delivery.details["team"]))
        return found if found is not None and found.id == delivery.subject else None

    def _is_approved(self, connection: Connection, delivery: Delivery) -> bool:
        known = store.approved(connection, str(delivery.details["team"]))
        return known.issuperset(delivery.details["metrics"])

    def _about(self, delivery: Delivery) -> About:
        name = str(delivery.details["team"])
        team = self.roster.by_id.get(name)
        return About(name if team is None else team.name, delivery.details["metrics"])
