"""Writes the audit, and finds what was done to it behind Coach's back.

What `verify` finds: an entry that was changed, removed, put in between or put elsewhere; an alias
that was given to somebody else; a start that was moved. It cannot find by itself that the newest
entries were cut off together with the row that says where the chain ends, nor what somebody rewrote
who has the key ring too. The seal can: the number and hash of the last entry, which the stewards are
told and keep elsewhere. `coach audit verify --seal 1200:9f86d081884c7d65` compares.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from typing_extensions import override

from bot.audit import chain, store
from bot.audit.chain import Link
from bot.audit.noted import Noted
from bot.audit.store import Head, Writing
from bot.clock import Clock
from bot.db import Database, Session
from bot.sealing.vault import Vault

KEY = "audit"
"""The record whose key binds the chain."""


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
        number, _, start = text.strip().partition(":")
        if not number.isdigit() or len(start) < chain.SHORT:
            raise ValueError(text)
        return cls(int(number), start.lower())

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
        store.before_commit(session, noted, self._append)

    def note_at_once(self, writing: Writing, *noted: Noted) -> None:
        """Write something down as the last thing that a transaction does."""
        self._append(writing, noted)

    def trim(self, session: Session, instant: datetime) -> int:
        """Delete the entries written before an instant; return how many."""
        return store.trim(session, self.key, instant)

    def seal(self, reading: Writing) -> Seal | None:
        """Return the end of the chain, to be kept elsewhere; None when nothing was written down."""
        head = store.head(reading)
        if head is None or not head.number:
            return None
        return Seal(head.number, head.hash[: chain.SHORT])

    def verify(self, reading: Writing, seal: Seal | None = None) -> "Verified":
        """Go through the whole chain, in one pass and with flat memory.

        Args:
            reading: where it is.
            seal: what somebody wrote down earlier, to compare with.
        """
        head = store.head(reading)
        if head is None:
            return Verified(0, _without_head(store.last_number(reading), seal))
        return _Walk(self.key, head, seal).all(reading)

    def _append(self, writing: Writing, noted: Iterable[Noted]) -> None:
        store.append(writing, self.key, noted, self.clock.now().astimezone(UTC))


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
    """

    entries: int
    trouble: str = ""


@dataclass(slots=True)
class _Walk:
    """One pass through the chain."""

    key: bytes
    head: Head
    seal: Seal | None
    seen: int = 0

    def all(self, reading: Writing) -> Verified:
        return Verified(trouble=self._trouble(reading), entries=self.seen)

    def _trouble(self, reading: Writing) -> str:
        head = self.head
        if head.seal != chain.sealed_start(self.key, head.first, head.before):
            return "The row that says where the audit starts (audit_head) was altered."
        number, before = head.first, head.before
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
        if self.seal and self.seal.number == number and not stored.startswith(self.seal.start):
            return f"Entry {number} is not the one that the seal was made with: it was rewritten."
        return ""

    def _of_the_end(self, last: int, hash_: str) -> str:
        if (last, hash_) != (self.head.number, self.head.hash):
            return f"The audit ends with entry {last}, and should with {self.head.number}: some are missing."
        if self.seal and self.seal.number > last:
            return f"The audit ends with entry {last}, and the seal is of {self.seal.number}: some are missing."
        return ""

    def _of_what_is_behind(self, reading: Writing) -> str:
        # The end is read after the entries: who is adding one meanwhile moves it along with it.
        last, head = store.last_number(reading), store.head(reading)
        if head is None or last > head.number:
            return f"Entry {last} stands behind the audit's end: somebody else put it there."
        return ""

    def _of_aliases(self, reading: Writing) -> str:
        for alias, salt, user in store.aliases(reading):
            if chain.alias(salt, user) != alias:
                return f"The alias {alias} (audit_alias) was given to somebody else."
        return ""
