"""Tells every team's channel of a change, in the team's own hours, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from typing_extensions import override

from bot import log
from bot.db import Database, Session
from bot.delivery import outbox_store
from bot.delivery.kind import Drop, Kind, Later, Plan, Post, Unsent
from bot.delivery.outbox import Outbox
from bot.delivery.outbox_store import Delivery
from bot.people.gate import Gate
from bot.people.hours import Hours, Window, is_open, next_moment
from bot.policy import blocks, store, words
from bot.policy.kinds import NOTE, NOTICE, What
from bot.policy.store import Change, State
from bot.slack import blocks as b
from bot.slack.text import escape
from bot.teams.policy import NOTICE_DAYS
from bot.teams.roster import Roster, Team

BY_DAY: Final = Window(time(7), time(21))
"""The hours of a working day in which a channel gets a notice, as it does a digest."""
AGAIN: Final = timedelta(days=1)
"""So long after Slack refused a notice it is tried again, until the day of the change."""
_ANOTHER = "the team or its channel is another by now"
_OVER = "the change was called off"
_log = log.get("policy")


def put(  # noqa: PLR0913 - what makes a notice the only one
    outbox: Outbox,
    session: Session,
    team: Team,
    change: Change,
    what: What,
    *,
    tries: int = 0,
    due_at: datetime | None = None,
) -> None:
    """Plan a notice to a team's channel, once a change, channel and try."""
    replaces = what is What.ANNOUNCED and stands(session, team, but=change.id) is not None
    outbox.put(
        session,
        key=(what, change.id, team.id, team.channel, str(tries)),
        kind=NOTICE,
        recipient=team.channel,
        subject=team.id,
        details={"what": what, "change": change.id, "tries": tries, "replaces": replaces},
        due_at=due_at,
    )


def stands(session: Session, team: Team, *, but: str = "") -> str | None:
    """Return the id of the change that a team's channel was told of last, if it is called off now.

    Args:
        session: a transaction.
        team: whose channel.
        but: this change does not count.
    """
    shown = outbox_store.shown_about(session, team.id, [NOTICE])
    told = [one.details for one in shown if one.recipient == team.channel]
    told = [one for one in told if one["change"] != but]
    if not told or told[-1]["what"] != What.ANNOUNCED:
        return None
    last = store.change(session, str(told[-1]["change"]))
    return last.id if last is not None and last.state is State.CALLED_OFF else None


@dataclass(frozen=True)
class Notices(Kind):
    """Words a notice when it leaves."""

    database: Database
    outbox: Outbox
    roster: Roster

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return the notice, in the team's hours, unless the change is called off by now."""
        team = self.roster.by_id.get(delivery.subject)
        if team is None or team.channel != delivery.recipient:
            return Drop(_ANOTHER)
        change = self._change(delivery)
        is_off = change is None or change.state is State.CALLED_OFF
        if change is None or is_off != (delivery.details["what"] == What.CALLED_OFF):
            return Drop(_OVER)
        until = _opening(team, now)
        if until is not None:
            return Later(until)
        if is_off:
            return Post(blocks.called_off(change))
        return Post(self._notice(change, delivery.details))

    @override
    def not_sent(self, session: Session, delivery: Delivery, now: datetime, why: Unsent) -> None:
        """Let the team's managers know once, and try again as long as there is time."""
        team = self.roster.by_id.get(delivery.subject)
        change = store.change(session, str(delivery.details["change"]))
        if team is None or change is None or why.reason in {_ANOTHER, _OVER}:
            return
        tries = int(delivery.details["tries"]) + 1
        if not why.may_stand and tries <= NOTICE_DAYS:
            what = What(delivery.details["what"])
            put(self.outbox, session, team, change, what, tries=tries, due_at=now + AGAIN)
        if delivery.details["what"] == What.ANNOUNCED:
            self._tell(session, team, change, may_stand=why.may_stand)

    def _change(self, delivery: Delivery) -> Change | None:
        with self.database.read() as connection:
            return store.change(connection, str(delivery.details["change"]))

    def _notice(self, change: Change, details: Mapping[str, Any]) -> dict[str, Any]:
        return blocks.notice(
            change,
            self.roster.organisation.minimum_group,
            is_late=change.state is State.IN_FORCE,
            replaces=bool(details["replaces"]),
        )

    def _tell(self, session: Session, team: Team, change: Change, *, may_stand: bool) -> None:
        for manager in team.managers:
            self.outbox.put(
                session,
                key=(change.id, team.id, manager, str(may_stand)),
                kind=NOTE,
                recipient=manager,
                subject=team.id,
                details={
                    "channel": team.channel,
                    "day": change.takes_effect.isoformat(),
                    "may_stand": may_stand,
                },
            )


def _opening(team: Team, now: datetime) -> datetime | None:
    """Return until when a notice must wait; None: it may come now."""
    hours = Hours(team.zone, team.work_week())
    if is_open(hours, now, BY_DAY):
        return None
    try:
        return next_moment(hours, now, BY_DAY)
    except ValueError:  # They work on no day for a year; they are told all the same.
        _log.warning("team_never_works", team=team.id)
        return None


@dataclass(frozen=True)
class Notes(Kind):
    """Words what a manager is told whose team's channel could not be."""

    gate: Gate
    roster: Roster

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return the paragraph, in the manager's hours."""
        team = self.roster.by_id.get(delivery.subject)
        if team is None or delivery.recipient not in team.managers:
            return Drop("they do not manage that team any more")
        until = self.gate.wait_until(delivery.recipient, now)
        if until is not None:
            return Later(until)
        details = delivery.details
        said = words.NOTE_UNSURE if details["may_stand"] else words.NOTE_REFUSED
        text = said.format(
            channel=f"<#{details['channel']}>",
            day=words.day(date.fromisoformat(str(details["day"]))),
            team=escape(team.name),
        )
        name = escape(team.name)
        return Post(
            {"text": words.NOTE_TEXT.format(team=name), "blocks": [b.section("note", text)]}
        )
