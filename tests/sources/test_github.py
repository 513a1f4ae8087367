"""GitHub's pull requests: the catalogue's durations and turns, worked by hand, and whose they are."""

import threading
from collections.abc import Generator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.metrics.fact import Fact
from bot.sources.github_options import GitHubScope
from bot.sources.pull_request_facts import METRICS
from bot.sources.source import Report, TeamScope
from bot.teams.work_week import WorkWeek
from tests.github.asking import (
    ADA,
    ALAN,
    AUTUMN,
    CYCLE,
    GRACE,
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
)
from tests.github.company import (
    Row,
    asked,
    back_to_draft,
    force_pushed,
    pull_request,
    pushed,
    ready,
    review,
)
from tests.github.server import GitHubServer

# How long it takes


# Ready on Friday at 20, reviewed and merged on Monday at 8: 4 + 24 + 24 + 8 = 60 hours on the wall,
# of which 4 + 8 = 12 are on working days.
OVER_A_WEEKEND = pull_request(1, on(4, 20), on(7, 8), review(on(7, 8), GRACE))


@pytest.mark.parametrize(("clock", "hours"), [("wall", 60), ("", 12)])
def test_a_weekend_is_time_on_the_wall_and_no_time_of_work(
    github: GitHubServer, clock: str, hours: float
) -> None:
    said = one(github, OVER_A_WEEKEND, clock=clock)
    assert said == {CYCLE: hours, WAIT: hours, TURNS: 0, REWORK: 0}


def at_home(week: WorkWeek, zone: str = "UTC", **weeks: WorkWeek) -> list[TeamScope]:
    """Return a team that works by a calendar, some of its people by ones of their own."""
    scope = GitHubScope(repositories=(SHOP,))
    own = {login.replace("_", "-"): one for login, one in weeks.items()}
    return [TeamScope("payments", "", scope, (ADA, GRACE), ZoneInfo(zone), week, own)]


WEEKDAYS = WorkWeek()
CALENDARS = {
    # Friday 20:00 in UTC is 22:00 in Berlin's summer, so 2 hours; Monday until 10:00 is 10.
    "the team's own zone": (at_home(WEEKDAYS, "Europe/Berlin"), 12),
    # In Auckland it is Saturday 8:00, which is off; Monday until 21:00.
    "a zone where it is Saturday already": (at_home(WEEKDAYS, "Pacific/Auckland"), 21),
    # Monday 5 October 2026 is off for the whole team: only Friday's 4 hours are left.
    "a day off of the team": (at_home(WorkWeek(closed=frozenset({date(2026, 10, 5)}))), 4),
    # A public holiday of the team's country: 2 October 2026 is none in Germany, Saturday 3 is.
    "a holiday on a weekend": (at_home(WorkWeek(country="DE")), 12),
    # Sunday to Thursday: all of Sunday, and Monday until 8.
    "a week from Sunday": (at_home(WorkWeek(frozenset({6, 0, 1, 2, 3}))), 32),
    # The author waits, so that the author's days count: Ada does not work on Fridays.
    "the author's own days": (at_home(WEEKDAYS, ada_lovelace=WorkWeek(frozenset(range(4)))), 8),
    # Whoever reviews works on other days, and nobody waits for those.
    "the reviewer's own days": (at_home(WEEKDAYS, grace_hopper=WorkWeek(frozenset({4}))), 12),
}


@pytest.mark.parametrize(("scopes", "hours"), CALENDARS.values(), ids=CALENDARS)
def test_hours_of_work_are_those_of_whoever_waits(
    github: GitHubServer, scopes: list[TeamScope], hours: float
) -> None:
    said = one(github, OVER_A_WEEKEND, scopes=scopes, clock="")
    assert (said[CYCLE], said[WAIT]) == (hours, hours)


def test_what_was_done_on_days_off_took_no_time_of_work(github: GitHubServer) -> None:
    saturday = pull_request(1, on(5, 9), on(5, 17), review(on(5, 12), GRACE))
    said = one(github, saturday, clock="")
    assert (said[CYCLE], said[WAIT]) == (0, 0)


