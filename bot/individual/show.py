"""Shows a manager what an engineer shares: copied from the engineer's own message, posted once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.db import Database
from bot.delivery.keys import key_of
from bot.delivery.post import post_once
from bot.errors import CoachError
from bot.individual import blocks, store, words
from bot.individual.blocks import day_of
from bot.individual.keep import Requests
from bot.individual.request import AGREED, SHOWN, Request, State
from bot.slack import check
from bot.slack.client import Posted, Poster
from bot.slack.opening import say
from bot.slack.problems import NotThere

KEY = "individual_shown"


@dataclass(frozen=True, slots=True)
class Press:
    """A press of a button in the engineer's message.

    Attributes:
        where: that message.
        shown: its blocks, as Slack hands them over.
        url: where private answers go; not to be stored.
    """

    user: str = field(repr=False)
    request: str
    where: Posted = field(repr=False)
    shown: blocks.Blocks = field(repr=False)
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Showing:
    """Shows what is shared, and keeps the engineer's message to what is so."""

    database: Database
    requests: Requests
    poster: Poster

    def pressed(self, press: Press) -> None:
        """Bring a press to its end, after what it decides was written down."""
        with self.database.read() as connection:
            found = store.get(connection, press.request)
        if (
            found is None
            or found.engineer != press.user
            or found.state not in {*AGREED, State.SHOWN}
        ):
            self._close(press)
        elif found.state is State.SHOWN:
            self._say_shown(found, press)
        else:
            self._show(found, press)

    def _show(self, found: Request, press: Press) -> None:
        message = self._message(found, press)
        if message is None:
            return
        self.poster.update(press.where, blocks.agreed(found, press.shown))
        with self.database.write() as session:
            begun = self.requests.begin(session, found.id)
        if begun is None:  # it was taken back meanwhile, or another press is about to post it
            return
        posted = post_once(
            self.poster,
            channel=self.poster.direct_channel(found.manager),
            message=message,
            key=key_of(KEY, found.id),
            attempts=1 if begun.begun_at is None else 2,
            since=found.asked_at,
        )
        with self.database.write() as session:
            shown = self.requests.shown(session, found.id, posted)
        if shown is None:
            remove(self.poster, posted)
        else:
            self._say_shown(shown, press)

    def _message(self, found: Request, press: Press) -> Mapping[str, Any] | None:
        """Return what the manager gets; None where the card cannot be known again, which is told."""
        day = self._day(found, self.requests.clock.now() + SHOWN)
        if not found.with_number:
            return blocks.willing(found, day)
        try:
            message = blocks.shown(found, press.shown, day)
            check.message(message)
        except CoachError:
            with self.database.write() as session:
                self.requests.take_back(session, found.id, found.engineer)
            say(press.url, words.NOT_AS_SENT)
            return None
        return message

    def _say_shown(self, found: Request, press: Press) -> None:
        day = self._day(found, found.shown_until or self.requests.clock.now())
        self.poster.update(press.where, blocks.shared(found, press.shown, day))

    def _close(self, press: Press) -> None:
        try:
            self.poster.update(press.where, blocks.closed())
        except CoachError:
            # Whoever pressed sees that nothing happened. A line in the log would tell of the press.
            return

    def _day(self, found: Request, instant: datetime) -> str:
        with self.database.read() as connection:
            zone = self.requests.people.known(connection, found.manager).zone
        return day_of(instant.astimezone(zone))


def remove(poster: Poster, where: Posted) -> None:
    """Take a message away; one that is not there any more is away.

    Raises:
        CoachError: Slack did not do it.
    """
    try:
        poster.remove(where)
    except NotThere:
        return
