"""What a team's managers are told of its digest, each in private and in their own hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from typing_extensions import override

from bot.db import Session
from bot.delivery.kind import Drop, Kind, Later, Plan, Post
from bot.delivery.outbox import Outbox
from bot.delivery.outbox_store import Delivery
from bot.digest import store, words
from bot.digest.kinds import NOTE, Reason
from bot.people.gate import Gate
from bot.slack import blocks as b
from bot.slack.text import escape
from bot.teams.roster import Roster, Team


def tell(outbox: Outbox, session: Session, team: Team, period: str, reason: Reason) -> None:
    """Let each manager know, once a team and period, why no digest came."""
    for manager in team.managers:
        outbox.put(
            session,
            key=(team.id, period, reason, manager),
            kind=NOTE,
            recipient=manager,
            subject=team.id,
            details={"period": period, "reason": reason, "channel": team.channel},
        )


def tell_once(outbox: Outbox, session: Session, team: Team, period: str, reason: Reason) -> None:
    """Let each manager know why no digest comes, unless they know already and it is still so."""
    # That nobody knows whether one came is news each time.
    known_as = f"{reason} {period}" if reason is Reason.UNSURE else reason
    if store.tell(session, team.id, known_as):
        tell(outbox, session, team, period, reason)


@dataclass(frozen=True)
class Notes(Kind):
    """Words what a manager is told."""

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
        return Post(self._note(team, delivery.details))

    def _note(self, team: Team, details: Mapping[str, Any]) -> dict[str, Any]:
        channel, name = str(details["channel"]), escape(team.name)
        said = words.NOTES[Reason(details["reason"])].format(
            team=f"*{name}*",
            period=when(str(details["period"])),
            channel=f"<#{channel}>",
            channel_id=f"`{channel}`",
            floor=self.roster.organisation.minimum_group,
            number=team.headcount,
        )
        return {
            "text": words.NOTE_TEXT.format(team=name),
            "blocks": [b.section("note", said)],
        }


def when(period: str) -> str:
    """Return which digest a name means: `for December 2026`, `for the sprint from …`."""
    if len(period) == len("2026-12"):
        first = date.fromisoformat(f"{period}-01")
        return words.OF_MONTH.format(month=f"{first:%B %Y}")
    return words.OF_SPRINT.format(day=a_day(date.fromisoformat(period)))


def a_day(day: date) -> str:
    """Return a day as it is said: `Tuesday 1 December 2026`."""
    return f"{day:%A} {day.day} {day:%B %Y}"
