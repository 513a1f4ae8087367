"""Tells the stewards once a month what was deleted, each in their own hours."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime

from typing_extensions import override

from bot.audit import store as audit_store
from bot.audit.noted import Act
from bot.audit.trail import Trail
from bot.db import Connection, Database, Session
from bot.delivery import removal_store
from bot.delivery.kind import Drop, Kind, Later, Plan, Post
from bot.delivery.outbox import Outbox
from bot.delivery.outbox_store import Delivery
from bot.people.gate import Gate
from bot.retention import blocks
from bot.retention.blocks import Report
from bot.teams import months
from bot.teams.roster import Roster

REPORT = "retention.report"
"""To each steward, once for each month that is over."""


@dataclass(frozen=True)
class Reports(Kind):
    """The report, from the audit."""

    database: Database
    outbox: Outbox
    trail: Trail
    gate: Gate
    roster: Roster

    def plan_months(self, session: Session, now: datetime) -> None:
        """Plan the report on the last month that is over; planned again, it is the same one."""
        first = _midnight(now.date().replace(day=1))
        began = audit_store.first_at(session)
        if began is None or began >= first:
            return
        month = months.before(first, 1).date()
        for steward in self.roster.organisation.stewards:
            self.outbox.put(
                session,
                key=(month.isoformat(), steward),
                kind=REPORT,
                recipient=steward,
                subject=month.isoformat(),
                details={"month": month.isoformat()},
            )

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return the report, in the steward's hours."""
        if not self.roster.is_steward(delivery.recipient):
            return Drop("they are no steward any more")
        until = self.gate.wait_until(delivery.recipient, now)
        if until is not None:
            return Later(until)
        month = date.fromisoformat(str(delivery.details["month"]))
        with self.database.read() as connection:
            return Post(blocks.report(self._report(connection, month)))

    def _report(self, connection: Connection, month: date) -> Report:
        since = _midnight(month)
        found: Counter[str] = Counter()
        for details in audit_store.details_of(
            connection, Act.DELETED, since, months.after(since, 1)
        ):
            found[str(details["what"])] += int(details["number"])
        seal = self.trail.seal(connection)
        return Report(
            month=month,
            deleted=dict(found),
            stuck=removal_store.refused(connection),
            seal=str(seal) if seal is not None else "",
        )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
