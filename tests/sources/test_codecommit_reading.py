"""How CodeCommit is asked: as little as may be, page by page, and what is left out is said."""

from collections.abc import Callable
from contextlib import closing

import pytest

from bot.sources import aws as door
from bot.sources.codecommit_reading import Wanted, merged_since
from bot.sources.source import Report, Window
from tests.aws import faults
from tests.aws.asking_codecommit import (
    ADA,
    AUTUMN,
    CYCLE,
    GRACE,
    TURNS,
    WAIT,
    a_source,
    of,
    on,
    pulled,
    said,
)
from tests.aws.codecommit import (
    CodeCommit as StandIn,
    Happened,
    a_target,
    approved,
    commented,
    merge,
    pushed,
    rule,
)
from tests.aws.fixtures import Aws

READS = ("GetPullRequest", "DescribePullRequestEvents", "GetCommentsForPullRequest")
AGAIN = "AWS came back to an earlier page; the rest is missing"


def says_instead(old: bytes, new: bytes) -> faults.Fault:
    """Answer with a word that AWS's model does not know yet."""

    def answered(_call: faults.Call, answer: Callable[[], faults.Reply]) -> faults.Reply:
        return faults.Reply(200, answer().body.replace(old, new))

    return answered


# How much is asked


def test_what_has_not_changed_since_the_window_began_is_asked_for_once_and_left(
    codecommit: StandIn, aws: Aws
) -> None:
    for _ in range(3):
        codecommit.merged(on(-20), on(-19), approved(on(-19), GRACE))
    assert pulled(a_source()) == []
    assert [len(aws.server.asked(read)) for read in READS] == [3, 0, 0]


@pytest.mark.parametrize(
    ("how", "calls"),
    [
        # A stranger's, unless it undoes something: then its time is needed.
        ({"author": "margaret.hamilton"}, [1, 0, 0]),
        ({"author": "margaret.hamilton", "description": "This reverts commit 1234567."}, [1, 1, 0]),
        # Left out, and counted in its week; no figure is made of it, so no comment is asked for.
        ({"author": "release.train"}, [1, 1, 0]),
        ({"base": "release"}, [1, 1, 0]),
        # Closed without a merge.
        ({"merged": None}, [1, 0, 0]),
        ({}, [1, 1, 1]),
    ],
)
def test_events_and_comments_are_asked_for_only_where_they_are_needed(
    codecommit: StandIn, aws: Aws, how: dict[str, object], calls: list[int]
) -> None:
    codecommit.merged(**{"opened": on(0), "merged": on(1), **how})  # type: ignore[arg-type]
    pulled(a_source(bots=["release.train"]))
    assert [len(aws.server.asked(read)) for read in READS] == calls


def test_comments_of_what_was_merged_after_the_window_are_not_asked_for(
    codecommit: StandIn, aws: Aws
) -> None:
    codecommit.merged(on(0), on(8))
    assert pulled(a_source(), Window(on(0, 0), on(7, 0))) == []
    assert [len(aws.server.asked(read)) for read in READS] == [1, 1, 0]


def test_only_closed_pull_requests_are_listed(codecommit: StandIn, aws: Aws) -> None:
    codecommit.merged(on(0), None, pullRequestStatus="OPEN")
    report = Report()
    assert pulled(a_source(), report=report) == []
    assert aws.server.asked("GetPullRequest") == []
    assert report.skipped.total() == 0


def test_old_and_new_ids_are_read_in_whatever_order_they_are_listed(
    codecommit: StandIn,
) -> None:
    # The oldest id was merged last, after two that came and went before the window.
    codecommit.merged(on(-200), on(2))
    codecommit.merged(on(-90), on(-80))
    codecommit.merged(on(-50), on(-40))
    codecommit.merged(on(0), on(1))
    codecommit.ids_a_page = 1
    assert {fact.at for fact in pulled(a_source())} == {on(1), on(2)}


def test_what_was_merged_before_the_window_and_talked_of_in_it_is_not_read_on(
    codecommit: StandIn, aws: Aws
) -> None:
    codecommit.merged(on(-20), on(-19), commented(on(0), GRACE))
    wanted = Wanted("shop", "here", AUTUMN.start, frozenset(), lambda _: True, lambda _: True)
    with closing(door.client("codecommit", region="eu-west-1")) as client:
        assert merged_since(client, wanted, Report()) == []
    assert [len(aws.server.asked(read)) for read in READS] == [1, 1, 0]


# Pages


def test_an_empty_token_is_the_end_of_a_list(codecommit: StandIn, aws: Aws) -> None:
    codecommit.merged(on(0), on(1))
    report = Report()
    pulled(a_source(), report=report)
    for operation in ("ListPullRequests", *READS[1:]):
        (call,) = aws.server.asked(operation)
        assert "nextToken" not in call.parameters
    assert report.skipped.total() == 0


