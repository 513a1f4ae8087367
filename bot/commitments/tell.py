"""Words the messages about a record from what is stored at the moment they leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from typing_extensions import override

from bot.commitments import blocks, calendar, card, kinds, read, words
from bot.commitments.dates import with_year
from bot.commitments.read import Record
from bot.commitments.record import Side, Stage
from bot.db import Connection, Database, Session
from bot.delivery import outbox_store
from bot.delivery.kind import Drop, Kind, Later, Plan, Post
from bot.delivery.outbox import Outbox
from bot.delivery.outbox_store import Delivery
from bot.people.gate import Gate
from bot.people.hours import ANSWER, shared_moment
from bot.people.know import People
from bot.sealing.vault import Vault

Message = Mapping[str, Any]


@dataclass(frozen=True)
class Cards(Kind):
    """The record itself, to each of its two people.

    Attributes:
        outbox: puts older messages anew.
        files: whether the workspace lets Coach send calendar files.
    """

    database: Database
    vault: Vault
    people: People
    gate: Gate
    outbox: Outbox
    files: bool

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return the record as it stands; whoever did not act themselves gets it in their hours."""
        found = self._record(delivery)
        if found is None:
            return Drop("the record was deleted")
        with self.database.read() as connection:
            others = _others(connection, delivery, waiting=True)
        if any(_place(one) > _place(delivery) for one in others):
            return Drop("a newer message shows the record")
        if _asks(found, delivery.recipient):
            until = self.gate.wait_until(delivery.recipient, now, ANSWER)
            if until is not None:
                return Later(until)
        return Post(self._card(found, delivery.recipient))

    @override
    def again(self, delivery: Delivery, now: datetime) -> Message | None:
        """Return how it reads now; an older one only points to the newer."""
        found = self._record(delivery)
        if found is None:
            return card.deleted()
        with self.database.read() as connection:
            others = _others(connection, delivery)
        if any(_place(one) > _place(delivery) for one in others):
            return card.superseded()
        return self._card(found, delivery.recipient)

    @override
    def sent(self, session: Session, delivery: Delivery, now: datetime) -> None:
        """Let the message before this one point to it."""
        others = _others(session, delivery)
        if others:
            self.outbox.redraw(session, [max(others, key=_place)])

    def _record(self, delivery: Delivery) -> Record | None:
        with self.database.read() as connection:
            return read.record(connection, self.vault, delivery.subject)

    def _card(self, found: Record, viewer: str) -> dict[str, Any]:
        one = found.conversation
        if one.forgotten is not None:
            return card.forgotten(found)
        zone = self.people.hours(viewer).zone
        links = None
        if one.stage is Stage.AGREED:
            hours = {side: self.people.hours(one.person(side)) for side in Side}
            day = found.in_force.terms.check_in
            moment = shared_moment(hours[Side.MANAGER], hours[Side.ENGINEER], day)
            links = calendar.links(moment, zone)
        return card.card(found, viewer, zone, links=links, file=self.files)


def _others(
    reading: Session | Connection, delivery: Delivery, *, waiting: bool = False
) -> list[Delivery]:
    """Return the other messages that show the same person the same record."""
    shown = outbox_store.shown_about(reading, delivery.subject, (kinds.RECORD,), waiting=waiting)
    return [one for one in shown if one.recipient == delivery.recipient and one.key != delivery.key]


def _place(shown: Delivery) -> int:
    """Return where a message stands among those about a record."""
    return int(shown.details[kinds.PLACE])


def _asks(found: Record, viewer: str) -> bool:
    """Say whether a card comes unasked to its reader: what they did themselves, they wait for."""
    one = found.conversation
    return one.turn is one.side_of(viewer) or one.stage is not Stage.PROPOSED


@dataclass(frozen=True)
class Notes(Kind):
    """One paragraph: the other side would rather not, or has left."""

    gate: Gate
    kind: str

    TEXTS: ClassVar[Mapping[str, tuple[str, str]]] = {
        kinds.DECLINED: (words.DECLINED, words.DECLINED_TEXT),
        kinds.LEFT: (words.LEFT, words.LEFT_TEXT),
    }

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Return the paragraph, in the reader's hours."""
        until = self.gate.wait_until(delivery.recipient, now, ANSWER)
        if until is not None:
            return Later(until)
        text, fallback = self.TEXTS[self.kind]
        details = dict(delivery.details)
        day = date.fromisoformat(details.get("deleted_on", now.date().isoformat()))
        said = text.format(by=details.get("by"), who=details.get("who"), day=with_year(day))
        return Post(blocks.note("note", said, fallback))
