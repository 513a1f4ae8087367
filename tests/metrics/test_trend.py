"""A change is called a change only when the weeks carry it."""

import math
import random
from itertools import combinations

import pytest
from hypothesis import given, strategies as st

from bot.metrics import catalogue
from bot.metrics.trend import Word, chance_of_parting, judge
from tests.builders import LAST, sums

REWORK = catalogue.get("rework_after_merge")


def judged(numerators, denominator=30.0):
    return judge(REWORK, "", sums(numerators, denominator), LAST)


def test_six_higher_weeks_after_six_lower_ones_are_a_rise():
    trend = judged([3, 4, 3, 2, 4, 3, 7, 8, 6, 9, 7, 8])

    assert trend.word is Word.ROSE
    assert trend.recent is not None
    assert trend.before is not None
    # ratio of sums, by hand: 45 of 180, and 19 of 180
    assert (trend.recent.value, trend.before.value) == (45 / 180, 19 / 180)


def test_the_same_weeks_the_other_way_round_are_a_fall():
    assert judged([7, 8, 6, 9, 7, 8, 3, 4, 3, 2, 4, 3]).word is Word.FELL


def test_one_odd_week_is_no_change_however_odd():
    assert judged([3, 4, 3, 2, 4, 3, 3, 4, 30, 2, 4, 3]).word is Word.NO_CLEAR_CHANGE


def test_weeks_that_never_move_are_no_clear_change():
    assert judged([3] * 12).word is Word.NO_CLEAR_CHANGE
    assert judged([0] * 12).word is Word.NO_CLEAR_CHANGE


def test_a_certain_change_of_less_than_a_tenth_is_not_worth_a_word():
    assert judged([100] * 6 + [105] * 6, 400).word is Word.NO_CLEAR_CHANGE


def test_below_the_minimum_sample_there_are_counts_and_no_figure():
    trend = judged([0, 1, 0, 1, 0, 1, 2, 2, 2, 2, 2, 2], denominator=3)

    assert trend.word is Word.TOO_LITTLE
    assert trend.recent is not None
    assert (trend.recent.value, trend.recent.numerator, trend.recent.denominator) == (None, 12, 18)
    assert "18 events in one of the two windows; it takes 20" in trend.reasons


@pytest.mark.parametrize("gaps", [[0, 1, 2], [9, 10, 11]])
def test_fewer_than_four_weeks_on_a_side_are_too_little_to_say(gaps):
    numerators = [None if n in gaps else 5 for n in range(12)]
    trend = judged(numerators)

    assert trend.word is Word.TOO_LITTLE
    assert any("it takes at least 4 on either side" in reason for reason in trend.reasons)


def test_a_gap_is_kept_as_a_gap_and_never_drawn_as_zero():
    trend = judged([3, None, 3, 3, 3, 3, 3, 3, None, 3, 3, 3])

    assert [value for _, value in trend.weekly].count(None) == 2
    assert 0 not in [value for _, value in trend.weekly]


def test_a_ratio_without_any_denominator_has_no_value():
    assert judged([0] * 12, denominator=0).word is Word.TOO_LITTLE


def test_the_usual_range_of_a_share_stays_between_nothing_and_all():
    trend = judged([1, 29, 2, 28, 1, 29, 15, 15, 15, 15, 15, 15])

    assert trend.usual == (0.0, 1.0)


def test_the_chance_of_parting_is_that_of_counting_all_orders():
    """Three weeks against four: count every way to deal seven ranks, by brute force."""
    later, earlier = [5, 6, 7], [1, 2, 3, 8]
    pairs = [(set(hand), set(range(1, 8)) - set(hand)) for hand in combinations(range(1, 8), 3)]
    # 8 stands for rank 7 here, and 5, 6, 7 for ranks 4, 5, 6.
    seen = sum(a > b for a in later for b in earlier)
    scores = [sum(a > b for a in mine for b in theirs) for mine, theirs in pairs]
    extreme = min(seen, 12 - seen)
    by_hand = 2 * sum(score <= extreme for score in scores) / len(scores)

    assert chance_of_parting(later, earlier) == pytest.approx(min(1, by_hand))
    assert chance_of_parting([1] * 6, [2] * 6) == pytest.approx(2 / math.comb(12, 6))


@given(st.permutations([3, 4, 3, 2, 4, 3]), st.permutations([7, 8, 6, 9, 7, 8]))
def test_the_order_of_weeks_inside_a_window_changes_no_word(before, recent):
    assert judged([*before, *recent]).word is Word.ROSE


def test_a_team_where_nothing_changes_is_seldom_told_that_something_did():
    """Two thousand quiet teams, seeded: at most five in a hundred may be called changed."""
    source = random.Random(20261118)
    alarms = 0
    for _ in range(2000):
        weeks = [sum(source.random() < 0.15 for _ in range(30)) for _ in range(12)]
        alarms += judged(weeks).is_clear

    assert alarms / 2000 <= 0.05


def test_rework_that_grows_from_a_tenth_to_a_quarter_is_seen_on_most_pages():
    """Power, seeded: 10 % to 25 % of 40 pull requests a week, seen in at least 80 of 100 teams."""
    source = random.Random(20261119)
    seen = 0
    for _ in range(400):
        rates = [0.10] * 6 + [0.25] * 6
        weeks = [sum(source.random() < rate for _ in range(40)) for rate in rates]
        seen += judged(weeks, 40).word is Word.ROSE

    assert seen / 400 >= 0.8
