"""What people may do with questions in Slack, each in one transaction, done once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.db import Database
from bot.delivery.inbox import Inbox
from bot.errors import UserError
from bot.metrics import catalogue, forbidden
from bot.people.know import People
from bot.questions import blocks, form, modal, read, store, words
from bot.questions.carried import About
from bot.questions.keep import Questions
from bot.questions.tell import name_of
from bot.slack.inputs import View, notice
from bot.slack.opening import errors, instead
from bot.slack.text import escape, quote
from bot.slack.words import Reply
from bot.teams.belonging import belongs, teams_of
from bot.teams.roster import Roster, Team

KIND = "questions"


@dataclass(frozen=True, slots=True)
class Asking:
    """What people may do.

    Attributes:
        questions: keeps them.
        metrics_of: returns the ids of the numbers that a team looks at now.
    """

    database: Database
    inbox: Inbox
    questions: Questions
    people: People
    metrics_of: Callable[[Team], Sequence[str]]

    def send(self) -> None:
        """Send what has just been planned, without waiting for the next wake-up."""
        self.questions.outbox.drain()

    @property
    def roster(self) -> Roster:
        """Who is in which team."""
        return self.questions.roster

    def asked(self, user: str, said: str) -> About | Reply:
        """Return what somebody wants to question, or what they are told instead.

        Args:
            user: who asks.
            said: a number by its id, label or a topic; "" where they named none.
        """
        mine = teams_of(self.roster, user)
        if not mine:
            return {"text": words.NO_TEAM.format(stewards=self._stewards())}
        named = catalogue.find(said) if said else None
        meant = [one for one in mine if named is None or named.id in self._shown(one)]
        if said and (named is None or not meant):
            return {"text": self._no_such(mine, said)}
        metric = named.id if named else ""
        return About(meant[0].id, metric) if len(meant) == 1 else blocks.which_team(meant, metric)

    def window(self, user: str, about: About) -> View:
        """Return the form for a question.

        Raises:
            UserError: it is somebody else's team, or none any more.
        """
        if about.team not in self.roster.by_id:
            raise UserError(words.GONE_TEAM)
        team = self.roster.team(about.team)
        if not belongs(self.roster, user, team.id):
            stewards = self._stewards()
            raise UserError(words.NOT_YOURS.format(team=escape(team.name), stewards=stewards))
        return modal.ask(team, self._shown(team), about.metric)

    def submit(self, user: str, view: str, team_id: str, filled: form.Filled) -> dict[str, Any]:
        """Ask what was filled in, once; return what Slack is answered.

        Args:
            user: who asks.
            view: the form's id, which makes it this very one.
            team_id: whose number.
            filled: what stands in each field.
        """
        metric, text = str(filled.get(form.METRIC) or ""), form.text(filled)
        wrong = self._wrong(user, team_id, metric)
        problems = {form.METRIC: wrong, form.TEXT: form.problem(text)}
        if any(problems.values()):
            return errors({name: said for name, said in problems.items() if said})
        try:
            with self.database.write() as session:
                stopped = self.people.known(session, user).stopped
                if self.inbox.once(session, KIND, f"view:{view}"):
                    self.questions.ask(session, team_id, metric, user, text)
        except UserError as error:
            return errors({form.METRIC: str(error)})
        said = [words.ASKED, *([words.ASKED_STOPPED] if stopped else [])]
        return instead(notice("\n".join(said)))

    def answer_window(self, user: str, question: str) -> View:
        """Return the form for an answer.

        Raises:
            UserError: they are no steward, or the question is answered or deleted.
        """
        if not self.roster.is_steward(user):
            raise UserError(words.STEWARDS_ONLY.format(stewards=self._stewards()))
        with self.database.read() as connection:
            found = read.question(connection, self.questions.vault, question)
        if found is None:
            raise UserError(words.GONE)
        if not found.is_open:
            raise UserError(words.ANSWERED_ALREADY)
        return modal.answer(found, name_of(self.roster, found.team))

    def answer(self, user: str, view: str, question: str, filled: form.Filled) -> dict[str, Any]:
        """Answer a question, once; return what Slack is answered.

        Args:
            user: who answers.
            view: the form's id, which makes it this very one.
            question: its id.
            filled: what stands in each field.
        """
        text = form.text(filled)
        steward = self.roster.is_steward(user)
        problem = form.problem(text) if steward else words.NOT_A_STEWARD
        if problem:
            return errors({form.TEXT: problem})
        try:
            with self.database.write() as session:
                if self.inbox.once(session, KIND, f"view:{view}"):
                    self.questions.answer(session, question, text)
        except UserError as error:
            return errors({form.TEXT: str(error)})
        return instead(notice(words.FORM_SENT))

    def listing(self, user: str) -> Reply:
        """Return what waits for an answer, for a steward."""
        if not self.roster.is_steward(user):
            return {"text": words.STEWARDS_ONLY.format(stewards=self._stewards())}
        with self.database.read() as connection:
            held = store.still_open(connection)
            waiting = read.questions(connection, self.questions.vault, held)
        return blocks.listing([(one, name_of(self.roster, one.team)) for one in waiting])

    def _no_such(self, mine: Sequence[Team], said: str) -> str:
        """Return why a number cannot be questioned that none of somebody's teams looks at."""
        shown = dict.fromkeys(one for team in mine for one in self._shown(team))
        metrics = ", ".join(catalogue.get(one).label for one in shown)
        if metric := catalogue.find(said):
            return words.NOT_SHOWN.format(metric=metric.label, metrics=metrics)
        if reason := forbidden.reason(said):
            return words.NOT_MEASURED.format(words=quote(said), reason=reason)
        return words.NO_SUCH.format(words=quote(said), metrics=metrics)

    def _wrong(self, user: str, team_id: str, metric: str) -> str:
        """Return why somebody may not question a number; "" where they may."""
        if not belongs(self.roster, user, team_id):
            return words.NOT_LISTED
        if metric not in catalogue.METRICS:
            return words.CHOOSE_ONE
        is_shown = metric in self._shown(self.roster.team(team_id))
        return "" if is_shown else words.NO_LONGER_SHOWN

    def _shown(self, team: Team) -> Sequence[str]:
        return self.metrics_of(team)

    def _stewards(self) -> str:
        return blocks.mentioned(self.roster.organisation.stewards)
