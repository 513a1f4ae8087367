"""GitHub with two repositories, one of them shared by two teams, with bots and strangers in them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from pydantic import SecretStr
from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.sources.github import GitHub
from bot.sources.github_options import VARIABLE, GitHubOptions, GitHubScope
from bot.sources.patience import Patience
from bot.sources.pull_request_facts import METRICS, SIGNS
from bot.sources.source import TeamScope
from tests.aws import faults as wire
from tests.contracts.world import Trouble, World as Base
from tests.github import faults
from tests.github.company import Row, asked, pull_request, pushed, ready, review
from tests.github.server import TOKEN, GitHubServer

ADA, GRACE, ALAN = "ada-lovelace", "grace-hopper", "alan-turing"
FAULTS: dict[Trouble, wire.Fault] = {
    Trouble.THROTTLED_BRIEFLY: faults.secondary,
    Trouble.SLOW: wire.slow,
    Trouble.THROTTLED: faults.throttled,
    Trouble.CUT: wire.cut,
    Trouble.CUT_MIDWAY: wire.cut_midway,
    Trouble.BROKEN: faults.broken,
    Trouble.GARBLED: wire.garbled,
    Trouble.EXPIRED: faults.expired,
    Trouble.DENIED: faults.denied,
    Trouble.MISSING: faults.missing,
}
CYCLE, WAIT, TURNS, REWORK = METRICS
TRUNK = "trunk"


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def set_to(name: str, value: object) -> Callable[[Row], Row]:
    return lambda row: {**row, name: value}


def unknown_review(row: Row) -> Row:
    said = {"__typename": "PullRequestReview", "state": "secret-state", "author": None}
    return {**row, "timelineItems": {**row["timelineItems"], "nodes": [said]}}


SPOILS: Sequence[Callable[[Row], Row | None]] = (
    lambda _row: None,
    set_to("mergedAt", None),
    set_to("createdAt", "secret-time"),
    set_to("createdAt", "2026-09-24T13:00:00Z"),  # after the merge
    set_to("title", None),
    unknown_review,
)


class World(Base):
    people = (ADA, GRACE, ALAN, "secret-author", "margaret-hamilton")

    def __init__(self, aws, folder) -> None:
        super().__init__(aws, folder)
        self.server = GitHubServer()
        self.server.most = 3
        self.server.branches["acme/pay"] = TRUNK
        self.server.__enter__()

    @override
    def close(self) -> None:
        self.server.__exit__()
        assert self.server.complaints == []

    @override
    def source(self) -> GitHub:
        scopes = [
            TeamScope(
                "payments",
                "",
                GitHubScope(repositories=("Acme/Shop", "acme/pay")),
                (ADA.title(), GRACE),
            ),
            TeamScope("platform", "gateway", GitHubScope(repositories=("acme/pay",)), (ALAN,)),
        ]
        options = GitHubOptions(base_url=self.server.url, bots=("acme-merges",))
        return GitHub("reviews", options, scopes, {VARIABLE: SecretStr(TOKEN)}, Patience(tries=2))

    @override
    def hold(self) -> list[Fact | Exclusion]:
        shop, pay = self.server.repositories["acme/shop"], self.server.repositories["acme/pay"]
        shop += [
            pull_request(
                1, at(9, 21, 9), at(9, 23, 15),
                asked(at(9, 22, 9), GRACE), pushed(at(9, 22, 12), ADA),
                review(at(9, 23, 9), GRACE), lines=(180, 40),
            ),
            pull_request(
                2, at(9, 25, 20), at(9, 28, 8),
                review(at(9, 25, 21), "acme-merges", "COMMENTED"), review(at(9, 28, 8), ADA),
                author=GRACE,
            ),
            pull_request(3, at(9, 24, 8), at(9, 24, 9), author="dependabot[bot]"),
            pull_request(
                4, at(10, 5, 10), at(10, 5, 11), author=GRACE, body="Reverts acme/shop#1"
            ),
            # Not the team's; before the window, though changed in it; after it, but a fix of #2.
            pull_request(5, at(9, 22), at(9, 23), author="margaret-hamilton"),
            pull_request(6, at(9, 17), at(9, 18), updated=at(10, 6)),
            pull_request(7, at(10, 12, 11), at(10, 12, 12), body="Fixes #2."),
            pull_request(8, at(9, 22), at(9, 24), base="release"),
        ]  # fmt: skip
        pay += [
            pull_request(
                1, at(10, 6, 8), at(10, 7, 12), ready(at(10, 7, 8)), review(at(10, 7, 10), ADA),
                author=ALAN, base=TRUNK,
            ),
            # Strangers', so that this repository too has a second page.
            *(
                pull_request(n, at(9, 22), at(9, 23), author="margaret-hamilton", base=TRUNK)
                for n in (2, 3, 4)
            ),
        ]  # fmt: skip
        payments, gateway = ("payments", ""), ("platform", "gateway")
        return [
            # 9 o'clock on Monday to 15 on Wednesday; a day until the first review; one turn. It is
            # large, and somebody asked for changes before it was approved.
            *flow(
                payments, ADA, at(9, 23, 15), (54, 54), (24, 24), 1, came_back=1, signs=(0, 0, 0)
            ),
            # Friday evening to Monday morning: 60 hours on the wall, of which 12 are on working
            # days. The bot's look is no first review.
            *flow(payments, GRACE, at(9, 28, 8), (12, 60), (12, 60), 0, came_back=1),
            *flow(
                payments,
                GRACE,
                at(10, 5, 11),
                (1, 1),
                "unreviewed",
                "unapproved",
                came_back=0,
            ),
            *flow(gateway, ALAN, at(10, 7, 12), (4, 4), (2, 2), 0, came_back=0),
            *left_out(at(9, 24, 9), "bot"),
            *left_out(at(9, 24), "other_branch"),
        ]

    @override
    def spoil(self, count: int) -> Sequence[str]:
        for number in range(100, 100 + count):
            row = pull_request(number, at(9, 23), at(9, 24), author="secret-author")
            self.server.repositories["acme/shop"].append(row)
            self.server.spoils[number] = SPOILS[number % len(SPOILS)]
        return ["secret-", "acme", "shop"]

    @override
    def befall(self, trouble: Trouble, *, late: bool) -> GitHub:
        times = 1 if trouble is Trouble.THROTTLED_BRIEFLY else None
        self.server.plan(FAULTS[trouble], times=times, after=1 if late else 0)
        return self.source()

    @override
    def lack(self, right: str) -> Sequence[str]:
        requests, metadata = GitHub.permissions
        if right == metadata:
            self.server.hidden.update(dict.fromkeys(("acme/shop", "acme/pay"), "NOT_FOUND"))
            return [requests, metadata]
        self.server.shows_pull_requests = False
        return [requests]


def flow(
    place: tuple[str, str],
    actor: str,
    merged: datetime,
    *went: tuple[float, float] | float | str,
    came_back: int,
    signs: Sequence[int | str] = (0, "small", 0),
) -> list[Fact | Exclusion]:
    """Return what one pull request says; a duration is given on working days, and on the wall."""
    team, service = place
    found: list[Fact | Exclusion] = []
    for metric, value in zip((CYCLE, WAIT, TURNS), went, strict=True):
        if isinstance(value, str):
            found.append(Exclusion(team, service, metric, merged, value))
            continue
        by_dimension = (
            dict(zip(("", "wall"), value, strict=True)) if isinstance(value, tuple) else {"": value}
        )
        found += [
            Fact(team, service, metric, merged, of, value=float(number), actor=actor)
            for of, number in by_dimension.items()
        ]
    rework = Fact(team, service, REWORK, merged, numerator=came_back, denominator=1.0, actor=actor)
    found.append(rework)
    for metric, shows in zip(SIGNS, signs, strict=True):
        if isinstance(shows, str):
            found.append(Exclusion(team, service, metric, merged, shows))
        else:
            found.append(
                Fact(team, service, metric, merged, numerator=shows, denominator=1.0, actor=actor)
            )
    return found


def left_out(merged: datetime, reason: str) -> list[Exclusion]:
    return [Exclusion("payments", "", metric, merged, reason) for metric in GitHub.metrics]
