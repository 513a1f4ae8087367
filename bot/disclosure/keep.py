"""Keeps disclosures: makes, answers, withdraws and deletes them. All in the caller's transaction."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time

from bot.audit.noted import Act, Noted
from bot.audit.trail import Trail
from bot.clock import Clock
from bot.db import Session
from bot.delivery import outbox_store
from bot.delivery.outbox import Outbox
from bot.disclosure import kinds, store, words
from bot.disclosure.carried import Draft
from bot.disclosure.disclosure import Answer, Said
from bot.disclosure.form import Form
from bot.disclosure.read import PART
from bot.disclosure.store import Sealed
from bot.errors import UserError
from bot.people.hours import at
from bot.sealing.vault import Vault
from bot.teams import months
from bot.teams.policy import Policy
from bot.teams.roster import Team


@dataclass(frozen=True, slots=True)
class Disclosures:
    """Keeps disclosures, and plans the messages about them.

    Attributes:
        policy: returns the policy that is in force now.
        on_changed: called with the two people, wherever something changes between them.
    """

    vault: Vault
    outbox: Outbox
    trail: Trail
    clock: Clock
    policy: Callable[[], Policy]
    on_changed: Callable[[Session, Collection[str]], None]

    def disclose(
        self, session: Session, team: Team, manager: str, draft: Draft, filled: Form
    ) -> None:
        """Write down a disclosure, and tell both.

        Raises:
            UserError: this manager has disclosed the same number for a day that is still ahead.
        """
        now = self.clock.now()
        today = now.astimezone(team.zone).date()
        before = store.between(session, team.id, manager, draft.engineer)
        if any(one.metric == draft.metric and one.effective > today for one in before):
            raise UserError(words.ALREADY)
        made = self._made(session, team, manager, draft, filled)
        if not store.add(session, made):
            raise UserError(words.ALREADY)
        for person in (made.engineer, made.manager):
            self.outbox.put(
                session,
                key=(made.id, person),
                kind=kinds.DISCLOSED,
                recipient=person,
                subject=made.id,
            )
        self._note(session, Act.DISCLOSED, made, by=manager, about=draft.engineer)

    def answer(
        self, session: Session, disclosure: str, user: str, answer: Answer, because: str = ""
    ) -> None:
        """Write down what the engineer says, once, and tell the manager.

        Raises:
            UserError: it is gone or answered, or they are somebody else.
        """
        found = self._locked(session, disclosure)
        if found.engineer != user:
            raise UserError(words.NOT_THE_ENGINEER)
        if found.answer is not None:
            raise UserError(words.ANSWERED_ALREADY)
        now = self.clock.now()
        said = Said(**self.vault.open(session, found.id, PART, found.sealed))
        content = asdict(replace(said, because=because))
        sealed = self.vault.seal(session, found.id, PART, content, now)
        store.answered(session, found.id, answer, sealed, now)
        store.told(session, found.id, now)  # Whoever answers has read it.
        self.outbox.put(
            session,
            key=(found.id, "answer"),
            kind=kinds.ANSWERED,
            recipient=found.manager,
            subject=found.id,
        )
        self._redraw(session, found.id)
        self._note(session, Act.DISCLOSURE_ANSWERED, found, by=user, about=found.manager)

    def withdraw(self, session: Session, disclosure: str, user: str, team: Team | None) -> None:
        """Take a disclosure back before its day, delete it for good, and tell the engineer.

        Args:
            session: the transaction.
            disclosure: its id.
            user: who withdraws it.
            team: whose number it is; None where it is in the roster no more.

        Raises:
            UserError: it is gone, its day has come, or they are somebody else.
        """
        found, now = self._locked(session, disclosure), self.clock.now()
        if found.manager != user:
            raise UserError(words.NOT_THE_MANAGER)
        if found.effective <= (now if team is None else now.astimezone(team.zone)).date():
            raise UserError(words.TOO_LATE_TO_WITHDRAW)
        told = outbox_store.shown_about(session, found.id, (kinds.DISCLOSED,))
        self.delete(session, found.id)
        if any(one.recipient == found.engineer for one in told):
            self.outbox.put(
                session,
                key=(found.id, "withdrawn"),
                kind=kinds.WITHDRAWN,
                recipient=found.engineer,
                subject=found.id,
                details={"metric": found.metric},
            )
        self._note(session, Act.DISCLOSURE_WITHDRAWN, found, by=user, about=found.engineer)

    def delete(self, session: Session, disclosure: str) -> None:
        """Delete a disclosure for good. Its messages stay in Slack, and say that it was deleted."""
        about = (kinds.DISCLOSED, kinds.ANSWERED)
        outbox_store.cancel(session, now=self.clock.now(), subject=disclosure, kinds=about)
        self._redraw(session, disclosure)
        found = store.lock(session, disclosure)
        self.vault.destroy(session, disclosure)
        store.delete_for_good(session, disclosure)
        if found is not None:
            self.on_changed(session, (found.manager, found.engineer))

    def gone(self, session: Session, user: str) -> None:
        """Delete what somebody disclosed, or was told, whose account is no longer active."""
        for one in store.of_person(session, user):
            self.delete(session, one.id)

    def delete_due(self, session: Session, now: datetime, most: int = 50) -> int:
        """Delete for good the disclosures whose time is over, with their keys; return how many."""
        due = store.due_for_deletion(session, now, most)
        for one in due:
            self.delete(session, one)
        return len(due)

    def _made(
        self, session: Session, team: Team, manager: str, draft: Draft, filled: Form
    ) -> Sealed:
        made, now = uuid.uuid4().hex, self.clock.now()
        last = months.after(filled.effective, self.policy().retention.conversations)
        return Sealed(
            id=made,
            team=team.id,
            manager=manager,
            engineer=draft.engineer,
            metric=draft.metric,
            effective=filled.effective,
            sealed=self.vault.seal(session, made, PART, asdict(filled.said), now),
            disclosed_at=now,
            delete_at=at(team.zone, last, time.min),
        )

    def _locked(self, session: Session, disclosure: str) -> Sealed:
        found = store.lock(session, disclosure)
        if found is None:
            raise UserError(words.GONE)
        return found

    def _redraw(self, session: Session, disclosure: str) -> None:
        about = (kinds.DISCLOSED, kinds.ANSWERED)
        self.outbox.redraw(session, outbox_store.shown_about(session, disclosure, about))

    def _note(self, session: Session, act: Act, found: Sealed, *, by: str, about: str) -> None:
        """Write it down for the audit, without its words and without the answer itself."""
        details = {"metric": found.metric, "effective": found.effective.isoformat()}
        self.trail.note(session, Noted(act, by, about, found.team, details))
        self.on_changed(session, (found.manager, found.engineer))
