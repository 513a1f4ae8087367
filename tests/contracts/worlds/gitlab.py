"""GitLab with two projects, one of them shared by two teams, with bots and strangers in them."""

from collections.abc import Callable, Sequence

from pydantic import SecretStr
from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.sources.gitlab import GitLab
from bot.sources.gitlab_deployments import METRIC as DEPLOYMENTS
from bot.sources.gitlab_options import VARIABLE, GitLabOptions, GitLabScope
from bot.sources.gitlab_test_reports import METRIC as TEST_CASES
from bot.sources.patience import Patience
from bot.sources.source import TeamScope
from tests.aws import faults as wire
from tests.contracts.world import Trouble, World as Base
from tests.contracts.worlds.github import at, flow, left_out, set_to
from tests.gitlab import faults
from tests.gitlab.company import (
    Row,
    approved,
    asked,
    deployment,
    environment,
    merge_request,
    on_a_line,
    pipeline,
    pushed,
    ready,
)
from tests.gitlab.server import TOKEN, GitLabServer

ADA, GRACE, ALAN = "ada-lovelace", "grace.hopper", "alan_turing"
SHOP, PAY = "acme/shop", "acme/deep/ada-lovelace"
TRUNK = "trunk"
FAULTS: dict[Trouble, wire.Fault] = {
    Trouble.THROTTLED_BRIEFLY: faults.throttled,
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
SPOILS: Sequence[Callable[[Row], Row | None]] = (
    lambda _row: None,
    set_to("mergedAt", None),
    set_to("createdAt", "secret-time"),
    set_to("createdAt", "2026-09-24T13:00:00Z"),  # after the merge
    set_to("title", None),
    set_to("said", {"nodes": [{"position": "secret-line"}], "pageInfo": {}}),
)


class World(Base):
    people = (ADA, GRACE, ALAN, "secret-author", "margaret-hamilton")

    def __init__(self, aws, folder) -> None:
        super().__init__(aws, folder)
        self.server = GitLabServer()
        self.server.most = 3
        self.shop, self.pay = self.server.project(SHOP), self.server.project(PAY, branch=TRUNK)
        self.server.__enter__()

    @override
    def close(self) -> None:
        self.server.__exit__(None, None, None)
        assert self.server.complaints == []

    @override
    def source(self) -> GitLab:
        scopes = [
            TeamScope(
                "payments", "", GitLabScope(projects=("Acme/Shop", PAY)), (ADA.title(), GRACE)
            ),
            TeamScope("platform", "gateway", GitLabScope(projects=(self.pay.id,)), (ALAN,)),
        ]
        options = GitLabOptions(base_url=self.server.url, bots=("acme-merges",))
        return GitLab("reviews", options, scopes, {VARIABLE: SecretStr(TOKEN)}, Patience(tries=2))

    @override
    def hold(self) -> list[Fact | Exclusion]:
        self.shop.merge_requests += [
            merge_request(
                1, at(9, 21, 9), at(9, 23, 15),
                on_a_line(at(9, 22, 9), GRACE), pushed(at(9, 22, 12), ADA),
                approved(at(9, 23, 9), GRACE), lines=(180, 40),
            ),
            merge_request(
                2, at(9, 25, 20), at(9, 28, 8),
                on_a_line(at(9, 25, 21), "acme-merges"), approved(at(9, 28, 8), ADA),
                author=GRACE,
            ),
            merge_request(3, at(9, 24, 8), at(9, 24, 9), author="project_41_bot_0a1b"),
            merge_request(
                4, at(10, 5, 10), at(10, 5, 11),
                author=GRACE, body="This reverts merge request !1",
            ),
            # Not the team's; before the window; after it, but a fix of !2.
            merge_request(
                5, at(9, 22), at(9, 23), asked(at(9, 22, 13), ADA), author="margaret-hamilton"
            ),
            merge_request(6, at(9, 17), at(9, 18)),
            merge_request(7, at(10, 12, 11), at(10, 12, 12), body="Fixes !2."),
            merge_request(8, at(9, 22), at(9, 24), target="release"),
        ]  # fmt: skip
        self.pay.merge_requests += [
            merge_request(
                1, at(10, 6, 8), at(10, 7, 12), ready(at(10, 7, 8)), approved(at(10, 7, 10), ADA),
                author=ALAN, target=TRUNK,
            ),
        ]  # fmt: skip
        self.pay.environments["production"] = environment(
            at(1, 1),
            deployment(1, at(9, 1), "a"), deployment(2, at(9, 22), "b"),
            deployment(3, at(9, 30), "c"), deployment(4, at(10, 1), "b"),
            deployment(5, at(10, 8), "d"), deployment(6, at(10, 8, 13), "d"),
            deployment(7, at(10, 20), "e"),
            most=2,
        )  # fmt: skip
        self.pay.pipelines += [
            pipeline(1, at(9, 20), 10, ref=TRUNK), pipeline(2, at(9, 22), 97, 2, 1, ref=TRUNK),
            pipeline(3, at(9, 29), 50, ref=TRUNK), pipeline(4, at(9, 29), 1, 9, ref="topic"),
            pipeline(5, at(10, 6), 0, ref=TRUNK), pipeline(6, at(10, 7), 20, 5, ref=TRUNK),
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
            # The second belongs to both teams, and so do its deployments. The fourth goes back to
            # what ran before the third; the sixth repeats the fifth.
            *(
                Fact(*place, DEPLOYMENTS, when, numerator=1)
                for place in (payments, gateway)
                for when in (at(9, 22), at(9, 30), at(10, 8))
            ),
            *(
                Fact(*place, TEST_CASES, when, numerator=failed, denominator=ran, sample=ran)
                for place in (payments, gateway)
                for when, failed, ran in (
                    (at(9, 22), 3, 100),
                    (at(9, 29), 0, 50),
                    (at(10, 7), 5, 25),
                )
            ),
            *(
                Exclusion(*place, DEPLOYMENTS, when, why)
                for place in (payments, gateway)
                for when, why in ((at(10, 1), "rollback"), (at(10, 8, 13), "repeat"))
            ),
        ]

    @override
    def spoil(self, count: int) -> Sequence[str]:
        for number in range(100, 100 + count):
            row = merge_request(number, at(9, 23), at(9, 24), author="secret-author")
            self.shop.merge_requests.append(row)
            self.server.spoils[number] = SPOILS[number % len(SPOILS)]
        return ["secret-", "acme", "shop"]

    @override
    def befall(self, trouble: Trouble, *, late: bool) -> GitLab:
        times = 1 if trouble is Trouble.THROTTLED_BRIEFLY else None
        self.server.plan(FAULTS[trouble], times=times, after=1 if late else 0)
        return self.source()

    @override
    def lack(self, right: str) -> Sequence[str]:
        scope, role = GitLab.permissions
        if right == scope:
            self.server.scope = "read_user"
            return [scope, role]
        self.shop.shows_merge_requests = self.pay.shows_merge_requests = False
        return [role]
