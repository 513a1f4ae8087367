"""What stewards may do with questions in Slack, each in one transaction, done once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.audit.noted import Act, Noted
from bot.db import Connection, Database
from bot.delivery.inbox import Inbox
from bot.errors import UserError
from bot.people.hours import Hours
from bot.questions import blocks, form, modal, read, store, words
from bot.questions.blocks import Held
from bot.questions.carried import About
from bot.questions.keep import Questions
from bot.questions.question import Closed, Question
from bot.questions.tell import name_of
from bot.slack.inputs import View, notice
from bot.slack.opening import errors, instead
from bot.slack.words import Reply
from bot.teams.roster import Roster

KIND = "questions"
_CORRECTIONS = 5
"""So many corrections are listed, the newest."""


@dataclass(frozen=True, slots=True)
class Answering:
    """What stewards may do.

    Attributes:
        questions: keeps them.
    """

    database: Database
    inbox: Inbox
    questions: Questions

    @property
    def roster(self) -> Roster:
        """Who is a steward."""
        return self.questions.roster

    def window(self, user: str, question: str) -> View:
        """Return the form for an answer.

        Raises:
            UserError: they are no steward, or the question is closed or deleted.
        """
        self._refuse_others(user)
        with self.database.read() as connection:
            found = read.question(connection, self.questions.vault, question)
            if found is None:
                raise UserError(words.GONE)
            paused = store.doubts(connection, found.team).by_steward
        if not found.is_open:
            withdrawn = found.closed_as is Closed.WITHDRAWN
            raise UserError(words.WITHDRAWN_ALREADY if withdrawn else words.ANSWERED_ALREADY)
        self._note_seen(user, [found])
        team = name_of(self.roster, found.team)
        return modal.answer(found, team, is_paused=found.metric in paused)

    def answer(self, user: str, view: str, question: str, filled: form.Filled) -> dict[str, Any]:
        """Answer a question, once; return what Slack is answered.

        Args:
            user: who answers.
            view: the form's id, which makes it this very one.
            question: its id.
            filled: what stands in each field.
        """
        text, choice = form.text(filled), form.choice(filled)
        if not self.roster.is_steward(user):
            return errors({form.TEXT: words.NOT_A_STEWARD})
        problem = form.problem(text)
        if choice is None or problem:
            wrong = {form.CHOICE: "" if choice else words.CHOOSE, form.TEXT: problem}
            return errors({name: said for name, said in wrong.items() if said})
        try:
            with self.database.write() as session:
                if self.inbox.once(session, KIND, f"view:{view}"):
                    self.questions.answer(session, question, choice, text, user)
        except UserError as error:
            return errors({form.TEXT: str(error)})
        return instead(notice(words.FORM_SENT[choice]))

    def lift_window(self, user: str, about: About) -> View:
        """Return the form with which a paused number is shown again.

        Raises:
            UserError: they are no steward, or the number is not paused any more, or is questioned.
        """
        self._refuse_others(user)
        with self.database.read() as connection:
            doubts = store.doubts(connection, about.team)
        if about.metric not in doubts.by_steward:
            raise UserError(words.LIFT_GONE)
        if about.metric in doubts.outright:
            raise UserError(words.LIFT_OUTRIGHT)
        if doubts.open.get(about.metric):
            raise UserError(words.LIFT_OPEN)
        return modal.lift(about, name_of(self.roster, about.team))

    def lift(self, user: str, view: str, about: About, filled: form.Filled) -> dict[str, Any]:
        """Show a paused number again, once; return what Slack is answered.

        Args:
            user: who does it.
            view: the form's id, which makes it this very one.
            about: which number of which team.
            filled: what stands in each field.
        """
        choice = form.choice(filled)
        if not self.roster.is_steward(user):
            return errors({form.CHOICE: words.NOT_A_STEWARD})
        if choice not in words.LIFTED:
            return errors({form.CHOICE: words.CHOOSE})
        is_done = True
        try:
            with self.database.write() as session:
                if self.inbox.once(session, KIND, f"view:{view}"):
                    is_done = self.questions.lift(session, about.team, about.metric, choice, user)
        except UserError as error:
            return errors({form.CHOICE: str(error)})
        return instead(notice(words.LIFTED[choice] if is_done else words.LIFT_GONE))

    def listing(self, user: str) -> Reply:
        """Return what waits for an answer, what is paused and what was corrected, for a steward."""
        if not self.roster.is_steward(user):
            return {"text": self._stewards_only()}
        with self.database.read() as connection:
            held = store.still_open(connection)
            waiting = read.questions(connection, self.questions.vault, held)
            paused = list(self._paused(connection))
            corrections = store.last_corrections(connection, _CORRECTIONS)
        listed = blocks.listing(
            [(one, name_of(self.roster, one.team)) for one in waiting],
            paused,
            [(one, name_of(self.roster, one.team)) for one in corrections],
        )
        self._note_seen(user, waiting[: blocks.questions_in(listed)])
        return listed

    def _paused(self, connection: Connection) -> Iterator[Held]:
        """Yield the paused numbers of the teams that are there, in the order of their ids."""
        now = self.questions.clock.now()
        for name in store.doubted_teams(connection):
            team = self.roster.by_id.get(name)
            if team is None:
                continue
            doubts, hours = store.doubts(connection, name), Hours(team.zone, team.work_week())
            for metric in sorted(doubts.paused(hours, now)):
                why = doubts.why(metric, hours, now)
                if why is not None:
                    is_open = metric in doubts.open
                    yield Held(About(name, metric), team.name, why, is_questioned=is_open)

    def _note_seen(self, user: str, shown: Sequence[Question]) -> None:
        """Write down whose questions a steward is about to read, once a day each."""
        teams: dict[str, set[str]] = {}
        for one in shown:
            teams.setdefault(one.asker, set()).add(one.team)
        self.questions.trail.note_seen(
            self.database,
            [
                Noted(Act.QUESTION_SHOWN, user, asker, min(found) if len(found) == 1 else "")
                for asker, found in teams.items()
                if asker != user
            ],
        )

    def _refuse_others(self, user: str) -> None:
        if not self.roster.is_steward(user):
            raise UserError(self._stewards_only())

    def _stewards_only(self) -> str:
        stewards = blocks.mentioned(self.roster.organisation.stewards)
        return words.STEWARDS_ONLY.format(stewards=stewards)
