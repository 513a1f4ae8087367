"""Runs `coach collect` in a process of its own for each line it reads, so that a test can kill it.

Everything is imported once and each run is a fork, because starting Python fifty times would take
longer than all the rest of the test.
"""

import os
import sys

import boto3  # noqa: F401 - imported before the fork
import psycopg  # noqa: F401 - likewise

import bot.app
import bot.collection.progress  # noqa: F401 - likewise
from bot import cli

for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        os._exit(cli.main(["collect", "--weeks", "4"]))
    print(child, flush=True)  # noqa: T201 - this is how the test learns it
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201
