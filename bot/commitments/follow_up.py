"""Reminders: from the planned row to one message a person and day at most.

Two steps, each safe to be cut off. First what is due is put into the outbox, bundled by person and
day under one key. Then, when the message leaves, everything is looked at once more: what was
settled meanwhile is not in it, and a person who is not at work gets it on another day.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from typing_extensions import override

from bot import log
from bot.clock import Clock
from bot.commitments import blocks, card, follow_up_store as follow_ups, kinds, plan, read, store
from bot.commitments.blocks import Due
from bot.commitments.follow_up_store import FollowUp
from bot.commitments.record import Commitment, Conversation, Promise, Stage
from bot.db import Connection, Database, Session
from bot.delivery import outbox_store
from bot.delivery.kind import Drop, Kind, Later, Plan, Post, Unsent
from bot.delivery.outbox import Outbox
from bot.delivery.outbox_store import Delivery
from bot.people.gate import Gate
from bot.people.hours import Hours, is_open, next_moment
from bot.people.know import People
from bot.sealing.vault import Vault
from bot.slack.reference import new_reference
from bot.teams.roster import Roster

_BATCH = 200
_log = log.get("commitments")


@dataclass(frozen=True)
class Nudges(Kind):
    """Puts reminders into the outbox, and words them when they leave.

    Attributes:
        on_changed: called with those of whose reminders something changed, in that transaction.
    """

    database: Database
    outbox: Outbox
    vault: Vault
    people: People
    gate: Gate
    roster: Roster
    clock: Clock
    workspace: str
    on_changed: Callable[[Session, Collection[str]], None]

    def queue(self) -> int:
        """Put what is due into the outbox; return how many nudges were looked at."""
        now = self.clock.now()
        until = now + self.outbox.lease
        with self.database.write() as session:
            due = follow_ups.claim_due(session, now=now, lease_until=until, most=_BATCH)
        for user, ids in due.items():
            try:
                self._bundle(user, ids)
            except Exception as error:  # noqa: BLE001 - whoever it is about, the others are not
                _log.error("nudges_not_queued", reference=new_reference(), exc_info=error)
        number = sum(map(len, due.values()))
        if number:
            _log.info("nudges_queued", number=number, people=len(due))
        return number

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return the reminder, unless the person is not at work or nothing is open any more."""
        until = self.gate.wait_until(delivery.recipient, now)
        hours = self.people.hours(delivery.recipient)
        if _is_over(delivery, hours, now):
            return Drop("its day is over")
        if until is not None:
            if until.astimezone(hours.zone).date() == now.astimezone(hours.zone).date():
                return Later(until)
            return Drop("the person is not at work")
        due = self._due(delivery)
        if not due:
            return Drop("nothing of it is open any more")
        return Post(self._message(delivery, due, hours.zone))

    @override
    def again(self, delivery: Delivery, now: datetime) -> Mapping[str, Any] | None:
        """Return how a reminder reads now: what was done stands in it, and its buttons are gone."""
        with self.database.read() as connection:
            shown = self._all(connection, delivery)
        zone = self.people.hours(delivery.recipient).zone
        return self._message(delivery, shown, zone) if shown else card.deleted()

    @override
    def sent(self, session: Session, delivery: Delivery, now: datetime) -> None:
        """Count the nudges of a reminder that reached the person."""
        follow_ups.were_sent(session, delivery.key)
        self.on_changed(session, {delivery.recipient})

    @override
    def not_sent(self, session: Session, delivery: Delivery, now: datetime, why: Unsent) -> None:
        """Plan the nudges of a reminder that was not sent for the person's next opening.

        That may be at once, but never twice on one day; and never, where it may have come after all.
        """
        if why.may_stand:
            return
        hours = self.people.known_hours(session, delivery.recipient)
        opening = next_moment(hours, now)
        if opening == now and not _is_over(delivery, hours, now):
            opening = plan.day_after(hours, now)
        follow_ups.detach(session, delivery.key, opening)
        self.on_changed(session, {delivery.recipient})

    def _bundle(self, user: str, ids: Sequence[str]) -> None:
        person = self.people.person(user)
        hours = self.people.hours_of(person)
        now = self.clock.now()
        with self.database.write() as session:
            due = self._still_wanted(session, ids)
            self.on_changed(session, {user})
            if not due:
                return
            ids = [one.id for one in due]
            if person.stopped or person.gone:
                follow_ups.hold(session, ids)
                return
            if not is_open(hours, now):
                follow_ups.put_off(session, ids, next_moment(hours, now))
                return
            day = now.astimezone(hours.zone).date().isoformat()
            key = self.outbox.put(
                session,
                key=(user, day),
                kind=kinds.NUDGE,
                recipient=user,
                subject=kinds.NUDGE,
                details={"day": day},
            )
            fit = self._fitting(session, key, due)
            follow_ups.attach(session, fit, key)
            follow_ups.put_off(session, ids, plan.day_after(hours, now))

    def _still_wanted(self, session: Session, ids: Sequence[str]) -> Sequence[FollowUp]:
        """Leave out, for good, what is settled, and people who do not work together any more.

        What waits for an answer is left out too: it is planned anew once it has one.
        """
        found = follow_ups.by_id(session, ids)
        promises = store.commitments_by_id(session, {one.commitment for one in found})
        records = store.get_many(session, {one.conversation for one in promises})
        held = {one.id: one for one in records}
        counting = {
            one.id
            for one in promises
            if one.conversation in held and self._counts(held[one.conversation], one)
        }
        if ended := {one.commitment for one in found} - counting:
            follow_ups.unplan(session, ended)
        return [one for one in found if one.commitment in counting]

    def _counts(self, held: Conversation, promise: Commitment) -> bool:
        is_open = held.stage is Stage.AGREED and promise.state is Promise.OPEN
        return is_open and self._together(held.manager, held.engineer)

    def _fitting(self, session: Session, key: str, due: Sequence[FollowUp]) -> list[str]:
        """Return the nudges that go out with a message: none if it is on its way already."""
        if not outbox_store.still_pending(session, key):
            return []
        shown = {one.commitment for one in follow_ups.of_delivery(session, key)}
        for one in due:
            if len(shown) < blocks.MOST_PROMISES:
                shown.add(one.commitment)
        return [one.id for one in due if one.commitment in shown]

    def _together(self, manager: str, engineer: str) -> bool:
        return any(team.has_member(engineer) for team in self.roster.teams_managed_by(manager))

    def _due(self, delivery: Delivery) -> list[Due]:
        with self.database.read() as connection:
            found = self._all(connection, delivery)
        return [one for one in found if one.record.counts and one.commitment.state is Promise.OPEN]

    def _all(self, connection: Connection, delivery: Delivery) -> list[Due]:
        nudges = follow_ups.of_delivery(connection, delivery.key)
        numbers: dict[str, int] = {}
        for one in nudges:
            numbers[one.commitment] = max(one.number, numbers.get(one.commitment, 0))
        promises = store.commitments_by_id(connection, numbers)
        held = store.get_many(connection, {one.conversation for one in promises})
        records = {one.conversation.id: one for one in read.records(connection, self.vault, held)}
        return sorted(
            (
                Due(records[one.conversation], one, numbers[one.id])
                for one in promises
                if one.conversation in records
            ),
            key=lambda due: due.record.conversation.created_at,
        )

    def _message(self, delivery: Delivery, due: Sequence[Due], zone: ZoneInfo) -> dict[str, Any]:
        others = {one.record.conversation.person(one.commitment.side.other): "" for one in due}
        return blocks.nudge(
            due, delivery.recipient, zone, {user: self._talk_to(user) for user in others}
        )

    def _talk_to(self, user: str) -> str:
        """Return the address that opens a message to somebody; Coach never sees what is written."""
        return f"https://slack.com/app_redirect?team={self.workspace}&channel={user}"


def _is_over(delivery: Delivery, hours: Hours, now: datetime) -> bool:
    """Say whether the day is over for which a reminder was put together."""
    return bool(delivery.details["day"] < now.astimezone(hours.zone).date().isoformat())
