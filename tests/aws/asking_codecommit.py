"""A source that looks at CodeCommit's stand-in, and what it says, in the words of the tests."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.metrics.fact import Exclusion, Fact
from bot.sources.codecommit import CodeCommit, CodeCommitOptions, CodeCommitScope
from bot.sources.pull_request_facts import HELD, METRICS
from bot.sources.source import Report, TeamScope, Window
from tests.github.asking import said_of

ADA, GRACE, ALAN = "ada.lovelace", "grace.hopper", "alan.turing"
AUTUMN = Window(datetime(2026, 9, 21, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC))
CYCLE, WAIT, TURNS, REWORK = METRICS
WALL = "wall"
MONDAY = datetime(2026, 9, 28, tzinfo=UTC)


def on(day: int, hour: int = 12) -> datetime:
    """Return an hour of a day, counted from Monday 28 September 2026."""
    return MONDAY + timedelta(days=day, hours=hour)


def a_source(
    *, scopes: Sequence[TeamScope] = (), repositories: Sequence[str] = ("shop",), **options: Any
) -> CodeCommit:
    scope = CodeCommitScope(repositories=tuple(repositories))
    return CodeCommit(
        "reviews",
        CodeCommitOptions.model_validate({"region": "eu-west-1", **options}),
        [*scopes] or [TeamScope("payments", "", scope, (ADA, GRACE))],
    )


def pulled(
    source: CodeCommit, window: Window = AUTUMN, report: Report | None = None
) -> list[Fact | Exclusion]:
    return list(source.pull(window, report or Report()))


def of(metric: str, facts: Sequence[Fact | Exclusion]) -> list[Fact | Exclusion]:
    """Return what is said of a metric; of durations, only what they are on working days."""
    return [one for one in facts if one.metric == metric and getattr(one, "dimension", "") != WALL]


def said(
    *, scopes: Sequence[TeamScope] = (), clock: str = WALL, **options: Any
) -> dict[str, float | str]:
    """Return what the only pull request says, by metric: a value, or why there is none."""
    return said_of(METRICS, pulled(a_source(scopes=scopes, **options)), clock)


def held() -> float | str:
    """Return whether the only pull request was held overnight: 1 or 0, or why there is none."""
    return said_of((HELD,), pulled(a_source()))[HELD]


def back(**options: Any) -> dict[datetime, float]:
    """Return what came back, by the time of the merge: 1 where it did."""
    return {
        fact.at: fact.numerator
        for fact in pulled(a_source(**options))
        if isinstance(fact, Fact) and fact.metric == REWORK
    }
