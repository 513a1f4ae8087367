"""The net that catches traces of people is whole: what is planted, it finds, and says where."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.collection import store
from bot.db import Database
from bot.delivery.inbox import Inbox
from tests import canaries
from tests.aws_company import CANARIES, Q_IDS
from tests.contracts.worlds.q_developer import ADA
from tests.workspace import ALICE, MARTA

ROOT = Path(__file__).parents[1]
PLANTED = [Q_IDS[3], "alice.ng@example.com", "alice-ng", ADA, "ada.lovelace", "Ada Lovelace"]


def plant(database, clock, said):
    """Put something into a column that is about nobody."""
    with database.write() as session:
        store.failed(
            session, team="payments", source="x", now=clock.now(), outcome="failed", said=said
        )


def clear(database):
    """Take it all out again, or the net would find it after the test."""
    with database.write() as session:
        session.execute(text("DELETE FROM source_cursor"))
        session.execute(text("DELETE FROM inbox"))


def test_the_names_looked_for_are_those_of_all_made_up_people():
    assert set(CANARIES) <= set(canaries.FROM_SOURCES)
    assert set(PLANTED) <= set(canaries.FROM_SOURCES)
    assert {"Marta", "Noam", "Alice", "Basim"} <= set(canaries.FIRST_NAMES)
    assert "Steward" not in canaries.FIRST_NAMES
    assert all(len(canary) >= 4 for canary in (*canaries.FROM_SOURCES, *canaries.FIRST_NAMES))


@pytest.mark.parametrize("trace", [*PLANTED, MARTA, "U0MEMBER03", "Basim", "marta", "[person]"])
def test_a_trace_in_a_line_of_the_log_is_found_with_its_line(trace):
    lines = f"level=info event=begun number=3\nlevel=error reason='no {trace} there'\n"
    found = canaries.in_text(lines)

    assert found
    assert all("level=error" in one for one in found)


def test_a_line_of_the_log_that_names_nobody_is_let_pass():
    lines = "level=info event=pages_taken_over number=3 key=4d7d41d07f8e7431306d9a87985e252bf44a\n"
    assert canaries.in_text(lines * 3 + "martial alicea UNDER WHATEVER reference=U0B-MRT") == []


@pytest.mark.parametrize("trace", [PLANTED[0], PLANTED[1], "Ada Lovelace", MARTA, "Alice"])
def test_a_trace_in_a_column_that_is_about_nobody_is_found(database, database_url, clock, trace):
    assert canaries.in_database(database_url) == []
    plant(database, clock, f"refused for {trace}")
    found = canaries.in_database(database_url)
    clear(database)

    assert f"{trace!r} in source_cursor.said" in found


def test_a_column_about_a_person_may_name_one_and_nothing_that_only_a_source_knows(
    database, database_url, clock
):
    inbox = Inbox(database, clock)
    inbox.receive("prep.page", "1", {"user": MARTA, "engineer": ALICE, "topic": "Alice"})
    assert canaries.in_database(database_url) == []
    inbox.receive("prep.page", "2", {"user": MARTA, "topic": Q_IDS[0]})
    found = canaries.in_database(database_url)
    clear(database)

    assert f"{Q_IDS[0]!r} in inbox.request" in found


def test_a_trace_that_was_deleted_is_found_as_long_as_its_bytes_are_there(tmp_path):
    file = tmp_path / "kept"
    file.write_bytes(b"SQLite format 3\x00")
    (tmp_path / "kept-wal").write_bytes(b"\x00\x01" + ADA.encode() + b"\x00")

    assert canaries.in_files(file) == [f"{ADA!r} in kept-wal"]


def test_the_bytes_of_a_closed_database_hold_nothing_that_was_deleted(
    clock, tmp_path, migrated_sqlite
):
    file = tmp_path / "once.db"
    shutil.copy(migrated_sqlite, file)
    database = Database(f"sqlite:///{file}")
    plant(database, clock, ADA)
    while_it_is_there = canaries.in_files(file)
    clear(database)
    database.close()

    assert while_it_is_there
    assert canaries.in_files(file) == []


LEAKS = f"""\
from bot import log


def test_something_that_goes_well_and_leaks_a_little(tmp_path):
    log.get("x").info("collected", who={Q_IDS[0]!r})
"""


def test_a_test_that_leaves_a_trace_fails_though_all_that_it_asserts_holds(tmp_path):
    (tmp_path / "test_leaks.py").write_text(LEAKS)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-p", "no:cacheprovider",
         "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "1 passed, 1 error" in done.stdout
    assert f"{Q_IDS[0]!r} in the log" in done.stdout.replace("\\'", "'")
