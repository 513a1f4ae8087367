"""What people may do with questions in Slack, each in one transaction, done once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.db import Database
from bot.delivery.inbox import Inbox
from bot.errors import UserError
from bot.metrics import catalogue, forbidden
from bot.people.know import People
from bot.questions import blocks, form, modal, store, words
from bot.questions.carried import About
from bot.questions.keep import Questions
from bot.slack.inputs import View, notice
from bot.slack.opening import errors, instead
from bot.slack.text import escape, quote
from bot.slack.words import Reply
from bot.teams.belonging import belongs, teams_of
from bot.teams.roster import Roster, Team

KIND = "questions"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was typed in one line.

    Attributes:
        named: the number as it was named; "" where it was not.
        text: the question; "" where the quotation marks do not hold one.
        trigger: Slack's id of this very use.
    """

    user: str
    named: str
    text: str = field(repr=False)
    trigger: str


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

    def asked(self, user: str, said: str, *, is_asked: bool = False) -> About | Reply:
        """Return what somebody wants to question, or what they are told instead.

        Args:
            user: who asks.
            said: a number by its id, label or a topic; "" where they named none.
            is_asked: whether they typed a question too.
        """
        mine = teams_of(self.roster, user)
        if not mine:
            return {"text": words.NO_TEAM.format(stewards=self._stewards())}
        named = catalogue.find(said) if said else None
        meant = [one for one in mine if named is None or named.id in self._shown(one)]
        if said and (named is None or not meant):
            return {"text": self._no_such(mine, said)}
        metric = named.id if named else ""
        if len(meant) == 1:
            return About(meant[0].id, metric)
        return blocks.which_team(meant, metric, is_asked=is_asked)

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
        shown = self._shown(team)
        if not shown:
            raise UserError(words.NONE_ALLOWED.format(team=escape(team.name)))
        with self.database.read() as connection:
            held = store.of_asker(connection, user)
        mine = [one for one in held if one.team == team.id and one.closed_at is None]
        return modal.ask(team, shown, about.metric, mine)

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
                    self.questions.ask(session, self.roster.team(team_id), metric, user, text)
        except UserError as error:
            return errors({form.METRIC: str(error)})
        said = [words.ASKED, *([words.ASKED_STOPPED] if stopped else [])]
        return instead(notice("\n".join(said)))

    def ask(self, call: Asked) -> Reply:
        """Ask what was typed in one line, once; return what the person is told.

        Args:
            call: who asks what, about which number.
        """
        meant = self._meant(call)
        if not isinstance(meant, About):
            return meant
        if problem := form.problem(call.text):
            return {"text": problem}
        team = self.roster.team(meant.team)
        identity = f"command:{call.trigger}"
        try:
            with self.database.write() as session:
                stopped = self.people.known(session, call.user).stopped
                question = ""
                if self.inbox.once(session, KIND, identity):
                    question = self.questions.ask(session, team, meant.metric, call.user, call.text)
        except UserError as error:
            return {"text": str(error)}
        label = catalogue.get(meant.metric).label
        said = [words.ASKED_OF.format(metric=label, team=escape(team.name))]
        said += [words.ASKED_STOPPED] if stopped else []
        text = "\n".join(said)
        return blocks.confirmed(text, question) if question else {"text": text}

    def _meant(self, call: Asked) -> About | Reply:
        """Return which number of which team somebody questions, or what they are told instead."""
        if call.text and not call.named:
            mine = teams_of(self.roster, call.user)
            if mine:
                return {"text": words.NO_NUMBER.format(metrics=self._labels(mine))}
        meant = self.asked(call.user, call.named, is_asked=bool(call.text))
        if isinstance(meant, About) and not call.text:
            return {"text": words.NO_QUESTION}
        return meant

    def withdraw(self, user: str, question: str) -> str:
        """Withdraw somebody's question; return what they are told. Done twice it is done once."""
        with self.database.write() as session:
            is_done = self.questions.withdraw(session, question, user)
        if not is_done:
            return words.NOT_OPEN
        deleted = self.questions.deleted_at(self.questions.clock.now())
        return words.WITHDRAWN.format(deleted=blocks.day(deleted))

    def _no_such(self, mine: Sequence[Team], said: str) -> str:
        """Return why a number cannot be questioned that none of somebody's teams looks at."""
        metrics = self._labels(mine)
        if metric := catalogue.find(said):
            return words.NOT_SHOWN.format(metric=metric.label, metrics=metrics)
        if reason := forbidden.reason(said):
            return words.NOT_MEASURED.format(words=quote(said), reason=reason)
        return words.NO_SUCH.format(words=quote(said), metrics=metrics)

    def _labels(self, mine: Sequence[Team]) -> str:
        shown = dict.fromkeys(one for team in mine for one in self._shown(team))
        return ", ".join(catalogue.get(one).label for one in shown)

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
