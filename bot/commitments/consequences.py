"""What follows from a change of a record: who is told, who is reminded and when, what is put anew."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.clock import Clock
from bot.commitments import follow_up_store as follow_ups, kinds, plan, store
from bot.commitments.follow_up_store import FollowUp, State
from bot.commitments.record import Commitment, Conversation, Promise, Side, Stage
from bot.db import Session
from bot.delivery import outbox_store
from bot.delivery.outbox import Outbox
from bot.people.hours import Hours, shared_moment
from bot.people.know import People


@dataclass(frozen=True, slots=True)
class Consequences:
    """Writes down what follows, in the transaction of the change itself.

    Attributes:
        on_changed: called with those who see a record, wherever what they see of it changes.
    """

    outbox: Outbox
    people: People
    clock: Clock
    on_changed: Callable[[Session, Collection[str]], None]

    def tell(self, session: Session, one: Conversation, user: str, what: str) -> None:
        """Show a record to one of its people, once for each thing that happens to it."""
        self.outbox.put(
            session,
            key=(one.id, what, user),
            kind=kinds.RECORD,
            recipient=user,
            subject=one.id,
            details={kinds.PLACE: 2 * one.revision + (one.stage is not Stage.PROPOSED)},
        )

    def agreed(self, session: Session, agreed: Conversation) -> None:
        """Plan the nudges of both sides, and when both look again."""
        revision = agreed.agreed_revision or 0
        check_in = store.check_in_of(session, agreed.id, revision)
        if check_in is None:
            return
        hours = {side: self.people.known_hours(session, agreed.person(side)) for side in Side}
        self.unplan(session, agreed)
        for one in store.commitments(session, [agreed.id]):
            if one.state is Promise.OPEN:
                self._plan(session, one, check_in, hours[one.side])
        self._look(session, agreed, check_in, hours)

    def unplan(self, session: Session, one: Conversation) -> None:
        """Take back the nudges that are still to come, until both agree anew.

        The look at before and after stays planned: it waits by itself while the two differ.
        """
        self.take_back(session, [each.id for each in store.commitments(session, [one.id])])

    def take_back(self, session: Session, promises: Sequence[str]) -> None:
        """Take back the nudges of promises, also those whose message still waits for its time."""
        for message in follow_ups.deliveries_of(session, promises):
            if outbox_store.still_pending(session, message):
                follow_ups.take_out(session, promises, message)
        follow_ups.unplan(session, promises)

    def end(self, session: Session, one: Conversation) -> None:
        """Plan nothing more about a record."""
        self.unplan(session, one)
        now = self.clock.now()
        outbox_store.cancel(session, now=now, subject=one.id, kinds=(kinds.OUTCOME,))
        self.redraw(session, one)

    def redraw(self, session: Session, one: Conversation) -> None:
        """Put everything anew that shows a record: its cards, outcomes, reminders, Home tabs."""
        promises = store.commitments(session, [one.id])
        nudges = follow_ups.deliveries_of(session, [promise.id for promise in promises])
        shown = outbox_store.shown_about(session, one.id, (kinds.RECORD, kinds.OUTCOME))
        self.outbox.redraw(session, [*shown, *outbox_store.shown(session, nudges)])
        self.changed(session, one)

    def changed(self, session: Session, one: Conversation) -> None:
        """Tell those who see a record that it is not what they saw any more."""
        shared = store.shared_with(session, one.id)
        self.on_changed(session, {one.manager, one.engineer, *shared})

    def _plan(self, session: Session, one: Commitment, check_in: date, hours: Hours) -> None:
        now = self.clock.now()
        coming = plan.nudges(
            now.astimezone(hours.zone).date(),
            check_in,
            hours,
            side=one.side,
            used=follow_ups.used(session, one.id),
            now=now,
        )
        planned = [
            FollowUp(uuid.uuid4().hex, one.id, number, one.owner, State.PLANNED, moment)
            for number, moment in coming
        ]
        follow_ups.plan(session, planned)

    def _look(
        self,
        session: Session,
        agreed: Conversation,
        check_in: date,
        hours: Mapping[Side, Hours],
    ) -> None:
        planned = shared_moment(hours[Side.MANAGER], hours[Side.ENGINEER], check_in)
        when: datetime = max(self.clock.now(), planned)
        revision = agreed.agreed_revision
        for side in Side:
            self.outbox.put(
                session,
                key=(agreed.id, str(revision), agreed.person(side), "1"),
                kind=kinds.OUTCOME,
                recipient=agreed.person(side),
                subject=agreed.id,
                details={"revision": revision, "look": 1},
                due_at=when,
            )
