"""A source that looks at the stand-in, and what it says, in the words of the tests."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import SecretStr

from bot.metrics.fact import Exclusion, Fact
from bot.sources.gitlab import GitLab
from bot.sources.gitlab_options import VARIABLE, GitLabOptions, GitLabScope
from bot.sources.patience import Patience
from bot.sources.pull_request_facts import METRICS, SIGNS
from bot.sources.source import Report, TeamScope, Window
from tests.github.asking import AUTUMN, CYCLE, MONDAY, REWORK, TURNS, WAIT, WALL, of, on, said_of
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
    "signs",
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
    facts = pulled(a_source(gitlab, scopes=scopes, bots=["acme-reads"]))
    return said_of(METRICS, facts, clock)


def signs(gitlab: GitLabServer, request: Row) -> dict[str, float | str]:
    """Return which signs a single merge request shows: 1 or 0, or why there is none."""
    hold(gitlab, request)
    return said_of(SIGNS, pulled(a_source(gitlab)))


def back(gitlab: GitLabServer, *rows: Row, **options: Any) -> dict[datetime, float]:
    """Return what came back, by the time of the merge: 1 where it did."""
    hold(gitlab, *rows)
    return {
        fact.at: fact.numerator
        for fact in pulled(a_source(gitlab, **options))
        if isinstance(fact, Fact) and fact.metric == REWORK
    }
