"""Whether somebody may be written to now, and if not, when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.people.hours import NUDGE, Window, after_dnd, is_open, next_moment
from bot.people.know import People
from bot.slack.problems import PersonGone

ASK_AGAIN = timedelta(days=1)
"""How often Coach looks whether somebody who said stop has said start."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Keeps messages until the person's own hours."""

    people: People

    def wait_until(self, user: str, now: datetime, window: Window = NUDGE) -> datetime | None:
        """Return until when a message must wait; None: it may go out.

        Args:
            user: who is to get it.
            now: this instant, in UTC.
            window: the hours of a working day in which it may come.

        Raises:
            PersonGone: their account is no longer active.
            TransientError: Slack did not say whether they may be disturbed.
        """
        person = self.people.person(user)
        if person.gone:
            raise PersonGone
        if person.stopped:
            return now + ASK_AGAIN
        hours = self.people.hours_of(person)
        if not is_open(hours, now, window):
            return next_moment(hours, now, window)
        quiet = after_dnd(now, self.people.dnd(user))
        return next_moment(hours, quiet, window) if quiet > now else None
