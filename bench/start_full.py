"""How long `coach run` takes until it listens, with very many reminders to come or with none."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.child import Child
from bench.row import Row, milliseconds
from bench.start import COACH, COLLECT, STARTS, seconds, surroundings

ROUNDS = 5
MOST = 2.0


def run(full: str, empty: str, keys: str, said: str) -> Iterator[Row]:
    """Start Coach on two databases by turns.

    Args:
        full: the address of a database with very many reminders.
        empty: that of one without any.
        keys: the key ring of both.
        said: what the full one holds.
    """
    with (
        tempfile.TemporaryDirectory(prefix="coach-bench-") as folder,
        Child("bench.slack") as slack,
    ):
        env = {**surroundings(slack, Path(folder)), "COACH_ENCRYPTION_KEYS": keys}
        both = [{**env, "DATABASE_URL": url} for url in (full, empty)]
        for one in both:
            subprocess.run(COLLECT, env=one, check=True, capture_output=True)
        rounds = [_round(both) for _ in range(ROUNDS + 1)][1:]  # the first compiles
    ours, floor = ([one[at] for one in rounds] for at in (0, 1))
    yield Row(
        f"start, until it listens, with {said} against none",
        tuple(a / b for a, b in zip(ours, floor, strict=True)),
        MOST,
        f"{milliseconds(ours)} against {milliseconds(floor)} of an empty database",
    )


def _round(both: list[dict[str, str]]) -> list[float]:
    took: list[list[float]] = [[] for _ in both]
    for _ in range(STARTS):
        for one, env in zip(took, both, strict=True):
            one.append(seconds(COACH, env, "event=listening"))
    return [median(one) for one in took]
