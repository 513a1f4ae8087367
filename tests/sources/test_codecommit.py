"""CodeCommit's pull requests: durations, turns and rework, worked by hand, and whose they are."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.metrics.fact import Fact
from bot.sources.codecommit import CodeCommitOptions, CodeCommitScope
from bot.sources.pull_request_facts import HELD, METRICS
from bot.sources.source import TeamScope
from bot.teams.work_week import WorkWeek
from tests.aws.asking_codecommit import (
    ADA,
    ALAN,
    CYCLE,
    GRACE,
    REWORK,
    TURNS,
    WAIT,
    a_source,
    held,
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
    revoked,
    rule,
    session,
    user,
)
from tests.aws.fixtures import Aws

SHOP = CodeCommitScope(repositories=("shop",))
COMMIT = "abcdef0123" * 4


# How long it takes


@pytest.mark.parametrize(("clock", "hours"), [("wall", 60), ("", 12)])
def test_a_weekend_is_time_on_the_wall_and_no_time_of_work(
    codecommit: StandIn, clock: str, hours: float
) -> None:
    # Opened on Friday at 20, approved and merged on Monday at 8: 4 + 24 + 24 + 8 = 60 hours on the
    # wall, of which 4 + 8 = 12 are on working days.
    codecommit.merged(on(4, 20), on(7, 8), approved(on(7, 8), GRACE))
    assert said(clock=clock) == {CYCLE: hours, WAIT: hours, TURNS: 0, REWORK: 0}


@pytest.mark.parametrize("name", [ADA, user(ADA), session("Ada.Lovelace")])
def test_the_authors_own_days_count_however_coach_yml_names_them(
    codecommit: StandIn, name: str
) -> None:
    # Ada does not work on Fridays, so that only Monday's 8 hours are left.
    codecommit.merged(on(4, 20), on(7, 8), approved(on(7, 8), GRACE))
    own = {name.lower(): WorkWeek(frozenset(range(4)))}
    team = TeamScope("payments", "", SHOP, (name, GRACE), weeks=own)
    assert said(scopes=[team], clock="")[CYCLE] == 8


def test_what_nobody_reviewed_has_no_wait_and_not_one_of_zero(
    codecommit: StandIn,
) -> None:
    codecommit.merged(on(0), on(1))
    assert said() == {CYCLE: 24, WAIT: "unreviewed", TURNS: "unapproved", REWORK: 0}


def test_a_comment_is_a_first_review_and_what_the_author_says_is_none(
    codecommit: StandIn,
) -> None:
    # Opened at 8; Ada's own word at 9 does not count, Grace's at 11 does: 3 hours; merged at 14.
    words = (commented(on(0, 9), ADA), commented(on(0, 11), GRACE))
    codecommit.merged(on(0, 8), on(0, 14), *words)
    assert said() == {CYCLE: 6, WAIT: 3, TURNS: "unapproved", REWORK: 0}


def test_a_comment_after_the_merge_is_no_first_review(codecommit: StandIn) -> None:
    codecommit.merged(on(0, 8), on(0, 9), commented(on(0, 10), GRACE))
    assert said()[WAIT] == "unreviewed"


# Turns


@pytest.mark.parametrize(
    ("happened", "turns"),
    [
        # Approved as it came; a rule about approvals is no review.
        ([rule(on(0, 8)), approved(on(0, 9), GRACE), rule(on(0, 10), "OVERRIDDEN")], 0),
        # Commented, changed, approved.
        ([commented(on(0, 9), GRACE), pushed(on(0, 10), ADA), approved(on(0, 11), GRACE)], 1),
        # The approval is taken back, the author changes something, and it is given again.
        (
            [
                approved(on(0, 9), GRACE), revoked(on(0, 10), GRACE), pushed(on(0, 11), ADA),
                approved(on(0, 12), GRACE),
            ],
            1,
        ),
        # Taken back by the one, while the other's stands: what came before that one counts.
        (
            [
                approved(on(0, 9), GRACE), commented(on(0, 9), ALAN), pushed(on(0, 10), ADA),
                approved(on(0, 11), ALAN), revoked(on(0, 12), GRACE),
            ],
            1,
        ),
        # Taken back, and nobody approved again.
        ([approved(on(0, 9), GRACE), revoked(on(0, 10), GRACE)], "unapproved"),
        # Whoever takes an approval back after the merge changes nothing about what led to it.
        ([approved(on(0, 9), GRACE), revoked(on(2), GRACE)], 0),
        # A comment that nothing follows is only a thought, and one that was deleted is unknown.
        ([commented(on(0, 9), GRACE), approved(on(0, 10), GRACE)], 0),
        (
            [
                commented(on(0, 9), GRACE, deleted=True), pushed(on(0, 10), ADA),
                approved(on(0, 11), GRACE),
            ],
            0,
        ),
        # Somebody else's push is no answer of the author's.
        ([commented(on(0, 9), GRACE), pushed(on(0, 10), ALAN), approved(on(0, 11), GRACE)], 0),
        # The same person, once as a user and once as a session, is the author both times.
        (
            [
                commented(on(0, 9), GRACE), pushed(on(0, 10), session("ADA.lovelace")),
                approved(on(0, 11), GRACE),
            ],
            1,
        ),
    ],
)  # fmt: skip
def test_a_turn_is_a_comment_of_a_person_and_a_push_of_the_author_before_approval(
    codecommit: StandIn, happened: list[Happened], turns: int | str
) -> None:
    codecommit.merged(on(0, 7), on(1), *happened)
    assert said()[TURNS] == turns


def test_an_approval_that_was_taken_back_was_a_first_look_all_the_same(
    codecommit: StandIn,
) -> None:
    # Opened at 8, approved at 9 and taken back at 10: 1 hour until the first look.
    codecommit.merged(on(0, 8), on(0, 12), approved(on(0, 9), GRACE), revoked(on(0, 10), GRACE))
    assert said()[WAIT] == 1


# Whose it is


@pytest.mark.parametrize(
    "listed",
    [
        ADA,
        "Ada.Lovelace",
        user(ADA),
        user(ADA).upper(),
        session(ADA),
        "arn:aws:iam::111122223333:user/engineering/payments/ada.lovelace",
        " ada.lovelace ",
    ],
)
@pytest.mark.parametrize("author", [user("ADA.Lovelace"), session("ada.lovelace")])
def test_somebody_is_known_by_the_last_part_of_the_arn_in_any_case(
    codecommit: StandIn, listed: str, author: str
) -> None:
    codecommit.merged(on(0), on(1), author=author)
    codecommit.merged(on(0), on(2), author="margaret.hamilton")
    team = TeamScope("payments", "", SHOP, (listed,))
    assert {fact.at for fact in pulled(a_source(scopes=[team]))} == {on(1)}


@pytest.mark.parametrize(
    ("author", "listed"),
    [
        (user("release.train"), "Release.Train"),
        (user("release.train"), user("release.train")),
        (session("i-0abc", "Deploy"), session("i-0abc", "Deploy")),
        # A role of a service has another session each time.
        (session("i-0abc", "Deploy"), "assumed-role/deploy"),
        (session("i-0abc", "Deploy"), "arn:aws:sts::111122223333:assumed-role/Deploy"),
        (session("i-0abc", "Deploy"), "arn:aws:iam::111122223333:role/service-role/Deploy"),
        # Nobody but AWS takes on a role of this kind, so it need not be listed.
        (session("x", "AWSServiceRoleForAmazonCodeGuruReviewer"), "somebody.else"),
    ],
)
def test_who_is_a_bot_is_said_by_arn_by_name_or_by_role(
    codecommit: StandIn, author: str, listed: str
) -> None:
    codecommit.merged(on(0), on(1), author=author)
    assert said(bots=[listed]) == dict.fromkeys(METRICS, "bot")


def test_a_look_of_a_bot_is_no_first_review(codecommit: StandIn) -> None:
    # Opened at 8; the robots at 9 and 10 do not count, Grace at 12 does: 4 hours.
    reviewer = session("x", "AWSServiceRoleForAmazonCodeGuruReviewer")
    looks = (commented(on(0, 9), reviewer), approved(on(0, 10), "release.train"))
    codecommit.merged(on(0, 8), on(0, 14), *looks, approved(on(0, 12), GRACE))
    assert said(bots=["release.train"]) == {CYCLE: 6, WAIT: 4, TURNS: 0, REWORK: 0}


def test_a_role_that_is_no_bot_makes_its_people_none(codecommit: StandIn) -> None:
    codecommit.merged(on(0), on(1), author=session(ADA, "Developer"))
    assert said(bots=["assumed-role/Deploy", "Developer"])[CYCLE] == 24


def test_merges_to_another_branch_are_left_out_and_counted(
    codecommit: StandIn,
) -> None:
    codecommit.merged(on(0), on(1), base="release")
    assert said() == dict.fromkeys(METRICS, "other_branch")


def test_of_several_targets_the_default_branch_says_when_it_was_merged(
    codecommit: StandIn,
) -> None:
    # Merged to the release branch after 24 hours and to the default branch after 48; the third
    # target was looked at and never merged.
    release, main = a_target("release"), a_target("main")
    open_still = a_target("old", is_merged=False)
    merges = [merge(on(1), release), merge(on(2), main), merge(on(0, 13), open_still)]
    codecommit.merged(on(0), on(2), *merges, targets=[open_still, release, main])
    assert said() == {CYCLE: 48, WAIT: "unreviewed", TURNS: "unapproved", REWORK: 0}


def test_a_merge_that_is_told_twice_was_at_the_first_time(codecommit: StandIn) -> None:
    # The same branch, after 24 hours and once more after 48.
    main = a_target("main")
    codecommit.merged(on(0), on(2), merge(on(2), main), merge(on(1), main), targets=[main])
    assert said()[CYCLE] == 24


def test_several_targets_of_which_none_is_the_default_branch_are_left_out_as_one(
    codecommit: StandIn,
) -> None:
    targets = [a_target("release"), a_target("old"), a_target("main", is_merged=False)]
    merges = [merge(on(1), targets[0]), merge(on(2), targets[1])]
    codecommit.merged(on(0), on(1), *merges, targets=targets)
    assert said() == dict.fromkeys(METRICS, "other_branch")


def test_a_repository_of_two_teams_counts_for_each_with_its_own_people_and_is_read_once(
    codecommit: StandIn, aws: Aws
) -> None:
    codecommit.merged(on(0), on(1))
    codecommit.merged(on(0), on(2), author=ALAN)
    scopes = [
        TeamScope("payments", "", SHOP, (ADA,)),
        TeamScope("payments", "checkout", SHOP, (ADA,)),
        TeamScope("payments", "checkout", SHOP, (ADA,)),
        TeamScope("platform", "", SHOP, (ALAN, ADA)),
    ]
    facts = of(CYCLE, pulled(a_source(scopes=scopes)))
    assert sorted((fact.team, fact.service, fact.at) for fact in facts) == [
        ("payments", "", on(1)),
        ("payments", "checkout", on(1)),
        ("platform", "", on(1)),
        ("platform", "", on(2)),
    ]
    assert len(aws.server.asked("ListPullRequests")) == 1


def test_one_person_has_one_made_up_name_over_all_repositories_and_arns(
    codecommit: StandIn,
) -> None:
    codecommit.merged(on(0), on(1))
    codecommit.merged(on(0), on(2), author=session(ADA), repository="pay", base="trunk")
    facts = pulled(a_source(repositories=["shop", "pay"]))
    assert {fact.at for fact in facts} == {on(1), on(2)}
    assert len({fact.actor for fact in facts if isinstance(fact, Fact)}) == 1
    assert ADA not in str(facts)


# What coach.yml may say


@pytest.mark.parametrize("names", [[], ["a b"], [""], ["shop", "shop"], ["arn:aws:x"], ["x" * 101]])
def test_a_scope_that_names_no_repository_or_one_twice_is_refused(names: list[str]) -> None:
    with pytest.raises(ValidationError):
        CodeCommitScope.model_validate({"repositories": names})


@pytest.mark.parametrize("wrong", [{"bots": [" "]}, {"bots": "train"}, {"planned": ["x"]}])
def test_options_that_cannot_be_meant_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CodeCommitOptions.model_validate({"region": "eu-west-1", **wrong})


def test_repositories_are_told_apart_by_case_as_aws_does(codecommit: StandIn) -> None:
    codecommit.branches["Shop"] = "main"
    codecommit.merged(on(0), on(1), repository="Shop")
    assert {fact.at for fact in pulled(a_source(repositories=["shop", "Shop"]))} == {on(1)}


@pytest.mark.parametrize(
    ("merged", "happened", "expected"),
    [
        # Approved on Monday at 15 and merged on Tuesday at 9, or not before noon.
        (on(1, 9), [approved(on(0, 15), GRACE)], 1),
        (on(1, 12), [approved(on(0, 15), GRACE)], 0),
        # Pushed in the evening; the approval taken back before the merge; no approval.
        (on(1, 9), [approved(on(0, 15), GRACE), pushed(on(0, 20), ADA)], 0),
        (on(1, 9), [approved(on(0, 15), GRACE), revoked(on(0, 16), GRACE)], 0),
        (on(1, 9), [], 0),
    ],
)
def test_held_overnight_is_the_only_sign_that_codecommit_can_tell(
    codecommit: StandIn, merged: Any, happened: list[Happened], expected: int
) -> None:
    codecommit.merged(on(0, 9), merged, *happened)
    assert held() == expected
    assert {fact.metric for fact in pulled(a_source())} == {*METRICS, HELD}
