"""A source that looks at the stand-in, and what it says, in the words of the tests."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import SecretStr

from bot.metrics.fact import Exclusion, Fact
from bot.sources.github import GitHub
from bot.sources.github_options import VARIABLE, GitHubOptions, GitHubScope
from bot.sources.patience import Patience
from bot.sources.pull_request_facts import METRICS, SIGNS
from bot.sources.source import Report, TeamScope, Window
from tests.github.company import (
    Row,
)
from tests.github.server import TOKEN, GitHubServer

ADA, GRACE, ALAN = "ada-lovelace", "grace-hopper", "alan-turing"
SHOP = "acme/shop"
AUTUMN = Window(datetime(2026, 9, 21, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC))
CYCLE, WAIT, TURNS, REWORK = METRICS
HELD, QUICK, FLIPPED = SIGNS
WALL = "wall"
MONDAY = datetime(2026, 9, 28, tzinfo=UTC)


def on(day: int, hour: int = 12) -> datetime:
    """Return an hour of a day, counted from Monday 28 September 2026."""
    return MONDAY + timedelta(days=day, hours=hour)


def a_source(
    github: GitHubServer,
    *,
    scopes: Sequence[TeamScope] = (),
    repositories: Sequence[str] = (SHOP,),
    tries: int = 2,
    **options: Any,
) -> GitHub:
    scope = GitHubScope(repositories=tuple(repositories))
    return GitHub(
        "reviews",
        GitHubOptions.model_validate({"base_url": github.url, **options}),
        [*scopes] or [TeamScope("payments", "", scope, (ADA, GRACE))],
        {VARIABLE: SecretStr(TOKEN)},
        Patience(tries=tries),
    )


def pulled(
    source: GitHub, window: Window = AUTUMN, report: Report | None = None
) -> list[Fact | Exclusion]:
    return list(source.pull(window, report or Report()))


def of(metric: str, facts: Sequence[Fact | Exclusion]) -> list[Fact | Exclusion]:
    """Return what is said of a metric; of durations, only what they are on working days."""
    return [one for one in facts if one.metric == metric and getattr(one, "dimension", "") != WALL]


def hold(github: GitHubServer, *rows: Row, repository: str = SHOP) -> None:
    github.repositories[repository] += rows


def one(
    github: GitHubServer,
    request: Row,
    *,
    scopes: Sequence[TeamScope] = (),
    clock: str = WALL,
    **options: Any,
) -> dict[str, float | str]:
    """Return what a single pull request says, by metric: a value, or why there is none.

    Args:
        github: the stand-in, which holds nothing else.
        request: the pull request.
        scopes: what is whose; without them it is the team's, which works Monday to Friday in UTC.
        clock: by which durations are told: `wall`, or "" for working days.
        options: what coach.yml says of the source.
    """
    hold(github, request)
    facts = pulled(a_source(github, scopes=scopes, **options))
    return said_of(METRICS, facts, clock)


def signs(
    github: GitHubServer, request: Row, *, scopes: Sequence[TeamScope] = (), **options: Any
) -> dict[str, float | str]:
    """Return which signs a single pull request shows: 1 or 0, or why there is none."""
    hold(github, request)
    return said_of(SIGNS, pulled(a_source(github, scopes=scopes, **options)))


def said_of(
    metrics: Sequence[str], facts: Sequence[Fact | Exclusion], clock: str = WALL
) -> dict[str, float | str]:
    """Return what facts of one pull request say of some metrics: a value, or why there is none."""
    said: dict[str, float | str] = {}
    for item in facts:
        is_other = (
            isinstance(item, Fact) and item.metric in {CYCLE, WAIT} and item.dimension != clock
        )
        if item.metric not in metrics or is_other:
            continue
        assert item.metric not in said
        if isinstance(item, Exclusion):
            said[item.metric] = item.reason
        else:
            said[item.metric] = item.numerator if item.value is None else item.value
    return said


def back(github: GitHubServer, *rows: Row, **options: Any) -> dict[datetime, float]:
    """Return what came back, by the time of the merge: 1 where it did."""
    hold(github, *rows)
    return {
        fact.at: fact.numerator
        for fact in pulled(a_source(github, **options))
        if isinstance(fact, Fact) and fact.metric == REWORK
    }
