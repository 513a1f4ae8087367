"""Keeps questions: asks, answers, withdraws and deletes them. All in the caller's transaction."""

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.audit.noted import Act, Noted
from bot.audit.trail import Trail
from bot.clock import Clock
from bot.db import Session
from bot.delivery import outbox_store
from bot.delivery.outbox import Outbox
from bot.errors import UserError
from bot.people.hours import NUDGE, Hours, at
from bot.questions import kinds, pause, store, words
from bot.questions.correct import Corrections
from bot.questions.pause import Why
from bot.questions.question import Choice, Closed
from bot.questions.read import PART
from bot.questions.store import Sealed
from bot.sealing.vault import Vault
from bot.teams import months
from bot.teams.belonging import people_of
from bot.teams.policy import Retention
from bot.teams.roster import Roster, Team


@dataclass(frozen=True, slots=True)
class Questions:
    """Keeps questions, and plans the messages about them.

    Attributes:
        corrections: collects anew what was wrong.
        on_changed: called with those who see that a question is open, wherever that changes.
        retention: returns how long things are kept by the policy that is in force.
    """

    vault: Vault
    outbox: Outbox
    roster: Roster
    clock: Clock
    corrections: Corrections
    on_changed: Callable[[Session, Collection[str]], None]
    retention: Callable[[], Retention]
    trail: Trail

    def deleted_at(self, closed_at: datetime) -> datetime:
        """Return when a question that was closed at an instant is deleted for good."""
        return months.after(closed_at, self.retention().questions)

    def ask(self, session: Session, team: Team, metric: str, asker: str, text: str) -> str:
        """Write down a question, and tell the stewards; return its id.

        Raises:
            UserError: this person has a question open about that number.
        """
        question, now = uuid.uuid4().hex, self.clock.now()
        content = {"text": text, "answer": ""}
        sealed = self.vault.seal(session, question, PART, content, now)
        if not store.add(session, Sealed(question, team.id, metric, asker, sealed, now)):
            raise UserError(words.ALREADY_OPEN)
        for steward in self._asked(asker):
            self.outbox.put(
                session,
                key=(question, steward),
                kind=kinds.QUESTION,
                recipient=steward,
                subject=question,
            )
        self._warn(session, team, metric, question)
        self.on_changed(session, self._who_see(team.id))
        return question

    def answer(
        self, session: Session, question: str, choice: Choice, text: str, steward: str
    ) -> None:
        """Answer a question, which stands in the audit; the first answer that closes it counts.

        Raises:
            UserError: it was closed already, or deleted, or its number is paused already.
        """
        found = store.lock(session, question)
        if found is None:
            raise UserError(words.GONE)
        if found.closed_as is Closed.WITHDRAWN:
            raise UserError(words.WITHDRAWN_ALREADY)
        if found.closed_at is not None:
            raise UserError(words.ANSWERED_ALREADY)
        if choice is Choice.PAUSED:
            self._pause(session, found, text)
            self._note(session, Act.METRIC_PAUSED, steward, found.team, found.metric)
            return
        store.lock_pause(session, found.team, found.metric)
        self._write(session, found, answer=text)
        self._close(session, found, Closed(choice))
        concerned = (steward, found.team, found.metric)
        self._note(session, Act.QUESTION_ANSWERED, *concerned, about=found.asker)
        if choice is Choice.CORRECTED:
            self._correct(session, question, *concerned)
        if not store.doubts(session, found.team).open.get(found.metric):
            self._lift(session, *concerned)
        self._tell(session, found, "answer")

    def withdraw(self, session: Session, question: str, user: str) -> bool:
        """Withdraw a question; return False where it is not theirs, or not open any more."""
        found = store.lock(session, question)
        if found is None or found.asker != user or found.closed_at is not None:
            return False
        self._close(session, found, Closed.WITHDRAWN)
        return True

    def lift(self, session: Session, team: str, metric: str, choice: Choice, steward: str) -> bool:
        """Show a number again that a steward paused; return False where none had.

        For when the question is withdrawn or deleted upon which it was paused. While one is open,
        answering it is the way.

        Raises:
            UserError: a question about the number is open.
        """
        if store.doubts(session, team).open.get(metric):
            raise UserError(words.LIFT_OPEN)
        question = self._lift(session, steward, team, metric)
        if question is None:
            return False
        if choice is Choice.CORRECTED:
            self._correct(session, question, steward, team, metric)
        self.on_changed(session, self._who_see(team))
        return True

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
        """Delete for good the questions whose time is over by the present policy; return how many."""
        store.redate(session, self.deleted_at)
        due = store.due_for_deletion(session, self.clock.now(), most)
        for one in due:
            self.delete(session, one)
        return len(due)

    def _pause(self, session: Session, found: Sealed, text: str) -> None:
        """Pause the number; the question stays open, and whoever asks is told so."""
        if found.metric in store.doubts(session, found.team).by_steward:
            raise UserError(words.PAUSED_ALREADY)
        self._write(session, found, interim=text)
        store.pause(session, found.team, found.metric, found.id, self.clock.now())
        self.outbox.redraw(session, outbox_store.shown_about(session, found.id, (kinds.QUESTION,)))
        self._tell(session, found, "interim")
        self.on_changed(session, self._who_see(found.team))

    def _lift(self, session: Session, steward: str, team: str, metric: str) -> str | None:
        """End a steward's pause; return upon which question it was, or None where there is none."""
        question = store.lift(session, team, metric)
        if question is not None:
            self._note(session, Act.METRIC_RESUMED, steward, team, metric)
        return question

    def _correct(
        self, session: Session, question: str, steward: str, team: str, metric: str
    ) -> None:
        self.corrections.begin(session, team, metric, question)
        self._note(session, Act.CORRECTED, steward, team, metric)

    def _note(
        self, session: Session, act: Act, steward: str, team: str, metric: str, *, about: str = ""
    ) -> None:
        other = about if about != steward else ""
        noted = Noted(act, by=steward, about=other, team=team, details={"metric": metric})
        self.trail.note(session, noted)

    def _write(self, session: Session, found: Sealed, **said: str) -> None:
        content = {**self.vault.open(session, found.id, PART, found.sealed), **said}
        sealed = self.vault.seal(session, found.id, PART, content, self.clock.now())
        store.reseal(session, found.id, sealed)

    def _close(self, session: Session, found: Sealed, closed_as: Closed) -> None:
        now = self.clock.now()
        store.close(session, found.id, closed_as, now=now, delete_at=self.deleted_at(now))
        self._call_off(session, found.id)
        self.on_changed(session, self._who_see(found.team))

    def _tell(self, session: Session, found: Sealed, what: str) -> None:
        """Tell whoever asked what a steward wrote: `interim`, or `answer`."""
        self.outbox.put(
            session,
            key=(found.id, what),
            kind=kinds.ANSWER,
            recipient=found.asker,
            subject=found.id,
            details={"what": what},
        )

    def _warn(self, session: Session, team: Team, metric: str, question: str) -> None:
        """Plan to tell the stewards that a number has paused by itself, or will soon, once each."""
        hours, now = Hours(team.zone, team.work_week()), self.clock.now()
        doubts = store.doubts(session, team.id)
        if doubts.why(metric, hours, now) is Why.MANY and doubts.open[metric] == pause.MANY:
            today = now.astimezone(team.zone).date()
            self._warn_of(session, question, (team.id, metric, Why.MANY, today), now)
        try:
            last_but_one, last = (
                pause.day_after(now, hours, number) for number in (pause.DAYS - 1, pause.DAYS)
            )
        except ValueError:  # A team that never works has no day on which to pause a number.
            return
        due_at = at(team.zone, last_but_one, NUDGE.start)
        self._warn_of(session, question, (team.id, metric, Why.DAYS, last), due_at)

    def _warn_of(
        self, session: Session, question: str, what: tuple[str, str, Why, date], due_at: datetime
    ) -> None:
        team, metric, why, day = what
        details = {"team": team, "metric": metric, "why": why, "day": day.isoformat()}
        for steward in self.roster.organisation.stewards:
            self.outbox.put(
                session,
                key=(*details.values(), steward),
                kind=kinds.PAUSING,
                recipient=steward,
                subject=question,
                details=details,
                due_at=due_at,
            )

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
