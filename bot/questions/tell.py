"""Words the messages about a question from what is stored at the moment they leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from typing_extensions import override

from bot.db import Database
from bot.delivery.kind import Drop, Kind, Later, Plan, Post
from bot.delivery.outbox_store import Delivery
from bot.metrics import catalogue
from bot.people.gate import Gate
from bot.people.hours import ANSWER, Hours
from bot.questions import blocks, kinds, read, store, words
from bot.questions.pause import Doubts, Why
from bot.questions.question import Question
from bot.sealing.vault import Vault
from bot.slack.text import escape
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
            return Drop("the question was answered or withdrawn")
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
        if delivery.details.get("what") == "interim":
            return blocks.paused(found, team)
        return blocks.answered(found, team, self.roster.organisation.stewards)


@dataclass(frozen=True)
class Warnings(Kind):
    """To each steward, once for a number and day: it pauses by itself, or will soon."""

    database: Database
    gate: Gate
    roster: Roster

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return the message, in its reader's hours, as long as it is still so."""
        team, metric = str(delivery.details["team"]), str(delivery.details["metric"])
        if team not in self.roster.by_id:
            return Drop("the team is not there any more")
        if not self.roster.is_steward(delivery.recipient):
            return Drop("they are no steward any more")
        with self.database.read() as connection:
            doubts = store.doubts(connection, team)
        said = self._said(delivery, doubts, now)
        if not said:
            return Drop("the number does not pause, or they were told")
        until = self.gate.wait_until(delivery.recipient, now)
        if until is not None:
            return Later(until)
        day = date.fromisoformat(str(delivery.details["day"]))
        told = said.format(
            metric=catalogue.get(metric).label,
            team=escape(name_of(self.roster, team)),
            day=f"{day:%A} {day.day} {day:%B}",
        )
        return Post(blocks.pausing(told, doubts.open[metric]))

    def _said(self, delivery: Delivery, doubts: Doubts, now: datetime) -> str:
        """Return what holds of the number now; "" where nothing is to be told."""
        team = self.roster.team(str(delivery.details["team"]))
        metric, day = str(delivery.details["metric"]), str(delivery.details["day"])
        hours = Hours(team.zone, team.work_week())
        why = doubts.why(metric, hours, now)
        if not doubts.open.get(metric) or why in {Why.OUTRIGHT, Why.STEWARD}:
            return ""
        if delivery.details["why"] == Why.MANY:
            return words.PAUSING_MANY if why is Why.MANY else ""
        pauses_on = doubts.pauses_on(metric, hours)
        if why is Why.MANY or pauses_on is None or pauses_on.isoformat() != day:
            return ""
        return words.PAUSING_SOON if why is None else words.PAUSING_DAYS


def name_of(roster: Roster, team: str) -> str:
    """Return a team's name; its id, where it is in the roster no more."""
    return roster.team(team).name if team in roster.by_id else team
