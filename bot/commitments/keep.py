"""What the two people do with a record.

Each is one transaction of the caller's: the change, and the messages that tell of it, are written
down together or not at all.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from bot.clock import Clock
from bot.commitments import (
    follow_up_store as follow_ups,
    kinds,
    plan,
    read,
    removal_store,
    store,
)
from bot.commitments.consequences import Consequences
from bot.commitments.follow_up_store import FollowUp, State
from bot.commitments.form import Form
from bot.commitments.read import part_of
from bot.commitments.record import (
    Commitment,
    Conclusion,
    Conversation,
    Promise,
    Side,
    Stage,
)
from bot.commitments.store import Sealed
from bot.db import Session
from bot.delivery import outbox_store
from bot.errors import UserError
from bot.sealing.vault import Vault
from bot.teams import months
from bot.teams.policy import Retention
from bot.teams.roster import Roster

_GONE = "This record was deleted: it is kept nowhere any more."
_NOT_YOURS = "Only the two people of a record can do that."
_LAST = (
    "That was the second and last reminder, so there is none left to put off."
    " You can still say that it is done, change it or drop it."
)


@dataclass(frozen=True, slots=True)
class Records:
    """Changes records.

    Attributes:
        vault: seals what people write.
        consequences: writes down what follows from a change.
        roster: who is in which team.
        retention: returns how long things are kept by the policy that is in force.
    """

    vault: Vault
    consequences: Consequences
    roster: Roster
    clock: Clock
    retention: Callable[[], Retention]

    def deleted_at(self, kept_from: datetime, is_closed: bool) -> datetime:  # noqa: FBT001
        """Return when a record is deleted for good whose time is counted from an instant."""
        kept = self.retention()
        return months.after(kept_from, kept.closed_commitments if is_closed else kept.conversations)

    def record(  # noqa: PLR0913 - one value a column
        self,
        session: Session,
        *,
        team: str,
        manager: str,
        engineer: str,
        author: Side,
        form: Form,
        follows: str | None = None,
    ) -> Conversation:
        """Write down a new record, and ask the other side about it."""
        now = self.clock.now()
        made = Conversation(
            id=uuid.uuid4().hex,
            team=team,
            manager=manager,
            engineer=engineer,
            stage=Stage.PROPOSED,
            turn=author.other,
            revision=1,
            agreed_revision=None,
            agreed_at=None,
            conclusion=None,
            follows=follows,
            created_at=now,
        )
        made = self._timed(made, form)
        store.add(session, made)
        promises = [
            Commitment(uuid.uuid4().hex, made.id, side, made.person(side), Promise.OPEN)
            for side in Side
        ]
        store.add_commitments(session, promises)
        self._write(session, made, author, form)
        return made

    def suggest(
        self, session: Session, conversation: str, user: str, revision: int, form: Form
    ) -> Conversation:
        """Write another version, and ask the other side about it.

        Raises:
            UserError: there is a newer version, or the record is closed or deleted.
        """
        held, side = self._locked(session, conversation, user)
        changed = self._timed(held.suggest(side, revision), form)
        store.save(session, changed)
        self.consequences.unplan(session, changed)
        self.consequences.redraw(session, changed)
        self._write(session, changed, side, form)
        return changed

    def agree(self, session: Session, conversation: str, user: str, revision: int) -> None:
        """Agree to a version: from now on it counts, and the nudges are planned.

        Raises:
            UserError: it is not theirs to agree to, or not the newest one any more.
        """
        held, side = self._locked(session, conversation, user)
        agreed = held.agree(side, revision, self.clock.now())
        store.save(session, agreed)
        self._open_again(session, held.agreed_revision, agreed)
        self.consequences.agreed(session, agreed)
        self.consequences.redraw(session, agreed)
        self.consequences.tell(session, agreed, agreed.person(side.other), f"agreed-{revision}")

    def decline(self, session: Session, conversation: str, user: str, revision: int) -> None:
        """Rather not. No reason is asked and none is kept; a record never agreed to is deleted.

        Raises:
            UserError: it is not theirs to decline, or not the newest one any more.
        """
        held, side = self._locked(session, conversation, user)
        declined = held.decline(side, revision)
        other = declined.person(side.other)
        if declined.stage is Stage.AGREED:
            store.save(session, declined)
            self.consequences.agreed(session, declined)
            self.consequences.redraw(session, declined)
            self.consequences.tell(session, declined, other, f"kept-{revision}")
            return
        self.consequences.redraw(session, declined)
        self.vault.destroy(session, conversation)
        removal_store.delete_for_good(session, conversation)
        outbox_store.cancel(session, now=self.clock.now(), subject=conversation)
        self.consequences.outbox.put(
            session,
            key=(conversation,),
            kind=kinds.DECLINED,
            recipient=other,
            subject=conversation,
            details={"by": user},
        )

    def settle(self, session: Session, commitment: str, user: str, state: Promise) -> None:
        """Say of one's own promise that it is done, or dropped.

        Raises:
            UserError: it is not theirs, not agreed yet, or settled before.
        """
        promise, held = self._mine(session, commitment, user)
        store.save_commitment(session, promise.settle(state, self.clock.now()))
        self.consequences.take_back(session, [commitment])
        self.consequences.redraw(session, held)

    def snooze(self, session: Session, commitment: str, user: str, until: datetime) -> None:
        """Be reminded of one's own promise at another time. Nobody else is told.

        Raises:
            UserError: it is not theirs, or there is no reminder left.
        """
        promise, held = self._mine(session, commitment, user)
        if promise.state is not Promise.OPEN:
            raise UserError(f"That one is {promise.state} already.")
        if held.stage is not Stage.AGREED:
            raise UserError("A new version waits for an answer first; reminders go on after it.")
        self.consequences.take_back(session, [commitment])
        number = follow_ups.used(session, commitment) + 1
        if number > plan.MOST:
            raise UserError(_LAST)
        chosen = FollowUp(
            uuid.uuid4().hex, commitment, number, user, State.PLANNED, until, chosen=True
        )
        follow_ups.plan(session, [chosen])
        self.consequences.redraw(session, held)

    def conclude(
        self, session: Session, conversation: str, user: str, conclusion: Conclusion
    ) -> Conversation:
        """Say what comes of the experiment; the record is closed.

        Raises:
            UserError: somebody said so before, or it was never agreed.
        """
        held, _ = self._locked(session, conversation, user)
        now = self.clock.now()
        delete_at = self.deleted_at(now, is_closed=True)
        closed = replace(held.conclude(conclusion), kept_from=now, delete_at=delete_at)
        store.save(session, closed)
        self.consequences.end(session, closed)
        return closed

    def share(self, session: Session, conversation: str, user: str, manager: str) -> None:
        """Let a later manager of the engineer see a record; only the engineer can.

        Raises:
            UserError: they are not the engineer, or that is no manager of theirs.
        """
        held, side = self._locked(session, conversation, user)
        if side is not Side.ENGINEER:
            raise UserError("Only the engineer can share a record with somebody else.")
        mine = self.roster.teams_of_member(user)
        if manager == held.manager or not any(manager in team.managers for team in mine):
            raise UserError("A record can be shared with a present manager of yours only.")
        store.share(session, conversation, manager, self.clock.now())
        self.consequences.changed(session, held)

    def _timed(self, one: Conversation, form: Form) -> Conversation:
        """Return a record that is in use, with its time counted from the check-in in a form."""
        kept_from = datetime.combine(form.terms.check_in, time.min, UTC)
        return replace(
            one, kept_from=kept_from, delete_at=self.deleted_at(kept_from, is_closed=False)
        )

    def _locked(self, session: Session, conversation: str, user: str) -> tuple[Conversation, Side]:
        held = store.lock(session, conversation)
        if held is None:
            raise UserError(_GONE)
        side = held.side_of(user)
        if side is None:
            raise UserError(_NOT_YOURS)
        return held, side

    def _mine(
        self, session: Session, commitment: str, user: str
    ) -> tuple[Commitment, Conversation]:
        found = store.commitments_by_id(session, [commitment])
        if not found:
            raise UserError(_GONE)
        if found[0].owner != user:
            raise UserError("Only the person who made a promise can change where it stands.")
        # The record first, as everybody does: in another order two could wait for each other.
        held, _ = self._locked(session, found[0].conversation, user)
        promise = store.lock_commitment(session, commitment)
        if promise is None:
            raise UserError(_GONE)
        if held.agreed_revision is None:
            raise UserError("This was not agreed yet, so it is not a promise.")
        return promise, held

    def _open_again(self, session: Session, before: int | None, agreed: Conversation) -> None:
        """Open a settled promise again that both have just put into other words."""
        found = read.record(session, self.vault, agreed.id)
        if before is None or found is None:
            return
        old, new = found.revisions[before - 1].said, found.in_force.said
        for one in found.commitments:
            has_changed = old.promise_of(one.side) != new.promise_of(one.side)
            if has_changed and one.state is not Promise.OPEN:
                store.save_commitment(session, replace(one, state=Promise.OPEN, settled_at=None))

    def _write(self, session: Session, one: Conversation, author: Side, form: Form) -> None:
        """Write a version, show it to its author, and ask the other side about it."""
        now = self.clock.now()
        part = part_of(one.revision)
        sealed = self.vault.seal(session, one.id, part, form.said.to_json(), now)
        store.add_revision(
            session,
            Sealed(one.id, one.revision, author, form.terms, form.kept_wording, now, sealed),
        )
        for side in (author, author.other):
            self.consequences.tell(session, one, one.person(side), f"revision-{one.revision}")
        self.consequences.changed(session, one)
