"""What people may do with what their team wants to improve, each in one transaction, done once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.approvals import read as approvals
from bot.approvals.blocks import labels
from bot.approvals.read import Standing
from bot.db import Database
from bot.decisions import blocks, form, modal, store, words
from bot.decisions.carried import Seen
from bot.decisions.decision import Decision, said as day_said
from bot.decisions.keep import Decisions
from bot.decisions.modal import Shown
from bot.decisions.store import Stored
from bot.delivery.inbox import Inbox
from bot.errors import UserError
from bot.slack.inputs import View, notice
from bot.slack.opening import errors, instead
from bot.slack.text import escape, quote
from bot.slack.words import Reply
from bot.teams.belonging import belongs, teams_meant, teams_of
from bot.teams.policy import Policy
from bot.teams.roster import Roster, Team

KIND = "decisions"
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Deciding:
    """Names, changes and ends what a team wants to improve. Nothing is kept of who does it.

    Attributes:
        decisions: keeps them.
        policy: returns the policy that is in force now.
    """

    database: Database
    inbox: Inbox
    decisions: Decisions
    policy: Callable[[], Policy]

    @property
    def roster(self) -> Roster:
        """Who is in which team."""
        return self.decisions.roster

    def asked(self, user: str, said: str) -> Team | Reply:
        """Return the team that somebody means, or what they are told instead.

        Args:
            user: who wants to decide.
            said: the id or name of a team; "" where they said none.
        """
        mine, meant = teams_of(self.roster, user), teams_meant(self.roster, user, said)
        if not mine:
            return {"text": words.NO_TEAM.format(stewards=self._stewards())}
        if not meant:
            teams = ", ".join(escape(team.name) for team in mine[:_NAMED])
            return {"text": words.NOT_THAT_TEAM.format(words=quote(said), teams=teams)}
        return meant[0] if len(meant) == 1 else blocks.which_team(meant)

    def window(self, user: str, team_id: str) -> View:
        """Return the form for a team, with what is named already.

        Raises:
            UserError: it is somebody else's team, or none any more.
        """
        return modal.deciding(self._shown(self._team(user, team_id)))

    def submit(self, user: str, view: str, seen: Seen, filled: form.Filled) -> dict[str, Any]:
        """Save what was filled in, once; return what Slack is answered.

        Where somebody else has saved something meanwhile, nothing is: the form comes back with what
        they saved and with what was filled in.

        Args:
            user: who filled it in.
            view: the form's id, which with what it showed makes it this very one.
            seen: the team, and what was named when the form was opened.
            filled: what stands in each field.
        """
        if not belongs(self.roster, user, seen.team):
            return errors({form.IMPROVE: words.NOT_LISTED})
        team = self.roster.team(seen.team)
        found = form.read(filled, self.decisions.today(team), self._end_of(team), self.policy())
        if not isinstance(found, Decision):
            return errors(found)
        with self.database.write() as session:
            if self.inbox.once(session, KIND, f"view:{view}:{seen.version}"):
                self.decisions.save(session, team, found, seen, user)
            stored = store.get(session, team.id)
        if stored is not None and stored.decision == found:
            return instead(notice(_saved(team, found, self._standing(stored))))
        note = words.MEANWHILE if stored is not None else words.MEANWHILE_ENDED
        return instead(modal.deciding(self._shown(team), note, filled))

    def end(self, user: str, seen: Seen) -> View:
        """End what is named, and return what stands in the form's place from now on.

        Args:
            user: who ends it.
            seen: the team, and what was named when the form was opened.
        """
        try:
            team = self._team(user, seen.team)
        except UserError as error:
            return notice(str(error))
        with self.database.write() as session:
            self.decisions.end(session, team, seen)
            stored = store.get(session, team.id)
        if stored is not None:  # A form in its place would keep what stood in the fields before.
            return notice(words.CHANGED.format(improve=escape(stored.decision.improve)))
        return notice(words.ENDED.format(team=escape(team.name)))

    def _team(self, user: str, team_id: str) -> Team:
        if team_id not in self.roster.by_id:
            raise UserError(words.GONE_TEAM)
        team = self.roster.team(team_id)
        if not belongs(self.roster, user, team_id):
            stewards = self._stewards()
            raise UserError(words.NOT_YOURS.format(team=escape(team.name), stewards=stewards))
        return team

    def _shown(self, team: Team) -> Shown:
        stored = self._stored(team)
        today, standing = self.decisions.today(team), self._standing(stored)
        return Shown(team, stored, today, self._stewards(), standing, self.policy())

    def _standing(self, stored: Stored | None) -> Standing:
        """Return which metrics of what is named are not approved."""
        if stored is None or stored.decision.unknown:
            return Standing()
        vault, metrics = self.decisions.approvals.vault, stored.decision.metrics
        with self.database.read() as connection:
            return approvals.standing(connection, vault, stored.team, metrics)

    def _stored(self, team: Team) -> Stored | None:
        with self.database.read() as connection:
            return store.get(connection, team.id)

    def _end_of(self, team: Team) -> date | None:
        """Return the end that a change may keep, however near it is."""
        stored = self._stored(team)
        return None if stored is None else stored.decision.until

    def _stewards(self) -> str:
        return " or ".join(f"<@{one}>" for one in self.roster.organisation.stewards)


def _saved(team: Team, decision: Decision, standing: Standing) -> str:
    said = words.SAVED.format(
        team=escape(team.name),
        improve=escape(decision.improve),
        cadence=decision.cadence.label,
        day=day_said(decision.until),
    )
    return (
        f"{said}\n{words.WAITS.format(metrics=labels(standing.metrics))}"
        if standing.metrics
        else said
    )
