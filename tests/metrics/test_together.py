"""Teams are added up in the fold, and only where nothing small is left when they are subtracted."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from bot.metrics.fact import Exclusion, Fact
from bot.metrics.fold import Coverage, Fold, Frame
from bot.metrics.together import Adding, Together
from bot.metrics.week import Week

WEEK = Week(date(2026, 11, 2))
NOON = datetime(2026, 11, 4, 12, tzinfo=UTC)
NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")
FLOOR = 5


def rows(items, headcounts, *, is_apart=True, others=(), floor=FLOOR):
    """Fold what some teams did, and return the rows of the group of those with a headcount."""
    teams = (*headcounts, *others)
    zones = dict.fromkeys((*teams, "all"), UTC_ZONE)
    folding = Fold(Frame("git", zones, dict.fromkeys(teams, WEEK), NOW, floor))
    folding.add(items)
    coverage = Coverage()
    group = Together("all", headcounts, sum(headcounts.values()), is_apart)
    return Adding(folding, folding.rows(coverage), coverage, floor).of([group])["all"]


def reworked(team, people, *, prefix=None, events=1):
    """Rework of some people of a team, under names of its own unless a prefix is given."""
    for number in range(people):
        name = f"{prefix or team}{number}"
        for _ in range(events):
            yield Fact(team, "", "rework_after_merge", NOON, "", 0.5, 1.0, actor=name)


def counted(team, people, events, share):
    """Rework of a team of which the source says only how many people there are."""
    return Fact(
        team, "", "rework_after_merge", NOON, "", 1.0, float(events), events,
        people=people, largest_share=share,
    )  # fmt: skip


def found(team, number=2.0):
    return Fact(team, "", "findings_new", NOON, "high", number, 1.5)


def test_three_large_teams_make_a_group_with_the_sum_of_their_numbers():
    items = [*reworked("a", 6), *reworked("b", 7), *reworked("c", 8)]
    (row,) = rows(items, {"a": 6, "b": 7, "c": 8})

    assert (row.team, row.service, row.source) == ("all", "", "git")
    assert (row.numerator, row.denominator, row.sample_size) == (10.5, 21, 21)
    assert (row.contributors, row.largest_share) == (21, pytest.approx(1 / 21))
    assert "a0" not in repr(row)


def test_one_team_of_four_beside_three_large_ones_gets_no_figure_for_the_group():
    items = [*reworked("a", 6), *reworked("b", 7), *reworked("c", 8), *reworked("small", 4)]

    assert rows(items, {"a": 6, "b": 7, "c": 8, "small": 4}) == []


def test_teams_of_three_and_of_four_with_a_large_one_get_the_groups_figure():
    items = [*reworked("large", 8), *reworked("four", 4), *reworked("three", 3)]
    (row,) = rows(items, {"large": 8, "four": 4, "three": 3})

    assert (row.numerator, row.sample_size) == (7.5, 15)


def test_what_is_said_for_the_floor_is_that_of_what_is_left_where_that_is_less():
    """So a floor that is raised later hides the group's week too."""
    items = [*reworked("large", 14), *reworked("four", 4), *reworked("three", 3)]
    (row,) = rows(items, {"large": 14, "four": 4, "three": 3})

    assert (row.contributors, row.largest_share) == (7, pytest.approx(1 / 7))
    assert "four0" not in repr(row)


def test_a_small_team_that_did_nothing_that_week_leaves_nothing_over():
    items = [
        *reworked("a", 6),
        *reworked("b", 7),
        Exclusion("c", "", "rework_after_merge", NOON, "bot"),
    ]
    (row,) = rows(items, {"a": 6, "b": 7, "c": 4})

    assert row.contributors == 13


def test_a_raised_floor_asks_for_more_people_in_what_is_left():
    items = [*reworked("large", 9), *reworked("four", 4), *reworked("three", 3)]
    headcounts = {"large": 9, "four": 4, "three": 3}

    assert rows(items, headcounts, floor=6)
    assert rows(items, headcounts, floor=7) == []


