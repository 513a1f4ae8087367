"""What the fold costs: facts a second on one core, and memory as facts grow."""

import gc
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bench.row import Row
from bot.metrics.fact import Fact
from bot.metrics.fold import Coverage, Fold, Frame
from bot.metrics.week import Week

FACTS, ROUNDS = 400_000, 5
A_SECOND = 200_000
"""Facts to fold in a second of one core, at least."""
TEAMS, WEEKS, PEOPLE = 20, 26, 9
METRICS = ("pr_cycle_time", "rework_after_merge", "deployment_frequency", "test_failure_rate")
NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
FIRST = Week.of(NOW.date()).plus(-WEEKS)


def run() -> Iterator[Row]:
    took = [_seconds(FACTS) for _ in range(ROUNDS)]
    yield Row(
        f"fold, {A_SECOND:,} facts a second of a core",
        tuple(one * A_SECOND / FACTS for one in took),
        1.0,
        f"{FACTS / sorted(took)[ROUNDS // 2]:,.0f} facts a second, of {TEAMS} teams, {WEEKS} weeks"
        f" and {len(METRICS)} metrics",
    )
    whole, tenth = _megabytes(FACTS), _megabytes(FACTS // 10)
    yield Row(
        "fold, peak memory of ten times the facts",
        (whole / tenth,),
        1.1,
        f"{whole:.1f} MB against {tenth:.1f} MB for a tenth of them",
    )


def _facts(number: int) -> Iterator[Fact]:
    """Yield facts as sources do, one after another; any tenth of them fills every cell."""
    start = datetime.combine(FIRST.monday, datetime.min.time(), UTC)
    for one in range(number):
        metric = METRICS[one % len(METRICS)]
        team = f"team-{one // len(METRICS) % TEAMS}"
        at = start + timedelta(hours=12, days=7 * (one // 80 % WEEKS))
        actor = f"made-up-{one // 2080 % PEOPLE}"
        if metric == "pr_cycle_time":
            yield Fact(team, "shop", metric, at, value=1.0 + one % 90, actor=actor)
        elif metric == "deployment_frequency":
            yield Fact(team, "shop", metric, at, numerator=1.0)
        else:
            yield Fact(team, "shop", metric, at, "", float(one % 7 == 0), 1.0, actor=actor)


def _fold(facts: Iterator[Fact]) -> int:
    teams = [f"team-{number}" for number in range(TEAMS)]
    zones = dict.fromkeys(teams, ZoneInfo("Europe/Berlin"))
    fold = Fold(Frame("bench", zones, dict.fromkeys(teams, FIRST), NOW, 5))
    fold.add(facts)
    return sum(len(rows) for rows in fold.rows(Coverage()).values())


def _seconds(number: int) -> float:
    """Return the seconds of the processor for folding alone: the facts are made before."""
    facts = list(_facts(number))
    gc.collect()
    begun = time.process_time()
    rows = _fold(iter(facts))
    took = time.process_time() - begun
    assert rows == TEAMS * WEEKS * len(METRICS) * 2, rows
    return took


def _megabytes(number: int) -> float:
    gc.collect()
    tracemalloc.start()
    _fold(_facts(number))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1_000_000
