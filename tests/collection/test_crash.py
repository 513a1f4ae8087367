"""`coach collect` is killed at random points, fifty of them; the database ends like one that never was."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

import pytest

from bot.clock import SystemClock
from bot.db import Database
from bot.db.schema import upgrade
from tests import aws_company
from tests.collection.test_collect import rows

KILLS = 50


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

    def run(into, kill_after=None):
        asks.write(f"{into}\n")
        asks.flush()
        child = said()
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):  # it was quicker
                os.kill(child, signal.SIGKILL)
        return said()

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


@pytest.mark.journey
@pytest.mark.long
def test_fifty_kills_leave_the_same_database_as_one_clean_run(
    aws, database, database_url, tmp_path
):
    aws_company.fill(aws, SystemClock().now(), weeks=4)
    config = str(aws_company.write_config(tmp_path))
    clean_url = f"sqlite:///{tmp_path}/clean.db"
    clean = Database(clean_url)
    upgrade(clean)
    with runner({"COACH_CONFIG": config}) as run:
        assert run(clean_url) == 0
        began = time.monotonic()
        assert run(clean_url) == 0
        seconds = time.monotonic() - began
        wanted = by_source(clean)
        assert all(wanted.values())

        chance = random.Random(20261123)
        killed = runs = 0
        while killed < KILLS:
            runs += 1
            assert runs < 4 * KILLS, "it is mostly quicker than its death"
            if run(database_url, kill_after=chance.uniform(0.01, seconds)) == -signal.SIGKILL:
                killed += 1
            else:
                seconds *= 0.9  # the clean run was slower, on a machine that was busier
            for source, found in by_source(database).items():
                assert found in ([], wanted[source]), "a source was stored by halves"
        assert run(database_url) == 0

    assert by_source(database) == wanted
    clean.close()
