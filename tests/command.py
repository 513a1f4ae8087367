"""The command `coach` in a process of its own that is cheap to start: a fork of one that has it imported.

What is about the start itself runs `python -m bot` instead.
"""

import io
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from bot import cli
from tests.reliability.processes import all_said, start


class Done(NamedTuple):
    """How a command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


def run_coach(folder: Path, environment: Mapping[str, str], *words: str) -> Done:
    """Run `coach` in a folder until it ends; an error that it does not catch fails the test."""
    process, hears = start(_run, folder, dict(environment), words)
    (done,) = all_said(process, hears)
    assert process.exitcode == 0
    return Done(*done)


def _run(
    says: Connection, folder: Path, environment: Mapping[str, str], words: Sequence[str]
) -> None:
    os.environ.clear()  # noqa: TID251 - a process of the test's own
    os.environ.update(environment)  # noqa: TID251 - likewise
    os.chdir(folder)
    sys.path.insert(0, str(folder))  # as `python -m` does
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = cli.main(words)
    says.send((status, out.getvalue(), err.getvalue()))
