"""Several processes at one database: nobody claims what another has, and no update is lost.

Each test has its control beside it: the same, as it is usually done, must show the fault. A test that
never sees it proves nothing.
"""

import sqlite3
import threading
from collections import Counter
from contextlib import closing

import pytest
from sqlalchemy import text

from bot.db import Database
from tests.reliability import claiming
from tests.reliability.processes import together

PROCESSES = 4
ROWS = 600
TIMES = 100


def doubles(database, database_url, way):
    """Let four processes claim everything; return how many claims were of what another had."""
    said = together(PROCESSES, claiming.claim_all, database_url, way, 1)
    claimed = Counter(one for (found,) in said for one in found)
    assert len(claimed) == ROWS, "some were claimed by nobody"
    return claimed.total() - ROWS


@pytest.mark.parametrize(
    ("way", "control"),
    [
        (claiming.messages, claiming.messages_read_first),
        (claiming.nudges, claiming.nudges_read_first),
    ],
    ids=["messages", "nudges"],
)
def test_four_processes_never_claim_the_same_thing(database, database_url, way, control):
    claiming.fill(database, ROWS)
    ours = doubles(database, database_url, way)
    claiming.due_again(database)
    usual = doubles(database, database_url, control)

    assert ours == 0
    assert usual > (0 if database.is_sqlite else ROWS * 0.1)


def test_four_processes_with_usual_transactions_lose_updates_and_ours_lose_none(
    migrated_sqlite, tmp_path
):
    counted = {}
    for usual in (False, True):
        file = tmp_path / f"{usual}.db"
        file.write_bytes(migrated_sqlite.read_bytes())
        url = f"sqlite:///{file}"
        database = Database(url)
        with database.write() as session:
            session.execute(text(claiming.NUMBER))
        said = together(PROCESSES, claiming.count_up, url, TIMES, usual)
        well = sum(one[-1] for one in said)
        errors = sum(len(one) - 1 for one in said)
        with database.read() as connection:
            kept = connection.execute(text("SELECT attempts FROM inbox")).scalar_one()
        database.close()
        counted[usual] = (errors, well - kept)

    assert counted[False] == (0, 0)
    assert counted[True][1] > TIMES * 0.1


def test_processes_that_migrate_at_once_need_the_lock(postgres):
    failed = {True: 0, False: 0}
    for locked, rounds in ((True, 2), (False, 6)):
        for _ in range(rounds):
            with postgres.database(empty=True) as url:
                said = together(PROCESSES, claiming.migrate, url, locked)
            failed[locked] += sum(map(len, said))
            if failed[locked]:
                break

    assert failed[True] == 0
    assert failed[False] > 0, "the control has not shown what the lock is for"


def test_a_new_file_that_another_process_writes_to_is_waited_for(tmp_path):
    """SQLite itself refuses the change to a write-ahead log at once, whatever the busy timeout says."""
    file = tmp_path / "new.db"
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE theirs (x)")
        with closing(sqlite3.connect(file)) as usual, pytest.raises(sqlite3.OperationalError):
            usual.execute("PRAGMA journal_mode=WAL")
        commit = threading.Timer(0.2, other.execute, ("COMMIT",))
        commit.start()
        database = Database(f"sqlite:///{file}")
        with database.read() as connection:
            mode = connection.execute(text("PRAGMA journal_mode")).scalar()
        database.close()
        commit.join()

    assert mode == "wal"