def test_all_pages_of_ids_events_and_comments_are_read(codecommit: StandIn, aws: Aws) -> None:
    # Asked at 9 and again at 11, a push after each, approved at 13: two turns.
    happened = (
        commented(on(0, 9), GRACE), pushed(on(0, 10), ADA), rule(on(0, 10), "UPDATED"),
        commented(on(0, 11), GRACE), pushed(on(0, 12), ADA), approved(on(0, 13), GRACE),
    )  # fmt: skip
    codecommit.merged(on(0, 8), on(0, 14), *happened)
    codecommit.ids_a_page = codecommit.a_page = 1
    assert {name: said()[name] for name in (CYCLE, WAIT, TURNS)} == {CYCLE: 6, WAIT: 1, TURNS: 2}
    # Opened, two pushes, a rule, an approval and the merge: six events, each a page.
    assert len(aws.server.asked("DescribePullRequestEvents")) == 6 * 3


@pytest.mark.parametrize("operation", ["ListPullRequests", *READS[1:]])
def test_an_empty_page_with_a_token_goes_on(codecommit: StandIn, aws: Aws, operation: str) -> None:
    happened = (commented(on(0, 13), GRACE), approved(on(0, 14), GRACE))
    codecommit.merged(on(0), on(1), *happened)
    aws.server.plan(operation, faults.empty_page)
    assert said()[WAIT] == 1


def test_a_token_that_comes_again_ends_the_list_and_is_said(codecommit: StandIn, aws: Aws) -> None:
    for day in range(4):
        codecommit.merged(on(day), on(day, 14))
    codecommit.ids_a_page = 2
    aws.server.plan("ListPullRequests", faults.repeated_token)
    report = Report()
    found = of(CYCLE, pulled(a_source(), report=report))
    # The token leads back to the first page: its two pull requests, each once.
    assert len(found) == 2
    assert report.places == {AGAIN: ["list_pull_requests page 2"]}


@pytest.mark.parametrize("operation", READS[1:])
def test_a_pull_request_of_which_a_part_is_missing_is_left_out_and_counted_once(
    codecommit: StandIn, aws: Aws, operation: str
) -> None:
    codecommit.merged(on(0), on(1), approved(on(0, 14), GRACE))
    aws.server.plan(operation, faults.repeated_token)
    report = Report()
    assert pulled(a_source(), report=report) == []
    assert report.skipped == {AGAIN: 1}


# What cannot be read


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"APPROVAL_RULE_CREATED", b"SUNG", "that Coach does not know"),
        (b'"APPROVE"', b'"PERHAPS"', "an approval is of a state"),
    ],
)
def test_a_word_that_coach_does_not_know_is_counted_and_never_guessed(
    codecommit: StandIn, aws: Aws, old: bytes, new: bytes, reason: str
) -> None:
    codecommit.merged(on(0), on(1), rule(on(0, 13)), approved(on(0, 14), GRACE))
    aws.server.plan("DescribePullRequestEvents", says_instead(old, new))
    report = Report()
    assert pulled(a_source(), report=report) == []
    ((told, count),) = report.skipped.items()
    assert reason in told
    assert count == 1


@pytest.mark.parametrize(
    "happened",
    [
        approved(on(-1), GRACE),
        commented(on(-1), GRACE),
        commented(on(0, 13), GRACE, creationDate=None),
        commented(on(0, 13), GRACE, authorArn=None),
        {**pushed(on(0, 13), ADA), "actorArn": "arn:aws:iam::111122223333:user/"},
    ],
)
def test_what_cannot_be_true_or_has_no_author_is_counted_and_left_out(
    codecommit: StandIn, happened: Happened
) -> None:
    codecommit.merged(on(0), on(1), happened)
    report = Report()
    assert pulled(a_source(), report=report) == []
    assert list(report.places.values()) == [["team payments, repository 1, closed pull request 1"]]


def test_a_merge_that_does_not_name_its_branch_is_that_of_the_pull_request(
    codecommit: StandIn,
) -> None:
    target = a_target("main")
    event = merge(on(1), target)
    del event["pullRequestMergedStateChangedEventMetadata"]["destinationReference"]
    codecommit.merged(on(0), on(1), event, targets=[target])
    assert said()[CYCLE] == 24


def test_a_merge_without_its_event_is_counted_and_its_time_never_guessed(
    codecommit: StandIn,
) -> None:
    target = a_target("main")
    looked = merge(on(0, 13), a_target("main", is_merged=False))
    codecommit.merged(on(0), on(1), looked, targets=[target])
    report = Report()
    assert pulled(a_source(), report=report) == []
    assert report.skipped == {"the pull request is merged and does not say when": 1}


def test_the_window_only_selects_among_what_is_read(codecommit: StandIn) -> None:
    for day in range(14):
        codecommit.merged(on(day), on(day, 20), approved(on(day, 13), GRACE))
    halves = (Window(AUTUMN.start, on(7, 0)), Window(on(7, 0), AUTUMN.end))
    apart = [fact.at for half in halves for fact in of(WAIT, pulled(a_source(), half))]
    assert sorted(apart) == sorted(fact.at for fact in of(WAIT, pulled(a_source())))
