"""Writes into the audit whose records somebody opens, before they are shown."""

from dataclasses import dataclass

from bot.audit.trail import Trail
from bot.commitments.mine import Mine
from bot.db import Database


@dataclass(frozen=True, slots=True)
class Noting:
    """Writes it once a day for each two people."""

    database: Database
    mine: Mine
    trail: Trail

    def opens_what_is_open(self, user: str) -> None:
        """Write down that somebody opens the list of what is open, or the Home tab with it."""
        with self.database.read() as connection:
            noted = self.mine.seen(connection, user)
        self.trail.note_seen(self.database, noted)
