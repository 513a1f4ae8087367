"""Writes the audit, and finds what was done to it behind Coach's back.

What `verify` finds: an entry that was changed, removed, put in between or put elsewhere; an alias
that was given to somebody else; a start that was moved. It cannot find by itself that the newest
entries were cut off together with the row that says where the chain ends, nor what somebody rewrote
who has the key ring too. The seal can: the number and hash of the last entry, which the stewards are
told and keep elsewhere. `coach audit verify --seal 1200:9f86d081884c7d65` compares.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from typing_extensions import override

from bot.audit import chain, store
from bot.audit.chain import Head, Link
from bot.audit.noted import Noted
from bot.audit.store import Writing
from bot.clock import Clock
from bot.db import Database, Session
from bot.sealing.vault import Vault

KEY = "audit"
"""The record whose key binds the chain."""
_SEAL = re.compile(rf"([1-9][0-9]{{0,18}}):([0-9a-f]{{{chain.SHORT},{len(chain.START)}}})")


@dataclass(frozen=True, slots=True)
class Seal:
    """The end of the chain at some time, as somebody wrote it down elsewhere.

    Attributes:
        number: of the last entry at that time.
        start: how its hash begins.
    """

    number: int
    start: str

    @classmethod
    def parse(cls, text: str) -> "Seal":
        """Read `1200:9f86d081884c7d65`.

        Raises:
            ValueError: it is no seal.
        """
        found = _SEAL.fullmatch(text.strip().lower())
        if found is None:
            raise ValueError(text)
        return cls(int(found[1]), found[2])

    @override
    def __str__(self) -> str:
        """Return it as it is told."""
        return f"{self.number}:{self.start}"


@dataclass(frozen=True, slots=True)
class Trail:
    """The audit, open for writing at its end.

    Attributes:
        key: binds the chain.
    """

    key: bytes = field(repr=False)
    clock: Clock

    @classmethod
    def open(cls, database: Database, vault: Vault, clock: Clock) -> "Trail":
        """Return the audit of a database; its key is made when there is none.

        Raises:
            KeyMissing: the ring lacks the key that it is wrapped with.
            Tampered: the key was changed.
        """
        with database.write() as session:
            return cls(vault.key(session, KEY, clock.now()), clock)

    def note(self, session: Session, noted: Noted) -> None:
        """Write something down in the transaction in which it is done: both are kept, or neither."""
        session.at_the_end(lambda ending: self.note_at_once(ending, noted))

    def note_at_once(self, writing: Writing, *noted: Noted) -> None:
        """Write something down as the last thing that a transaction does."""
        store.append(writing, self.key, noted, self._now())

    def note_daily(self, session: Session, *noted: Noted) -> None:
        """Write down like `note` what was not yet since midnight UTC: the same act, by and about the same.

        Two who do so at once wait for each other, and it is written down once.
        """
        new = store.lacking(session, noted, _midnight(self._now()))
        if not new:
            return

        def write(ending: Session) -> None:
            now = self._now()
            store.append(ending, self.key, new, now, once_since=_midnight(now))

        session.at_the_end(write)

    def note_seen(self, database: Database, noted: Sequence[Noted]) -> None:
        """Write down once a day what somebody is about to see; nothing is written where all stands there.

        Args:
            database: where it is written, in a transaction of its own.
            noted: what they see, of whom.
        """
        if not noted:
            return
        with database.read() as reading:
            new = store.lacking(reading, noted, _midnight(self._now()))
        if new:
            with database.write() as session:
                self.note_daily(session, *new)

    def trim(self, session: Session, instant: datetime) -> int:
        """Delete the entries written before an instant; return how many."""
        return store.trim(session, self.key, instant)

    def seal(self, reading: Writing) -> Seal | None:
        """Return the end of the chain, to be kept elsewhere; None when nothing was written down."""
        head = store.head(reading)
        if head is None or not head.number:
            return None
        return Seal(head.number, head.hash[: chain.SHORT])

    def end(self, reading: Writing) -> tuple[int, str]:
        """Return the number of the last entry and its seal, for an audit that has entries.

        Raises:
            ValueError: it has none.
        """
        seal = self.seal(reading)
        if seal is None:
            raise ValueError
        return seal.number, str(seal)

    def verify(self, reading: Writing, seal: Seal | None = None) -> "Verified":
        """Go through the whole chain, in one pass and with flat memory.

        Args:
            reading: where it is, as it was at one instant: deleting old entries moves the start.
            seal: what somebody wrote down earlier, to compare with.
        """
        head = store.head(reading)
        if head is None:
            return Verified(0, _without_head(store.last_number(reading), seal))
        return _Walk(self.key, head, seal).all(reading)

    def _now(self) -> datetime:
        return self.clock.now().astimezone(UTC)


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _without_head(last: int, seal: Seal | None) -> str:
    """Return what is wrong where no row says where the audit starts and ends; "" for a new one."""
    if last:
        return "The row that says where the audit starts and ends (audit_head) is missing."
    return "The audit is empty, and the seal says that it was not." if seal else ""


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of a verification.

    Attributes:
        entries: how many were looked at.
        trouble: the first thing that does not fit, and where; "" when all does.
        is_compared: whether the entry of the seal is still there to compare with.
    """

    entries: int
    trouble: str = ""
    is_compared: bool = True

    def said(self, seal: Seal | None) -> list[str]:
        """Return what whoever runs Coach is told, with the seal of now."""
        if self.trouble:
            return [self.trouble]
        told = [f"{self.entries} entries, all in order." + (f" Seal: {seal}" if seal else "")]
        if not self.is_compared:
            told.append(
                "The entry of the seal given was deleted when its time was over, so there was nothing to"
                " compare it with. Keep a newer one."
            )
        return told


