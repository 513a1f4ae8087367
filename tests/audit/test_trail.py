"""The audit is a chain: what was done is in it or was not done, and nobody alters it unseen."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.audit import store
from bot.audit.noted import GONE, Act, Noted
from bot.audit.trail import Seal, Trail
from bot.db import Database
from bot.sealing.ring import KeyRing, new_key
from bot.sealing.vault import Vault
from tests.clock import FrozenClock
from tests.workspace import ALICE, MARTA, NOAM

SHOWN = Noted(Act.PAGE_SHOWN, by=MARTA, about=ALICE, team="payments")
OTHER = Noted(Act.TEAM_PAGE_SHOWN, by=NOAM, team="platform", details={"weeks": 6})
COPIED = (
    "INSERT INTO audit_entry SELECT {number}, at, act, by, about, team_id, details, hash"
    " FROM audit_entry WHERE number = 10"
)


@pytest.fixture
def trail(database: Database, clock: FrozenClock) -> Trail:
    return Trail.open(database, Vault(KeyRing.parse(new_key())), clock)


def note(database: Database, trail: Trail, *noted: Noted) -> None:
    with database.write() as session:
        for one in noted:
            trail.note(session, one)


def verified(database: Database, trail: Trail, seal: Seal | None = None) -> tuple[int, str]:
    with database.read() as reading:
        found = trail.verify(reading, seal)
    return found.entries, found.trouble


def does(database: Database, statement: str, **values: object) -> None:
    with database.write() as session:
        session.execute(text(statement), values)


def test_entries_tell_who_did_what_to_whom_and_each_finds_their_own(database, trail, clock):
    note(database, trail, SHOWN, OTHER)
    clock.forward(hours=1)
    note(database, trail, SHOWN)

    with database.read() as reading:
        everything = store.newest(reading, 10)
        of_alice, of_noam = (store.newest(reading, 10, of=one) for one in (ALICE, NOAM))

    assert [one.number for one in everything] == [3, 2, 1]
    assert (everything[0].by, everything[0].about, everything[0].team) == (MARTA, ALICE, "payments")
    assert everything[0].at == clock.now()
    assert everything[1].details == {"weeks": 6}
    assert [one.number for one in of_alice] == [3, 1]
    assert [(one.number, one.about) for one in of_noam] == [(2, "")]
    assert verified(database, trail) == (3, "")


def test_what_is_rolled_back_was_not_done_and_stands_nowhere(database, trail):
    note(database, trail, SHOWN)

    def breaks() -> None:
        with database.write() as session:
            trail.note(session, OTHER)
            session.execute(text("INSERT INTO nowhere VALUES (1)"))

    with pytest.raises(DBAPIError):
        breaks()
    note(database, trail, OTHER)

    assert verified(database, trail) == (2, "")


def test_four_writers_at_once_make_one_chain_without_a_gap(database, trail):
    def write() -> None:
        for _ in range(10):
            note(database, trail, SHOWN, OTHER)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert verified(database, trail) == (80, "")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit_entry SET act = 'erased' WHERE number = 5", "Entry 5 was altered"),
        ("UPDATE audit_entry SET team_id = 'other' WHERE number = 5", "Entry 5 was altered"),
        ("UPDATE audit_entry SET team_id = NULL WHERE number = 5", "Entry 5 was altered"),
        ("UPDATE audit_entry SET details = '{\"weeks\": 7}' WHERE number = 6", "Entry 6 was altered"),
        ("UPDATE audit_entry SET by = about, about = by WHERE number = 5", "Entry 5 was altered"),
        ("UPDATE audit_entry SET about = NULL WHERE number = 5", "Entry 5 was altered"),
        ("UPDATE audit_entry SET at = :later WHERE number = 5", "Entry 5 was altered"),
        ("DELETE FROM audit_entry WHERE number = 5", "Entry 5 is missing: the next one"),
        ("DELETE FROM audit_entry WHERE number = 1", "Entry 1 is missing: the next one"),
        ("DELETE FROM audit_entry WHERE number = 10", "ends with entry 9, and should with 10"),
        ("UPDATE audit_entry SET number = 11 WHERE number = 5", "Entry 5 is missing"),
        (COPIED.format(number=11), "Entry 11 stands behind the audit's end"),
        (COPIED.format(number=0), "Entry 0 stands before 1"),
        (COPIED.format(number=-7), "Entry -7 stands before 1"),
        ("UPDATE audit_head SET first = 6, before = hash", "where the audit starts"),
        ("DELETE FROM audit_head", "where the audit starts and ends (audit_head) is missing"),
        ("UPDATE audit_alias SET \"user\" = 'U0ERIK0001' WHERE \"user\" = :marta", "given to somebody else"),
    ],
)  # fmt: skip
def test_any_single_change_behind_its_back_is_found_and_placed(database, trail, statement, said):
    for _ in range(5):
        note(database, trail, SHOWN, OTHER)
    assert verified(database, trail) == (10, "")
    values = {"later": datetime(2026, 11, 20, tzinfo=UTC), "marta": MARTA}

    does(database, statement, **{name: values[name] for name in values if f":{name}" in statement})

    assert said in verified(database, trail)[1]


def test_two_entries_that_changed_places_are_found_at_the_first_of_them(database, trail):
    for _ in range(3):
        note(database, trail, SHOWN, OTHER)
    for before, after in ((2, 20), (5, 2), (20, 5)):
        does(database, "UPDATE audit_entry SET number = :b WHERE number = :a", a=before, b=after)

    assert "Entry 2 was altered" in verified(database, trail)[1]


def test_only_the_seal_finds_an_end_that_was_cut_off_with_its_head(database, trail):
    note(database, trail, SHOWN, OTHER)
    with database.read() as reading:
        early = store.head(reading)
    note(database, trail, SHOWN)
    with database.read() as reading:
        seal = trail.seal(reading)
    assert seal is not None
    assert early is not None
    assert Seal.parse(f" {seal} ") == seal
    assert verified(database, trail, seal) == (3, "")

    does(database, "DELETE FROM audit_entry WHERE number = 3")
    does(database, "UPDATE audit_head SET number = 2, hash = :hash", hash=early.hash)

    assert verified(database, trail) == (2, ""), "the cut leaves a chain that holds"
    assert "the seal is of 3" in verified(database, trail, seal)[1]
    note(database, trail, OTHER)
    assert "Entry 3 is not the one" in verified(database, trail, seal)[1]


def test_another_key_cannot_make_an_entry_that_fits(database, trail, clock):
    note(database, trail, SHOWN)
    stranger = Trail(b"another key", clock)
    note(database, stranger, OTHER)

    assert "Entry 2 was altered" in verified(database, trail)[1]


def test_erasing_somebody_leaves_a_chain_that_holds_and_is_nobodys(database, trail):
    note(database, trail, SHOWN, OTHER)

    with database.write() as session:
        assert store.forget_person(session, ALICE)
        assert not store.forget_person(session, ALICE)

    with database.read() as reading:
        (_, first) = store.newest(reading, 10)
        assert store.newest(reading, 10, of=ALICE) == []
    assert (first.by, first.about) == (MARTA, GONE)
    note(database, trail, SHOWN)
    assert verified(database, trail) == (3, "")


def test_old_entries_go_from_the_start_and_the_rest_still_holds(database, trail, clock):
    note(database, trail, OTHER, OTHER)
    clock.forward(days=30)
    note(database, trail, SHOWN, SHOWN)
    with database.write() as session:
        assert trail.trim(session, clock.now() - timedelta(days=1)) == 2
        assert trail.trim(session, clock.now() - timedelta(days=1)) == 0

    assert verified(database, trail) == (2, "")
    with database.read() as reading:
        assert NOAM not in {user for _, _, user in store.aliases(reading)}
    clock.forward(days=30)
    with database.write() as session:
        assert trail.trim(session, clock.now()) == 1, "the next one is bound to the last"
    note(database, trail, OTHER)
    assert verified(database, trail) == (2, "")


def test_an_audit_without_entries_holds_unless_a_seal_says_that_it_had_some(database, trail):
    assert verified(database, trail) == (0, "")
    assert "the seal says" in verified(database, trail, Seal(4, "0" * 16))[1]
    with database.read() as reading:
        assert trail.seal(reading) is None
    for wrong in (
        "", "12", "x:0123456789abcdef", "12:0123", "0:0123456789abcdef", "12:0123456789abcdeg", "²:0123456789abcdef",
    ):  # fmt: skip
        with pytest.raises(ValueError):
            Seal.parse(wrong)
