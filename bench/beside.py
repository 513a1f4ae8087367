"""A reminder in Coach's tables beside one in the job store of APScheduler, both on SQLite.

Both files have a write-ahead log and `synchronous=FULL`, and as many reminders that come later.
"""

import tempfile
from collections.abc import Iterator
from statistics import mean, median

from bench.child import Child
from bench.remind_worker import DUE, PLANNED, TOGETHER
from bench.row import Row, milliseconds

ROUNDS = 9
TURNS, TIMES = 5, 20
"""How often the two take turns in a round, and additions and empty wake-ups in each; of each the median counts."""
PARTS = {
    "together": (
        f"one is added, of the {TOGETHER} that an agreement plans in its transaction",
        0.4,
    ),
    "deliver": (f"{DUE} due ones are claimed and marked", 0.8),
    "tick": ("a wake-up finds nothing", 0.6),
}


def run() -> Iterator[Row]:
    with (
        tempfile.TemporaryDirectory(prefix="coach-bench-") as folder,
        Child("bench.remind_worker", folder) as worker,
    ):
        rounds = [_round(worker) for _ in range(ROUNDS + 1)][1:]  # the first warms up
    alone, bundle, bare = (
        milliseconds([median(one[part][0]) for one in rounds])
        for part in ("alone", "bundle", "bare")
    )
    more = {
        "together": f"; in a transaction of its own, which Coach never makes, it takes {alone}",
        "deliver": f"; to bundle them by person before takes Coach {bundle}, and jobs that leave no"
        f" mark, after which nobody knows what was sent, take {bare}",
        "tick": "; once a minute Coach writes down then that it is at work, and so the mean is"
        f" {milliseconds([mean(one['tick'][0]) for one in rounds])}",
    }
    for part, (said, bar) in PARTS.items():
        ours, theirs = ([median(one[part][at]) for one in rounds] for at in (0, 1))
        yield Row(
            f"reminder, {said}, against APScheduler",
            tuple(a / b for a, b in zip(ours, theirs, strict=True)),
            bar,
            f"{milliseconds(ours)} against {milliseconds(theirs)} of its job store, among"
            f" {PLANNED:,} that come later{more[part]}",
        )


def _round(worker: Child) -> dict[str, list[list[float]]]:
    """Return the seconds of each step, of Coach and of APScheduler."""
    took: dict[str, list[list[float]]] = {}
    for _ in range(TURNS):
        for part, both in worker.ask(times=TIMES).items():
            kept = took.setdefault(part, [[] for _ in both])
            for one, more in zip(kept, both, strict=True):
                one.extend(more)
    return took
