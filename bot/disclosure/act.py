"""What people may do with disclosures in Slack, each in one transaction, done once."""

from dataclasses import dataclass, replace
from typing import Any

from bot.db import Database
from bot.delivery.inbox import Inbox
from bot.disclosure import blocks, form, modal, read, store, words
from bot.disclosure.carried import Draft
from bot.disclosure.disclosure import Answer, Disclosure, choices, may_be_disclosed
from bot.disclosure.keep import Disclosures
from bot.disclosure.tell import name_of
from bot.errors import UserError
from bot.metrics import catalogue
from bot.slack.inputs import View, notice
from bot.slack.opening import errors, instead
from bot.slack.text import escape, mentions, without_mentions
from bot.slack.words import Reply
from bot.teams.access import may_prepare
from bot.teams.roster import Roster, Team, folded

KIND = "disclosure"


@dataclass(frozen=True, slots=True)
class Disclosing:
    """What people may do.

    Attributes:
        disclosures: keeps them.
    """

    database: Database
    inbox: Inbox
    disclosures: Disclosures
    roster: Roster

    def send(self) -> None:
        """Send what has just been planned, without waiting for the next wake-up."""
        self.disclosures.outbox.drain()

    def asked(self, user: str, said: str) -> Draft | Reply:
        """Return of which team a manager wants to disclose something, and to whom.

        Somebody who may not, or whose words are not clear, is told so instead.
        """
        people, managed = mentions(said), self.roster.teams_managed_by(user)
        if not managed:
            return {"text": words.NOT_A_MANAGER}
        if len(people) != 1 or user in people:
            return {"text": words.ONE_ENGINEER}
        (engineer,) = people
        named = folded(without_mentions(said).strip())
        teams = [team for team in managed if team.has_member(engineer)]
        meant = [team for team in teams if named in {folded(team.id), folded(team.name)}]
        if not teams:
            return {"text": words.NOT_LISTED.format(engineer=engineer)}
        if len(teams) > 1 and not meant:
            names = ", ".join(f"`/coach disclose {escape(team.id)} @engineer`" for team in teams)
            return {"text": words.WHICH_TEAM.format(engineer=engineer, teams=names)}
        return Draft((meant or teams)[0].id, engineer)

    def window(self, draft: Draft) -> View:
        """Return the first window.

        Raises:
            UserError: the policy allows nothing to be disclosed.
        """
        policy = self.disclosures.policy()
        if not choices(policy):
            raise UserError(words.NO_METRIC)
        return modal.metric(draft, self.roster.team(draft.team), policy)

    def chosen(self, user: str, draft: Draft, filled: form.Filled) -> dict[str, Any]:
        """Return what Slack is answered once the number is chosen: the second window."""
        draft = replace(draft, metric=str(filled.get(form.METRIC) or ""))
        if problem := self._refusal(user, draft):
            return errors({form.METRIC: problem})
        team, metric = self.roster.team(draft.team), catalogue.get(draft.metric)
        today = self.disclosures.clock.now().astimezone(team.zone).date()
        return instead(modal.disclosing(draft, team, metric, today))

    def submitted(self, user: str, view: str, draft: Draft, filled: form.Filled) -> dict[str, Any]:
        """Disclose what was filled in, once; return what Slack is answered."""
        if problem := self._refusal(user, draft):
            return errors({form.THRESHOLD: problem})
        team = self.roster.team(draft.team)
        today = self.disclosures.clock.now().astimezone(team.zone).date()
        found = form.read(filled, catalogue.get(draft.metric), today)
        if not isinstance(found, form.Form):
            return errors(found)
        try:
            with self.database.write() as session:
                if self.inbox.once(session, KIND, f"view:{view}"):
                    self.disclosures.disclose(session, team, user, draft, found)
        except UserError as error:
            return errors({form.EFFECTIVE: str(error)})
        return instead(notice(words.SENT.format(engineer=draft.engineer)))

    def acknowledge(self, user: str, disclosure: str, identity: str) -> str:
        """Write down that the engineer has read it; return what they are told.

        Raises:
            UserError: it is gone or answered, or they are somebody else.
        """
        with self.database.write() as session:
            if self.inbox.once(session, KIND, identity):
                self.disclosures.answer(session, disclosure, user, Answer.ACKNOWLEDGED)
        return words.ACKNOWLEDGED_NOW

    def withdraw(self, user: str, disclosure: str, identity: str) -> str:
        """Take it back before its day; return what the manager is told.

        Raises:
            UserError: it is gone, its day has come, or they are somebody else.
        """
        with self.database.write() as session:
            if self.inbox.once(session, KIND, identity):
                found = store.get(session, disclosure)
                team = None if found is None else self.roster.by_id.get(found.team)
                self.disclosures.withdraw(session, disclosure, user, team)
        return words.WITHDRAWN_NOW

    def because(self, user: str, disclosure: str) -> View:
        """Return the window in which the engineer says why they disagree.

        Raises:
            UserError: it is gone or answered, or they are somebody else.
        """
        found = self._mine(user, disclosure)
        if found.engineer != user:
            raise UserError(words.NOT_THE_ENGINEER)
        if found.answer is not None:
            raise UserError(words.ANSWERED_ALREADY)
        return modal.because(found)

    def disagree(
        self, user: str, view: str, disclosure: str, filled: form.Filled
    ) -> dict[str, Any]:
        """Write down why the engineer disagrees, once; return what Slack is answered."""
        written = form.text(filled, form.BECAUSE)
        if problem := form.problem(form.BECAUSE, written):
            return errors({form.BECAUSE: problem})
        try:
            with self.database.write() as session:
                if self.inbox.once(session, KIND, f"view:{view}"):
                    self.disclosures.answer(session, disclosure, user, Answer.DISAGREES, written)
        except UserError as error:
            return errors({form.BECAUSE: str(error)})
        return instead(notice(words.BECAUSE_SENT))

    def reading(self, user: str, disclosure: str) -> View:
        """Return the window in which one of the two reads all of it.

        Raises:
            UserError: it is gone, or somebody else's.
        """
        found = self._mine(user, disclosure)
        return modal.reading(found, name_of(self.roster, found.team))

    def listing(self, user: str) -> Reply:
        """Return somebody's own disclosures, on both sides."""
        with self.database.read() as connection:
            held = store.of_person(connection, user)
            found = read.disclosures(connection, self.disclosures.vault, held)
        return blocks.listing([(one, name_of(self.roster, one.team)) for one in found], user)

    def _mine(self, user: str, disclosure: str) -> Disclosure:
        with self.database.read() as connection:
            found = read.disclosure(connection, self.disclosures.vault, disclosure)
        if found is None:
            raise UserError(words.GONE)
        if user not in (found.manager, found.engineer):
            raise UserError(words.NOT_YOURS)
        return found

    def _refusal(self, user: str, draft: Draft) -> str:
        """Return why somebody may not disclose this; "" where they may. A form is never trusted."""
        if not may_prepare(self.roster, user, draft.team):
            return words.NOT_A_MANAGER
        team: Team = self.roster.team(draft.team)
        if draft.engineer == user or not team.has_member(draft.engineer):
            return words.NOT_LISTED_ANY
        metric = catalogue.METRICS.get(draft.metric)
        if metric is None or not may_be_disclosed(metric, self.disclosures.policy()):
            return words.CHOOSE_ONE
        return ""
