"""`coach audit verify`, as an operator uses it, on both engines."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot import cli
from bot.audit.noted import Act, Noted
from bot.audit.trail import Trail
from bot.sealing.ring import KeyRing, new_key
from bot.sealing.vault import Vault
from tests.workspace import ALICE, MARTA

SHOWN = Noted(Act.PAGE_SHOWN, by=MARTA, about=ALICE, team="payments")


@pytest.fixture
def trail(database, database_url, clock, monkeypatch):
    key = new_key()
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("COACH_ENCRYPTION_KEYS", key)
    return Trail.open(database, Vault(KeyRing.parse(key)), clock)


def test_the_command_says_what_holds_or_the_first_trouble_and_where(database, trail, capsys, clock):
    assert cli.main(["audit", "verify"]) == 0
    assert capsys.readouterr().out == "0 entries, all in order.\n"
    for _ in range(4):
        with database.write() as session:
            trail.note(session, SHOWN)
    with database.read() as reading:
        number, seal = trail.end(reading)
    assert number == 4

    assert cli.main(["audit", "verify", "--seal", f" {seal.upper()} "]) == 0
    assert capsys.readouterr().out == f"4 entries, all in order. Seal: {seal}\n"
    assert cli.main(["audit", "verify", "--seal", "4:0123456789abcdef"]) == 1
    assert "Entry 4 is not the one that the seal was made with" in capsys.readouterr().out

    clock.forward(days=1)
    with database.write() as session:
        trail.note(session, SHOWN)
        trail.note(session, SHOWN)
    with database.write() as session:
        assert trail.trim(session, clock.now() + timedelta(days=1)) == 5
    assert cli.main(["audit", "verify", "--seal", seal]) == 0
    assert "nothing to compare it with" in " ".join(capsys.readouterr().out.split())

    with database.write() as session:
        session.execute(text("UPDATE audit_entry SET act = 'erased'"))
    assert cli.main(["audit", "verify"]) == 1
    assert capsys.readouterr().out.startswith("Entry 6 was altered")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_seal_that_cannot_be_read_is_wrong_use_and_said_so(trail, capsys):
    for broken in ("12", "4:0123", "4:0123456789abcdeg", "0:0123456789abcdef"):
        with pytest.raises(SystemExit) as ended:
            cli.main(["audit", "verify", "--seal", broken])
        assert ended.value.code == 2
        assert "a seal reads like 1200:9f86d081884c7d65" in capsys.readouterr().err


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_deleting_old_entries_while_it_is_gone_through_is_no_trouble(database, trail, clock):
    with database.write() as session:
        for _ in range(3):
            trail.note(session, SHOWN)

    with database.read_as_it_was() as reading:
        assert trail.seal(reading) is not None
        with database.write() as session:
            trail.trim(session, clock.now() + timedelta(days=1))
        found = trail.verify(reading)

    assert (found.entries, found.trouble) == (3, "")
