"""Words what a team's managers are told a week before its decision ends, each in their own hours."""

from dataclasses import dataclass
from datetime import datetime

from typing_extensions import override

from bot.db import Database
from bot.decisions import blocks, store
from bot.decisions.store import Stored
from bot.delivery.kind import Drop, Kind, Later, Plan, Post
from bot.delivery.outbox_store import Delivery
from bot.people.gate import Gate
from bot.teams.roster import Roster


@dataclass(frozen=True)
class Endings(Kind):
    """The message that a decision ends, from what is stored at the moment it leaves."""

    database: Database
    gate: Gate
    roster: Roster

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return the message, in the manager's hours, unless the decision is another by now."""
        team = self.roster.by_id.get(str(delivery.details["team"]))
        if team is None or delivery.recipient not in team.managers:
            return Drop("they do not manage that team any more")
        with self.database.read() as connection:
            stored = store.get(connection, team.id)
        if stored is None or not _is_meant(stored, delivery):
            return Drop("the decision was changed or ended")
        if not stored.decision.holds_on(now.astimezone(team.zone).date()):
            return Drop("the decision is over")
        until = self.gate.wait_until(delivery.recipient, now)
        return Post(blocks.ends(team, stored.decision)) if until is None else Later(until)


def _is_meant(stored: Stored, delivery: Delivery) -> bool:
    same_end = stored.decision.until.isoformat() == delivery.details["until"]
    return stored.id == delivery.subject and same_end
