"""A bare mirror with merges, tags, a revert, a bot and a stranger, which two teams share."""

from collections.abc import Sequence
from datetime import UTC, datetime
from shutil import rmtree

from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.sources.git import Git, GitOptions, GitScope
from bot.sources.source import Source, TeamScope
from tests.contracts.world import Trouble, World as Base
from tests.git.repository import ADA, GRACE, Made

_LOCAL = "A repository on this machine is read without a network, an account or a limit on calls."
_DAMAGED = "A damaged repository stays so, and is told as something that somebody must mend."
LEAD, REWORK, FREQUENCY = "lead_time", "rework_after_merge", "deployment_frequency"


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


class World(Base):
    people = ("ada.lovelace", "grace.hopper", "alan.turing")
    cannot = {  # noqa: RUF012
        trouble: _DAMAGED if trouble is Trouble.GARBLED else _LOCAL
        for trouble in Trouble
        if trouble is not Trouble.MISSING
    }

    def __init__(self, aws, folder) -> None:
        super().__init__(aws, folder)
        self.made = Made(folder / "shop.git", bare=True)

    @override
    def close(self) -> None:
        self.made.repo.close()

    @override
    def source(self) -> Source:
        path = self.made.path
        scopes = [
            TeamScope("payments", "", GitScope(path=path), (ADA.upper(), GRACE)),
            TeamScope(
                "platform",
                "gateway",
                GitScope(path=path, tags="v[0-9]*", branch="main"),
                ("alan.turing@example.com",),
            ),
        ]
        return Git("history", GitOptions(), scopes)

    @override
    def hold(self) -> list[Fact | Exclusion]:
        made = self.made
        made.on(at(8, 31), message="first")
        made.tag("v0", at(9, 1))
        # Written on a side in two commits, merged by somebody else, and tagged four days later.
        side = made.commit(at(9, 19), written=at(9, 18))
        side = made.commit(at(9, 21), GRACE, parents=[side])
        merged = made.merge(at(9, 22), side)
        made.on(at(9, 23), "b@example.com", name="dependabot[bot]")
        made.tag("v1", at(9, 24))
        made.tag("latest", at(9, 26))
        made.on(at(9, 29), GRACE, written=at(9, 28))
        made.on(at(9, 30), "alan.turing@example.com")
        made.tag("v2")
        made.on(at(10, 6), GRACE, message=f"Undo\n\nThis reverts commit {merged.decode()}.")
        made.tag("v3", at(10, 7))
        made.tag("v3-again", at(10, 8))
        made.tag("v1.1", at(10, 9), of=made.commit(at(9, 25), parents=[merged]))
        made.on(at(11, 9), "stranger@example.com")
        ours, theirs = ("payments", ""), ("platform", "gateway")
        return [
            *(
                item
                for team, service in (ours, theirs)
                for item in (
                    Fact(team, service, FREQUENCY, at(9, 24), numerator=1),
                    Fact(team, service, FREQUENCY, at(9, 30), numerator=1),
                    Fact(team, service, FREQUENCY, at(10, 7), numerator=1),
                    Exclusion(team, service, FREQUENCY, at(10, 9), "other_branch"),
                    Exclusion(team, service, LEAD, at(9, 24), "bot"),
                    Exclusion(team, service, REWORK, at(9, 23), "bot"),
                )
            ),
            Fact(*ours, LEAD, at(9, 24), value=144.0, actor="ada"),
            Fact(*ours, LEAD, at(9, 30), value=48.0, actor="grace"),
            Fact(*ours, LEAD, at(10, 7), value=24.0, actor="grace"),
            Fact(*theirs, LEAD, at(9, 30), value=0.0, actor="alan"),
            Fact(*ours, REWORK, at(9, 22), numerator=1, denominator=1, actor="ada"),
            Fact(*ours, REWORK, at(9, 29), numerator=0, denominator=1, actor="grace"),
            Fact(*ours, REWORK, at(10, 6), numerator=0, denominator=1, actor="grace"),
            Fact(*theirs, REWORK, at(9, 30), numerator=0, denominator=1, actor="alan"),
        ]

    @override
    def spoil(self, count: int) -> Sequence[str]:
        # The second team's pattern does not fit these, so that each is told once.
        for number in range(count):
            self.made.tag_of_a_file(f"v-secret-{number}")
        return ["secret", "shop"]

    @override
    def befall(self, trouble: Trouble, *, late: bool) -> Source | None:
        if trouble in self.cannot:
            return None
        rmtree(self.made.path)
        return self.source()

    @override
    def lack(self, right: str) -> Sequence[str]:
        rmtree(self.made.path)
        return [right]
