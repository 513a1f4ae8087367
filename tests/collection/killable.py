"""Runs `coach collect` in a process of its own for each line it reads, so that a test can kill it.

The line says into which database.

Everything is imported once and each run is a fork, because starting Python fifty times would take
longer than all the rest of the test. One collection into a database that is thrown away comes first:
what it imports and reads late, no fork has to do again.
"""

import gc
import io
import os
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout

import boto3  # noqa: F401 - imported before the fork
import psycopg  # noqa: F401 - likewise

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
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/coach.db"  # noqa: TID251 - the test's own
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        assert cli.main(["collect", "--weeks", "4"]) == 0
gc.freeze()  # a fork copies no page only to look for garbage on it

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        os.environ["DATABASE_URL"] = line.strip()  # noqa: TID251 - likewise
        os._exit(cli.main(["collect", "--weeks", "4"]))
    print(child, flush=True)  # noqa: T201 - this is how the test learns it
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201
