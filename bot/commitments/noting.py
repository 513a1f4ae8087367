"""Writes into the audit whose records somebody opens, before they are shown."""

from dataclasses import dataclass

from bot.audit.trail import Trail
from bot.commitments import seen
from bot.commitments.mine import Mine
from bot.commitments.pieces import Open
from bot.db import Database


@dataclass(frozen=True, slots=True)
class Noting:
    """Writes it once a day for each two people."""

    database: Database
    mine: Mine
    trail: Trail

    def shows(self, found: Open) -> None:
        """Write down whose records somebody is about to see in the list of what is open."""
        shown = ((one.conversation, bool(one.open_commitments())) for one in found.found)
        self.trail.note_seen(self.database, seen.whose(found.viewer, shown))

    def opens_what_is_open(self, user: str) -> None:
        """Write down that somebody opens the Home tab, with what is open in it."""
        with self.database.read() as connection:
            noted = self.mine.seen(connection, user)
        self.trail.note_seen(self.database, noted)
