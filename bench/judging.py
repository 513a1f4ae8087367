"""What the judgement of a team's year costs, and what part of it the floor is.

A team's page of all thirteen metrics that a page may show, a year of each, is judged as a page does
it once after each night; all later pages of the day take it from memory.
"""

import random
import time
from collections.abc import Callable, Iterator
from statistics import fmean, median

from bench.row import Row, milliseconds
from bot.metrics import catalogue, floor, snapshot
from bot.metrics.aggregate import WeeklyAggregate
from bot.metrics.histogram import Histogram
from bot.metrics.metric import Kind, Metric
from bot.metrics.setting import Setting
from bot.metrics.week import Week

Rows = list[WeeklyAggregate]
LAST = Week.parse("2026-W46")
WEEKS, ROUNDS, TIMES = 52, 9, 20
FEW, MANY, AROUND = 100, 10_000, 20
METRICS = tuple(m for m in catalogue.METRICS.values() if m.privacy.is_on_pages)
_SETTING = Setting(last=LAST, headcount=9, minimum_group=5, working=lambda _: 1.0)


def run() -> Iterator[Row]:
    teams = [_team(seed) for seed in range(8)]
    page, part = [], []
    for _ in range(ROUNDS):
        page.append(_took(_judge, teams))
        part.append(_took(_floor, teams) / page[-1])
    yield Row(
        f"judging {len(METRICS)} metrics of {WEEKS} weeks, of 20 ms",
        tuple(one / 0.020 for one in page),
        1.0,
        f"{milliseconds(page)} for the page of one team",
    )
    yield Row(
        "the floor, of judging a page",
        tuple(part),
        0.1,
        f"{WEEKS * len(METRICS)} weeks, each held to it",
    )
    # A machine's pace changes within seconds: the few are judged before the many and after them.
    few, many = [], []
    for _ in range(3):
        before = [_many(teams, FEW) for _ in range(AROUND)]
        many.append(_many(teams, MANY))
        few.append(fmean([*before, *(_many(teams, FEW) for _ in range(AROUND))]))
    yield Row(
        f"judging {MANY:,} teams against {FEW}, each",
        tuple(a / b for a, b in zip(many, few, strict=True)),
        1.2,
        f"{milliseconds(many)} a team against {milliseconds(few)}",
    )


def _judge(rows: Rows) -> None:
    names = [metric.id for metric in METRICS]
    snapshot.take(rows, _SETTING, metrics=names, focus=names[0], collected_at=None)


def _floor(rows: Rows) -> None:
    for row in rows:
        floor.stands(row.contributors, row.largest_share, 9, 5)


def _took(what: Callable[[Rows], None], teams: list[Rows]) -> float:
    """Return the median of seconds that something takes for a team."""
    took = []
    for n in range(TIMES):
        begun = time.perf_counter()
        what(teams[n % len(teams)])
        took.append(time.perf_counter() - begun)
    return median(took)


def _many(teams: list[Rows], number: int) -> float:
    # Its own time: another process that comes between would weigh on ten seconds and miss a tenth.
    begun = time.process_time()
    for n in range(number):
        _judge(teams[n % len(teams)][: WEEKS * 2])
    return (time.process_time() - begun) / number


def _team(seed: int) -> Rows:
    draw = random.Random(seed)
    return [_row(draw, metric, LAST.plus(-n)) for metric in METRICS for n in range(WEEKS)]


def _row(draw: random.Random, metric: Metric, week: Week) -> WeeklyAggregate:
    number = draw.randint(15, 25)
    values = [draw.lognormvariate(3, 1) for _ in range(number)]
    is_ratio = metric.kind is Kind.RATIO
    return WeeklyAggregate(
        team="payments",
        week=week,
        metric=metric.id,
        service="",
        dimension=metric.headline[0] if metric.headline else "",
        source="numbers",
        definition_version=metric.version,
        numerator=number / 5 if is_ratio else number,
        denominator=float(number) if is_ratio else None,
        sample_size=number,
        contributors=8,
        largest_share=0.2,
        histogram=Histogram.of(values) if metric.kind is Kind.DISTRIBUTION else None,
        days_covered=7,
        week_zone="UTC",
        final=True,
    )
