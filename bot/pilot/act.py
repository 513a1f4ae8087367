"""What people may do with a team's pilot, each in one transaction, done once."""

from dataclasses import dataclass
from typing import Any

from bot.db import Database
from bot.delivery.inbox import Inbox
from bot.errors import UserError
from bot.pilot import blocks, form, modal, read, store, words
from bot.pilot.carried import Part
from bot.pilot.keep import Pilots
from bot.pilot.state import Choice, Written, sides_of
from bot.slack.inputs import View, notice
from bot.slack.opening import errors, instead
from bot.slack.text import escape, quote
from bot.slack.words import Reply
from bot.teams.belonging import belongs, teams_of
from bot.teams.roster import Roster, Team, folded

KIND = "pilot"
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Piloting:
    """Shows where pilots stand, and takes the answers of both parts.

    Attributes:
        pilots: keeps them.
    """

    database: Database
    inbox: Inbox
    pilots: Pilots

    @property
    def roster(self) -> Roster:
        """Who is in which team, and who is a steward."""
        return self.pilots.roster

    def asked(self, user: str, said: str) -> Reply:
        """Return where the pilot stands of the team that somebody means.

        Args:
            user: who asks.
            said: the id or name of a team; "" where they said none.
        """
        mine, wanted = self._teams(user), folded(said)
        if not mine:
            nobody = words.NOBODY.format(stewards=self._stewards())
            return {"text": f"{words.MEANING}\n{nobody}"}
        meant = [t for t in mine if not wanted or wanted in {folded(t.id), folded(t.name)}]
        if not meant:
            teams = ", ".join(escape(team.name) for team in mine[:_NAMED])
            return {"text": words.NOT_THAT_TEAM.format(words=quote(said), teams=teams)}
        return self.standing(user, meant[0].id) if len(meant) == 1 else blocks.which_team(meant)

    def standing(self, user: str, team_id: str) -> Reply:
        """Return where a team's pilot stands; what was written only for those of the two parts."""
        team = self.roster.by_id.get(team_id)
        if team is None:
            return {"text": words.GONE_TEAM}
        sides = sides_of(self.roster, user, team)
        if not sides and not belongs(self.roster, user, team_id):
            return {"text": self._not_yours(team)}
        vault = self.pilots.vault
        with self.database.read() as connection:
            pilot = store.get(connection, team_id)
            now, before = (
                read.written(connection, vault, team_id, pilot.round - ago)
                if pilot is not None and sides
                else ()
                for ago in range(2)
            )
        found = blocks.Standing(team, pilot, sides, now, before, self._stewards())
        return blocks.standing(found)

    def window(self, user: str, part: Part) -> View:
        """Return the form for one part.

        Raises:
            UserError: it is not theirs to answer.
        """
        return modal.answering(self._team(user, part), part)

    def submit(self, user: str, view: str, part: Part, filled: form.Filled) -> dict[str, Any]:
        """Take what was filled in, once; return what Slack is answered.

        Args:
            user: who answers.
            view: the form's id, which makes it this very one.
            part: for which part, and in which round.
            filled: what stands in each field.
        """
        said = form.read(filled, part.side)
        if not isinstance(said, Written):
            return errors(said)
        try:
            told = self._answer(user, part, said, f"view:{view}")
        except UserError as error:
            return errors({form.CHOICE: str(error)})
        return instead(notice(told))

    def start(self, user: str, part: Part, identity: str) -> str:
        """Let a part want to start again, once; return what they are told."""
        try:
            return self._answer(user, part, Written(part.side, Choice.START), identity)
        except UserError as error:
            return str(error)

    def send(self) -> None:
        """Send what has just been planned, without waiting for the next wake-up."""
        self.pilots.outbox.drain()

    def _answer(self, user: str, part: Part, said: Written, identity: str) -> str:
        team, told = self._team(user, part), words.FIRST[said.choice]
        with self.database.write() as session:
            if self.inbox.once(session, KIND, identity):
                told = self.pilots.answer(session, team, part, said, user)
        return told.format(team=escape(team.name))

    def _team(self, user: str, part: Part) -> Team:
        team = self.roster.by_id.get(part.team)
        if team is None:
            raise UserError(words.GONE_TEAM)
        if part.side not in sides_of(self.roster, user, team):
            raise UserError(self._not_yours(team))
        return team

    def _teams(self, user: str) -> tuple[Team, ...]:
        """Return the teams whose pilot somebody may look at: theirs, and for a steward all."""
        return self.roster.teams if self.roster.is_steward(user) else teams_of(self.roster, user)

    def _not_yours(self, team: Team) -> str:
        managers = " or ".join(f"<@{one}>" for one in team.managers)
        name = escape(team.name)
        return words.NOT_YOURS.format(team=name, managers=managers, stewards=self._stewards())

    def _stewards(self) -> str:
        return " or ".join(f"<@{one}>" for one in self.roster.organisation.stewards)
