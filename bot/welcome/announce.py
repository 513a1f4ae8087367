"""Tells a team's channel of Coach when a manager has read the text, once a day at most."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from typing_extensions import override

from bot.clock import Clock
from bot.db import Database, Session
from bot.delivery import outbox_store
from bot.delivery.inbox import Inbox
from bot.delivery.keys import key_of
from bot.delivery.kind import Drop, Kind, Plan, Post, Unsent
from bot.delivery.outbox import Outbox
from bot.delivery.outbox_store import Delivery
from bot.errors import UserError
from bot.slack import blocks as b
from bot.slack.text import escape, quote
from bot.teams.access import may_prepare
from bot.teams.roster import Roster, Team, folded
from bot.welcome import blocks, words

ANNOUNCEMENT: Final = "announcement"
NOTE: Final = "announcement.note"
_ANOTHER = "the team or its channel is another by now"
MetricsOf = Callable[[Team], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Announcing:
    """What a manager may do.

    Attributes:
        metrics_of: returns the metrics that a team looks at now.
    """

    database: Database
    inbox: Inbox
    outbox: Outbox
    roster: Roster
    clock: Clock
    metrics_of: MetricsOf

    def preview(self, user: str, rest: str) -> dict[str, Any]:
        """Return the text for one of somebody's teams, or why there is none."""
        managed = self.roster.teams_managed_by(user)
        if not managed:
            stewards = " or ".join(f"<@{one}>" for one in self.roster.organisation.stewards)
            return {"text": words.NO_MANAGER.format(stewards=stewards)}
        named = folded(rest)
        meant = [team for team in managed if named in {folded(team.id), folded(team.name)}]
        if not named and len(managed) == 1:
            meant = [managed[0]]
        if meant:
            return blocks.preview(meant[0], self.text(meant[0]))
        commands = ", ".join(f"`/coach announce {team.id}`" for team in managed)
        said = words.NO_TEAM if named else words.WHICH
        return {"text": said.format(name=quote(rest), commands=commands)}

    def text(self, team: Team) -> dict[str, Any]:
        """Return what the channel gets."""
        floor = self.roster.organisation.minimum_group
        return blocks.announcement(team, self.metrics_of(team), floor)

    def post(self, user: str, carried: str, identity: str) -> str:
        """Put the text into the outbox, once a day; return what to say to the manager.

        Args:
            user: who presses.
            carried: what the button carries: the team, and which text they have read.
            identity: what makes this very press.

        Raises:
            UserError: they manage that team no more, or the text is another by now.
        """
        team_id = carried.partition("/")[0]
        if not may_prepare(self.roster, user, team_id):
            raise UserError(words.GONE)
        team = self.roster.team(team_id)
        if carried != blocks.carried(team, self.text(team)):
            raise UserError(words.CHANGED)
        channel, day = f"<#{team.channel}>", self.clock.now().astimezone(team.zone).date()
        with self.database.write() as session:
            is_first = self.inbox.once(session, ANNOUNCEMENT, identity)
            if is_first and not self._put(session, team, user, day):
                return words.STANDS.format(channel=channel)
        return words.POSTING.format(channel=channel)

    def send(self) -> None:
        """Send what has just been planned, without waiting for the next wake-up."""
        self.outbox.drain()

    def _put(self, session: Session, team: Team, user: str, day: date) -> bool:
        """Plan the message; False if it was planned today already and may stand in the channel."""
        refused = outbox_store.refused_about(session, team.id, ANNOUNCEMENT)
        identity = (team.id, day.isoformat(), str(refused))
        if outbox_store.is_known(session, key_of(ANNOUNCEMENT, *identity)):
            return False
        self.outbox.put(
            session,
            key=identity,
            kind=ANNOUNCEMENT,
            recipient=team.channel,
            subject=team.id,
            details={"by": user},
        )
        return True


@dataclass(frozen=True)
class Announcements(Kind):
    """Words what the channel gets; tells the manager who posted it if it cannot be."""

    announcing: Announcing

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return the text, unless the team or its channel is another by now."""
        team = self.announcing.roster.by_id.get(delivery.subject)
        if team is None or team.channel != delivery.recipient:
            return Drop(_ANOTHER)
        return Post(self.announcing.text(team))

    @override
    def not_sent(self, session: Session, delivery: Delivery, now: datetime, why: Unsent) -> None:
        """Let the manager who posted it know, in private."""
        self.announcing.outbox.put(
            session,
            key=(delivery.key,),
            kind=NOTE,
            recipient=str(delivery.details["by"]),
            subject=delivery.subject,
            details={
                "code": "another" if why.reason == _ANOTHER else why.code,
                "may_stand": why.may_stand,
                "channel": delivery.recipient,
            },
        )


@dataclass(frozen=True)
class Notes(Kind):
    """Words what the manager is told: it is the answer to their press, so it comes at once."""

    roster: Roster

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return one paragraph."""
        details = delivery.details
        said = words.REASONS.get(str(details["code"]), words.REFUSED)
        if details["may_stand"]:
            said = words.UNSURE
        team = self.roster.by_id.get(delivery.subject)
        name = escape(team.name) if team is not None else delivery.subject
        text = said.format(channel=f"<#{details['channel']}>")
        return Post(
            {"text": words.NOTE_TEXT.format(team=name), "blocks": [b.section("note", text)]}
        )
