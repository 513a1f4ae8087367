"""Shows what a button of the Home tab comes to: in a window, or in the person's messages with Coach."""

from dataclasses import dataclass

from bot import log
from bot.clock import Clock
from bot.db import Database
from bot.delivery import removal_store
from bot.delivery.removal_store import ANSWER, Standing
from bot.errors import CoachError
from bot.home import words
from bot.home.telling import paragraphs
from bot.slack import blocks as b, check, inputs
from bot.slack.client import Poster, Views
from bot.slack.reference import new_reference
from bot.slack.words import Reply

_TITLE = "Coach"
_log = log.get("home")


@dataclass(frozen=True, slots=True)
class Answers:
    """Shows answers."""

    database: Database
    views: Views
    poster: Poster
    clock: Clock

    def show(self, user: str, trigger: str, reply: Reply, key: str) -> None:
        """Show an answer.

        Args:
            user: who pressed.
            trigger: Slack's right to open a window; good for three seconds.
            reply: the answer.
            key: travels with the message, where it is one.

        Raises:
            CoachError: Slack did not open the window.
        """
        if fits_in_a_window(reply):
            self.views.open(trigger, window(reply))
        else:
            self.views.open(trigger, inputs.notice(self._post(user, reply, key)))

    def _post(self, user: str, reply: Reply, key: str) -> str:
        """Post an answer to the person's messages; return what they are told of it."""
        try:
            where = self.poster.post(self.poster.direct_channel(user), reply, key)
        except CoachError as error:
            reference = new_reference()
            _log.warning("answer_not_posted", reason=str(error), reference=reference)
            return words.NOT_POSTED.format(reference=reference)
        one = Standing(key, ANSWER, user, None, where.channel, where.ts, self.clock.now())
        with self.database.write() as session:
            removal_store.stands(session, one)
        return words.IN_MESSAGES


def fits_in_a_window(reply: Reply) -> bool:
    """Say whether an answer can stand in a window.

    What has buttons or menus cannot: they answer where they stand, and a window is no such place.
    """
    found = reply.get("blocks") or ()
    if any(block["type"] == "actions" or "accessory" in block for block in found):
        return False
    return not any(check.blocks(found, "modal"))


def window(reply: Reply) -> inputs.View:
    """Return an answer as a window."""
    found = reply.get("blocks") or [
        b.section(f"answer{number}", text)
        for number, text in enumerate(paragraphs(reply["text"].split("\n")))
    ]
    return inputs.modal("notice", _TITLE, found, submit=None, close="Close")