@pytest.mark.parametrize("author", ["copilot-swe-agent[bot]", "Copilot", "our-agent"])
def test_what_an_assistant_opened_is_counted_apart_from_bots_and_people(
    github: GitHubServer, author: str
) -> None:
    request = pull_request(1, on(0), on(1), review(on(0, 20), GRACE), author=author)
    said = one(github, request, assistants=["copilot-swe-agent", "copilot", "our-agent"])
    assert set(said.values()) == {"assistant"}


def test_an_assistant_that_reviews_is_no_first_review(github: GitHubServer) -> None:
    looked = review(on(0, 13), "copilot-pull-request-reviewer", "COMMENTED")
    said = one(github, pull_request(1, on(0), on(1), looked, review(on(0, 18), GRACE)))
    assert said[WAIT] == 6


def test_minutes_are_parts_of_hours(github: GitHubServer) -> None:
    # 9:00 to 10:30 is 1.5 hours; the review at 9:45 came after 0.75.
    nine = on(0, 9)
    looked, merged = nine + timedelta(minutes=45), nine + timedelta(minutes=90)
    said = one(github, pull_request(1, nine, merged, review(looked, GRACE)))
    assert (said[CYCLE], said[WAIT]) == (1.5, 0.75)


def test_what_nobody_reviewed_has_no_wait_and_not_one_of_zero(github: GitHubServer) -> None:
    said = one(github, pull_request(1, on(0), on(1)))
    assert said == {CYCLE: 24, WAIT: "unreviewed", TURNS: "unapproved", REWORK: 0}


@pytest.mark.parametrize("bot", ["review-app[bot]", "acme-reads", "ACME-Reads"])
def test_a_review_by_a_bot_is_no_first_review(github: GitHubServer, bot: str) -> None:
    # Opened at 8; the bot at 9 does not count, Grace at 12 does: 4 hours.
    events = (review(on(0, 9), bot), review(on(0, 12), GRACE))
    said = one(github, pull_request(1, on(0, 8), on(0, 14), *events), bots=["acme-reads"])
    assert said == {CYCLE: 6, WAIT: 4, TURNS: 0, REWORK: 0}


def test_what_the_author_says_to_reviewers_is_no_review(github: GitHubServer) -> None:
    events = (review(on(0, 9), ADA, "COMMENTED"), review(on(0, 11), GRACE))
    assert one(github, pull_request(1, on(0, 8), on(0, 12), *events))[WAIT] == 3


def test_a_review_after_the_merge_is_no_first_review(github: GitHubServer) -> None:
    said = one(github, pull_request(1, on(0, 8), on(0, 9), review(on(0, 10), GRACE)))
    assert said == {CYCLE: 1, WAIT: "unreviewed", TURNS: "unapproved", REWORK: 0}


def test_a_reviewer_who_deleted_the_account_was_a_person(github: GitHubServer) -> None:
    said = one(github, pull_request(1, on(0, 8), on(0, 12), review(on(0, 9), None)))
    assert said == {CYCLE: 4, WAIT: 1, TURNS: 0, REWORK: 0}


def test_time_as_a_draft_is_not_counted(github: GitHubServer) -> None:
    # A draft from Monday noon, ready on Tuesday noon, reviewed at 14 and merged at 18.
    events = (ready(on(1)), review(on(1, 14), GRACE))
    said = one(github, pull_request(1, on(0), on(1, 18), *events))
    assert (said[CYCLE], said[WAIT]) == (6, 2)


def test_the_clock_starts_when_it_was_last_marked_ready_before_the_first_review(
    github: GitHubServer,
) -> None:
    # Ready on Monday, back to draft on Tuesday, ready again on Wednesday noon; reviewed on
    # Thursday noon (24 hours) and merged on Friday noon (48).
    events = (back_to_draft(on(1)), ready(on(2)), review(on(3), GRACE))
    said = one(github, pull_request(1, on(0), on(4), *events))
    assert (said[CYCLE], said[WAIT]) == (48, 24)


