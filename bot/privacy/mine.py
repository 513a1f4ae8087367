"""Tells somebody what Coach holds about them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.audit.read import Line
from bot.commitments import store as records_store
from bot.commitments.record import FORGOTTEN, Conversation
from bot.db import Connection, Database
from bot.people.know import People
from bot.privacy import blocks, store, words
from bot.privacy.blocks import Mirror
from bot.teams.policy import Retention

_RECORDS, _SEEN = 8, 8


@dataclass(frozen=True, slots=True)
class Holdings:
    """Reads for whoever asks; never for anybody else.

    Attributes:
        retention: returns how long things are kept.
        own: words the newest entries of the audit that are somebody's or concern them, so many.
    """

    database: Database
    people: People
    retention: Callable[[], Retention]
    own: Callable[[Connection, str, int], Sequence[Line]]

    def of(self, user: str) -> dict[str, Any]:
        """Return the message for a person about themselves."""
        with self.database.read() as connection:
            person = self.people.known(connection, user)
            records = records_store.newest_of(connection, user, _RECORDS)
            found = store.counts(connection, user)
            told = Mirror(
                found=found,
                zone=str(person.zone),
                stopped=person.stopped,
                records=[_line(one, user) for one in records],
                more=found.get("conversation", 0) - len(records),
                seen=self._seen(connection, user),
                retention=self.retention(),
            )
        return blocks.mine(told)

    def _seen(self, connection: Connection, user: str) -> list[str]:
        found = self.own(connection, user, _SEEN)
        return [f"• {one.at.day} {one.at:%B}, {one.at:%H:%M}: {one.text}" for one in found]


def _line(one: Conversation, user: str) -> str:
    other = one.engineer if user == one.manager else one.manager
    named = words.RECORD_OTHER_GONE if other == FORGOTTEN else f"<@{other}>"
    day = f"{one.delete_at.day} {one.delete_at:%B %Y}" if one.delete_at else ""
    return "• " + words.RECORD.format(other=named, stage=one.stage, day=day)
