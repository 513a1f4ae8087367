"""GitLab's merge requests: durations and turns, worked by hand, and whose they are."""

from datetime import timedelta
from typing import Any

import pytest

from bot.metrics.fact import Fact
from bot.sources.gitlab_options import GitLabScope
from bot.sources.pull_request_facts import FLIPPED, HELD, METRICS, QUICK
from bot.sources.source import TeamScope, Window
from tests.gitlab.asking import (
    ADA,
    ALAN,
    CYCLE,
    GRACE,
    MONDAY,
    REWORK,
    SHOP,
    TURNS,
    WAIT,
    a_source,
    hold,
    of,
    on,
    one,
    pulled,
    signs,
)
from tests.gitlab.company import (
    Row,
    approved,
    asked,
    back_to_draft,
    merge_request,
    on_a_line,
    pushed,
    ready,
    system,
    talk,
)
from tests.gitlab.server import GitLabServer

# How long it takes


# Ready on Friday at 20, approved and merged on Monday at 8: 4 + 24 + 24 + 8 = 60 hours on the wall,
# of which 4 + 8 = 12 are on working days.
@pytest.mark.parametrize(("clock", "hours"), [("wall", 60), ("", 12)])
def test_a_weekend_is_time_on_the_wall_and_no_time_of_work(
    gitlab: GitLabServer, clock: str, hours: float
) -> None:
    over_a_weekend = merge_request(1, on(4, 20), on(7, 8), approved(on(7, 8), GRACE))
    said = one(gitlab, over_a_weekend, clock=clock)
    assert said == {CYCLE: hours, WAIT: hours, TURNS: 0, REWORK: 0}


def test_what_nobody_reviewed_has_no_wait_and_not_one_of_zero(gitlab: GitLabServer) -> None:
    said = one(gitlab, merge_request(1, on(0), on(1), talk(on(0, 13), GRACE)))
    assert said == {CYCLE: 24, WAIT: "unreviewed", TURNS: "unapproved", REWORK: 0}


@pytest.mark.parametrize(
    "first",
    [
        on_a_line(on(0, 9), GRACE),
        on_a_line(on(0, 9), GRACE, resolved=False),
        approved(on(0, 9), GRACE),
        asked(on(0, 9), GRACE),
        # GitLab gives to its ghost what somebody left who deleted the account: a person.
        on_a_line(on(0, 9), "ghost"),
        approved(on(0, 9), None),
    ],
)
def test_a_first_review_is_a_note_on_a_line_an_approval_or_a_request_of_changes(
    gitlab: GitLabServer, first: Row
) -> None:
    # Opened at 8, looked at at 9: one hour.
    said = one(gitlab, merge_request(1, on(0, 8), on(0, 14), first, approved(on(0, 12), GRACE)))
    assert said[WAIT] == 1


@pytest.mark.parametrize(
    "looks",
    [
        talk(on(0, 9), GRACE),
        on_a_line(on(0, 9), ADA),
        approved(on(0, 9), ADA),
        on_a_line(on(0, 9), "project_41_bot_0a1b"),
        on_a_line(on(0, 9), "ACME-Reads"),
        on_a_line(on(0, 9), "claude"),
        system(on(0, 9), GRACE, "requested review from @alan_turing"),
        system(on(0, 9), GRACE, "unapproved this merge request"),
    ],
)
def test_talk_bots_and_the_author_make_no_first_review(gitlab: GitLabServer, looks: Row) -> None:
    # Opened at 8, approved at 12: four hours, whatever came in between.
    said = one(gitlab, merge_request(1, on(0, 8), on(0, 14), looks, approved(on(0, 12), GRACE)))
    assert said == {CYCLE: 6, WAIT: 4, TURNS: 0, REWORK: 0}


@pytest.mark.parametrize(
    "words",
    [
        "marked this merge request as **ready**",
        "unmarked this merge request as a **Draft**",
        "unmarked as a **Work In Progress**",
    ],
)
def test_time_as_a_draft_is_not_counted(gitlab: GitLabServer, words: str) -> None:
    # A draft from Monday noon, ready on Tuesday noon, approved at 14 and merged at 18.
    notes = (system(on(1), ADA, words), approved(on(1, 14), GRACE))
    said = one(gitlab, merge_request(1, on(0), on(1, 18), *notes))
    assert (said[CYCLE], said[WAIT]) == (6, 2)


@pytest.mark.parametrize(
    "words",
    [
        "marked this merge request as **draft**",
        "marked this merge request as **draft** from 0123abcd",
        "marked this merge request as a **Draft**",
        "marked as a **Work In Progress**",
        "marked as a **Work In Progress** from 0123abcd",
    ],
)
def test_the_clock_starts_when_it_was_last_marked_ready_before_the_first_review(
    gitlab: GitLabServer, words: str
) -> None:
    # Ready on Monday, back to draft on Tuesday, ready again on Wednesday noon; reviewed on
    # Thursday noon (24 hours) and merged on Friday noon (48).
    notes = (system(on(1), ADA, words), ready(on(2)), approved(on(3), GRACE))
    said = one(gitlab, merge_request(1, on(0), on(4), *notes))
    assert (said[CYCLE], said[WAIT]) == (48, 24)


