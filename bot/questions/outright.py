"""Numbers that a steward pauses for a team without a question, and brings back.

What is paused is shown nowhere from that moment on, because every surface asks the same rows. The
pause, its entry in the audit and the sentence to the team's channel are one transaction; whoever
presses second changes nothing, so nothing is said twice.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from bot.audit.noted import Act, Noted
from bot.audit.trail import Trail
from bot.clock import Clock
from bot.db import Database, Session
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox
from bot.metrics import catalogue
from bot.questions import blocks, channel, kinds, outright_store as store, words
from bot.questions.carried import About
from bot.slack.text import escape
from bot.teams.belonging import people_of
from bot.teams.roster import Roster, Team

KIND = "questions.outright"
Changed = Callable[[Session, Collection[str]], None]


def _nothing(_session: Session, _team: str) -> None:
    """Do nothing: no other message shows the pause."""


@dataclass
class Pauses:
    """Pauses numbers outright, and brings them back.

    Attributes:
        on_changed: called with those who see the number, wherever that changes.
        on_paused: called with the id of the team, in the transaction, by whoever shows it elsewhere.
    """

    database: Database
    inbox: Inbox
    outbox: Outbox
    roster: Roster
    trail: Trail
    clock: Clock
    on_changed: Changed
    on_paused: Callable[[Session, str], None] = field(default=_nothing)

    def pause(self, user: str, about: About, identity: str) -> str:
        """Pause a number, once; return what to say in private.

        Args:
            user: who presses.
            about: which number of which team.
            identity: what makes this very press.
        """
        refusal = self._refusal(user, about)
        if refusal:
            return refusal
        team, is_done = self.roster.team(about.team), False
        with self.database.write() as session:
            if self.inbox.once(session, KIND, identity):
                now = self.clock.now()
                is_done = store.pause(session, team.id, about.metric, now)
                if is_done:
                    self._tell(session, user, team, about.metric, since=now.isoformat())
        return _said(words.OUTRIGHT_PAUSED if is_done else words.OUTRIGHT_ALREADY, team, about)

    def bring_back(self, user: str, about: About, identity: str) -> str:
        """Show a number again, once; the arguments and the result are those of `pause`."""
        refusal = self._refusal(user, about)
        if refusal:
            return refusal
        team, since = self.roster.team(about.team), None
        with self.database.write() as session:
            if self.inbox.once(session, KIND, identity):
                since = store.bring_back(session, team.id, about.metric)
                if since is not None:
                    since_then = since.isoformat()
                    self._tell(session, user, team, about.metric, since=since_then, is_back=True)
        is_done = since is not None
        return _said(words.OUTRIGHT_BACK if is_done else words.OUTRIGHT_BACK_ALREADY, team, about)

    def send(self) -> None:
        """Send what has just been planned, without waiting for the next wake-up."""
        self.outbox.drain()

    def _refusal(self, user: str, about: About) -> str:
        """Return why somebody cannot change this, and whom to ask; "" if they can."""
        if not self.roster.is_steward(user):
            stewards = blocks.mentioned(self.roster.organisation.stewards)
            return words.OUTRIGHT_ONLY.format(stewards=stewards)
        is_there = about.team in self.roster.by_id and about.metric in catalogue.METRICS
        return "" if is_there else words.OUTRIGHT_GONE

    def _tell(
        self,
        session: Session,
        user: str,
        team: Team,
        metric: str,
        *,
        since: str,
        is_back: bool = False,
    ) -> None:
        act = Act.METRIC_RESUMED if is_back else Act.METRIC_PAUSED
        self.trail.note(session, Noted(act, by=user, team=team.id, details={"metric": metric}))
        what = "back" if is_back else "paused"
        channel.put(
            self.outbox,
            session,
            team,
            kind=kinds.OUTRIGHT,
            subject=team.id,
            what=what,
            identity=f"{metric}/{what}/{since}",
            details={"metric": metric},
        )
        self.on_paused(session, team.id)
        self.on_changed(session, {*self.roster.organisation.stewards, *people_of(team)})


def _said(said: str, team: Team, about: About) -> str:
    metric, name = catalogue.get(about.metric).label, escape(team.name)
    return said.format(metric=metric, team=name, channel=f"<#{team.channel}>")
