"""When a record ends without its two people ending it: somebody left, or its time is over."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.commitments import follow_up_store as follow_ups, kinds, removal_store as removals, store
from bot.commitments.consequences import Consequences
from bot.commitments.record import Conversation, Stage
from bot.db import Session
from bot.delivery import outbox_store, removal_store
from bot.people.hours import next_moment
from bot.sealing.vault import Vault

AFTER_LEAVING = timedelta(days=30)
"""Once one side has left, a record is deleted for good a month later."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Ends records, and holds back or releases what was planned for a person.

    Attributes:
        deleted_at: returns when a record is deleted whose time is counted from an instant, and which
            is closed or not.
    """

    vault: Vault
    consequences: Consequences
    clock: Clock
    deleted_at: Callable[[datetime, bool], datetime]

    def gone(self, session: Session, user: str) -> None:
        """Somebody's account is no longer active: stop everything, and tell the others once."""
        now = self.clock.now()
        theirs = store.lock_all_of(session, user)
        outbox_store.cancel(session, now=now, recipient=user)
        for one in theirs:
            delete_at = min(one.delete_at or now + AFTER_LEAVING, now + AFTER_LEAVING)
            closed = replace(
                one, stage=Stage.CLOSED, turn=None, delete_at=delete_at, kept_from=None
            )
            store.save(session, closed)
            self.consequences.end(session, closed)
            if one.stage is not Stage.CLOSED:
                self._tell_the_other(session, closed, user)

    def _tell_the_other(self, session: Session, one: Conversation, left: str) -> None:
        """Say that somebody left: once a pair, however many records they had."""
        other = one.engineer if left == one.manager else one.manager
        today = self.clock.now().date()
        self.consequences.outbox.put(
            session,
            key=(left, other, today.isoformat()),
            kind=kinds.LEFT,
            recipient=other,
            subject=one.id,
            details={"who": left, "deleted_on": (today + AFTER_LEAVING).isoformat()},
        )

    def started(self, session: Session, user: str) -> None:
        """Somebody said start: what was held back comes at their next opening."""
        now = self.clock.now()
        hours = self.consequences.people.known_hours(session, user)
        follow_ups.release_held(session, user, next_moment(hours, now))
        outbox_store.look_again(session, user, now)

    def delete_due(self, session: Session, most: int = 50) -> int:
        """Delete for good the records whose time is over by the present policy; return how many.

        Their messages stay in Slack as messages that a record was deleted.
        """
        removals.redate(session, self.deleted_at)
        due = removals.due_for_deletion(session, self.clock.now(), most)
        for one in due:
            held = store.get(session, one)
            if held is not None:
                self.consequences.end(session, held)
                two, now = (held.manager, held.engineer), self.clock.now()
                removal_store.remove_pages_between(session, *two, now)
            self.vault.destroy(session, one)
            removals.delete_for_good(session, one)
        return len(due)
