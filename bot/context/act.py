"""What people may do with a team's marked weeks, each in one transaction, done once."""

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.clock import Clock
from bot.context import blocks, form, line, modal, naming, store, words
from bot.context.marker import Marker, dated
from bot.db import Database, Session
from bot.delivery.inbox import Inbox
from bot.errors import UserError
from bot.metrics.trend import BASELINE, SPAN
from bot.slack.inputs import View, notice
from bot.slack.opening import errors, instead
from bot.slack.text import escape, quote
from bot.slack.words import Reply
from bot.teams.belonging import belongs, people_of, teams_meant, teams_of
from bot.teams.roster import Roster, Team

KIND = "context"
LISTED = timedelta(weeks=SPAN + BASELINE)
"""How far back what is marked is listed: the pages look at no older weeks."""
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Marking:
    """Marks weeks, and takes marks back. Nothing is kept of who does it.

    Attributes:
        on_changed: called with a team's people, who see its marks, wherever these change.
    """

    database: Database
    inbox: Inbox
    roster: Roster
    clock: Clock
    on_changed: Callable[[Session, Collection[str]], None]

    def asked(self, user: str, said: str) -> Team | Reply:
        """Return the team that somebody means, or what they are told instead.

        Args:
            user: who wants to mark weeks.
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
        """Return the form for a team's weeks, with what is marked already.

        Raises:
            UserError: it is somebody else's team, or none any more.
        """
        if team_id not in self.roster.by_id:
            raise UserError(words.GONE_TEAM)
        team = self.roster.team(team_id)
        if not belongs(self.roster, user, team_id):
            stewards = self._stewards()
            raise UserError(words.NOT_YOURS.format(team=escape(team.name), stewards=stewards))
        today = self._today(team)
        with self.database.read() as connection:
            marked = store.touching(connection, team.id, today - LISTED, today + form.AHEAD)
        return modal.marking(team, marked, today)

    def submit(self, user: str, view: str, team_id: str, filled: form.Filled) -> dict[str, Any]:
        """Mark what was filled in; return what Slack is answered.

        A form that is submitted twice is kept once, and so is a mark that is there already.

        Args:
            user: who filled it in.
            view: the form's id, which makes it this very one.
            team_id: whose weeks.
            filled: what stands in each field.
        """
        if not belongs(self.roster, user, team_id):
            return errors({form.REASON: words.NOT_LISTED})
        team = self.roster.team(team_id)
        found = form.read(filled, self._today(team), naming.names_of(team))
        if not isinstance(found, form.Stretch):
            return errors(found)
        return instead(notice(self._mark(team, found, f"view:{view}")))

    def add(self, user: str, said: str, trigger: str) -> Reply:
        """Mark what was typed in one line, once; return what the person is told.

        Args:
            user: who typed it.
            said: what follows `/coach context add`.
            trigger: Slack's id of this very use.
        """
        typed = line.read(said)
        if isinstance(typed, str):
            return {"text": f"{typed}\n{words.LINE_USE}"}
        mine, meant = teams_of(self.roster, user), teams_meant(self.roster, user, typed.team)
        if len(mine) > 1 and len(meant) != 1 and not typed.team:
            return {"text": _commands(mine, typed.rest)}
        team = self.asked(user, typed.team)
        if not isinstance(team, Team):
            return team
        found = form.read(typed.filled, self._today(team), naming.names_of(team))
        if not isinstance(found, form.Stretch):
            problem = words.LINE_WRONG.format(problem=" ".join(found.values()))
            return {"text": f"{problem}\n{words.LINE_USE}"}
        return {"text": self._mark(team, found, f"command:{trigger}")}

    def _mark(self, team: Team, found: form.Stretch, identity: str) -> str:
        """Mark a stretch, once for what makes this very request; return what is said of it."""
        marker = Marker(
            uuid.uuid4().hex, team.id, found.reason, found.first, found.last, found.text
        )
        is_new = True
        with self.database.write() as session:
            if self.inbox.once(session, KIND, identity):
                is_new = store.add(session, marker, self.clock.now())
                self.on_changed(session, people_of(team))
        said = words.DONE if is_new else words.THERE
        return said.format(team=escape(team.name), marker=escape(dated(marker)))

    def take_back(self, user: str, team_id: str, marker: str) -> None:
        """Take a mark back; whoever may not changes nothing, and their window says why.

        Done twice it is done once: no other mark ever has that id.

        Args:
            user: who takes it back.
            team_id: whose mark.
            marker: its id; one that somebody else has just taken back is gone either way.
        """
        if belongs(self.roster, user, team_id):
            with self.database.write() as session:
                store.remove(session, team_id, marker)
                self.on_changed(session, people_of(self.roster.team(team_id)))

    def _today(self, team: Team) -> date:
        return self.clock.now().astimezone(team.zone).date()

    def _stewards(self) -> str:
        return " or ".join(f"<@{one}>" for one in self.roster.organisation.stewards)


def _commands(teams: Sequence[Team], rest: str) -> str:
    """Return what was typed once for each team that may be meant, with the team in its place."""
    typed = escape(rest).replace("`", "'")
    lines = [f"• `/coach context add {team.id} {typed}`" for team in teams[:_NAMED]]
    return "\n".join([words.LINE_WHICH, *lines])
