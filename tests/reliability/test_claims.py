"""Several processes at one database: nobody claims what another has, and no update is lost.

Each test has its control beside it: the same, as it is usually done, must show the fault. A test that
never sees it proves nothing.
"""

from collections import Counter

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
            session.execute(text(ROW))
        said = together(PROCESSES, claiming.count_up, url, TIMES, usual)
        well = sum(one[-1] for one in said)
        errors = sum(len(one) - 1 for one in said)
        with database.read() as connection:
            kept = connection.execute(text("SELECT attempts FROM inbox")).scalar_one()
        database.close()
        counted[usual] = (errors, well - kept)

    assert counted[False] == (0, 0)
    assert counted[True][1] > TIMES * 0.1


ROW = (
    "INSERT INTO inbox VALUES ('k', 'x', 'working', NULL, '2026-01-01 00:00:00',"
    " '2026-01-01 00:00:00', 0, 'w')"
)


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
