"""What comes back within 21 days on GitLab, worked by hand, and by which words it is known."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.metrics.fact import Fact
from bot.sources.gitlab_links import read_links
from bot.sources.gitlab_options import GitLabScope
from bot.sources.source import TeamScope, Window
from tests.gitlab.asking import ADA, AUTUMN, MONDAY, REWORK, SHOP, a_source, back, hold, on, pulled
from tests.gitlab.company import merge_request
from tests.gitlab.server import GitLabServer


@pytest.mark.parametrize(("days", "came"), [(20, 1), (21, 1), (22, 0)])
def test_a_revert_counts_within_21_days(gitlab: GitLabServer, days: int, came: int) -> None:
    revert = merge_request(2, on(days, 11), on(days), body="This reverts merge request !1")
    assert back(gitlab, merge_request(1, on(0), on(0)), revert)[on(0)] == came


@pytest.mark.parametrize("merged_as", ["commit", "head"])
@pytest.mark.parametrize(
    "how",
    [
        {"body": "This reverts merge request !1"},
        {"body": "It broke the export.\n\nThis reverts merge request acme/shop!1"},
        {"body": "Reverts !1"},
        {"body": "Reverts https://gitlab.example.com/acme/shop/-/merge_requests/1"},
        {"body": "This reverts commit abcdef0."},
        {"body": f"This reverts commit {'abcdef0123' * 4}."},
        {"title": 'Revert "Make the export faster"'},
    ],
)
def test_a_revert_is_known_by_each_of_the_words_that_gitlab_and_git_write(
    gitlab: GitLabServer, how: dict[str, Any], merged_as: str
) -> None:
    # Merged with a merge commit, or fast forward with none.
    as_commit: dict[str, Any] = {merged_as: "abcdef0123" * 4}
    first = merge_request(1, on(0), on(0), title="Make the export faster", **as_commit)
    assert back(gitlab, first, merge_request(2, on(2), on(3), **how)) == {on(0): 1, on(3): 0}


@pytest.mark.parametrize(
    "how",
    [
        {"body": "Fixes !1"},
        {"body": "fixes: acme/shop!1"},
        {"body": "Fix for the regression in MR !1"},
        {"body": "The cause is a bug introduced in merge request !1."},
        {"title": "Hotfix for !1"},
        {"body": "Follow-up to https://gitlab.example.com/git/acme/shop/-/merge_requests/1"},
    ],
)
def test_a_fix_counts_when_it_links_to_what_it_mends(
    gitlab: GitLabServer, how: dict[str, Any]
) -> None:
    fix = merge_request(2, on(2), on(3), author="margaret-hamilton", **how)
    assert back(gitlab, merge_request(1, on(0), on(0)), fix) == {on(0): 1}


@pytest.mark.parametrize(
    "how",
    [
        {"body": "Closes #1"},
        {"body": "Fixes other/shop!1"},
        {"body": "Fixes acme/shop-web!1"},
        {"body": "Fixes !11"},
        {"body": "See also !1, depends on !1"},
        {"body": "If somebody reverts !1 we must do this too."},
        {"body": "This reverts merge request other/shop!1"},
        {"body": "This reverts commit fedcba9."},
        {"title": 'Revert "Make the import faster"'},
        {"body": None},
        {"body": "Fixes !1", "labels": ["Planned"]},
        {"body": "Fixes !1", "target": "release"},
        {"body": "Fixes !1", "author": "renovate-bot"},
    ],
)
def test_issues_mentions_plans_and_other_projects_are_no_rework(
    gitlab: GitLabServer, how: dict[str, Any]
) -> None:
    first = merge_request(1, on(0), on(0), title="Make the export faster")
    came = back(gitlab, first, merge_request(2, on(2), on(3), **how))
    assert set(came.values()) == {0}


def test_the_revert_of_a_revert_is_no_rework_of_the_revert(gitlab: GitLabServer) -> None:
    # 2 undoes 1, so 1 came back. 3 undoes 2 and brings 1 in again: 2 did not come back.
    first = merge_request(1, on(0), on(0))
    undo = merge_request(2, on(2), on(3), body="This reverts merge request !1")
    again = merge_request(3, on(4), on(5), body="This reverts merge request !2")
    assert back(gitlab, first, undo, again) == {on(0): 1, on(3): 0, on(5): 0}


def test_a_fix_after_the_window_is_seen_all_the_same(gitlab: GitLabServer) -> None:
    hold(gitlab, merge_request(1, on(0), on(0)), merge_request(2, on(9), on(10), body="Fixes !1"))
    week = Window(MONDAY, MONDAY + timedelta(days=7))
    facts = [fact for fact in pulled(a_source(gitlab), week) if fact.metric == REWORK]
    assert [(fact.at, fact.numerator) for fact in facts if isinstance(fact, Fact)] == [(on(0), 1)]


def test_rework_of_a_week_is_told_at_once_and_only_when_its_last_21_days_have_passed(
    gitlab: GitLabServer,
) -> None:
    # The week of 28 September ends in Berlin on 5 October at 0:00, 22:00 UTC the day before;
    # 21 days later it is 25 October, 23:00 UTC, for the clocks have gone back.
    hold(gitlab, merge_request(1, on(0), on(0)), merge_request(2, on(6, 20), on(6, 21)))
    scope = GitLabScope(projects=(SHOP,))
    berlin = TeamScope("payments", "", scope, (ADA,), ZoneInfo("Europe/Berlin"))
    told = []
    for now in (datetime(2026, 10, 25, 21, 59, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)):
        gitlab.now = now
        facts = pulled(a_source(gitlab, scopes=[berlin]))
        told.append(sorted(fact.at for fact in facts if fact.metric == REWORK))
    assert told == [[], [on(0), on(6, 21)]]


def test_a_gitlab_without_a_clock_is_believed_to_live_at_the_end_of_the_window(
    gitlab: GitLabServer,
) -> None:
    hold(gitlab, merge_request(1, on(0), on(0)))
    gitlab.now = None
    early, late = (Window(AUTUMN.start, MONDAY + timedelta(days=days)) for days in (27, 29))
    told = [[fact.metric for fact in pulled(a_source(gitlab), when)] for when in (early, late)]
    assert [metrics.count(REWORK) for metrics in told] == [0, 1]


@pytest.mark.parametrize(
    "text", ["fix " * 16000, "\n" * 64000, "reverts " * 8000, "This reverts merge request " * 4000]
)
def test_a_long_text_is_read_in_no_more_time_than_it_is_long(text: str) -> None:
    # A pattern that tried every beginning with every end would take minutes.
    assert read_links("", text, SHOP, None).fixes == frozenset()
