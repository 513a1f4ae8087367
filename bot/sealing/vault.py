"""Seals what people wrote, opens it, and destroys it for good.

A blob belongs to one part of one record, such as the second version of a conversation: put into
another row it does not open. `bot.sealing` says what destroying a record reaches.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.db import Connection, Database, Session
from bot.errors import SkippedError
from bot.sealing import store
from bot.sealing.cipher import Tampered, decrypt, encrypt, random_key
from bot.sealing.ring import KeyRing
from bot.sealing.store import Wrapped

_BATCH = 200


class Destroyed(SkippedError):
    """What was written there was deleted for good."""


@dataclass(frozen=True, slots=True)
class Vault:
    """Encrypts with one key a record, and keeps those keys wrapped by the key ring.

    Nothing is remembered between calls: a key that is destroyed is gone for every process at once.

    Attributes:
        ring: wraps the keys of records.
    """

    ring: KeyRing

    def seal(
        self, session: Session, record: str, part: str, content: Mapping[str, Any], now: datetime
    ) -> bytes:
        """Encrypt a part of a record; the record's first gets it its key, in this transaction.

        Args:
            session: the transaction in which the blob will be stored.
            record: an opaque id, never used again once its record was destroyed.
            part: which part of the record it is, unlike all others of that record.
            content: what can be JSON.
            now: when, in UTC.

        Raises:
            KeyMissing: the ring lacks the key that the record's key is wrapped with.
            Tampered: the record's key was changed.
            Destroyed: the record is being destroyed by another transaction.
        """
        plain = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return encrypt(self._key_for(session, record, now), plain.encode(), (record, part))

    def open(
        self, reading: Session | Connection, record: str, part: str, sealed: bytes
    ) -> dict[str, Any]:
        """Return what `seal` was given.

        Raises:
            KeyMissing: the ring lacks the key that the record's key is wrapped with.
            Tampered: the blob is that of another part or record, or it or the key was changed.
            Destroyed: the record's key was destroyed.
        """
        found = store.find(reading, [record])
        if record not in found:
            raise Destroyed
        return _opened(self._unwrapped(found[record]), record, part, sealed)

    def open_many(
        self, reading: Session | Connection, blobs: Iterable[tuple[str, str, bytes]]
    ) -> dict[tuple[str, str], dict[str, Any]]:
        """Open blobs of several records with one query.

        Args:
            reading: where the keys are.
            blobs: record, part and blob of each.

        Returns:
            The contents by record and part. What was destroyed is missing.

        Raises:
            KeyMissing: as `open`.
            Tampered: as `open`.
        """
        wanted = list(blobs)
        found = store.find(reading, {record for record, _, _ in wanted})
        keys = {record: self._unwrapped(wrapped) for record, wrapped in found.items()}
        return {
            (record, part): _opened(keys[record], record, part, sealed)
            for record, part, sealed in wanted
            if record in keys
        }

    def key(self, session: Session, record: str, now: datetime) -> bytes:
        """Return the key of a record itself, for hashes in place of encryption; made when need be.

        Raises:
            KeyMissing: the ring lacks the key that it is wrapped with.
            Tampered: it was changed.
        """
        return self._bytes(self._found_or_made(session, record, now))

    def exists(self, reading: Session | Connection, record: str) -> bool:
        """Return whether a record has a key: something was sealed in it, and not destroyed."""
        return store.exists(reading, record)

    def destroy(self, session: Session, record: str) -> bool:
        """Delete a record's key, and with it the record for good; return whether it had one.

        Once committed, `store.empty_log` takes it out of SQLite's log too.
        """
        return store.destroy(session, record)

    def rotate(self, database: Database) -> int:
        """Wrap with the current key what is wrapped with an older one; return how many keys.

        Safe while others seal, open and destroy. A process that still runs with the older ring
        goes on wrapping with its older key, so give all of them the new ring first.

        Raises:
            KeyMissing: the ring lacks a key; batches before it are done.
            Tampered: some keys were changed; all others are done.
        """
        done, broken = 0, set[str]()
        # Together where that is quick; then one by one those that others had locked meanwhile.
        for most, wait in ((_BATCH, False), (1, True)):
            after: str | None = ""
            while after is not None:
                with database.write() as session:
                    older = store.lock_older(
                        session, current=self.ring.current, after=after, most=most, wait=wait
                    )
                    fresh = [one for key in older if (one := self._rewrapped(key, broken))]
                    store.rewrap(session, fresh)
                done += len(fresh)
                after = older[-1].record if older else None
        if broken:
            raise Tampered(
                f"{done} keys were wrapped anew. These records' keys were changed in the database: "
                f"{', '.join(sorted(broken))}. Restore their rows in record_key from a backup."
            )
        return done

    def _key_for(self, session: Session, record: str, now: datetime) -> AESGCM:
        return self._unwrapped(self._found_or_made(session, record, now))

    def _found_or_made(self, session: Session, record: str, now: datetime) -> Wrapped:
        found = store.find(session, [record])
        if record not in found:
            made = Wrapped(record, *self.ring.wrap(random_key(), record))
            if store.add(session, made, now):
                return made
            found = store.find(session, [record])  # another transaction was first
        if record not in found:
            raise Destroyed
        return found[record]

    def _unwrapped(self, key: Wrapped) -> AESGCM:
        return AESGCM(self._bytes(key))

    def _bytes(self, key: Wrapped) -> bytes:
        return self.ring.unwrap(key.key_id, key.wrapped, key.record)

    def _rewrapped(self, key: Wrapped, broken: set[str]) -> Wrapped | None:
        try:
            data_key = self.ring.unwrap(key.key_id, key.wrapped, key.record)
        except Tampered:
            broken.add(key.record)
            return None
        return Wrapped(key.record, *self.ring.wrap(data_key, key.record))


def _opened(key: AESGCM, record: str, part: str, sealed: bytes) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(decrypt(key, sealed, (record, part)))
    except Tampered:
        raise Tampered(
            f"What is stored as {part} of the record {record} does not belong there, or was "
            "changed. Restore that row from a backup."
        ) from None
    return content
