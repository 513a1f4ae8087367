"""What is undone within 21 days in CodeCommit, worked by hand, and by which words it is known."""

from datetime import timedelta
from typing import Any

import pytest

from bot.metrics.fact import Fact
from bot.sources.source import Window
from tests.aws.asking_codecommit import (
    AUTUMN,
    MONDAY,
    REWORK,
    a_source,
    back,
    of,
    on,
    pulled,
)
from tests.aws.codecommit import CodeCommit as StandIn

COMMIT = "abcdef0123" * 4


@pytest.mark.parametrize(("days", "came"), [(20, 1), (21, 1), (22, 0)])
def test_a_revert_counts_within_21_days(codecommit: StandIn, days: int, came: int) -> None:
    codecommit.merged(on(-7), on(-7), commit=COMMIT)
    undone = f"It was too slow.\n\nThis reverts commit {COMMIT}."
    codecommit.merged(on(days - 8), on(days - 7), description=undone)
    assert back()[on(-7)] == came


@pytest.mark.parametrize(
    ("how", "came"),
    [
        ({"title": f"This reverts commit {COMMIT}."}, 1),
        ({"description": "This reverts commit abcdef0."}, 1),
        ({"description": "this reverts commit ABCDEF0123, for now"}, 1),
        # A revert of a merge, as git words it.
        ({"description": f"This reverts commit {COMMIT}, reversing\nchanges made to 12345678."}, 1),
        # Whoever undoes it, be it a stranger or a bot.
        ({"description": "This reverts commit abcdef0.", "author": "margaret.hamilton"}, 1),
        ({"description": "This reverts commit abcdef0.", "author": "release.train"}, 1),
        # Another commit, another branch, a mention, a number; a title alone names no commit.
        ({"description": "This reverts commit fedcba9."}, 0),
        ({"description": "This reverts commit abcdef0.", "base": "release"}, 0),
        ({"description": f"Depends on {COMMIT}"}, 0),
        ({"description": "Fixes #1"}, 0),
        ({"title": 'Revert "Make the export faster"'}, 0),
    ],
)
def test_a_revert_is_known_by_gits_own_words_and_a_fix_not_at_all(
    codecommit: StandIn, how: dict[str, Any], came: int
) -> None:
    codecommit.merged(on(0), on(0), commit=COMMIT)
    codecommit.merged(on(1), on(2), **how)
    assert back(bots=["release.train"])[on(0)] == came


def test_a_merge_by_fast_forward_is_undone_by_the_last_commit_of_its_branch(
    codecommit: StandIn,
) -> None:
    codecommit.merged(on(0), on(0), commit=None)
    codecommit.merged(on(1), on(2), description=f"This reverts commit {'feedface' * 5}.")
    assert back()[on(0)] == 1


def test_the_revert_of_a_revert_is_no_rework_of_the_revert(
    codecommit: StandIn,
) -> None:
    # The second undoes the first, so the first came back. The third undoes the second.
    codecommit.merged(on(0), on(0), commit=COMMIT)
    codecommit.merged(on(1), on(2), commit="1" * 40, description=f"This reverts commit {COMMIT}.")
    codecommit.merged(on(3), on(4), commit="2" * 40, description=f"This reverts commit {'1' * 40}.")
    assert back() == {on(0): 1, on(2): 0, on(4): 0}


def test_rework_of_a_week_is_told_when_the_window_ends_21_days_after_it(
    codecommit: StandIn,
) -> None:
    # The week of 28 September ends on 5 October at 0:00; 21 days later it is 26 October.
    codecommit.merged(on(0), on(0))
    early, late = (Window(AUTUMN.start, MONDAY + timedelta(days=days)) for days in (27, 28))
    assert of(REWORK, pulled(a_source(), early)) == []
    assert len(of(REWORK, pulled(a_source(), late))) == 1


def test_a_revert_after_the_window_is_seen_all_the_same(codecommit: StandIn) -> None:
    codecommit.merged(on(-7), on(-7), commit=COMMIT)
    codecommit.merged(on(13), on(14), description="This reverts commit abcdef0.")
    week = Window(on(-7, 0), on(21, 0))
    later = Window(on(-7, 0), on(14, 0))
    assert [
        fact.numerator for fact in of(REWORK, pulled(a_source(), week)) if isinstance(fact, Fact)
    ] == [1]
    assert of(REWORK, pulled(a_source(), later)) == []
