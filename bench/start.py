"""How long `coach run` takes until it listens, and what it holds while nobody asks for anything.

The floor is a process that imports the libraries that Coach is made of, and does nothing with them.
Both are timed from outside, and start from byte code that a start before them has kept.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.child import Child, environment
from bench.row import Row, milliseconds
from bot.clock import SystemClock
from bot.demo import company

ROUNDS = 9
STARTS = 3
"""Starts of each in a round, by turns; the median of them counts."""
LARGEST = 120.0
"""Megabytes that an idle Coach may hold."""
IDLE_FOR = 6.0
"""Seconds until it is taken to be idle: the sweep and the look for what is due have come once."""
_IDLE = 3
_LIBRARIES = "slack_bolt, sqlmodel, jinja2, apscheduler.schedulers.background"
FLOOR = (sys.executable, "-c", f"import {_LIBRARIES}\nprint('imported', flush=True)")
COACH = (sys.executable, "-m", "bot", "run", "--port", "0")
COLLECT = (sys.executable, "-m", "bot", "collect")


def run() -> Iterator[Row]:
    with (
        tempfile.TemporaryDirectory(prefix="coach-bench-") as folder,
        Child("bench.slack") as slack,
    ):
        env = surroundings(slack, Path(folder))
        # Migrates the database too, and leaves nothing that is due.
        subprocess.run(COLLECT, env=env, check=True, capture_output=True)
        yield _cold_start(env)
        yield _memory(env)


def surroundings(slack: Child, folder: Path) -> dict[str, str]:
    return environment(
        SLACK_BOT_TOKEN=slack.hello["bot_token"],
        SLACK_SIGNING_SECRET=slack.hello["signing_secret"],
        SLACK_API_URL=slack.hello["api_url"],
        DATABASE_URL=f"sqlite:///{folder / 'coach.db'}",
        COACH_CONFIG=str(company.write(folder, SystemClock().now())),
    )


@contextmanager
def _started(
    command: tuple[str, ...], env: Mapping[str, str], word: str
) -> Iterator[subprocess.Popen[str]]:
    """Start a process, wait until it writes a line with the word, and end it with the block."""
    with subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if word in line:
                break
        else:
            raise RuntimeError(f"{command} ended before it was ready:\n{''.join(lines)}")
        try:
            yield process
        finally:
            process.terminate()
            process.communicate()


def seconds(command: tuple[str, ...], env: Mapping[str, str], word: str) -> float:
    begun = time.perf_counter()
    with _started(command, env, word):
        return time.perf_counter() - begun


def _cold_start(env: Mapping[str, str]) -> Row:
    ours, floor = [], []
    for number in range(ROUNDS + 1):
        coach, libraries = [], []
        for _ in range(STARTS):
            libraries.append(seconds(FLOOR, env, "imported"))
            coach.append(seconds(COACH, env, "event=listening"))
        if number:  # the first round compiles
            ours.append(median(coach))
            floor.append(median(libraries))
    return Row(
        "start, until it listens",
        tuple(a / b for a, b in zip(ours, floor, strict=True)),
        1.3,
        f"{milliseconds(ours)} against {milliseconds(floor)} of a process that imports {_LIBRARIES}",
    )


def _memory(env: Mapping[str, str]) -> Row:
    held = []
    for _ in range(_IDLE):
        with _started(COACH, env, "event=listening") as process:
            time.sleep(IDLE_FOR)
            held.append(_megabytes(process.pid))
    return Row(
        f"start, memory when idle, of {LARGEST:g} MB",
        tuple(one / LARGEST for one in held),
        1.0,
        f"{median(held):.0f} MB resident after {IDLE_FOR:g} s without a request",
    )


def _megabytes(process: int) -> float:
    """Return the memory that a process holds now, by Linux's own count."""
    for line in Path(f"/proc/{process}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1000
    raise RuntimeError("the process is gone")
