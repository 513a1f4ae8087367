"""Signs to ask about: only where the trends say so, and noise hardly ever."""

import random

import pytest
from hypothesis import given, strategies as st

from bot.metrics import catalogue, signs, snapshot
from bot.metrics.comparable import add_up
from bot.metrics.metric import Better, Privacy
from bot.metrics.reading import figure
from bot.metrics.signs import CHANCE, HABITS, PAIRED, PROCESSES, Kind
from bot.metrics.trend import EACH_CHANCE, Word, judge
from tests.builders import LAST, a_setting, a_year, sums
from tests.clock import T0
from tests.honesty.kinds import YEAR, Unrest, durations, shares
from tests.playbook.builders import a_trend

STEADY, HIGHER, LOWER = [6, 8, 6, 4, 8, 6], [15, 17, 14, 15, 18, 16], [1, 2, 1, 0, 2, 1]
FAST, SLOW = [[10.0, 20.0, 30.0]] * 6, [[40.0, 50.0, 90.0]] * 6
TEAMS = 150
"""Simulated, with fixed seeds."""


def shown(rows, **said):
    """Return the signs of a team with these weeks, as the report is to find them."""
    setting = a_setting(**said)
    page = snapshot.take(rows, setting, metrics=PAIRED, focus=None, collected_at=T0)
    return signs.found((*page.trends, *signs.judged(rows, setting)))


@pytest.mark.parametrize(
    ("habit", "number"),
    [
        ("pulls_held_overnight", "pr_cycle_time"),
        ("quick_large_reviews", "first_review_wait"),
        ("drafts_flipped", "pr_cycle_time"),
    ],
)
def test_a_habit_that_rose_is_a_sign_and_names_the_number_that_it_may_serve(habit, number):
    (sign,) = shown(a_year(habit, STEADY, HIGHER))

    assert (sign.kind, sign.metric.id, sign.guardrail) == (Kind.HABIT, habit, None)
    assert (sign.trend.word, sign.number) == (Word.ROSE, number)
    assert catalogue.get(number).privacy.is_on_pages


@pytest.mark.parametrize("recent", [STEADY, LOWER])
def test_a_habit_that_did_not_rise_is_none_however_frequent_it_is(recent):
    often = [[number + 14 for number in weeks] for weeks in (STEADY, recent)]

    assert shown(a_year("pulls_held_overnight", STEADY, recent)) == ()
    assert shown(a_year("pulls_held_overnight", *often)) == ()


def test_cycle_time_that_improves_only_by_holding_back_is_seen_in_both_ways():
    # Faster for a quarter, while more comes back and more is held overnight.
    rows = [
        *a_year("pr_cycle_time", SLOW, FAST),
        *a_year("rework_after_merge", STEADY, HIGHER),
        *a_year("change_fail_rate", STEADY, STEADY),
        *a_year("pulls_held_overnight", STEADY, HIGHER),
    ]

    price, habit = shown(rows)
    assert (price.kind, price.metric.id, price.number) == (Kind.PRICE, *["pr_cycle_time"] * 2)
    assert price.guardrail is not None
    assert price.guardrail.metric.id == "rework_after_merge"
    assert (habit.kind, habit.number) == (Kind.HABIT, "pr_cycle_time")


@pytest.mark.parametrize(
    "said",
    [
        {"contributors": 5},  # one more than the floor must stand behind it
        {"largest_share": 0.5},
        {"days_covered": 4},
        {"definition_version": 99},
    ],
)
def test_there_is_no_sign_where_a_number_may_not_be_shown(said):
    rows = [
        *a_year("pr_cycle_time", SLOW, FAST, **said),
        *a_year("rework_after_merge", STEADY, HIGHER, **said),
        *(row for habit in HABITS for row in a_year(habit, STEADY, HIGHER, **said)),
    ]

    assert shown(rows) == ()


def test_there_is_no_sign_above_a_floor_that_was_raised():
    rows = a_year("drafts_flipped", STEADY, HIGHER)  # by seven people

    assert len(shown(rows, minimum_group=6)) == 1
    assert shown(rows, minimum_group=7) == ()


@pytest.mark.parametrize(
    ("usual", "recent", "said"),
    [
        ([None, None, None, None, None, 6], HIGHER[:2], {}),  # two weeks
        (STEADY, [None] * 4 + HIGHER[:2], {}),  # two of the last six
        # Under twenty pull requests in all of the last six weeks.
        ([0, 1, 0, 0, 1, 0], [3] * 6, {"denominator": 3.0, "sample_size": 3}),
    ],
)
def test_there_is_no_sign_from_too_little_data(usual, recent, said):
    assert shown(a_year("quick_large_reviews", usual, recent, **said)) == ()


