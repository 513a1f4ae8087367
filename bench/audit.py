"""What the audit costs: a page with its entry and without, and going through very many entries.

The two pages take turns in one process, on one database: the same page, once by a trail that writes
nothing. `deliver` is measured as in `page`, with a durable commit; without the entry it has one too.

A chain of a million entries is made in memory, with the key that Coach made, and put into the table at
once. Each size is gone through in a process of its own, which says how long it took and the most
memory that it held.
"""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.child import Child
from bench.row import Row, milliseconds

ROUNDS, TIMES = 9, 60
"""Of the pages in a round, the median counts."""
FEW, MANY = 100_000, 1_000_000
WALKS = 3


def run() -> Iterator[Row]:
    yield _page()
    few, many = (_walks(number) for number in (FEW, MANY))
    each = [
        [one["seconds"] / number for one in took] for took, number in ((few, FEW), (many, MANY))
    ]
    yield Row(
        f"verifying {MANY:,} entries against {FEW:,}, each",
        tuple(a / b for a, b in zip(each[1], each[0], strict=True)),
        1.2,
        f"{median(one['seconds'] for one in many):.1f} s, {median(each[1]) * 1e6:.1f} µs an entry,"
        f" against {median(each[0]) * 1e6:.1f} µs",
    )
    yield Row(
        f"verifying {MANY:,} entries against {FEW:,}, peak memory",
        tuple(a["megabytes"] / b["megabytes"] for a, b in zip(many, few, strict=True)),
        1.2,
        f"{median(one['megabytes'] for one in many):.1f} MB against"
        f" {median(one['megabytes'] for one in few):.1f} MB",
    )


def _page() -> Row:
    with (
        tempfile.TemporaryDirectory(prefix="coach-bench-") as folder,
        Child("bench.slack") as slack,
        Child("bench.audit_worker", "page", json.dumps(slack.hello), folder) as worker,
    ):
        rounds = [worker.ask(times=TIMES) for _ in range(ROUNDS + 1)][1:]  # the first warms up
    noted, silent = ([median(one[name]) for one in rounds] for name in ("noted", "silent"))
    return Row(
        "page with its entry in the audit against one without, p50",
        tuple(a / b for a, b in zip(noted, silent, strict=True)),
        1.05,
        f"{milliseconds(noted)} against {milliseconds(silent)}",
    )


def _walks(number: int) -> list[dict[str, float]]:
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder:
        url, key = f"sqlite:///{Path(folder, 'coach.db')}", "0123456789abcdef" * 2
        with Child("bench.audit_worker", "fill", url, key, str(number)):
            pass
        took = []
        for _ in range(WALKS):
            with Child("bench.audit_worker", "verify", url, key) as walk:
                assert walk.hello["entries"] == number, walk.hello
                took.append(walk.hello)
    return took
