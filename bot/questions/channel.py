"""What a team's channel is told: worded as it leaves, moved where the team has another channel now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from typing_extensions import override

from bot.db import Session
from bot.delivery.kind import Drop, Kind, Later, Plan, Post, Unsent
from bot.delivery.outbox import Outbox
from bot.delivery.outbox_store import Delivery
from bot.metrics import catalogue
from bot.people.gate import Gate
from bot.questions import kinds, words
from bot.slack import blocks as b
from bot.slack.text import escape
from bot.teams.roster import Roster, Team

_GONE: Final = "the team is not there any more"
_MOVED: Final = "the team has another channel now"


def put(  # noqa: PLR0913 - what makes a message to a channel the only one
    outbox: Outbox,
    session: Session,
    team: Team,
    *,
    kind: str,
    subject: str,
    what: str,
    identity: str,
    details: Mapping[str, object],
    moves: int = 0,
) -> None:
    """Plan a message to a team's channel, once.

    Args:
        outbox: takes it.
        session: the transaction in which the reason for it is written down.
        team: whose channel.
        kind: of the message.
        subject: what it is about.
        what: what it says, as a key of `words.UNSAID_WHAT`, for the stewards if it cannot be posted.
        identity: what makes it the only one of its kind in the team.
        details: with what it is worded.
        moves: how often it was dropped because the team got another channel.
    """
    known = {"team": team.id, "what": what, "identity": identity, "moves": moves}
    outbox.put(
        session,
        key=(team.id, identity, str(moves)),
        kind=kind,
        recipient=team.channel,
        subject=subject,
        details={**details, **known},
    )


@dataclass(frozen=True)
class ToChannel(Kind):
    """What such messages have in common: none is lost when the team gets another channel."""

    outbox: Outbox
    roster: Roster

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return the message, unless the team or its channel is another by now."""
        team = self.roster.by_id.get(str(delivery.details["team"]))
        if team is None:
            return Drop(_GONE)
        if delivery.recipient != team.channel:
            return Drop(_MOVED)
        return self.worded(delivery, team, now)

    def worded(self, delivery: Delivery, team: Team, now: datetime) -> Plan:
        """Return the message to the team's channel."""
        raise NotImplementedError

    @override
    def not_sent(self, session: Session, delivery: Delivery, now: datetime, why: Unsent) -> None:
        """Plan it anew for another channel, or let the stewards know that the team did not read it."""
        details = delivery.details
        team = self.roster.by_id.get(str(details["team"]))
        if team is None:
            return
        if why.reason == _MOVED:
            put(
                self.outbox,
                session,
                team,
                kind=delivery.kind,
                subject=delivery.subject,
                what=str(details["what"]),
                identity=str(details["identity"]),
                details=details,
                moves=int(details["moves"]) + 1,
            )
            return
        for steward in self.roster.organisation.stewards:
            self.outbox.put(
                session,
                key=(delivery.key, steward),
                kind=kinds.UNSAID,
                recipient=steward,
                subject=team.id,
                details={"what": details["what"], "channel": delivery.recipient},
            )


@dataclass(frozen=True)
class Outright(ToChannel):
    """One sentence: a number is paused, or shown again. Nobody is named."""

    @override
    def worded(self, delivery: Delivery, team: Team, now: datetime) -> Plan:
        """Return the sentence."""
        is_paused = delivery.details["what"] == "paused"
        said = words.CHANNEL_PAUSED if is_paused else words.CHANNEL_BACK
        metric = catalogue.get(str(delivery.details["metric"])).label
        return Post({"text": said.format(metric=metric, team=escape(team.name))})


@dataclass(frozen=True)
class Unsaid(Kind):
    """To a steward, in their hours: the team's channel could not be reached."""

    gate: Gate
    roster: Roster

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return one paragraph."""
        team = self.roster.by_id.get(delivery.subject)
        if team is None:
            return Drop(_GONE)
        until = self.gate.wait_until(delivery.recipient, now)
        if until is not None:
            return Later(until)
        said = words.UNSAID.format(
            channel=f"<#{delivery.details['channel']}>",
            team=escape(team.name),
            what=words.UNSAID_WHAT[str(delivery.details["what"])],
            id=team.id,
        )
        return Post({"text": words.UNSAID_TEXT, "blocks": [b.section("unsaid", said)]})
