"""What people may do about what Coach holds of them, each in one transaction, done once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot import log
from bot.audit.noted import Act, Noted
from bot.audit.trail import Trail
from bot.clock import Clock
from bot.db import Database
from bot.delivery import removal_store
from bot.delivery.inbox import Inbox
from bot.delivery.removal_store import Standing
from bot.errors import CoachError
from bot.people.know import People
from bot.privacy import blocks, words
from bot.privacy.erase import Erasing
from bot.privacy.export import Exports
from bot.slack.client import Poster
from bot.slack.reference import new_reference

KIND = "privacy"
_log = log.get("privacy")


@dataclass(frozen=True, slots=True)
class OwnData:
    """What somebody may do with their own data.

    Attributes:
        files: whether the workspace lets Coach put files into it.
        stewards: whom to ask about coach.yml.
    """

    database: Database
    inbox: Inbox
    trail: Trail
    people: People
    poster: Poster
    exports: Exports
    erasing: Erasing
    clock: Clock
    files: bool
    stewards: tuple[str, ...]

    def export(self, user: str, key: str, tell: Callable[[str], None]) -> None:
        """Put two files into somebody's messages with Coach: one to read, and one as data.

        Args:
            user: whose data, and who gets it.
            key: what makes this press the only one.
            tell: says something to them in private.
        """
        if not self.files:
            tell(words.NO_FILES)
            return
        tell(words.EXPORTING)
        try:
            page, data = self.exports.of(user)
            channel = self.poster.direct_channel(user)
            self._put(user, channel, "coach.html", page, words.EXPORT_TITLE, f"{key}:page")
            self._put(user, channel, "coach.json", data, words.EXPORT_DATA, f"{key}:data")
        except CoachError as error:
            reference = new_reference()
            _log.warning("not_exported", reason=str(error), reference=reference)
            tell(words.NOT_EXPORTED.format(reference=reference))
            return
        with self.database.write() as session:
            self.trail.note(session, Noted(Act.EXPORTED, by=user))

    def _put(
        self, user: str, channel: str, name: str, content: bytes, title: str, key: str
    ) -> None:
        file = self.poster.upload(channel, name, content, title)
        one = Standing(key, "export", user, None, channel, None, self.clock.now(), file)
        with self.database.write() as session:
            removal_store.stands(session, one)

    def erase(self, user: str, identity: str) -> None:
        """Write down that somebody asks to be forgotten, once."""
        with self.database.write() as session:
            if self.inbox.once(session, KIND, identity):
                self.erasing.ask(session, user)

    def forget(self) -> None:
        """Go on at once with those who asked to be forgotten, without waiting for the next wake-up."""
        self.erasing.work()

    def is_first(self, identity: str) -> bool:
        """Take note of a press; return False where Slack delivered it before."""
        with self.database.write() as session:
            return self.inbox.once(session, KIND, identity)

    def correct(self) -> dict[str, Any]:
        """Return what can be put right, and how."""
        return blocks.correct(self.stewards)

    def zone(self, user: str) -> str:
        """Ask Slack anew where somebody lives; return what they are told."""
        with self.database.write() as session:
            self.people.doubt(session, user)
        return words.ASKED_SLACK.format(zone=self.people.person(user).zone)
