"""`coach collect` is killed at random points; the database ends like one that never was."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

import pytest
from sqlalchemy import text

from bot.clock import SystemClock
from bot.db import Database
from bot.db.schema import upgrade
from tests import aws_company
from tests.collection.test_collect import rows

KILLS = 25
"""On each engine; ten times as many in `make soak`."""


@contextmanager
def runner(environment):
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.collection.killable"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **environment},  # noqa: TID251 - a process of the test's own
    )
    asks, answers = process.stdin, process.stdout
    assert asks is not None
    assert answers is not None

    def said():
        """The runner's next line; what the child prints is not a number."""
        for line in answers:
            if line.strip().lstrip("-").isdigit():
                return int(line)
        raise AssertionError(process.poll())

    def run(url, *, kill_after=None, kill_at=0):
        """Collect into a database; return how it ended, and how many points it passed."""
        asks.write(f"{url} {kill_at}\n")
        asks.flush()
        child = said()
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):  # it was quicker
                os.kill(child, signal.SIGKILL)
        return said(), said()

    try:
        yield run
    finally:
        asks.close()
        answers.close()
        process.wait(10)


def by_source(database):
    kept = rows(database)
    return {
        name: [row for row in kept if f"|source={name}|" in row]
        for name in ("reviewer", "assistant")
    }


def empty(database):
    with database.write() as session:
        for table in ("weekly_aggregate", "source_cursor"):
            session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own


def collected(run, url, chance, database, kills):
    """Collect again and again, killed by turns at any time and before any statement.

    Each run goes on with what the one before has left, and begins anew when all was there. Storing is
    quick: hardly a kill at any time falls into it.
    """
    empty(database)
    began = time.monotonic()
    status, points = run(url)
    seconds = time.monotonic() - began
    assert status == 0
    for runs in range(4 * kills):
        if all(by_source(database).values()):
            empty(database)
        if runs % 2:
            status, _ = run(url, kill_at=chance.randint(1, points))
        else:
            status, _ = run(url, kill_after=chance.uniform(0.01, seconds))
            if status == 0:
                seconds *= 0.9  # the whole run was slower, on a machine that was busier
        yield status == -signal.SIGKILL
    raise AssertionError("it is mostly quicker than its death, or never died between two sources")


@pytest.mark.journey
@pytest.mark.long
def test_kills_leave_the_same_database_as_one_clean_run(
    aws, database, database_url, tmp_path, times
):
    aws_company.fill(aws, SystemClock().now(), weeks=4)
    config = str(aws_company.write_config(tmp_path))
    clean = Database(f"sqlite:///{tmp_path}/clean.db")
    upgrade(clean)
    killed, left = 0, set()
    with runner({"COACH_CONFIG": config}) as run:
        assert run(f"sqlite:///{tmp_path}/clean.db")[0] == 0
        wanted = by_source(clean)
        assert all(wanted.values())

        for died in collected(run, database_url, random.Random(20261123), database, KILLS * times):
            killed += died
            found = by_source(database)
            for source, stored in found.items():
                assert stored in ([], wanted[source]), "a source was stored by halves"
            left.add(sum(map(bool, found.values())))
            if killed >= KILLS * times and left == {0, 1, 2}:  # before, between and after them
                break
        assert run(database_url)[0] == 0

    assert by_source(database) == wanted
    clean.close()
