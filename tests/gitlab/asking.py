"""A source that looks at the stand-in, and what it says, in the words of the tests."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import SecretStr

from bot.metrics.fact import Exclusion, Fact
from bot.sources.gitlab import GitLab
from bot.sources.gitlab_options import VARIABLE, GitLabOptions, GitLabScope
from bot.sources.patience import Patience
from bot.sources.source import Report, TeamScope, Window
from tests.github.asking import AUTUMN, CYCLE, MONDAY, REWORK, TURNS, WAIT, WALL, of, on
from tests.gitlab.company import Row
from tests.gitlab.server import TOKEN, GitLabServer

ADA, GRACE, ALAN = "ada-lovelace", "grace.hopper", "alan_turing"
SHOP = "acme/shop"
__all__ = [
    "ADA",
    "ALAN",
    "AUTUMN",
    "CYCLE",
    "GRACE",
    "MONDAY",
    "REWORK",
    "SHOP",
    "TURNS",
    "WAIT",
    "WALL",
    "a_source",
    "back",
    "hold",
    "of",
    "on",
    "one",
    "pulled",
]


def a_source(
    gitlab: GitLabServer,
    *,
    scopes: Sequence[TeamScope] = (),
    projects: Sequence[str | int] = (SHOP,),
    tries: int = 2,
    **options: Any,
) -> GitLab:
    scope = GitLabScope(projects=tuple(projects))
    return GitLab(
        "reviews",
        GitLabOptions.model_validate({"base_url": gitlab.url, **options}),
        [*scopes] or [TeamScope("payments", "", scope, (ADA, GRACE))],
        {VARIABLE: SecretStr(TOKEN)},
        Patience(tries=tries),
    )


def pulled(
    source: GitLab, window: Window = AUTUMN, report: Report | None = None
) -> list[Fact | Exclusion]:
    return list(source.pull(window, report or Report()))


def hold(gitlab: GitLabServer, *rows: Row, project: str = SHOP) -> None:
    gitlab.project(project).merge_requests += rows


def one(
    gitlab: GitLabServer, request: Row, *, scopes: Sequence[TeamScope] = (), clock: str = WALL
) -> dict[str, float | str]:
    """Return what a single merge request says, by metric: a value, or why there is none."""
    hold(gitlab, request)
    said: dict[str, float | str] = {}
    for item in pulled(a_source(gitlab, scopes=scopes, bots=["acme-reads"])):
        if isinstance(item, Fact) and item.metric in {CYCLE, WAIT} and item.dimension != clock:
            continue
        assert item.metric not in said
        if isinstance(item, Exclusion):
            said[item.metric] = item.reason
        else:
            said[item.metric] = item.numerator if item.value is None else item.value
    return said


def back(gitlab: GitLabServer, *rows: Row, **options: Any) -> dict[datetime, float]:
    """Return what came back, by the time of the merge: 1 where it did."""
    hold(gitlab, *rows)
    return {
        fact.at: fact.numerator
        for fact in pulled(a_source(gitlab, **options))
        if isinstance(fact, Fact) and fact.metric == REWORK
    }