def test_a_draft_after_the_first_review_stops_the_clock_and_does_not_set_it_back(
    gitlab: GitLabServer,
) -> None:
    # Ready Monday noon, reviewed Tuesday noon (24), a draft from Tuesday noon to Thursday noon,
    # merged Friday noon: 96 hours less 48 as a draft.
    notes = (
        on_a_line(on(1), GRACE), back_to_draft(on(1)), pushed(on(2), ADA), ready(on(3)),
        approved(on(3, 13), GRACE),
    )  # fmt: skip
    said = one(gitlab, merge_request(1, on(0), on(4), *notes))
    assert said == {CYCLE: 48, WAIT: 24, TURNS: 1, REWORK: 0}


def test_what_was_merged_as_a_draft_was_never_ready(gitlab: GitLabServer) -> None:
    said = one(gitlab, merge_request(1, on(0), on(1), draft=True))
    assert said == {CYCLE: "draft", WAIT: "draft", TURNS: "unapproved", REWORK: 0}


@pytest.mark.parametrize(
    ("notes", "turns"),
    [
        # Approved as it came.
        ([approved(on(0, 9), GRACE)], 0),
        # Asked, changed, approved.
        ([asked(on(0, 9), GRACE), pushed(on(0, 10), ADA), approved(on(0, 11), GRACE)], 1),
        # Five notes on lines before one push, and two pushes in answer: one turn.
        (
            [
                *(on_a_line(on(0, 9), GRACE) for _ in range(5)),
                pushed(on(0, 10), ADA), pushed(on(0, 11), ADA), approved(on(0, 12), GRACE),
            ],
            1,
        ),
        # Back and forth twice; what comes after the approval is not counted.
        (
            [
                asked(on(0, 9), GRACE), pushed(on(0, 10), ADA), on_a_line(on(0, 11), ALAN),
                pushed(on(0, 12), ADA), approved(on(0, 13), GRACE), asked(on(0, 14), ALAN),
                pushed(on(0, 15), ADA),
            ],
            2,
        ),
        # Somebody else's push is no answer of the author's; nor is what a bot asks a request.
        ([asked(on(0, 9), GRACE), pushed(on(0, 10), ALAN), approved(on(0, 11), GRACE)], 0),
        ([on_a_line(on(0, 9), "claude"), pushed(on(0, 10), ADA), approved(on(0, 11), GRACE)], 0),
        # Talk asks for nothing, and a note that nothing follows is only a thought.
        ([talk(on(0, 9), GRACE), pushed(on(0, 10), ADA), approved(on(0, 11), GRACE)], 0),
        ([on_a_line(on(0, 9), GRACE), approved(on(0, 10), GRACE)], 0),
        # Many commits at once, in the words of today and of GitLab 11.
        (
            [
                asked(on(0, 9), GRACE), system(on(0, 10), ADA, "added 12 new commits"),
                approved(on(0, 11), GRACE),
            ],
            1,
        ),
        # Never approved, or by a bot alone.
        ([asked(on(0, 9), GRACE), pushed(on(0, 10), ADA)], "unapproved"),
        ([approved(on(0, 9), "project_41_bot_0a1b")], "unapproved"),
    ],
)  # fmt: skip
def test_a_turn_is_a_request_of_a_person_and_a_push_of_the_author_before_approval(
    gitlab: GitLabServer, notes: list[Row], turns: int | str
) -> None:
    assert one(gitlab, merge_request(1, on(0, 7), on(1), *notes))[TURNS] == turns


@pytest.mark.parametrize("days", [3, 7, 10, 35])
def test_a_merge_request_says_the_same_whatever_range_is_asked(
    gitlab: GitLabServer, days: int
) -> None:
    notes = (on_a_line(on(0, 14), GRACE), pushed(on(0, 20), ADA), approved(on(1), GRACE))
    hold(gitlab, merge_request(1, on(0), on(2), *notes))
    hold(gitlab, merge_request(2, on(9), on(10), body="Fixes !1"))
    facts = pulled(a_source(gitlab), Window(MONDAY, MONDAY + timedelta(days=days)))
    first = [fact for fact in facts if fact.at == on(2) and isinstance(fact, Fact)]
    told = {(fact.metric, fact.dimension): (fact.value, fact.numerator) for fact in first}
    # Two days in all, two hours until the first note, one turn, and it came back.
    assert told == {
        (CYCLE, ""): (48, 0), (CYCLE, "wall"): (48, 0), (WAIT, ""): (2, 0), (WAIT, "wall"): (2, 0),
        (TURNS, ""): (1, 0), (REWORK, ""): (None, 1), (HELD, ""): (None, 0),
        (FLIPPED, ""): (None, 0),
    }  # fmt: skip


