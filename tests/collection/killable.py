"""Runs `coach collect` in a process of its own for each line it reads, so that a test can kill it.

A line names a database and a point: the statement or commit before which the process kills itself;
0 if it does not. It says the process's number, then how that ended and how many points it has passed.

Everything is imported once and each run is a fork, because starting Python fifty times would take
longer than all the rest of the test. One collection into a database that is thrown away comes first:
what it imports and reads late, no fork has to do again.
"""

import gc
import io
import mmap
import os
import signal
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from itertools import count
from typing import Any

import boto3  # noqa: F401 - imported before the fork
import psycopg  # noqa: F401 - likewise
from sqlalchemy import Engine, event

import bot.app
import bot.collection.progress
import bot.sources.registry
from bot import cli
from bot.sources import aws

for service in ("codeguru-reviewer", "s3"):
    aws.client(service, region="eu-west-1").close()  # its models are read once, for all forks
for kind in bot.sources.registry.kinds():
    bot.sources.registry.source_class(kind)

with tempfile.TemporaryDirectory(prefix="coach-killable-") as folder:
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/coach.db"  # noqa: TID251 - a process of the test's own
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        assert cli.main(["collect", "--weeks", "4"]) == 0
gc.freeze()  # a fork copies no page only to look for garbage on it

_points = mmap.mmap(-1, 8)  # shared with the forks


def _die_at(point: int) -> None:
    """Count what is asked of a database, and kill this process before one of them."""
    numbers = count(1)

    def pass_by(*_: Any) -> None:
        number = next(numbers)
        if number == point:
            os.kill(os.getpid(), signal.SIGKILL)
        _points[:] = number.to_bytes(8, "big")

    event.listen(Engine, "before_cursor_execute", pass_by)
    event.listen(Engine, "commit", pass_by)


for line in sys.stdin:
    url, at = line.split()
    _points[:] = bytes(8)
    child = os.fork()
    if child == 0:
        os.environ["DATABASE_URL"] = url  # noqa: TID251 - likewise
        _die_at(int(at))
        os._exit(cli.main(["collect", "--weeks", "4"]))
    print(child, flush=True)  # noqa: T201 - this is how the test learns it
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201
    print(int.from_bytes(_points[:], "big"), flush=True)  # noqa: T201
