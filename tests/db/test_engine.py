"""One transaction a unit of work, writers that do not lose updates, locks that die with processes."""

import threading
from contextlib import closing

import pytest
from psycopg.errors import AdminShutdown
from sqlalchemy import event, text

from bot.db import Database
from bot.db.engine import ConnectionEnded
from bot.db.lock import held
from bot.errors import OperatorError
from tests.reliability import claiming
from tests.reliability.processes import all_said, start, together

_ROW = (
    "INSERT INTO inbox VALUES ('k', 'x', 'working', NULL, '2026-01-01 00:00:00',"
    " '2026-01-01 00:00:00', 0, 'w')"
)


def test_four_processes_that_read_and_write_lose_no_update(database, database_url):
    with database.write() as session:
        session.execute(text(_ROW))
    said = together(4, claiming.add_ones, database_url, 40)

    assert said == [["done"]] * 4
    with database.read() as connection:
        assert connection.execute(text("SELECT attempts FROM inbox")).scalar() == 160


def test_an_error_in_the_middle_leaves_nothing_behind(database):
    def half_done():
        with database.write() as session:
            session.execute(text(_ROW))
            raise LookupError

    with pytest.raises(LookupError):
        half_done()
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM inbox")).scalar() == 0


def test_sqlite_keeps_what_was_committed_through_a_power_cut(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/coach.db")
    with closing(database.writer.raw_connection()) as connection:  # as it is opened
        pragma = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }

    assert pragma == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }
    database.close()


@pytest.mark.parametrize("url", ["", "coach.db", "mysql://u@h/db", "sqlite://", "postgresql://h"])
def test_an_address_that_is_no_database_is_refused_with_an_example(url):
    with pytest.raises(OperatorError, match=r"sqlite:///coach\.db or postgresql://"):
        Database(url)


def test_a_folder_that_does_not_exist_is_told_plainly(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/nowhere/coach.db")

    with pytest.raises(OperatorError, match="cannot be opened"), database.write() as session:
        session.execute(text("SELECT 1"))


def test_a_named_lock_is_held_by_one_at_a_time(database):
    with held(database, "x", wait=False) as first, held(database, "x", wait=False) as second:
        assert (first, second) == (True, False)
    with held(database, "x", wait=False) as again:
        assert again


def test_locks_of_two_names_do_not_meet(database):
    with held(database, "x", wait=False) as one, held(database, "y", wait=False) as other:
        assert one
        assert other


def test_a_lock_that_is_waited_for_comes_when_it_is_free(database):
    order = []

    def second():
        with held(database, "x", wait=True):
            order.append("second")

    with held(database, "x", wait=True):
        waiter = threading.Thread(target=second)
        waiter.start()
        waiter.join(0.3)
        order.append("first")
    waiter.join(10)

    assert order == ["first", "second"]


def test_the_lock_of_a_killed_process_is_free_at_once(database, database_url):
    holder, hears = start(claiming.hold, database_url, "x")
    assert hears.recv() == "held"
    with held(database, "x", wait=False) as while_it_lives:
        assert not while_it_lives
    holder.kill()
    all_said(holder, hears)

    with held(database, "x", wait=True) as after:
        assert after


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_first_connection_that_the_server_ends_while_it_is_made_counts_as_ended(database):
    @event.listens_for(database.writer, "do_connect")
    def ended(*_):
        raise AdminShutdown("terminating connection due to administrator command")

    with pytest.raises(ConnectionEnded), database.read():
        pass