_REWRITTEN = "Entry {number} is not the one that the seal was made with: it was rewritten."


@dataclass(slots=True)
class _Walk:
    """One pass through the chain."""

    key: bytes
    head: Head
    seal: Seal | None
    seen: int = 0

    def all(self, reading: Writing) -> Verified:
        trouble = self._trouble(reading)
        is_gone = self.seal is not None and self.seal.number < self.head.first - 1
        return Verified(self.seen, trouble, is_compared=not is_gone)

    def _trouble(self, reading: Writing) -> str:
        head = self.head
        if head.seal != chain.sealed_start(self.key, head.first, head.before):
            return "The row that says where the audit starts (audit_head) was altered."
        number, before = head.first, head.before
        if self._is_another(number - 1, before):
            return _REWRITTEN.format(number=number - 1)
        for link, stored in store.links(reading, head.number):
            trouble = self._of(link, stored, number, before)
            if trouble:
                return trouble
            self.seen += 1
            number, before = number + 1, stored
        return (
            self._of_the_end(number - 1, before)
            or self._of_what_is_behind(reading)
            or self._of_aliases(reading)
        )

    def _of(self, link: Link, stored: str, number: int, before: str) -> str:
        """Return what is wrong with one entry; "" when it fits."""
        if link.number > number:
            return f"Entry {number} is missing: the next one that is there is {link.number}."
        if link.number < number:
            return f"Entry {link.number} stands before {number}, with which the audit starts."
        if chain.bound(self.key, before, link) != stored:
            return f"Entry {number} was altered, or put there by somebody else, or moved."
        return _REWRITTEN.format(number=number) if self._is_another(number, stored) else ""

    def _is_another(self, number: int, stored: str) -> bool:
        """Say whether an entry is not the one that the seal was made with."""
        seal = self.seal
        return seal is not None and seal.number == number and not stored.startswith(seal.start)

    def _of_the_end(self, last: int, hash_: str) -> str:
        if (last, hash_) != (self.head.number, self.head.hash):
            return f"The audit ends with entry {last}, and should with {self.head.number}: some are missing."
        if self.seal and self.seal.number > last:
            return f"The audit ends with entry {last}, and the seal is of {self.seal.number}: some are missing."
        return ""

    def _of_what_is_behind(self, reading: Writing) -> str:
        # The end is read once more: on a connection that sees the present, it moved with what was added.
        last, head = store.last_number(reading), store.head(reading)
        if head is None or last > head.number:
            return f"Entry {last} stands behind the audit's end: somebody else put it there."
        return ""

    def _of_aliases(self, reading: Writing) -> str:
        for alias, salt, user in store.aliases(reading):
            if chain.alias(salt, user) != alias:
                return f"The alias {alias} (audit_alias) was given to somebody else."
        return ""
