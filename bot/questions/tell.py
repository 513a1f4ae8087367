"""Words the messages about a question from what is stored at the moment they leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from typing_extensions import override

from bot.db import Database
from bot.delivery.kind import Drop, Kind, Later, Plan, Post
from bot.delivery.outbox_store import Delivery
from bot.people.gate import Gate
from bot.people.hours import ANSWER
from bot.questions import blocks, kinds, read
from bot.questions.question import Question
from bot.sealing.vault import Vault
from bot.teams.roster import Roster


@dataclass(frozen=True)
class Messages(Kind):
    """Both kinds: the question to each steward, the answer to whoever asked."""

    database: Database
    vault: Vault
    gate: Gate
    roster: Roster

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return the message, in its reader's hours."""
        found = self._question(delivery)
        if found is None:
            return Drop("the question was deleted")
        if delivery.kind == kinds.QUESTION and not found.is_open:
            return Drop("the question was answered")
        if delivery.kind == kinds.QUESTION and not self.roster.is_steward(delivery.recipient):
            return Drop("they are no steward any more")
        until = self.gate.wait_until(delivery.recipient, now, ANSWER)
        return Post(self._message(delivery, found)) if until is None else Later(until)

    @override
    def again(self, delivery: Delivery, now: datetime) -> Mapping[str, Any] | None:
        """Return how it reads now: with the answer, or that it is kept nowhere any more."""
        found = self._question(delivery)
        return blocks.deleted() if found is None else self._message(delivery, found)

    def _question(self, delivery: Delivery) -> Question | None:
        with self.database.read() as connection:
            return read.question(connection, self.vault, delivery.subject)

    def _message(self, delivery: Delivery, found: Question) -> dict[str, Any]:
        team = name_of(self.roster, found.team)
        if delivery.kind == kinds.QUESTION:
            return blocks.asked(found, team)
        return blocks.answered(found, team, self.roster.organisation.stewards)


def name_of(roster: Roster, team: str) -> str:
    """Return a team's name; its id, where it is in the roster no more."""
    return roster.team(team).name if team in roster.by_id else team
