"""Before and after: what became of the team's number, told to both on the same day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from typing_extensions import override

from bot.commitments import became, blocks, card, kinds, plan, read
from bot.commitments.read import Record
from bot.commitments.record import Stage
from bot.db import Connection, Database, Session
from bot.delivery.kind import Drop, Kind, Later, Plan, Post
from bot.delivery.outbox import Outbox
from bot.delivery.outbox_store import Delivery
from bot.metrics.outcome import Outcome
from bot.metrics.paused import Hidden
from bot.people.gate import Gate
from bot.people.know import People
from bot.sealing.vault import Vault
from bot.teams.roster import Roster, Team

LOOKS = 2
"""At the check-in, and once more when there are enough weeks after it."""


@dataclass(frozen=True)
class Outcomes(Kind):
    """Words the outcome when it leaves.

    Attributes:
        paused: says which of a team's metrics are shown nowhere, each with the reason.
    """

    database: Database
    outbox: Outbox
    vault: Vault
    people: People
    gate: Gate
    roster: Roster
    paused: Callable[[Connection, Roster, Team, datetime], Hidden]

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return before and after; while a new version waits for an answer, so does this."""
        with self.database.read() as connection:
            found = read.record(connection, self.vault, delivery.subject)
            if found is None or found.conversation.stage in {Stage.CLOSED, Stage.DECLINED}:
                return Drop("the record is closed")
            if found.conversation.agreed_revision != delivery.details["revision"]:
                return Drop("both agreed on another version")
            if found.conversation.team not in self.roster.by_id:
                return Drop("the team is not there any more")
        if not found.counts:
            return Later(plan.day_after(self.people.hours(delivery.recipient), now))
        until = self.gate.wait_until(delivery.recipient, now)
        if until is not None:
            return Later(until)
        return Post(self._message(delivery, found, now))

    @override
    def again(self, delivery: Delivery, now: datetime) -> Mapping[str, Any] | None:
        """Return how it reads now: what they made of it stands in it, and its buttons are gone."""
        with self.database.read() as connection:
            found = read.record(connection, self.vault, delivery.subject)
        if found is None:
            return card.deleted()
        if found.conversation.forgotten is not None:
            return card.forgotten(found)
        if found.conversation.team not in self.roster.by_id:
            return None
        return self._message(delivery, found, now)

    @override
    def sent(self, session: Session, delivery: Delivery, now: datetime) -> None:
        """Plan the second look, where waiting can tell more."""
        found = read.record(session, self.vault, delivery.subject)
        look = int(delivery.details["look"])
        if found is None or look >= LOOKS:
            return
        again_on = self._compare(session.connection(), found, now).look_again_on
        if again_on is None:
            return
        hours = self.people.known_hours(session, delivery.recipient)
        self.outbox.put(
            session,
            key=(delivery.subject, str(delivery.details["revision"]), delivery.recipient, "2"),
            kind=kinds.OUTCOME,
            recipient=delivery.recipient,
            subject=delivery.subject,
            details={"revision": delivery.details["revision"], "look": look + 1},
            due_at=plan.opening(hours, again_on),
        )

    def _message(self, delivery: Delivery, found: Record, now: datetime) -> dict[str, Any]:
        look = int(delivery.details["look"])
        with self.database.read() as connection:
            compared = self._compare(connection, found, now)
        again_on: date | None = compared.look_again_on if look < LOOKS else None
        return blocks.outcome(found, compared, look=look, again_on=again_on)

    def _compare(self, connection: Connection, found: Record, now: datetime) -> Outcome:
        team = self.roster.team(found.conversation.team)
        metric, agreed_at = found.in_force.terms.metric, found.conversation.agreed_at
        paused = self.paused(connection, self.roster, team, now)
        return became.compare(
            connection, self.roster, team, metric, agreed_at or now, now, paused=paused
        )
