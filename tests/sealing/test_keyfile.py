"""There is always a key before anything is written, and it is never made twice or left open."""

import os

import pytest
from pydantic import SecretStr

from bot.errors import OperatorError
from bot.sealing.keyfile import key_file, load_ring
from bot.sealing.ring import KeyMissing
from bot.sealing.vault import Vault
from tests.clock import T0
from tests.reliability import claiming
from tests.reliability.processes import together
from tests.sealing.keys import NEW, OLD, WORDS, key_id, ring

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def seal_something(database, with_ring):
    with database.write() as session:
        return Vault(with_ring).seal(session, "r", "1", WORDS, T0)


@pytest.fixture
def path(database):
    return key_file(database.file)


def test_the_environment_decides_on_either_engine(database):
    loaded = load_ring(SecretStr(f"{NEW},{OLD}"), database)

    assert loaded.ids == (key_id(NEW), key_id(OLD))
    if database.file is not None:
        assert not key_file(database.file).exists()


def test_a_database_that_needs_another_key_stops_the_start(database):
    seal_something(database, ring(OLD))

    with pytest.raises(KeyMissing, match=f"COACH_ENCRYPTION_KEYS lacks {key_id(OLD)}"):
        load_ring(SecretStr(NEW), database)
    assert load_ring(SecretStr(f"{NEW},{OLD}"), database).current == key_id(NEW)


def test_an_empty_variable_is_a_mistake_and_not_a_missing_one(database):
    with pytest.raises(OperatorError, match="The 1st key in COACH_ENCRYPTION_KEYS is empty"):
        load_ring(SecretStr(""), database)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_without_the_variable_is_told_how_to_make_a_key(database):
    with pytest.raises(OperatorError, match=r"COACH_ENCRYPTION_KEYS is not set.*coach keys new"):
        load_ring(None, database)


@on_sqlite
def test_the_first_start_makes_a_file_for_its_owner_alone_and_says_so_once(database, path, logged):
    made = load_ring(None, database)
    sealed = seal_something(database, made)
    again = load_ring(None, database)

    assert path.name == "coach.db.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.glob("*.new")] == []
    assert logged.getvalue().count("event=key_file_made") == 1
    assert "back it up apart from the database, or set COACH_ENCRYPTION_KEYS" in logged.getvalue()
    assert path.read_text().strip() not in logged.getvalue()
    with database.read() as connection:
        assert Vault(again).open(connection, "r", "1", sealed) == WORDS


@on_sqlite
def test_what_was_in_the_file_may_move_into_the_environment(database, path):
    made = load_ring(None, database)
    seal_something(database, made)
    with pytest.raises(KeyMissing, match=r"and a comma\. It may be the one in coach\.db\.key\.$"):
        load_ring(SecretStr(NEW), database)
    text = path.read_text()
    path.unlink()

    assert load_ring(SecretStr(f"{NEW},{text}"), database).ids == (key_id(NEW), made.current)


@on_sqlite
def test_a_missing_file_is_never_replaced_once_the_database_has_records(database, path):
    seal_something(database, load_ring(None, database))
    path.unlink()

    with pytest.raises(OperatorError, match=r"coach\.db\.key is missing.*cannot be read") as raised:
        load_ring(None, database)
    assert "Restore it from its backup" in str(raised.value)
    assert not path.exists()


@on_sqlite
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644])
def test_a_file_that_others_may_open_is_refused_with_how_to_close_it(database, path, mode):
    load_ring(None, database)
    path.chmod(mode)

    with pytest.raises(OperatorError, match=r"open to other users.*chmod 600 coach\.db\.key"):
        load_ring(None, database)


@on_sqlite
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The 1st key in coach.db.key is empty. Restore it from its backup"),
        (b"\xff\x00\xfe", "The 1st key in coach.db.key is not base64. Restore it from its backup"),
        (OLD[:20].encode(), "The 1st key in coach.db.key has 15 bytes instead of 32. Restore it"),
    ],
)
def test_a_broken_file_is_refused_and_left_as_it_is(database, path, content, said):
    path.write_bytes(content)
    path.chmod(0o600)

    with pytest.raises(OperatorError) as raised:
        load_ring(None, database)
    assert str(raised.value).startswith(said)
    assert path.read_bytes() == content


@on_sqlite
def test_a_file_with_another_databases_key_stops_the_start(database, path):
    seal_something(database, ring(OLD))
    path.write_text(f"{NEW}\n")
    path.chmod(0o600)

    with pytest.raises(KeyMissing, match=rf"coach\.db\.key lacks {key_id(OLD)}"):
        load_ring(None, database)


@on_sqlite
def test_a_folder_in_the_place_of_the_file_is_told_plainly(database, path):
    path.mkdir()

    with pytest.raises(OperatorError, match=r"coach\.db\.key can be neither read nor made: Is a"):
        load_ring(None, database)
    path.rmdir()


@on_sqlite
def test_a_start_that_was_killed_half_way_does_no_harm(database, path):
    path.with_name("coach.db.key.new").write_text("half")

    loaded = load_ring(None, database)

    assert ring(path.read_text()).ids == loaded.ids
    assert not path.with_name("coach.db.key.new").exists()
    path.with_name("coach.db.key.new").hardlink_to(path)
    assert load_ring(None, database).ids == loaded.ids
    assert not path.with_name("coach.db.key.new").exists()


@on_sqlite
def test_four_processes_that_start_at_once_get_one_key(database, database_url, path):
    said = [one for (one,) in together(4, claiming.get_a_key, database_url)]

    assert {key for key, _ in said} == {ring(path.read_text()).current}
    assert sum(log.count("key_file_made") for _, log in said) == 1
    assert os.stat(path).st_mode & 0o777 == 0o600  # noqa: PTH116 - whatever the umask was
