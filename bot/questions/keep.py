"""Keeps questions: asks them, answers them, deletes them. All in the caller's transaction."""

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.db import Session
from bot.delivery import outbox_store
from bot.delivery.outbox import Outbox
from bot.errors import UserError
from bot.questions import kinds, store, words
from bot.questions.question import KEPT
from bot.questions.read import PART
from bot.questions.store import Sealed
from bot.sealing.vault import Vault
from bot.teams.belonging import people_of
from bot.teams.roster import Roster


@dataclass(frozen=True, slots=True)
class Questions:
    """Keeps questions, and plans the messages about them.

    Attributes:
        on_changed: called with those who see that a question is open, wherever that changes.
    """

    vault: Vault
    outbox: Outbox
    roster: Roster
    clock: Clock
    on_changed: Callable[[Session, Collection[str]], None]

    def ask(self, session: Session, team: str, metric: str, asker: str, text: str) -> None:
        """Write down a question, and tell the stewards.

        Raises:
            UserError: this person has a question open about that number.
        """
        question, now = uuid.uuid4().hex, self.clock.now()
        content = {"text": text, "answer": ""}
        sealed = self.vault.seal(session, question, PART, content, now)
        if not store.add(session, Sealed(question, team, metric, asker, sealed, now)):
            raise UserError(words.ALREADY_OPEN)
        for steward in self._asked(asker):
            self.outbox.put(
                session,
                key=(question, steward),
                kind=kinds.QUESTION,
                recipient=steward,
                subject=question,
            )
        self.on_changed(session, self._who_see(team))

    def answer(self, session: Session, question: str, text: str) -> None:
        """Answer a question and close it; the first answer counts.

        Raises:
            UserError: it was answered already, or deleted.
        """
        found, now = store.lock(session, question), self.clock.now()
        if found is None:
            raise UserError(words.GONE)
        if found.closed_at is not None:
            raise UserError(words.ANSWERED_ALREADY)
        asked = self.vault.open(session, question, PART, found.sealed)["text"]
        content = {"text": asked, "answer": text}
        sealed = self.vault.seal(session, question, PART, content, now)
        store.close(session, question, sealed, now=now, delete_at=now + KEPT)
        self._call_off(session, question)
        self.outbox.put(
            session,
            key=(question, "answer"),
            kind=kinds.ANSWER,
            recipient=found.asker,
            subject=question,
        )
        self.on_changed(session, self._who_see(found.team))

    def delete(self, session: Session, question: str) -> None:
        """Delete a question for good. Its messages stay in Slack, and say that it was deleted."""
        self._call_off(session, question)
        self.vault.destroy(session, question)
        store.delete_for_good(session, question)

    def gone(self, session: Session, user: str) -> None:
        """Delete the questions of somebody whose account is no longer active."""
        for one in store.of_asker(session, user):
            self.delete(session, one.id)
            self.on_changed(session, self._who_see(one.team))

    def delete_due(self, session: Session, most: int = 50) -> int:
        """Delete for good the questions whose time is over; return how many."""
        due = store.due_for_deletion(session, self.clock.now(), most)
        for one in due:
            self.delete(session, one)
        return len(due)

    def _call_off(self, session: Session, question: str) -> None:
        """Take back the messages that still wait, and put those anew that stand in Slack."""
        about = (kinds.QUESTION, kinds.ANSWER)
        outbox_store.cancel(session, now=self.clock.now(), subject=question, kinds=about)
        self.outbox.redraw(session, outbox_store.shown_about(session, question, about))

    def _who_see(self, team: str) -> Collection[str]:
        """Return who sees that a number of a team is questioned: its people and the stewards."""
        teams = [self.roster.team(team)] if team in self.roster.by_id else []
        return {
            *self.roster.organisation.stewards,
            *(who for one in teams for who in people_of(one)),
        }

    def _asked(self, asker: str) -> Sequence[str]:
        """Return the stewards to tell: not whoever asks, unless there is nobody else to answer."""
        stewards = self.roster.organisation.stewards
        return [one for one in stewards if one != asker] or stewards
