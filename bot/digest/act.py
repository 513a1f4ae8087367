"""What people may do with a team's digest: see it before, and switch it off and on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.db import Database
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox
from bot.digest import blocks, store, words
from bot.digest.compose import compose
from bot.digest.deliver import Switches
from bot.digest.plan import Planner
from bot.digest.store import Stored
from bot.errors import UserError
from bot.pilot.state import Stage
from bot.signals import blocks as signals
from bot.signals.gather import gather, is_small
from bot.slack import blocks as b
from bot.slack.text import escape
from bot.teams.roster import Roster, Team

KIND = "digest.switch"


@dataclass(frozen=True, slots=True)
class Acts:
    """What people may do. Whether they may is asked before."""

    database: Database
    inbox: Inbox
    outbox: Outbox
    planner: Planner
    roster: Roster
    clock: Clock

    def preview(self, team: Team) -> dict[str, Any]:
        """Return what the channel would get now, to be shown to one person alone.

        Raises:
            UserError: the team does not work on any day for a year.
        """
        now = self.clock.now()
        if is_small(self.roster, team):
            return self._preview_small(team, now)
        stored = self._stored(team)
        with self.database.read() as connection:
            found = compose(connection, self.roster, team, stored.planned.period, now)
        said = words.PREVIEW_OFF if stored.is_off else words.PREVIEW
        if found.signals.pilot is Stage.OFF:
            said = words.PREVIEW_STOPPED
        said = said.format(
            channel=f"<#{team.channel}>",
            team=escape(team.name),
            when=signals.when(stored.planned.due_at),
        )
        message = blocks.digest(found, charts=False)
        return {"text": message["text"], "blocks": [b.context("preview", said), *message["blocks"]]}

    def switch(self, team: Team, identity: str, *, on: bool) -> str:
        """Switch a team's digest, once, and say so in its channel; return what to say in private.

        Args:
            team: whose.
            identity: what makes this very request: what Slack delivers twice is done once.
            on: or off.

        Raises:
            UserError: the team does not work on any day for a year.
        """
        now = self.clock.now()
        with self.database.write() as session:
            stored = self.planner.ensure(session, team)
            if stored is None:
                raise UserError(words.NEVER.format(team=team.name))
            number = None
            if self.inbox.once(session, KIND, identity):
                number = store.switch(session, team.id, on=on, now=now)
            if number is not None:
                Switches.put(
                    self.outbox,
                    session,
                    team,
                    number=number,
                    on=on,
                    period=stored.planned.period,
                    day=stored.planned.due_at.astimezone(team.zone).date(),
                )
        return self._switched(team, stored.planned.due_at, on=on, is_news=number is not None)

    def _stored(self, team: Team) -> Stored:
        with self.database.read() as connection:
            stored = store.get(connection, team.id)
        if stored is None:
            with self.database.write() as session:
                stored = self.planner.ensure(session, team)
        if stored is None:
            raise UserError(words.NEVER.format(team=team.name))
        return stored

    def send(self) -> None:
        """Send what has just been planned, without waiting for the next wake-up."""
        self.outbox.drain()

    def _switched(self, team: Team, due_at: datetime, *, on: bool, is_news: bool) -> str:
        if is_news:
            said = words.IS_ON if on else words.IS_OFF
        else:
            said = words.WAS_ON if on else words.WAS_OFF
        channel = f"<#{team.channel}>"
        return said.format(team=escape(team.name), channel=channel, when=signals.when(due_at))

    def _preview_small(self, team: Team, now: datetime) -> dict[str, Any]:
        """Return that no digest comes, with the numbers of the team's group where it has any."""
        said = self._small(team)
        with self.database.read() as connection:
            found = gather(connection, self.roster, team, now)
        if not found.group:
            return {"text": said}
        stewards = self.roster.organisation.stewards
        shown = [*signals.signals(found, found.leading, stewards, now), signals.voice(team.id)]
        return {"text": said, "blocks": [b.section("preview", said), *shown]}

    def _small(self, team: Team) -> str:
        return words.PREVIEW_SMALL.format(
            channel=f"<#{team.channel}>",
            floor=self.roster.organisation.minimum_group,
            number=team.headcount,
            team=escape(team.name),
        )
