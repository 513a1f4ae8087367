"""Words the messages about pilots from what is stored at the moment they leave."""

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
from bot.pilot import blocks, read, store, words
from bot.pilot.kinds import Note
from bot.pilot.state import Outcome, sides_of
from bot.sealing.vault import Vault
from bot.slack.text import escape
from bot.teams.roster import Roster, Team


@dataclass(frozen=True)
class Notes(Kind):
    """To those who may answer for a part, each in their own hours."""

    database: Database
    vault: Vault
    gate: Gate
    roster: Roster

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return what happened with what was written, unless it is about a round that is over."""
        team = self.roster.by_id.get(delivery.subject)
        if team is None or not sides_of(self.roster, delivery.recipient, team):
            return Drop("they do not answer for that team any more")
        until = self.gate.wait_until(delivery.recipient, now, ANSWER)
        if until is not None:
            return Later(until)
        what, number = str(delivery.details["what"]), int(delivery.details["round"])
        with self.database.read() as connection:
            pilot = store.get(connection, team.id)
            found = read.written(connection, self.vault, team.id, number)
        if what in set(Note) and (pilot is None or pilot.round != number):
            return Drop("both have answered")
        return Post(blocks.note(_said(what, team), found))

    @override
    def again(self, delivery: Delivery, now: datetime) -> Mapping[str, Any] | None:
        """Return how it reads now: without the words whose time is over."""
        team = self.roster.by_id.get(delivery.subject)
        if team is None:
            return None
        what, number = str(delivery.details["what"]), int(delivery.details["round"])
        with self.database.read() as connection:
            found = read.written(connection, self.vault, team.id, number)
        return blocks.note(_said(what, team), found)


def _said(what: str, team: Team) -> str:
    said = words.NOTES[Note(what)] if what in set(Note) else words.BOTH[Outcome(what)]
    return said.format(team=escape(team.name))


@dataclass(frozen=True)
class Outcomes(Kind):
    """To the team's channel: what came of it, without names and without anybody's words."""

    roster: Roster

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return the sentence, unless the team or its channel is another by now."""
        team = self.roster.by_id.get(delivery.subject)
        if team is None or team.channel != delivery.recipient:
            return Drop("the team is not there any more, or has another channel")
        said = words.CHANNEL[Outcome(delivery.details["outcome"])]
        return Post({"text": said.format(team=escape(team.name))})
