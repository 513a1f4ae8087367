"""What was sealed opens in its own place, unchanged, or not at all."""

import base64
import json
import threading

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st
from sqlalchemy import event, text, update

from bot.errors import OperatorError, SkippedError
from bot.sealing import store
from bot.sealing.cipher import Tampered
from bot.sealing.ring import KeyMissing
from bot.sealing.tables import RecordKeyRow
from bot.sealing.vault import Destroyed, Vault
from tests.clock import T0
from tests.sealing.keys import NEW, NOTES, OLD, WORDS, key_id, read_all, ring, write

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(content=st.dictionaries(st.text(), JSON), part=st.text())
@example(content={"note": "👩🏽‍💻 שלום مرحبا \u202e \x00 \ud800"}, part="1")
@example(content={}, part="")
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_people_write_comes_back_as_it_was(database, vault, content, part):
    with database.write() as session:
        sealed = vault.seal(session, "r", part, content, T0)
        assert vault.open(session, "r", part, sealed) == content


def test_a_record_has_one_key_and_the_same_words_never_look_the_same(database, vault):
    with database.write() as session:
        first = vault.seal(session, "r", "1", WORDS, T0)
        again = vault.seal(session, "r", "1", WORDS, T0)

        assert first != again
        assert len(store.find(session, ["r", "s"])) == 1
        assert vault.exists(session, "r")
        assert not vault.exists(session, "s")


def test_blobs_that_changed_places_do_not_open(database, vault):
    with database.write() as session:
        sealed = {
            (record, part): vault.seal(session, record, part, {"of": record + part}, T0)
            for record in ("r", "s")
            for part in ("1", "2")
        }
    with database.read() as connection:
        for place, mine in sealed.items():
            for origin, other in sealed.items():
                if place == origin:
                    assert vault.open(connection, *place, mine) == {"of": "".join(place)}
                    continue
                with pytest.raises(Tampered, match=f"as {place[1]} of the record {place[0]} does"):
                    vault.open(connection, *place, other)


def test_a_key_that_changed_places_does_not_open_either(database, vault):
    with database.write() as session:
        sealed = vault.seal(session, "r", "1", WORDS, T0)
        vault.seal(session, "s", "1", WORDS, T0)
        stolen = store.find(session, ["r"])["r"].wrapped
        session.execute(
            update(RecordKeyRow).where(RecordKeyRow.record == "s").values(wrapped=stolen)  # type: ignore[arg-type]
        )
    with database.read() as connection, pytest.raises(Tampered, match="key of the record s"):
        vault.open(connection, "s", "1", sealed)


def test_one_bit_changed_anywhere_or_an_end_cut_off_is_noticed(database, vault):
    with database.write() as session:
        sealed = vault.seal(session, "r", "1", {"a": "b"}, T0)
        changed = [
            sealed[:at] + bytes([sealed[at] ^ 1 << bit]) + sealed[at + 1 :]
            for at in range(len(sealed))
            for bit in range(8)
        ]
        cut = [sealed[:length] for length in range(len(sealed))]

        for other in (*changed, *cut, sealed + b"\x00"):
            with pytest.raises(Tampered, match="Restore that row from a backup"):
                vault.open(session, "r", "1", other)
        assert vault.open(session, "r", "1", sealed) == {"a": "b"}


def test_a_ring_without_the_key_says_which_key_to_put_back_where(database, vault):
    other = Vault(ring(NEW))
    with database.write() as session:
        sealed = vault.seal(session, "r", "1", WORDS, T0)
        said = f"COACH_ENCRYPTION_KEYS lacks {key_id(OLD)}: .* Put it back, behind the current key"

        with pytest.raises(KeyMissing, match=said):
            other.open(session, "r", "1", sealed)
        with pytest.raises(KeyMissing, match=said):
            other.open_many(session, [("r", "1", sealed)])
        with pytest.raises(KeyMissing, match=said):
            other.seal(session, "r", "2", WORDS, T0)
        assert issubclass(KeyMissing, OperatorError)


def test_a_destroyed_record_is_told_apart_from_an_empty_one(database, vault):
    with database.write() as session:
        sealed = {one: vault.seal(session, one, "1", {}, T0) for one in ("r", "s")}
    with database.write() as session:
        assert vault.destroy(session, "r")
        assert not vault.destroy(session, "r")
    with database.read() as connection:
        with pytest.raises(Destroyed, match="deleted for good") as raised:
            vault.open(connection, "r", "1", sealed["r"])
        assert isinstance(raised.value, SkippedError)
        assert not vault.exists(connection, "r")
        assert vault.open(connection, "s", "1", sealed["s"]) == {}


def test_an_error_in_the_middle_keeps_the_key_and_makes_none(database, vault):
    with database.write() as session:
        sealed = vault.seal(session, "r", "1", WORDS, T0)

    def half_done():
        with database.write() as session:
            vault.destroy(session, "r")
            vault.seal(session, "s", "1", WORDS, T0)
            raise LookupError

    with pytest.raises(LookupError):
        half_done()
    with database.read() as connection:
        assert vault.open(connection, "r", "1", sealed) == WORDS
        assert not vault.exists(connection, "s")


