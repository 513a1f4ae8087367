"""What comes back within 21 days, worked by hand, and by which words it is known."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.metrics.fact import Fact
from bot.sources.github_links import read_links
from bot.sources.github_options import GitHubScope
from bot.sources.source import TeamScope, Window
from tests.github.asking import ADA, AUTUMN, MONDAY, REWORK, SHOP, a_source, back, hold, on, pulled
from tests.github.company import (
    pull_request,
)
from tests.github.server import GitHubServer

# What comes back


@pytest.mark.parametrize(("days", "came"), [(20, 1), (21, 1), (22, 0)])
def test_a_revert_counts_within_21_days(github: GitHubServer, days: int, came: int) -> None:
    revert = pull_request(2, on(days, 11), on(days), body="Reverts #1")
    assert back(github, pull_request(1, on(0), on(0)), revert)[on(0)] == came


@pytest.mark.parametrize(
    "how",
    [
        {"body": "Reverts acme/shop#1"},
        {"body": "Reverts #1"},
        {"body": "The export broke.\n\nReverts Acme/Shop#1 for now"},
        {"branch": "revert-1-faster-export"},
        {"body": "This reverts commit abcdef0."},
        {"body": f"This reverts commit {'abcdef0123' * 4}."},
        {"title": 'Revert "Make the export faster (#1)" (#2)'},
        {"title": 'Revert "Make the export faster"'},
    ],
)
def test_a_revert_is_known_by_each_of_the_words_that_tools_write(
    github: GitHubServer, how: dict[str, Any]
) -> None:
    first = pull_request(1, on(0), on(0), title="Make the export faster", commit="abcdef0123" * 4)
    assert back(github, first, pull_request(2, on(2), on(3), **how)) == {on(0): 1, on(3): 0}


@pytest.mark.parametrize(
    "how",
    [
        {"title": "Invoke decRunning() when revertWorker() returns false"},
        {"body": "Reverts other/shop#1"},
        {"body": "Reverts acme/shop-web#1"},
        {"body": "If somebody reverts #1 we must do this too."},
        {"branch": "revert-10-else"},
        {"body": "This reverts commit fedcba9."},
        {"title": 'Revert "Make the import faster"'},
        {"body": "Depends on #1"},
        {"body": "Part of #1, see also #1"},
        {"body": "Fixes other/shop#1"},
        {"body": "Fixes #11"},
        {"title": "Fix the typo in the export (#1)"},
    ],
)
def test_a_mention_is_no_revert_and_no_fix(github: GitHubServer, how: dict[str, Any]) -> None:
    first = pull_request(1, on(0), on(0), title="Make the export faster")
    assert back(github, first, pull_request(2, on(2), on(3), **how)) == {on(0): 0, on(3): 0}


@pytest.mark.parametrize(
    "how",
    [
        {"body": "Fixes #1"},
        {"body": "fixes: acme/shop#1"},
        {"body": "Fixes https://github.com/acme/shop/pull/1"},
        {"body": "Fix for the regression in #1"},
        {"title": "Hotfix for #1"},
        {"body": "The cause is a bug introduced in PR #1."},
        {"body": "Broken by #1"},
        {"body": "Follow-up to #1"},
    ],
)
def test_a_fix_counts_when_it_links_to_what_it_mends(
    github: GitHubServer, how: dict[str, Any]
) -> None:
    fix = pull_request(2, on(2), on(3), author="margaret-hamilton", **how)
    assert back(github, pull_request(1, on(0), on(0)), fix) == {on(0): 1}


def test_the_revert_of_a_revert_is_no_rework_of_the_revert(github: GitHubServer) -> None:
    # 2 undoes 1, so 1 came back. 3 undoes 2 and brings 1 in again: 2 did not come back.
    again = pull_request(3, on(4), on(5), title='Reapply "Export"', body="Reverts acme/shop#2")
    undo = pull_request(2, on(2), on(3), body="Reverts acme/shop#1")
    first = pull_request(1, on(0), on(0), title="Export")
    assert back(github, first, undo, again) == {on(0): 1, on(3): 0, on(5): 0}


@pytest.mark.parametrize("label", ["planned", "Planned", "phase-two"])
def test_a_follow_up_that_was_planned_is_no_rework(github: GitHubServer, label: str) -> None:
    fix = pull_request(2, on(2), on(3), body="Follow-up to #1", labels=["docs", label])
    kept = back(github, pull_request(1, on(0), on(0)), fix, planned=["planned", "Phase-Two"])
    assert kept == {on(0): 0, on(3): 0}


def test_a_bot_may_revert_but_what_it_updates_is_no_fix(github: GitHubServer) -> None:
    rows = [
        pull_request(1, on(0, 8), on(0, 9)),
        pull_request(2, on(0, 8), on(0, 10)),
        pull_request(3, on(2), on(3), author="guard[bot]", body="Reverts #1"),
        pull_request(4, on(2), on(4), author="updates[bot]", body="Release notes: fixes #2"),
    ]
    assert back(github, *rows) == {on(0, 9): 1, on(0, 10): 0}


def test_a_revert_on_another_branch_does_not_touch_the_default_branch(
    github: GitHubServer,
) -> None:
    revert = pull_request(2, on(2), on(3), body="Reverts #1", base="release")
    assert back(github, pull_request(1, on(0), on(0)), revert) == {on(0): 0}


def test_rework_of_a_week_is_told_at_once_and_only_when_its_last_21_days_have_passed(
    github: GitHubServer,
) -> None:
    # The week of 28 September ends in Berlin on 5 October at 0:00, 22:00 UTC the day before;
    # 21 days later it is 25 October, 23:00 UTC, for the clocks have gone back.
    hold(github, pull_request(1, on(0), on(0)), pull_request(2, on(6, 20), on(6, 21)))
    scope = GitHubScope(repositories=(SHOP,))
    berlin = TeamScope("payments", "", scope, (ADA,), ZoneInfo("Europe/Berlin"))
    told = []
    for now in (datetime(2026, 10, 25, 21, 59, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)):
        github.now = now
        facts = pulled(a_source(github, scopes=[berlin]))
        told.append(sorted(fact.at for fact in facts if fact.metric == REWORK))
    assert told == [[], [on(0), on(6, 21)]]


def test_a_github_without_a_clock_is_believed_to_live_at_the_end_of_the_window(
    github: GitHubServer,
) -> None:
    hold(github, pull_request(1, on(0), on(0)))
    github.now = None
    source = a_source(github)
    early, late = (Window(AUTUMN.start, MONDAY + timedelta(days=days)) for days in (27, 29))
    assert [fact.metric for fact in pulled(source, early)].count(REWORK) == 0
    assert [fact.metric for fact in pulled(source, late)].count(REWORK) == 1


def test_a_fix_after_the_window_is_seen_all_the_same(github: GitHubServer) -> None:
    hold(github, pull_request(1, on(0), on(0)), pull_request(2, on(9), on(10), body="Fixes #1"))
    week = Window(MONDAY, MONDAY + timedelta(days=7))
    facts = [fact for fact in pulled(a_source(github), week) if fact.metric == REWORK]
    assert [(fact.at, fact.numerator) for fact in facts if isinstance(fact, Fact)] == [(on(0), 1)]


@pytest.mark.parametrize(
    "text", ["fix " * 16000, "\n" * 64000, "reverts " * 8000, "bug the " * 8000]
)
def test_a_long_text_is_read_in_no_more_time_than_it_is_long(text: str) -> None:
    # A pattern that tried every beginning with every end would take minutes.
    assert read_links("", text, "", SHOP, None).fixes == frozenset()
