"""Tells somebody what Coach holds about them."""

from dataclasses import dataclass
from typing import Any

from bot.db import Database
from bot.people.know import People
from bot.privacy import blocks, store


@dataclass(frozen=True, slots=True)
class Holdings:
    """Reads for whoever asks; never for anybody else."""

    database: Database
    people: People

    def of(self, user: str) -> dict[str, Any]:
        """Return the message for a person about themselves."""
        with self.database.read() as connection:
            found = store.counts(connection, user)
            person = self.people.known(connection, user)
        return blocks.mine(found, str(person.zone), stopped=person.stopped)