def test_a_habit_is_told_in_whole_percent_and_tens_for_rework_counts_the_same_pull_requests():
    (sign,) = shown(a_year("drafts_flipped", STEADY, HIGHER))

    # 95 of 180; and of 1,380 seven times 38 and the first four weeks' 24, which is 290.
    assert figure(sign.metric, sign.trend.recent) == "53 % (about 180 in all)"
    assert figure(sign.metric, sign.trend.before) == "21 % (about 1,380 in all)"
    few = judge(sign.metric, "", sums([1, 2], 7.0), LAST, chance=CHANCE)
    assert figure(sign.metric, few.recent) == "fewer than 20 so far"
    thin = judge(sign.metric, "", sums([0] * 52, 3.0), LAST, chance=CHANCE)
    assert thin.reasons[-1] == "too few events in one of the two windows; it takes 20"


def test_weeks_that_the_team_marked_make_no_sign():
    marked = frozenset(LAST.plus(-number) for number in range(6))

    assert shown(a_year("drafts_flipped", STEADY, HIGHER), marked=marked) == ()


def test_a_service_makes_no_sign_of_its_own():
    assert shown(a_year("drafts_flipped", STEADY, HIGHER, service="checkout")) == ()
    pair = [a_trend("pr_cycle_time", "fell"), a_trend("rework_after_merge", "rose", service="web")]
    assert signs.found(pair) == ()


@given(
    st.dictionaries(
        st.sampled_from([*PAIRED, *HABITS, "ai_acceptance"]), st.sampled_from(list(Word))
    )
)
def test_every_sign_is_two_clear_words_that_part_or_one_habit_that_rose(words):
    found = signs.found(a_trend(name, str(word)) for name, word in words.items())

    prices = {(one.metric.id, one.guardrail.metric.id) for one in found if one.guardrail}
    assert prices == {
        (name, guard)
        for name in words
        for guard in catalogue.get(name).guardrails
        if name in PROCESSES and went(name, words) == "better" and went(guard, words) == "worse"
    }
    habits = {one.metric.id for one in found if one.guardrail is None}
    assert habits == {name for name in HABITS if words.get(name) is Word.ROSE}


def went(name, words):
    """Return which way a metric went by its word, "" where that is not clear."""
    up, down = ("better", "worse") if catalogue.get(name).better is Better.HIGHER else ("worse", "better")  # fmt: skip
    return {Word.ROSE: up, Word.FELL: down}.get(words.get(name), "")


@pytest.mark.parametrize(
    "make",
    [shares(20, 0.3, Unrest(0.2, 0.5)), shares(8, 0.2, gaps=0.2)],
    ids=["weeks alike", "few, with gaps"],
)
def test_at_most_one_report_in_fifty_shows_a_habit_where_nothing_changed(make):
    # Reckoned is one in 270: three habits, each with 0.125 % upwards; more where weeks are alike.
    draw = random.Random(7)
    shown_in = 0
    for _ in range(TEAMS):
        of_team = [
            judge(catalogue.get(habit), "", make(draw, YEAR, 1.0), LAST, chance=CHANCE)
            for habit in HABITS
        ]
        shown_in += bool(signs.found(of_team))
    assert shown_in <= TEAMS // 50


def test_a_habit_of_a_busy_team_that_doubled_is_seen_in_most_reports():
    draw = random.Random(3)
    make = shares(30, 0.2)
    habit = catalogue.get("pulls_held_overnight")
    seen = [
        signs.found([judge(habit, "", make(draw, YEAR, 2.0), LAST, chance=CHANCE)])
        for _ in range(50)
    ]
    assert len([one for one in seen if one]) >= 40


def test_no_price_is_seen_where_nothing_changed():
    # Two words would both have to be wrong, in opposite ways: about one report in fifty thousand.
    draw, seen = random.Random(11), 0
    for _ in range(TEAMS // 3):
        whole = [
            judge(catalogue.get(name), "", make(draw, YEAR, 1.0), LAST, chance=EACH_CHANCE)
            for name, make in (
                ("pr_cycle_time", durations(20, 0.8)),
                ("rework_after_merge", shares(20, 0.2)),
                ("change_fail_rate", shares(20, 0.2)),
            )
        ]
        seen += len(signs.found(whole))
    assert seen == 0


def test_what_is_only_for_the_report_is_added_up_for_nobody_else():
    rows = [row for habit in HABITS for row in a_year(habit, STEADY, HIGHER)]

    assert add_up(rows, a_setting()) == {}
    assert set(add_up(rows, a_setting(), {Privacy.EFFECTS})) == {(habit, "") for habit in HABITS}
    page = snapshot.take(rows, a_setting(), metrics=HABITS, focus=HABITS[0], collected_at=T0)
    assert (page.trends, page.services) == ((), ())
