"""Words the reports and the three questions at the moment they leave."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from typing_extensions import override

from bot.db import Connection, Database, Session
from bot.delivery import outbox_store
from bot.delivery.kind import Drop, Kind, Later, Plan, Post
from bot.delivery.outbox import Outbox
from bot.delivery.outbox_store import Delivery
from bot.effects import blocks, kinds, pulse, store
from bot.effects.blocks import Told
from bot.effects.report import Report
from bot.effects.schedule import Quarter, Schedule, Step
from bot.people.gate import Gate
from bot.people.hours import Hours
from bot.questions import channel, store as questions
from bot.questions.channel import ToChannel
from bot.teams.roster import Roster, Team


@dataclass(frozen=True, slots=True)
class Telling:
    """Words a report from what is kept of it, and what is paused now: the same for whoever reads it."""

    database: Database
    outbox: Outbox
    roster: Roster

    def put(self, session: Session, team: Team, quarter: str) -> None:
        """Plan a report, once: to the team's channel, and to each steward."""
        subject = kinds.subject(team.id, quarter)
        channel.put(
            self.outbox,
            session,
            team,
            kind=kinds.CHANNEL,
            subject=subject,
            what="report",
            identity=quarter,
            details={"quarter": quarter},
        )
        for steward in self.roster.organisation.stewards:
            self.outbox.put(
                session,
                key=(team.id, quarter, steward),
                kind=kinds.STEWARD,
                recipient=steward,
                subject=subject,
                details={"team": team.id, "quarter": quarter},
            )

    def redraw(self, session: Session, team: str) -> None:
        """Let a team's newest report be put anew wherever it stands: a number was paused, or is back."""
        for newest in store.reports(session, team)[:1]:
            subject = kinds.subject(team, newest.quarter)
            about = (kinds.CHANNEL, kinds.STEWARD)
            self.outbox.redraw(session, outbox_store.shown_about(session, subject, about))

    def told(
        self, connection: Connection, team: Team, report: Report, now: datetime
    ) -> blocks.Told:
        """Return a report with what holds of its team now."""
        doubts = questions.doubts(connection, team.id)
        return Told(
            team=team,
            report=report,
            paused=doubts.paused(Hours(team.zone, team.work_week()), now),
            outright=doubts.outright,
            floor=self.roster.organisation.minimum_group,
        )

    def message(self, delivery: Delivery, now: datetime) -> Mapping[str, Any] | None:
        """Return the report that a message is about; None where its team or it is kept no more."""
        team = self.roster.by_id.get(str(delivery.details["team"]))
        if team is None:
            return None
        with self.database.read() as connection:
            found = store.report(connection, team.id, str(delivery.details["quarter"]))
            return None if found is None else blocks.report(self.told(connection, team, found, now))


@dataclass(frozen=True)
class Reports(ToChannel):
    """The report, to the team's channel, by day."""

    telling: Telling

    @override
    def worded(self, delivery: Delivery, team: Team, now: datetime) -> Plan:
        """Return the report."""
        opening = Schedule.of(team).opening(now)
        if opening is not None:
            return Later(opening)
        message = self.telling.message(delivery, now)
        return Drop("the report is kept no more") if message is None else Post(message)

    @override
    def again(self, delivery: Delivery, now: datetime) -> Mapping[str, Any] | None:
        """Return how it reads now."""
        return self.telling.message(delivery, now)


@dataclass(frozen=True)
class ToStewards(Kind):
    """The very same, to a steward, in their hours."""

    telling: Telling
    gate: Gate

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return the report, as long as they are a steward."""
        if not self.telling.roster.is_steward(delivery.recipient):
            return Drop("they are no steward any more")
        until = self.gate.wait_until(delivery.recipient, now)
        if until is not None:
            return Later(until)
        message = self.telling.message(delivery, now)
        return Drop("the report is kept no more") if message is None else Post(message)

    @override
    def again(self, delivery: Delivery, now: datetime) -> Mapping[str, Any] | None:
        """Return how it reads now."""
        return self.telling.message(delivery, now)


@dataclass(frozen=True)
class Pulses(Kind):
    """The three questions to a member, in their hours, with a token that is kept nowhere."""

    database: Database
    roster: Roster
    gate: Gate

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return the questions, while they can be answered."""
        team = self.roster.by_id.get(str(delivery.details["team"]))
        floor = self.roster.organisation.minimum_group
        if team is None or delivery.recipient not in pulse.asked(team, floor):
            return Drop("they are not asked any more")
        quarter = Quarter.parse(str(delivery.details["quarter"]))
        with self.database.read() as connection:
            planned = store.get(connection, team.id)
        if planned is None or (planned.due.quarter, planned.due.step) != (quarter, Step.REPORT):
            return Drop("the report is made")
        until = self.gate.wait_until(delivery.recipient, now)
        if until is not None:
            return Drop("the report is made") if until >= planned.due.at else Later(until)
        last = planned.due.at.astimezone(team.zone).date() - timedelta(days=1)
        token = secrets.token_hex(16)
        return Post(blocks.pulse(team, quarter.name, token, last, floor))