# Signs


def test_signs_are_told_by_the_notes_of_the_system(gitlab: GitLabServer) -> None:
    # Ready on Monday at 12, approved at 12:04 and merged on Tuesday at 9; 300 lines.
    said = signs(
        gitlab,
        merge_request(
            1, on(0, 9), on(1, 9), back_to_draft(on(0, 10)), ready(on(0, 12)),
            approved(on(0, 12) + timedelta(minutes=4), GRACE), lines=(200, 100),
        ),
    )  # fmt: skip
    assert said == {HELD: 1, QUICK: 1, FLIPPED: 0}


def test_a_draft_that_is_ready_just_before_the_merge_is_flipped(gitlab: GitLabServer) -> None:
    events = (back_to_draft(on(0, 10)), ready(on(0, 12) - timedelta(minutes=9)))
    said = signs(gitlab, merge_request(1, on(0, 9), on(0, 12), *events))
    assert said == {HELD: 0, QUICK: "small", FLIPPED: 1}


@pytest.mark.parametrize("lines", [None, (0, 0)])
def test_without_a_size_no_review_is_called_quick(
    gitlab: GitLabServer, lines: tuple[int, int] | None
) -> None:
    # GitLab says none, or nothing at all, where it does not know.
    request = merge_request(1, on(0), on(1), approved(on(0), GRACE), lines=lines)
    assert signs(gitlab, request)[QUICK] == "unsized"


# Whose it is


def test_only_what_the_teams_people_opened_counts_and_usernames_have_no_case(
    gitlab: GitLabServer,
) -> None:
    hold(
        gitlab,
        merge_request(1, on(0), on(1), author="Ada-Lovelace"),
        merge_request(2, on(0), on(2), author="margaret-hamilton"),
        merge_request(3, on(0), on(3), author="ghost"),
        merge_request(4, on(0), on(4), author=None),
    )
    scope = TeamScope("payments", "", GitLabScope(projects=(SHOP,)), ("ADA-lovelace",))
    assert {fact.at for fact in pulled(a_source(gitlab, scopes=[scope]))} == {on(1)}


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ({"author": "project_41_bot_0a1b"}, "bot"),
        ({"author": "renovate-bot"}, "bot"),
        ({"author": "ACME-Reads"}, "bot"),
        ({"author": "devin-ai-integration"}, "assistant"),
        ({"target": "release"}, "other_branch"),
    ],
)
def test_bots_assistants_and_other_branches_are_left_out_and_counted_apart(
    gitlab: GitLabServer, about: dict[str, Any], reason: str
) -> None:
    said = one(gitlab, merge_request(1, on(0), on(1), approved(on(0, 20), GRACE), **about))
    assert said == dict.fromkeys(METRICS, reason)


def test_a_project_without_a_first_commit_has_nothing_to_say(gitlab: GitLabServer) -> None:
    gitlab.project(SHOP, branch=None)
    assert pulled(a_source(gitlab)) == []


def test_a_project_of_two_teams_counts_for_each_with_its_own_people(
    gitlab: GitLabServer,
) -> None:
    hold(gitlab, merge_request(1, on(0), on(1)), merge_request(2, on(0), on(2), author=ALAN))
    number = gitlab.project(SHOP).id
    path, by_id = GitLabScope(projects=(SHOP,)), GitLabScope(projects=(number,))
    scopes = [
        TeamScope("payments", "", path, (ADA,)),
        TeamScope("payments", "checkout", path, (ADA,)),
        TeamScope("payments", "checkout", by_id, (ADA,)),
        TeamScope("platform", "", by_id, (ALAN, ADA)),
    ]
    facts = of(CYCLE, pulled(a_source(gitlab, scopes=scopes)))
    assert sorted((fact.team, fact.service, fact.at) for fact in facts) == [
        ("payments", "", on(1)),
        ("payments", "checkout", on(1)),
        ("platform", "", on(1)),
        ("platform", "", on(2)),
    ]
    assert len(gitlab.questions) == 1


def test_one_person_has_one_made_up_name_over_all_projects(gitlab: GitLabServer) -> None:
    hold(gitlab, merge_request(1, on(0), on(1)))
    hold(gitlab, merge_request(1, on(0), on(2)), project="acme/pay")
    facts = pulled(a_source(gitlab, projects=[SHOP, "acme/pay"]))
    names = {fact.actor for fact in facts if isinstance(fact, Fact)}
    assert len(names) == 1
    assert ADA not in str(names)