def test_a_draft_after_the_first_review_stops_the_clock_and_does_not_set_it_back(
    github: GitHubServer,
) -> None:
    # Ready Monday noon, reviewed Tuesday noon (24), a draft from Tuesday noon to Thursday noon,
    # merged Friday noon: 96 hours less 48 as a draft.
    events = (
        asked(on(1), GRACE), back_to_draft(on(1)), pushed(on(2), ADA), ready(on(3)),
        review(on(3, 13), GRACE),
    )  # fmt: skip
    said = one(github, pull_request(1, on(0), on(4), *events))
    assert said == {CYCLE: 48, WAIT: 24, TURNS: 1, REWORK: 0}


def test_a_look_at_a_draft_is_no_first_review(github: GitHubServer) -> None:
    # Grace looks at the draft at 10; it is ready at 12 and approved at 15: 3 hours.
    events = (review(on(0, 10), GRACE, "COMMENTED"), ready(on(0, 12)), review(on(0, 15), GRACE))
    assert one(github, pull_request(1, on(0, 8), on(0, 16), *events))[WAIT] == 3


def test_what_was_looked_at_only_as_a_draft_has_no_wait(github: GitHubServer) -> None:
    events = (review(on(0, 10), GRACE), ready(on(0, 12)))
    said = one(github, pull_request(1, on(0, 8), on(0, 16), *events))
    assert said == {CYCLE: 4, WAIT: "draft", TURNS: 0, REWORK: 0}


def test_what_was_merged_as_a_draft_was_never_ready(github: GitHubServer) -> None:
    said = one(github, pull_request(1, on(0), on(1), draft=True))
    assert said == {CYCLE: "draft", WAIT: "draft", TURNS: "unapproved", REWORK: 0}


# Turns


@pytest.mark.parametrize(
    ("events", "turns"),
    [
        # Approved as it came.
        ([review(on(0, 9), GRACE)], 0),
        # Asked, changed, approved.
        ([asked(on(0, 9), GRACE), pushed(on(0, 10), ADA), review(on(0, 11), GRACE)], 1),
        # Two people ask before one push: one turn. Two commits in answer: still one.
        (
            [
                asked(on(0, 9), GRACE), review(on(0, 9), ALAN, "COMMENTED"),
                pushed(on(0, 10), ADA), pushed(on(0, 11), ADA), review(on(0, 12), GRACE),
            ],
            1,
        ),
        # Back and forth twice; what comes after the approval is not counted.
        (
            [
                asked(on(0, 9), GRACE), pushed(on(0, 10), ADA), asked(on(0, 11), GRACE),
                pushed(on(0, 12), ADA), review(on(0, 13), GRACE), asked(on(0, 14), ALAN),
                pushed(on(0, 15), ADA),
            ],
            2,
        ),
        # A force push hides the commits, but is an answer itself.
        ([asked(on(0, 9), GRACE), force_pushed(on(0, 10), ADA), review(on(0, 11), GRACE)], 1),
        # A commit by an address that belongs to no account is the author's.
        ([asked(on(0, 9), GRACE), pushed(on(0, 10), None), review(on(0, 11), GRACE)], 1),
        # Somebody else's commit is no answer of the author's; nor is what a bot asks a request.
        ([asked(on(0, 9), GRACE), pushed(on(0, 10), ALAN), review(on(0, 11), GRACE)], 0),
        ([asked(on(0, 9), "lint[bot]"), pushed(on(0, 10), ADA), review(on(0, 11), GRACE)], 0),
        # A comment that nothing follows is only a thought.
        ([review(on(0, 9), GRACE, "COMMENTED"), review(on(0, 10), GRACE)], 0),
        # A push before the review is no answer, wherever GitHub lists it.
        ([asked(on(0, 9), GRACE), pushed(on(0, 8), ADA), review(on(0, 10), GRACE)], 0),
        # A review that was dismissed says nothing any more, and one not sent has not come.
        ([review(on(0, 9), GRACE, "DISMISSED"), review(on(0, 10), ALAN)], 0),
        ([review(on(0, 9), GRACE, "PENDING"), review(on(0, 10), ALAN)], 0),
        # Never approved, or by a bot alone.
        ([asked(on(0, 9), GRACE), pushed(on(0, 10), ADA)], "unapproved"),
        ([review(on(0, 9), "merge[bot]")], "unapproved"),
    ],
)  # fmt: skip
def test_a_turn_is_a_request_of_a_person_and_a_push_of_the_author_before_approval(
    github: GitHubServer, events: list[Row], turns: int | str
) -> None:
    assert one(github, pull_request(1, on(0, 7), on(1), *events))[TURNS] == turns