def test_what_is_left_must_not_be_half_of_one_person_either():
    items = [*reworked("large", 8), *reworked("four", 4), *reworked("three", 3)]
    more = [*reworked("three", 1, events=7)]

    assert rows([*items, *more], {"large": 8, "four": 4, "three": 3}) == []


def test_somebody_in_two_teams_counts_as_one_person_of_the_group():
    items = [*reworked("a", 6, prefix="x"), *reworked("b", 7, prefix="x")]
    (row,) = rows(items, {"a": 6, "b": 7}, is_apart=False)

    assert (row.contributors, row.sample_size) == (7, 13)


def test_what_is_left_of_a_group_stands_on_those_who_are_in_no_other_figure():
    """Six who are nowhere else are enough; five, and one of the large team, are not."""
    items = [
        *reworked("large", 8),
        *reworked("four", 4),
        *reworked("three", 2),
        *reworked("three", 1, prefix="large"),
    ]
    headcounts = {"large": 8, "four": 4, "three": 3}

    assert rows([*items, *reworked("three", 3)], headcounts, is_apart=False)
    assert rows(items, headcounts, is_apart=False)
    fewer = [fact for fact in items if fact.actor != "four3"]
    assert rows(fewer, headcounts, is_apart=False) == []


def test_a_figure_outside_the_group_can_be_subtracted_too():
    items = [
        *reworked("large", 8),
        *reworked("six", 5, prefix="x"),
        *reworked("other", 7, prefix="x"),
    ]

    assert (
        rows([*items, *reworked("four", 4)], {"large": 8, "six": 5, "four": 4}, others=["other"])
        == []
    )


def test_people_known_by_number_only_add_up_where_nobody_is_in_two_teams():
    items = [counted("large", 8, 20, 0.2), counted("four", 4, 9, 0.3), counted("three", 3, 8, 0.4)]
    headcounts = {"large": 8, "four": 4, "three": 3}
    (row,) = rows(items, headcounts)

    assert (row.contributors, row.sample_size) == (7, 37)
    assert rows(items, headcounts, is_apart=False) == []


def test_where_a_source_knows_nobody_the_headcount_of_what_is_left_counts():
    items = [found("large"), found("four"), found("three")]

    assert [row.numerator for row in rows(items, {"large": 8, "four": 4, "three": 3})] == [6]
    assert rows(items[:2], {"large": 8, "four": 4}) == []
    assert rows([found("a"), found("b")], {"a": 8, "b": 7})


def test_durations_of_teams_are_merged_so_that_medians_come_out_of_all_of_them():
    items = [
        Fact(team, "", "pr_cycle_time", NOON, value=hours, actor=f"{team}{number}")
        for team, hours in (("a", 10.0), ("b", 30.0), ("c", 30.0))
        for number in range(6)
    ]
    (row,) = rows(items, {"a": 6, "b": 6, "c": 6})

    assert row.histogram is not None
    assert row.histogram.total == 18
    assert row.histogram.quantile(0.5) == pytest.approx(30, rel=0.02)


def test_a_run_without_groups_adds_nothing_up():
    folding = Fold(Frame("git", {"a": UTC_ZONE}, {"a": WEEK}, NOW, FLOOR))
    folding.add(reworked("a", 6))

    assert Adding(folding, folding.rows(Coverage()), Coverage(), FLOOR).of([]) == {}


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 7)), max_size=50))
def test_whoever_subtracts_any_teams_from_their_group_is_left_with_nobody_or_enough(events):
    items = [
        Fact(team, "", "rework_after_merge", NOON, "", 0.5, 1.0, actor=f"{team}{who}")
        for team, who in events
    ]
    zones = dict.fromkeys((*"abcd", "all"), UTC_ZONE)
    folding = Fold(Frame("git", zones, dict.fromkeys("abcd", WEEK), NOW, FLOOR))
    folding.add(items)
    teams = folding.rows(Coverage())
    group = Together("all", dict.fromkeys("abcd", 8), 32, is_apart=True)
    if Adding(folding, teams, Coverage(), FLOOR).of([group])["all"]:
        left = {fact.actor for fact in items if not teams.get(fact.team)}
        assert len(left) == 0 or len(left) > FLOOR
        everybody = {fact.actor for fact in items}
        assert len(everybody) > FLOOR
