"""Rotation leaves nothing unreadable, whatever goes on meanwhile, and the old key can go."""

import threading
from contextlib import contextmanager

import pytest
from sqlalchemy import text
from typing_extensions import override

from bot.db import Database
from bot.errors import OperatorError
from bot.sealing import store
from bot.sealing.cipher import Tampered
from bot.sealing.ring import KeyMissing
from bot.sealing.vault import Vault
from tests.sealing.keys import NEW, NOTES, OLD, WORDS, key_id, read_all, ring, write


@pytest.fixture
def filled(database, vault):
    """A database with more records than one batch, all under the old key."""
    NOTES.create(database.writer)
    with database.write() as session:
        for number in range(230):
            write(session, vault, f"r{number}")
    return database


def ids(database):
    with database.read() as connection:
        return store.ids_in_use(connection)


def test_after_rotation_the_old_key_can_be_dropped(filled):
    with pytest.raises(KeyMissing):
        read_all(filled, Vault(ring(NEW)))

    assert Vault(ring(NEW, OLD)).rotate(filled) == 230
    assert ids(filled) == {key_id(NEW)}
    assert len(read_all(filled, Vault(ring(NEW)))) == 230
    assert Vault(ring(NEW, OLD)).rotate(filled) == 0


class Writer(threading.Thread):
    """Seals and opens, in new records and in those that are there, until it is told to stop."""

    def __init__(self, database, vault):
        super().__init__()
        self.database, self.vault = database, vault
        self.written = 0
        self.wrote, self.told = threading.Condition(), threading.Event()
        self.error: Exception | None = None

    @override
    def run(self):
        try:
            while not self.told.is_set():
                self.write_one(f"more{self.written}")
                with self.wrote:
                    self.written += 1
                    self.wrote.notify_all()
        except Exception as error:  # noqa: BLE001 - the test shows it
            self.error = error

    def write_one(self, part):
        record = f"r{self.written % 230}" if self.written % 2 else f"new{self.written}"
        with self.database.write() as session:
            sealed = write(session, self.vault, record, part)
        with self.database.read() as connection:
            assert self.vault.open(connection, record, part, sealed) == WORDS

    def writes_again(self):
        """Wait until it has written once more than by now."""
        with self.wrote:
            before = self.written
            assert self.wrote.wait_for(lambda: self.written > before, 20), self.error

    def stop(self):
        self.told.set()
        self.join(20)


class TakingTurns(Database):
    """Rotates from elsewhere; after its first transaction it waits until a writer had a turn."""

    def __init__(self, url, writer):
        super().__init__(url)
        self.writer_beside, self.transactions = writer, 0

    @override
    @contextmanager
    def write(self):
        with super().write() as session:
            yield session
        self.transactions += 1
        if self.transactions == 1:
            self.writer_beside.writes_again()


@pytest.mark.parametrize("keys", [(NEW, OLD), (OLD, NEW)], ids=["new_ring", "ring_of_before"])
def test_writers_go_on_during_rotation_and_nothing_becomes_unreadable(filled, database_url, keys):
    rotating = Vault(ring(NEW, OLD))
    writer = Writer(filled, Vault(ring(*keys)))
    elsewhere = TakingTurns(database_url, writer)
    writer.start()
    writer.writes_again()
    before = writer.written
    done = rotating.rotate(elsewhere)
    meanwhile = writer.written - before
    writer.stop()
    elsewhere.close()

    assert writer.error is None
    assert done >= 230
    assert meanwhile > 0
    assert elsewhere.transactions > 1, "the writer's turn was after the rotation"
    assert len(read_all(filled, rotating)) == 230 + writer.written
    if keys[0] == OLD:  # what that writer made last is under its own current key
        rotating.rotate(filled)
    assert ids(filled) == {key_id(NEW)}
    assert len(read_all(filled, Vault(ring(NEW)))) == 230 + writer.written


def test_rotation_waits_for_a_destruction_and_does_not_undo_it(filled, vault):
    rotated = []
    rotation = threading.Thread(target=lambda: rotated.append(Vault(ring(NEW, OLD)).rotate(filled)))
    with filled.write() as session:
        vault.destroy(session, "r7")
        vault.destroy(session, "r3")
        rotation.start()
        rotation.join(0.5)
        assert rotation.is_alive()
    rotation.join(20)

    assert rotated == [228]
    with filled.read() as connection:
        assert not vault.exists(connection, "r7")
        assert not vault.exists(connection, "r3")


def test_rotations_at_once_share_the_work(filled):
    done = []
    rotations = [
        threading.Thread(target=lambda: done.append(Vault(ring(NEW, OLD)).rotate(filled)))
        for _ in range(3)
    ]
    for one in rotations:
        one.start()
    for one in rotations:
        one.join(30)

    assert sum(done) == 230
    assert len(read_all(filled, Vault(ring(NEW)))) == 230


def test_a_broken_key_is_named_and_keeps_no_other_from_being_rotated(filled):
    with filled.write() as session:
        session.execute(
            text("UPDATE record_key SET wrapped = :cut WHERE record IN ('r1', 'r99')"),
            {"cut": b"\x01cut"},
        )
    with pytest.raises(Tampered, match=r"^228 keys .* in the database: r1, r99\. Restore"):
        Vault(ring(NEW, OLD)).rotate(filled)

    with filled.read() as connection:
        left = connection.execute(
            text("SELECT count(*) FROM record_key WHERE key_id = :old"), {"old": key_id(OLD)}
        )
        assert left.scalar() == 2


def test_a_ring_that_lacks_the_old_key_rotates_nothing(filled, vault):
    with pytest.raises(OperatorError, match=f"lacks {key_id(OLD)}"):
        Vault(ring(NEW)).rotate(filled)

    assert read_all(filled, vault)["r0", "1"] == WORDS
    assert ids(filled) == {key_id(OLD)}
