"""What collecting costs as telemetry grows: memory must not, and time must grow in step.

Each collection is the first of a process of its own; AWS is another process, whose memory and time
do not count. Time is the processor's, beyond that of the same questions with empty answers, so
that what does not grow cannot hide what does.
"""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from bench import aws
from bench.child import Child
from bench.row import Row

ROUNDS = 3
TENTHS = 3
"""Collections of a tenth in a round: they are short, and so the noise is larger."""
MEASURED = ("seconds", "wall", "megabytes", "before")
_RECOMMENDATIONS = aws.PULL_REQUESTS * aws.FOUND_IN_EACH + aws.ANALYSES * aws.FOUND_IN_ALL
KINDS = {
    "codeguru_reviewer": (
        f"{aws.PARTS * _RECOMMENDATIONS:,} recommendations",
        {
            "findings_new": aws.PULL_REQUESTS * aws.FOUND_IN_EACH,
            "findings_inherited": aws.ANALYSES * aws.FOUND_IN_ALL,
        },
    ),
    "q_developer": (
        f"a Q report of {aws.PARTS * aws.USERS:,} users x {aws.DAYS} days",
        {"ai_acceptance": aws.USERS * aws.DAYS * aws.ACCEPTED},
    ),
}
"""What is collected, and what is counted in each part of it."""


def run() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder:
        nowhere = aws.environment("http://127.0.0.1:9", Path(folder))
        with Child("bench.aws", env=nowhere) as stand_in:
            env = aws.environment(stand_in.hello, Path(folder))
            for kind, (said, counted) in KINDS.items():
                yield from _grown(kind, said, counted, env)
            complaints = stand_in.ask()
            assert not complaints, complaints


def _grown(
    kind: str, said: str, counted: Mapping[str, int], env: Mapping[str, str]
) -> Iterator[Row]:
    pairs = [_round(kind, counted, env) for _ in range(ROUNDS)]
    whole, tenth = ({name: [one[at][name] for one in pairs] for name in MEASURED} for at in (0, 1))
    yield Row(
        f"collect, {said}, peak memory",
        _ratios(whole["megabytes"], tenth["megabytes"]),
        1.2,
        f"{median(whole['megabytes']):.1f} MB against {median(tenth['megabytes']):.1f} MB for a"
        f" tenth; {median(whole['before']):.1f} MB before anything came",
    )
    yield Row(
        f"collect, {said}, time a piece",
        _ratios(whole["seconds"], [aws.PARTS * one for one in tenth["seconds"]]),
        1.3,
        f"{median(whole['seconds']):.2f} s of the processor against {aws.PARTS} x"
        f" {median(tenth['seconds']):.3f} s for a tenth; {median(whole['wall']):.1f} s in all,"
        " AWS included",
    )


def _round(
    kind: str, counted: Mapping[str, int], env: Mapping[str, str]
) -> tuple[dict[str, float], dict[str, float]]:
    """Collect all of it once, between some tenths; of these the median of each figure counts."""
    order = [1] * (TENTHS // 2) + [aws.PARTS] + [1] * (TENTHS - TENTHS // 2)
    took: dict[int, list[dict[str, Any]]] = {1: [], aws.PARTS: []}
    for parts in order:
        took[parts].append(_once(kind, parts, counted, env))
    whole, tenth = (
        {name: median(one[name] for one in took[parts]) for name in MEASURED}
        for parts in (aws.PARTS, 1)
    )
    return whole, tenth


def _once(
    kind: str, parts: int, counted: Mapping[str, int], env: Mapping[str, str]
) -> dict[str, Any]:
    with (
        tempfile.TemporaryDirectory(prefix="coach-bench-") as folder,
        Child("bench.collect_worker", folder, kind, str(parts), env=env) as child,
    ):
        found: dict[str, Any] = child.hello
    for metric, number in counted.items():
        stored = found["counted"].get(metric)
        assert stored == number * parts, f"{metric}: {stored} of {number * parts} were counted"
    return found


def _ratios(ours: list[float], floor: list[float]) -> tuple[float, ...]:
    return tuple(a / b for a, b in zip(ours, floor, strict=True))
