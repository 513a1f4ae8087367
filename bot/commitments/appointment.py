"""Puts the check-in as a calendar file into the conversation with whoever asks for it."""

from dataclasses import dataclass

from bot import log
from bot.clock import Clock
from bot.commitments import calendar, read, words
from bot.commitments.carried import About
from bot.commitments.record import Side
from bot.db import Database
from bot.errors import CoachError, UserError
from bot.people.hours import shared_moment
from bot.people.know import People
from bot.sealing.vault import Vault
from bot.slack.client import Poster
from bot.slack.reference import new_reference

_log = log.get("commitments")


@dataclass(frozen=True, slots=True)
class Appointments:
    """Sends calendar files."""

    database: Database
    vault: Vault
    people: People
    poster: Poster
    clock: Clock

    def send(self, user: str, value: str, channel: str) -> None:
        """Put the check-in of a record into the conversation with one of its two people.

        Args:
            user: one of the two.
            value: what the button carries.
            channel: a conversation with them; "" for their direct messages with Coach.

        Raises:
            UserError: Slack did not take it.
        """
        content = self._file(user, About.decode(value).conversation)
        if content is None:
            return
        try:
            place = channel or self.poster.direct_channel(user)
            self.poster.upload(place, "check-in.ics", content, calendar.SUBJECT)
        except CoachError as error:
            reference = new_reference()
            _log.warning("file_not_sent", reason=str(error), reference=reference)
            raise UserError(words.NO_FILE.format(reference=reference)) from error

    def _file(self, user: str, conversation: str) -> bytes | None:
        with self.database.read() as connection:
            found = read.record(connection, self.vault, conversation)
            if found is None or found.conversation.side_of(user) is None:
                return None
            one = found.conversation
            hours = {side: self.people.known_hours(connection, one.person(side)) for side in Side}
            zone = self.people.known_hours(connection, user).zone
        day = found.in_force.terms.check_in
        moment = shared_moment(hours[Side.MANAGER], hours[Side.ENGINEER], day)
        return calendar.file(moment, zone, one.id, self.clock.now())