def test_two_who_write_first_at_once_end_up_with_one_key(database, vault):
    NOTES.create(database.writer)
    begun = threading.Event()

    def second():
        begun.set()
        with database.write() as session:
            write(session, vault, "r", "2")

    with database.write() as session:
        write(session, vault, "r", "1")
        other = threading.Thread(target=second)
        other.start()
        begun.wait(10)
        other.join(0.3)
        assert other.is_alive()  # it waits for this transaction
    other.join(10)

    assert read_all(database, vault) == {("r", "1"): WORDS, ("r", "2"): WORDS}


def test_whoever_waited_for_a_key_that_was_never_kept_makes_another(database, vault):
    NOTES.create(database.writer)

    def second():
        with database.write() as session:
            write(session, vault, "r", "2")

    other = threading.Thread(target=second)

    def give_up():
        with database.write() as session:
            write(session, vault, "r", "1")
            other.start()
            other.join(0.3)
            raise LookupError

    with pytest.raises(LookupError):
        give_up()
    other.join(10)

    assert read_all(database, vault) == {("r", "2"): WORDS}


def test_many_are_opened_with_one_query_and_the_destroyed_are_missing(database, vault):
    with database.write() as session:
        blobs = [
            (record, part, vault.seal(session, record, part, {"of": record + part}, T0))
            for record in ("r", "s", "t")
            for part in ("1", "2")
        ]
        vault.destroy(session, "s")
    with database.read() as connection:
        connection.begin()
        statements = []
        event.listen(connection, "before_cursor_execute", lambda *said: statements.append(said[2]))
        opened = vault.open_many(connection, blobs)

        assert opened == {(record, part): {"of": record + part} for record in "rt" for part in "12"}
        assert len(statements) == 1
        with pytest.raises(Tampered, match="as 1 of the record r does"):
            vault.open_many(connection, [("r", "1", blobs[1][2])])


def test_the_words_stand_nowhere_in_the_database(database, vault):
    NOTES.create(database.writer)
    secret = "Reviews wait for the canary"
    with database.write() as session:
        write(session, vault, "r", "1", {"note": secret, "ключ": "канарейка"})
    looked_for = [secret.encode(), "канарейка".encode(), json.dumps("канарейка").encode()[1:-1]]

    if database.file is not None:
        files = list(database.file.parent.glob(f"{database.file.name}*"))
        found = b"".join(file.read_bytes() for file in files)
        assert {file.suffix for file in files} >= {".db", ".db-wal"}
    else:
        with database.read() as connection:
            rows = [*connection.execute(text("SELECT * FROM note")),
                    *connection.execute(text("SELECT * FROM record_key"))]  # fmt: skip
        found = b"".join(
            one if isinstance(one, bytes) else str(one).encode() for row in rows for one in row
        )
    assert read_all(database, vault)["r", "1"]["note"] == secret
    assert b"record_key" in found or key_id(OLD).encode() in found
    assert not [one for one in looked_for if one in found]


def test_no_key_shows_where_things_are_printed_or_logged(database, vault, logged):
    said = []
    with database.write() as session:
        sealed = vault.seal(session, "r", "1", WORDS, T0)
        wrapped = store.find(session, ["r"])["r"]
        data_key = vault.ring.unwrap(wrapped.key_id, wrapped.wrapped, "r")
        for use in (
            lambda: vault.open(session, "r", "2", sealed),
            lambda: Vault(ring(NEW)).open(session, "r", "1", sealed),
            lambda: vault.open(session, "s", "1", sealed),
        ):
            with pytest.raises((OperatorError, SkippedError)) as raised:
                use()
            said += [str(raised.value), repr(raised.value)]
    shown = " ".join([repr(vault), str(vault), repr(wrapped), *said, logged.getvalue()])

    assert key_id(OLD) in shown
    for secret in (base64.b64decode(OLD), base64.b64decode(NEW), data_key, wrapped.wrapped):
        for form in (secret.hex(), repr(secret)[2:-1], base64.b64encode(secret).decode()):
            assert form not in shown


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_destroyed_key_is_in_no_file_of_sqlite_once_the_log_is_emptied(database, vault):
    def found(wrapped):
        files = database.file.parent.glob(f"{database.file.name}*")
        return [file.name for file in files if wrapped in file.read_bytes()]

    with database.write() as session:
        vault.seal(session, "r", "1", WORDS, T0)
        wrapped = store.find(session, ["r"])["r"].wrapped
    with database.write() as session:
        vault.destroy(session, "r")
    assert found(wrapped) == ["coach.db-wal"]

    assert store.empty_log(database)
    assert found(wrapped) == []


def test_emptying_the_log_is_said_to_have_failed_while_somebody_reads(database, vault):
    with database.write() as session:
        vault.seal(session, "r", "1", WORDS, T0)
    if database.is_sqlite:
        with database.writer.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=50")
    with database.read() as connection:
        vault.exists(connection, "r")

        assert store.empty_log(database) is not database.is_sqlite
    assert store.empty_log(database)
