"""Words what a team's channel gets, at the moment it leaves, and says what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from typing_extensions import override

from bot.db import Database, Session
from bot.delivery.kind import Drop, Kind, Later, Plan, Post, Unsent
from bot.delivery.outbox import Outbox
from bot.delivery.outbox_store import Delivery
from bot.digest import blocks, managers, store, words
from bot.digest.compose import compose
from bot.digest.kinds import DIGEST, SWITCHED, Dropped, Reason
from bot.digest.schedule import Schedule
from bot.pilot import store as pilot_store
from bot.pilot.keep import Pilots
from bot.pilot.state import Stage
from bot.signals.gather import is_small
from bot.slack.text import escape
from bot.teams.roster import Roster, Team

_REASONS: Mapping[str, Reason] = {
    "not_in_channel": Reason.NOT_IN_CHANNEL,
    "channel_not_found": Reason.NO_CHANNEL,
    "invalid_channel": Reason.NO_CHANNEL,
    "is_archived": Reason.ARCHIVED,
    "is_inactive": Reason.ARCHIVED,
    "posting_to_channel_denied": Reason.REFUSED,
    "missing_scope": Reason.REFUSED,
    "no_permission": Reason.REFUSED,
}
_POLICY = "restricted_action"
"""How the codes of all refusals by policy begin."""


def put(  # noqa: PLR0913 - what makes a message to a channel the only one
    outbox: Outbox,
    session: Session,
    team: Team,
    *,
    kind: str,
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
        identity: what makes it the only one of its kind in the team.
        details: with what it is worded; a `period` is among them.
        moves: how often it was dropped because the team got another channel.
    """
    outbox.put(
        session,
        key=(team.id, identity, str(moves)),
        kind=kind,
        recipient=team.channel,
        subject=team.id,
        details={**details, "identity": identity, "moves": moves},
    )


@dataclass(frozen=True)
class ToChannel(Kind):
    """What all messages to a team's channel have in common.

    One that was to go to a channel which is not the team's any more is dropped, and planned anew
    for the other channel: it is dropped only where it is known not to stand in the first.
    """

    database: Database
    outbox: Outbox
    roster: Roster

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return the message, unless the team or its channel is another by now."""
        team = self.roster.by_id.get(delivery.subject)
        if team is None:
            return Drop(Dropped.GONE)
        if delivery.recipient != team.channel:
            return Drop(Dropped.MOVED)
        return self.worded(delivery, team, now)

    def worded(self, delivery: Delivery, team: Team, now: datetime) -> Plan:
        """Return the message to the team's channel."""
        raise NotImplementedError

    @override
    def sent(self, session: Session, delivery: Delivery, now: datetime) -> None:
        """Note that the channel can be reached: what is wrong from now on is news again."""
        store.came(session, delivery.subject)

    @override
    def not_sent(self, session: Session, delivery: Delivery, now: datetime, why: Unsent) -> None:
        """Plan it anew for another channel, or let the managers know why it does not come."""
        team = self.roster.by_id.get(delivery.subject)
        if team is None or why.reason in {Dropped.OFF, Dropped.STOPPED}:
            return
        period = str(delivery.details["period"])
        if why.reason == Dropped.MOVED:
            put(
                self.outbox,
                session,
                team,
                kind=delivery.kind,
                identity=str(delivery.details["identity"]),
                details=delivery.details,
                moves=int(delivery.details["moves"]) + 1,
            )
        elif why.reason == Dropped.LATE:
            managers.tell(self.outbox, session, team, period, Reason.SKIPPED)
        else:
            managers.tell_once(self.outbox, session, team, period, _reason(why))


def _reason(why: Unsent) -> Reason:
    if why.may_stand:
        return Reason.UNSURE
    if why.reason == Dropped.SMALL:
        return Reason.SMALL
    if why.code.startswith(_POLICY):
        return Reason.REFUSED
    return _REASONS.get(why.code, Reason.BROKEN)


@dataclass(frozen=True)
class Digests(ToChannel):
    """The digest itself.

    Attributes:
        pilots: a team is in pilot from its first page or digest.
    """

    pilots: Pilots

    @classmethod
    def put(
        cls, outbox: Outbox, session: Session, team: Team, period: str, until: datetime
    ) -> None:
        """Plan a team's digest, once a period; it may come until an instant in UTC."""
        details = {"period": period, "until": until.isoformat()}
        put(outbox, session, team, kind=DIGEST, identity=period, details=details)

    @override
    def worded(self, delivery: Delivery, team: Team, now: datetime) -> Plan:
        """Return the digest as it reads now, by day and while it is not too late."""
        with self.database.read() as connection:
            stored = store.get(connection, team.id)
            stage = pilot_store.stage(connection, team.id)
        if stage is Stage.OFF:
            return Drop(Dropped.STOPPED)
        if stored is not None and stored.is_off:
            return Drop(Dropped.OFF)
        if is_small(self.roster, team):
            return Drop(Dropped.SMALL)
        opening = Schedule.of(team, self.roster.digest_of(team)).opening(now)
        if (opening or now) >= datetime.fromisoformat(delivery.details["until"]):
            return Drop(Dropped.LATE)
        if opening is not None:
            return Later(opening)
        with self.database.read() as connection:
            found = compose(connection, self.roster, team, str(delivery.details["period"]), now)
        plain = blocks.digest(found, charts=False) if blocks.has_chart(found) else None
        return Post(blocks.digest(found), plain)

    @override
    def sent(self, session: Session, delivery: Delivery, now: datetime) -> None:
        """Note that the channel can be reached, and let the team's pilot begin."""
        super().sent(session, delivery, now)
        self.pilots.begin(session, delivery.subject)


@dataclass(frozen=True)
class Switches(ToChannel):
    """That a manager switched the digest, said openly and without a name."""

    @classmethod
    def put(  # noqa: PLR0913 - what was switched, and what comes of it
        cls,
        outbox: Outbox,
        session: Session,
        team: Team,
        *,
        number: int,
        on: bool,
        period: str,
        day: date,
    ) -> None:
        """Plan to say so, once each time; `day` is when the next digest is due."""
        details = {"period": period, "on": on, "day": day.isoformat()}
        put(outbox, session, team, kind=SWITCHED, identity=str(number), details=details)

    @override
    def worded(self, delivery: Delivery, team: Team, now: datetime) -> Plan:
        """Return the sentence."""
        said = words.SWITCHED_ON if delivery.details["on"] else words.SWITCHED_OFF
        day = managers.a_day(date.fromisoformat(str(delivery.details["day"])))
        return Post({"text": said.format(team=escape(team.name), day=day)})
