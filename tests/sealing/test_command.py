"""`coach keys`, as an operator uses it."""

import pytest

from bot import cli
from bot.sealing import store
from bot.sealing.vault import Vault
from tests.sealing.keys import NEW, NOTES, OLD, key_id, read_all, ring, write


@pytest.fixture(autouse=True)
def environment(monkeypatch, request):
    monkeypatch.delenv("COACH_ENCRYPTION_KEYS", raising=False)
    if "database_url" in request.fixturenames:
        monkeypatch.setenv("DATABASE_URL", request.getfixturevalue("database_url"))


def test_a_new_key_is_all_that_is_printed_and_is_taken(capsys):
    assert cli.main(["keys", "new"]) == 0
    printed = capsys.readouterr()

    assert len(ring(printed.out).ids) == 1
    assert printed.err == ""


def test_rotation_says_how_many_and_what_to_do_with_the_older_key(
    database, vault, monkeypatch, capsys
):
    NOTES.create(database.writer)
    with database.write() as session:
        for record in ("r", "s"):
            write(session, vault, record)
    monkeypatch.setenv("COACH_ENCRYPTION_KEYS", f"{NEW},{OLD}")

    assert cli.main(["keys", "rotate"]) == 0
    assert capsys.readouterr().out == (
        f"2 keys of records were wrapped anew, with {key_id(NEW)}.\n"
        f"{key_id(OLD)} may be taken out of COACH_ENCRYPTION_KEYS once no backup needs it any more.\n"
    )
    monkeypatch.setenv("COACH_ENCRYPTION_KEYS", NEW)
    assert cli.main(["keys", "rotate"]) == 0
    assert "holds no other key" in capsys.readouterr().out
    assert len(read_all(database, Vault(ring(NEW)))) == 2
    with database.read() as connection:
        assert store.ids_in_use(connection) == {key_id(NEW)}


def test_rotation_without_the_older_key_changes_nothing_and_says_which_is_missing(
    database, vault, monkeypatch, capsys
):
    NOTES.create(database.writer)
    with database.write() as session:
        write(session, vault, "r")
    monkeypatch.setenv("COACH_ENCRYPTION_KEYS", NEW)

    assert cli.main(["keys", "rotate"]) == 1
    assert f"COACH_ENCRYPTION_KEYS lacks {key_id(OLD)}" in capsys.readouterr().err
    assert len(read_all(database, vault)) == 1
