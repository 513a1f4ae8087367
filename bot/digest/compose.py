"""Puts a team's digest together from what is stored: the manager's own numbers, and no others."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.commitments.ended import Ended, ended
from bot.db import Connection
from bot.digest.schedule import Schedule
from bot.metrics.trend import Trend
from bot.signals.gather import Signals, gather
from bot.teams.roster import Roster, Team


@dataclass(frozen=True, slots=True)
class Digest:
    """What a team's channel gets.

    Attributes:
        signals: what the team may see of itself.
        ended: experiments that came to their day since the digest before, so that nobody can be
            guessed from them.
        now: the instant at which it was put together.
    """

    signals: Signals
    ended: tuple[Ended, ...]
    now: datetime

    @property
    def changed(self) -> list[Trend]:
        """The trends that clearly moved."""
        return [one for one in self.signals.listed if one.is_clear]

    @property
    def unchanged(self) -> list[Trend]:
        """The trends of which enough is known, and that did not clearly move."""
        return [one for one in self.signals.listed if one.is_usable and not one.is_clear]

    @property
    def too_little(self) -> list[Trend]:
        """The trends of which too little is known."""
        return [one for one in self.signals.listed if not one.is_usable]

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing that moved, and nothing that ended."""
        return not self.changed and not self.ended

    def trend_of(self, metric: str) -> Trend | None:
        """Return the whole team's trend of a metric; None where it is not shown."""
        return next((t for t in self.signals.snapshot.trends if t.metric.id == metric), None)


def compose(
    connection: Connection, roster: Roster, team: Team, period: str, now: datetime
) -> Digest:
    """Put a digest together.

    Args:
        connection: an open connection to read with.
        roster: has the organisation's floor.
        team: whose.
        period: the name of the digest.
        now: this instant, in UTC.

    Raises:
        ValueError: the team does not work on any day for a year.
    """
    days = _days(Schedule.of(team, roster.digest_of(team)), period, now)
    found = gather(connection, roster, team, now)
    return Digest(found, ended(connection, roster, team, days, now, found.hidden), now)


def _days(schedule: Schedule, period: str, now: datetime) -> tuple[date, date]:
    """Return the day of the digest before, and the last day that this one speaks of."""
    this = schedule.named(period) or schedule.first_after(now)
    today = now.astimezone(schedule.hours.zone).date()
    return schedule.preceding(this).day, min(this.day, today)