# Whose it is


def test_only_what_the_teams_people_opened_counts_and_logins_have_no_case(
    github: GitHubServer,
) -> None:
    hold(
        github,
        pull_request(1, on(0), on(1), author="Ada-Lovelace"),
        pull_request(2, on(0), on(2), author="margaret-hamilton"),
        pull_request(3, on(0), on(3), author=None),
    )
    scope = TeamScope("payments", "", GitHubScope(repositories=(SHOP,)), ("ADA-lovelace",))
    facts = pulled(a_source(github, scopes=[scope]))
    assert {fact.at for fact in facts} == {on(1)}


def test_pull_requests_of_bots_are_left_out_and_counted(github: GitHubServer) -> None:
    said = one(github, pull_request(1, on(0), on(1), author="dependabot[bot]"))
    assert said == dict.fromkeys(METRICS, "bot")


def test_an_account_that_is_listed_as_a_bot_is_one_even_where_a_team_lists_it(
    github: GitHubServer,
) -> None:
    said = one(github, pull_request(1, on(0), on(1)), bots=["Ada-Lovelace"])
    assert said == dict.fromkeys(METRICS, "bot")


def test_merges_to_another_branch_are_left_out_and_counted(github: GitHubServer) -> None:
    said = one(github, pull_request(1, on(0), on(1), base="release"))
    assert said == dict.fromkeys(METRICS, "other_branch")


def test_a_repository_of_two_teams_counts_for_each_with_its_own_people(
    github: GitHubServer,
) -> None:
    hold(github, pull_request(1, on(0), on(1)), pull_request(2, on(0), on(2), author=ALAN))
    scope = GitHubScope(repositories=(SHOP,))
    scopes = [
        TeamScope("payments", "", scope, (ADA,)),
        TeamScope("payments", "checkout", scope, (ADA,)),
        TeamScope("payments", "checkout", scope, (ADA,)),
        TeamScope("platform", "", scope, (ALAN, ADA)),
    ]
    facts = of(CYCLE, pulled(a_source(github, scopes=scopes)))
    assert sorted((fact.team, fact.service, fact.at) for fact in facts) == [
        ("payments", "", on(1)),
        ("payments", "checkout", on(1)),
        ("platform", "", on(1)),
        ("platform", "", on(2)),
    ]
    assert len(github.calls) == 1


def test_one_person_has_one_made_up_name_over_all_repositories(github: GitHubServer) -> None:
    hold(github, pull_request(1, on(0), on(1)))
    hold(github, pull_request(1, on(0), on(2)), repository="acme/pay")
    facts = pulled(a_source(github, repositories=[SHOP, "acme/pay"]))
    names = {fact.actor for fact in facts if isinstance(fact, Fact)}
    assert len(names) == 1
    assert ADA not in str(names)


def test_a_reader_that_stops_early_leaves_no_question_under_way(github: GitHubServer) -> None:
    names = [f"acme/part-{n}" for n in range(40)]
    for name in names:
        hold(github, pull_request(1, on(0), on(1)), repository=name)
    facts = a_source(github, repositories=names).pull(AUTUMN, Report())
    assert isinstance(facts, Generator)
    next(facts)
    facts.close()
    asked = len(github.calls)
    assert not [one for one in threading.enumerate() if one.name.startswith("coach-source")]
    assert asked < len(names)
