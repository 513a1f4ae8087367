"""CodeCommit with two repositories, one of them shared by two teams, with bots and strangers in them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.sources.codecommit import CodeCommit, CodeCommitOptions, CodeCommitScope
from bot.sources.source import TeamScope
from tests.aws import codecommit as aws_codecommit, faults
from tests.aws.codecommit import approved, commented, pushed, session, user
from tests.aws.fixtures import Aws
from tests.contracts.aws_world import FAULTS
from tests.contracts.world import Trouble, World as Base

ADA, GRACE, ALAN = "ada.lovelace", "grace.hopper", "alan.turing"
CYCLE, WAIT, TURNS, _, HELD = CodeCommit.metrics
PAYMENTS, GATEWAY = ("payments", ""), ("platform", "gateway")
SPOILS: Sequence[dict[str, Any]] = (
    {"lastActivityDate": None},
    {"creationDate": None},
    {"authorArn": None},
    {"targets": [aws_codecommit.a_target("main")]},  # of which no event tells
    {"creationDate": datetime(2026, 9, 24, 13, tzinfo=UTC)},  # after the merge
)


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


class World(Base):
    people = (ADA, GRACE, ALAN, faults.SOMEBODY, "margaret.hamilton", "secret")

    def __init__(self, aws: Aws, folder: Path) -> None:
        super().__init__(aws, folder)
        self.codecommit = aws_codecommit.CodeCommit(aws.server)
        self.codecommit.branches |= {"shop": "main", "pay": "trunk"}
        self.codecommit.ids_a_page = 3
        self.codecommit.a_page = 2

    @override
    def source(self) -> CodeCommit:
        both = CodeCommitScope(repositories=("shop", "pay"))
        scopes = [
            TeamScope(*PAYMENTS, both, (ADA.title(), session(GRACE))),
            TeamScope(*GATEWAY, CodeCommitScope(repositories=("pay",)), (user(ALAN),)),
        ]
        options = CodeCommitOptions(region="eu-west-1", bots=("release.train",))
        return CodeCommit("reviews", options, scopes)

    @override
    def hold(self) -> list[Fact | Exclusion]:
        merged = self.codecommit.merged
        merged(
            at(9, 21, 9), at(9, 23, 15),
            commented(at(9, 22, 9), GRACE), pushed(at(9, 22, 12), ADA),
            approved(at(9, 23, 9), GRACE),
        )  # fmt: skip
        merged(
            at(9, 25, 20), at(9, 28, 8),
            approved(at(9, 25, 21), "release.train"), approved(at(9, 28, 8), session(ADA)),
            author=session(GRACE),
        )  # fmt: skip
        merged(at(9, 24, 8), at(9, 24, 9), author="release.train")
        merged(at(10, 5, 10), at(10, 5, 11), author=GRACE)
        # Not the team's; before the window, though changed in it; after it; closed and not merged.
        merged(at(9, 22), at(9, 23), author="margaret.hamilton")
        merged(at(9, 17), at(9, 18), lastActivityDate=at(10, 6))
        merged(at(10, 12, 11), at(10, 12, 12))
        merged(at(9, 22), None)
        merged(at(9, 22), at(9, 24), base="release")
        merged(
            at(10, 6, 8), at(10, 7, 12), commented(at(10, 7, 10), ADA), approved(at(10, 7, 11), ADA),
            author=ALAN, repository="pay", base="trunk",
        )  # fmt: skip
        return [
            # 9 o'clock on Monday to 15 on Wednesday; a day until the comment; one turn.
            *told(PAYMENTS, ADA, at(9, 23, 15), (54, 54), (24, 24), 1),
            # Friday evening to Monday morning: 60 hours on the wall, of which 12 are on working
            # days. The bot's approval is no first review.
            *told(PAYMENTS, GRACE, at(9, 28, 8), (12, 60), (12, 60), 0),
            *told(PAYMENTS, GRACE, at(10, 5, 11), (1, 1), "unreviewed", "unapproved"),
            # Opened at 8 on Tuesday: 26 hours until the comment, two more until the merge.
            *told(GATEWAY, ALAN, at(10, 7, 12), (28, 28), (26, 26), 0),
            *left_out(at(9, 24, 9), "bot"),
            *left_out(at(9, 24), "other_branch"),
        ]

    @override
    def spoil(self, count: int) -> Sequence[str]:
        for number in range(count):
            spoilt = SPOILS[number % len(SPOILS)]
            self.codecommit.merged(at(9, 23), at(9, 24), title="secret", **spoilt)
        return ["secret", "shop"]

    @override
    def befall(self, trouble: Trouble, *, late: bool) -> CodeCommit:
        fault = faults.no_repository if trouble is Trouble.MISSING else FAULTS[trouble]
        deep = "ListPullRequests" if trouble is Trouble.MISSING else "GetCommentsForPullRequest"
        self.aws.server.plan(
            deep if late else "GetRepository",
            fault,
            times=1 if trouble is Trouble.THROTTLED_BRIEFLY else None,
        )
        return self.source()

    @override
    def lack(self, right: str) -> Sequence[str]:
        self.aws.server.plan(right.rpartition(":")[2], faults.denied)
        return [right]


def told(
    place: tuple[str, str], actor: str, merged: datetime, *went: tuple[float, float] | float | str
) -> list[Fact | Exclusion]:
    """Return what one pull request says; a duration is given on working days, and on the wall."""
    found: list[Fact | Exclusion] = []
    for metric, value in zip((CYCLE, WAIT, TURNS), went, strict=True):
        if isinstance(value, str):
            found.append(Exclusion(*place, metric, merged, value))
        elif isinstance(value, tuple):
            found += [
                Fact(*place, metric, merged, clock, value=float(hours), actor=actor)
                for clock, hours in zip(("", "wall"), value, strict=True)
            ]
        else:
            found.append(Fact(*place, metric, merged, value=float(value), actor=actor))
    return [*found, Fact(*place, HELD, merged, numerator=0, denominator=1.0, actor=actor)]


def left_out(merged: datetime, reason: str) -> list[Exclusion]:
    return [Exclusion(*PAYMENTS, metric, merged, reason) for metric in (CYCLE, WAIT, TURNS, HELD)]
