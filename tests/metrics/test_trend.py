"""A change is called a change only when the weeks carry it."""

import pytest
from hypothesis import given, settings, strategies as st

from bot.metrics import catalogue
from bot.metrics.figure import WeekSum
from bot.metrics.histogram import LARGEST, Histogram
from bot.metrics.trend import BASELINE, FOCUS_CHANCE, SHOWN, SPAN, Word, judge
from tests.builders import LAST, sums, usually

REWORK = catalogue.get("rework_after_merge")
CYCLE_TIME = catalogue.get("pr_cycle_time")
TURNS = catalogue.get("review_iterations")
DEPLOYMENTS = catalogue.get("deployment_frequency")
FINDINGS = catalogue.get("findings_new")

LOW, HIGH = [3, 4, 3, 2, 4, 3], [7, 8, 6, 9, 7, 8]
DAY = [5.0, 8.0, 12.0, 18.0, 24.0, 30.0, 45.0, 70.0]
"""The durations of a normal week."""
DEPLOYED = [20, 22, 19, 21, 18, 20]

unhurried = settings(deadline=None)
"""A machine may be busy; how long an example takes is not what these tests are about."""


def judged(numerators, denominator=30.0, *, marked=(), metric=REWORK):
    weeks = sums(numerators, denominator)
    return judge(metric, "", weeks, LAST, chance=FOCUS_CHANCE, marked=marked)


def judged_durations(values, *, metric=CYCLE_TIME):
    weeks = {
        LAST.plus(number + 1 - len(values)): WeekSum(len(one), None, len(one), Histogram.of(one))
        for number, one in enumerate(values)
    }
    return judge(metric, "", weeks, LAST, chance=FOCUS_CHANCE)


def judged_counts(numerators, working=None):
    """Judge a count; `working` says which part of its working days a week has, by its number."""
    weeks = {
        LAST.plus(number + 1 - len(numerators)): WeekSum(
            value, None, value, None, (working or {}).get(number, 1.0)
        )
        for number, value in enumerate(numerators)
    }
    return judge(DEPLOYMENTS, "", weeks, LAST, chance=FOCUS_CHANCE)


def test_six_higher_weeks_after_a_year_of_lower_ones_are_a_rise():
    trend = judged([*usually(LOW), *HIGH])

    assert trend.word is Word.ROSE
    assert trend.recent is not None
    assert trend.before is not None
    # ratio of sums, by hand: 45 of 6 times 30; and 7 times 19 and another 12, of 46 times 30
    assert (trend.recent.value, trend.before.value) == (45 / 180, 145 / 1380)
    assert trend.reasons == ("6 of 6 weeks can be compared, with 46 before",)


def test_the_same_weeks_the_other_way_round_are_a_fall():
    assert judged([*usually(HIGH), *LOW]).word is Word.FELL


def test_half_a_year_before_is_enough_for_a_change_of_that_size():
    assert judged([*usually(LOW)[-20:], *HIGH]).word is Word.ROSE


def test_weeks_before_the_year_and_after_the_last_one_are_not_looked_at():
    year = sums([*usually(LOW), *HIGH])
    more = {
        **year,
        **{LAST.plus(number): WeekSum(30, 30.0, 30, None) for number in (-54, -53, -52, 1, 2)},
    }

    assert judge(REWORK, "", more, LAST, chance=FOCUS_CHANCE) == judged([*usually(LOW), *HIGH])


def test_twelve_weeks_are_drawn_and_the_year_before_is_held_against():
    trend = judged([*usually(LOW), *HIGH])

    assert (SPAN, BASELINE, SHOWN) == (6, 46, 12)
    assert trend.weekly == tuple(
        (LAST.plus(number - 11), value / 30) for number, value in enumerate([*LOW, *HIGH])
    )
    assert trend.before is not None
    assert trend.before.weeks == tuple(LAST.plus(number) for number in range(-51, -5))


@pytest.mark.parametrize("place", range(6))
def test_one_odd_week_of_the_last_six_is_no_change_however_odd(place):
    recent = [*LOW]
    recent[place] = 30

    assert judged([*usually(LOW), *recent]).word is Word.NO_CLEAR_CHANGE


@pytest.mark.parametrize("place", [0, 20, 45])
def test_one_odd_week_of_the_year_before_is_no_change_however_odd(place):
    before = usually(LOW)
    before[place] = 30

    assert judged([*before, *LOW]).word is Word.NO_CLEAR_CHANGE


def test_one_enormous_week_of_a_count_is_no_change_wherever_it_stands():
    recent, before = [*DEPLOYED[:3], 5000, *DEPLOYED[4:]], usually(DEPLOYED)
    before[30] = 5000

    assert judged_counts([*usually(DEPLOYED), *recent]).word is Word.NO_CLEAR_CHANGE
    assert judged_counts([*before, *DEPLOYED]).word is Word.NO_CLEAR_CHANGE


@pytest.mark.parametrize("every", [0, 3, 30])
def test_weeks_that_never_move_are_no_clear_change(every):
    trend = judged([every] * 52)

    assert trend.word is Word.NO_CLEAR_CHANGE
    assert trend.usual == (every / 30, every / 30)


def test_where_nothing_ever_happened_no_factor_is_told():
    trend = judged([0] * 52)

    assert trend.change is not None
    assert (trend.change.low, trend.change.high) == (None, None)


def test_what_began_after_a_year_of_nothing_is_a_rise_and_what_ended_is_a_fall():
    assert judged([0] * 46 + [3] * 6).word is Word.ROSE
    assert judged([3] * 46 + [0] * 6).word is Word.FELL


def test_a_series_of_one_week_is_too_little_to_say():
    trend = judged([3])

    assert (trend.word, trend.before, trend.change, trend.usual) == (
        Word.TOO_LITTLE,
        None,
        None,
        None,
    )


def test_no_week_at_all_is_too_little_to_say_and_draws_only_gaps():
    trend = judged([])

    assert (trend.word, trend.recent, trend.before) == (Word.TOO_LITTLE, None, None)
    assert [value for _, value in trend.weekly] == [None] * 12


@pytest.mark.parametrize(("recent", "word"), [(1090, "no clear change"), (1110, "rose")])
def test_a_certain_change_of_less_than_a_tenth_is_not_worth_a_word(recent, word):
    trend = judged([1000] * 46 + [recent] * 6, 4000)

    assert trend.word == word
    assert trend.change is not None
    assert trend.change.direction == 1
    assert ("a change of less than a tenth" in trend.reasons) is (recent == 1090)


def test_below_the_minimum_sample_there_are_counts_and_no_figure():
    trend = judged([*usually([0, 1, 0, 1, 0, 1]), *[2] * 6], denominator=3)

    assert trend.word is Word.TOO_LITTLE
    assert trend.recent is not None
    assert (trend.recent.value, trend.recent.numerator, trend.recent.denominator) == (None, 12, 18)
    assert "18 events in one of the two windows; it takes 20" in trend.reasons


def without(*gaps):
    """A year of weeks, some of which are missing."""
    return [None if number in gaps else 5 for number in range(52)]


def test_three_of_the_last_six_weeks_and_six_before_are_enough():
    three, six = without(46, 48, 50), [None] * 40 + [5] * 12

    assert judged(three).word is Word.NO_CLEAR_CHANGE
    assert judged(six).word is Word.NO_CLEAR_CHANGE


@pytest.mark.parametrize(
    "weeks", [without(46, 48, 50, 51), [None] * 41 + [5] * 11], ids=["two of six", "five before"]
)
def test_fewer_weeks_because_of_gaps_are_too_little_to_say(weeks):
    trend = judged(weeks)

    assert trend.word is Word.TOO_LITTLE
    assert trend.change is None
    assert trend.reasons[-1] == "it takes at least 3 of these 6 weeks and 6 before"


def test_fewer_weeks_because_of_marks_are_not_comparable_and_not_too_little():
    four = {LAST.plus(-number) for number in range(4)}
    most_before = {LAST.plus(-6 - number) for number in range(41)}

    for marked in (four, most_before):
        trend = judged([*usually(LOW), *HIGH], marked=marked)
        assert trend.word is Word.NOT_COMPARABLE
        assert not trend.is_usable
        assert trend.change is None


def test_weeks_that_would_be_too_few_without_any_mark_are_too_little_with_one():
    trend = judged(without(46, 47, 48, 49), marked={LAST})

    assert trend.word is Word.TOO_LITTLE


def test_marked_weeks_are_left_out_of_the_judgement_and_shown_both_ways():
    marked = {LAST, LAST.plus(-1), LAST.plus(-20)}
    trend = judged([*usually(LOW), 7, 8, 6, 9, 30, 30], marked=marked)
    as_gaps = [*usually(LOW), 7, 8, 6, 9, None, None]
    as_gaps[31] = None
    unmarked = judged(as_gaps)

    # by hand: 30 of 120 without the two marked weeks, 90 of 180 with them
    assert trend.recent is not None
    assert trend.with_marked is not None
    assert (trend.recent.value, trend.with_marked.value) == (30 / 120, 90 / 180)
    assert (trend.word, trend.change) == (unmarked.word, unmarked.change) != (None, None)
    assert (trend.recent, trend.before) == (unmarked.recent, unmarked.before)
    assert trend.reasons[0] == (
        "4 of 6 weeks can be compared, 2 that the team marked left out, with 45 before"
    )


def test_marked_weeks_are_drawn_and_only_those_that_are_drawn_are_named():
    trend = judged([*usually(LOW), *HIGH], marked={LAST, LAST.plus(-8), LAST.plus(-30)})

    assert trend.marked == (LAST.plus(-8), LAST)
    assert [value for _, value in trend.weekly].count(None) == 0


@pytest.mark.parametrize("marked", [{LAST.plus(-20)}, {LAST.plus(1)}, set()])
def test_where_none_of_the_last_six_weeks_is_marked_there_is_one_way_only(marked):
    assert judged([*usually(LOW), *HIGH], marked=marked).with_marked is None


def test_a_mark_on_a_week_without_numbers_shows_no_second_way():
    assert judged([*usually(LOW), *HIGH[:5], None], marked={LAST}).with_marked is None


def test_an_odd_week_that_the_team_marked_takes_no_part_in_what_is_usual():
    odd = usually(LOW)
    odd[44] = 30
    calm, marked, unmarked = (
        judged([*usually(LOW), *LOW]).usual,
        judged([*odd, *LOW], marked={LAST.plus(-7)}).usual,
        judged([*odd, *LOW]).usual,
    )

    assert calm is not None
    assert marked == pytest.approx(calm, rel=0.1)
    assert unmarked is not None
    assert unmarked[1] > 1.5 * calm[1]


def test_a_gap_is_kept_as_a_gap_and_never_drawn_as_zero():
    trend = judged([*usually(LOW)[:40], 3, None, 3, 3, 3, 3, 3, 3, None, 3, 3, 3])

    assert [value for _, value in trend.weekly].count(None) == 2
    assert 0 not in [value for _, value in trend.weekly]


def test_a_share_without_any_denominator_has_no_value():
    trend = judged([0] * 52, denominator=0)

    assert trend.word is Word.TOO_LITTLE
    assert [value for _, value in trend.weekly] == [None] * 12


def test_some_weeks_without_a_denominator_say_nothing_and_break_nothing():
    weeks = sums([*usually(LOW), *HIGH])
    empty = {LAST.plus(-number): WeekSum(0, 0.0, 0, None) for number in (1, 3, 9)}
    trend = judge(REWORK, "", {**weeks, **empty}, LAST, chance=FOCUS_CHANCE)

    assert trend.word is Word.ROSE
    assert trend.weekly[-2] == (LAST.plus(-1), None)


def test_the_usual_range_of_a_share_stays_between_nothing_and_all():
    assert judged([*usually([1, 29, 2, 28, 1, 29]), *[15] * 6]).usual == (0.0, 1.0)


def test_a_week_of_holidays_is_no_fall_of_a_count():
    recent = [20, 19, 21, 4, 22, 20]
    trend = judged_counts([*usually(DEPLOYED), *recent], {49: 0.2})

    assert trend.word is Word.NO_CLEAR_CHANGE
    assert trend.recent is not None
    # by hand: 106 deployments in five whole working weeks and a fifth of one
    assert trend.recent.value == pytest.approx(106 / 5.2)
    assert trend.recent.denominator == pytest.approx(5.2)
    assert trend.weekly[9] == (LAST.plus(-2), pytest.approx(4 / 0.2))


def test_six_short_weeks_are_no_fall_and_the_same_numbers_in_whole_weeks_are():
    year = [*usually(DEPLOYED), 8, 7, 8, 8, 9, 8]

    assert judged_counts(year, dict.fromkeys(range(46, 52), 0.4)).word is Word.NO_CLEAR_CHANGE
    assert judged_counts(year).word is Word.FELL


def test_durations_that_halve_are_a_fall_and_by_how_much_is_told():
    trend = judged_durations([DAY] * 46 + [[value / 2 for value in DAY]] * 6)

    assert trend.word is Word.FELL
    assert trend.change is not None
    assert trend.change.low is not None
    assert trend.change.high is not None
    assert trend.change.low < 0.5 < trend.change.high < 0.9


@pytest.mark.parametrize("place", [5, 30, 45, 46, 49, 51])
def test_one_absurd_duration_of_ten_years_is_no_change(place):
    year = [DAY] * 52
    year[place] = [*DAY, LARGEST]
    trend = judged_durations(year)

    assert trend.word is Word.NO_CLEAR_CHANGE
    assert trend.recent is not None
    assert trend.recent.value == pytest.approx(21, rel=0.2)


def test_of_turns_it_is_told_whether_they_changed_and_never_by_which_factor():
    few, many = [0.0, 1.0, 1.0, 2.0], [2.0, 3.0, 3.0, 5.0]
    trend = judged_durations([few] * 46 + [many] * 6, metric=TURNS)

    assert trend.word is Word.ROSE
    assert trend.change is not None
    assert (trend.change.direction, trend.change.low, trend.change.high) == (1, None, None)


def test_durations_of_which_all_are_alike_are_no_clear_change():
    assert judged_durations([[20.0] * 5] * 52).word is Word.NO_CLEAR_CHANGE


def test_the_range_of_a_change_holds_what_the_figures_show_by_hand():
    """More than double: 45 of 180, after 145 of 1380; no week but its number of events scatters."""
    change = judged([*usually(LOW), *HIGH]).change

    assert change is not None
    assert change.low is not None
    assert change.high is not None
    seen = (45 / 180) / (145 / 1380)
    assert change.low < seen < change.high
    # as far below as above, as factors go
    assert (change.low * change.high) ** 0.5 == pytest.approx(seen, rel=0.02)


@unhurried
@given(st.permutations(LOW), st.permutations(HIGH))
def test_the_order_of_weeks_inside_a_window_changes_no_word(before, recent):
    assert judged([*usually(before), *recent]).word is Word.ROSE


@unhurried
@given(st.permutations(range(52)))
def test_weeks_given_in_any_order_give_the_same_trend(order):
    weeks = list(sums([*usually(LOW), *HIGH]).items())
    shuffled = dict(weeks[number] for number in order)

    assert judge(REWORK, "", shuffled, LAST, chance=FOCUS_CHANCE) == judged([*usually(LOW), *HIGH])


events = st.integers(0, 200)
a_ratio = st.builds(
    lambda whole, part: WeekSum(round(whole * part), float(whole), whole, None),
    st.integers(0, 5000),
    st.floats(0, 1),
)
a_count = st.builds(
    lambda number, part: WeekSum(number, None, number, None, part),
    events,
    st.sampled_from([0.2, 0.6, 1.0]),
)
a_density = st.builds(
    lambda number, lines: WeekSum(number, lines, 9, None),
    events,
    st.sampled_from([0.0, 0.001, 0.5, 4.2, 120.0]),
)
a_distribution = st.lists(st.floats(0, LARGEST), max_size=12).map(
    lambda values: WeekSum(len(values), None, len(values), Histogram.of(values))
)
a_series = st.one_of(
    *(
        st.tuples(
            st.just(metric), st.dictionaries(st.integers(0, 51), weeks, min_size=6, max_size=52)
        )
        for metric, weeks in (
            (REWORK, a_ratio),
            (DEPLOYMENTS, a_count),
            (FINDINGS, a_density),
            (CYCLE_TIME, a_distribution),
        )
    )
)


@settings(max_examples=300, deadline=None)
@given(a_series, st.sets(st.integers(0, 51), max_size=20))
def test_whatever_the_weeks_hold_no_figure_is_negative_and_no_range_is_upside_down(series, marked):
    metric, weeks = series
    trend = judge(
        metric,
        "",
        {LAST.plus(-number): one for number, one in weeks.items()},
        LAST,
        chance=FOCUS_CHANCE,
        marked={LAST.plus(-number) for number in marked},
    )

    assert trend.reasons
    assert (trend.change is not None) is trend.is_usable
    for found in (trend.recent, trend.before, trend.with_marked):
        assert found is None or found.value is None or found.value >= 0
    if trend.usual is not None:
        assert 0 <= trend.usual[0] <= trend.usual[1]
    if trend.change is not None and trend.change.low is not None:
        assert trend.change.high is not None
        assert 0 < trend.change.low <= trend.change.high
    if trend.is_clear:
        assert trend.recent is not None
        assert trend.before is not None
        rose = (trend.recent.value or 0) > (trend.before.value or 0)
        assert (trend.word is Word.ROSE) is rose


def test_a_week_of_a_single_changed_line_is_no_change_and_breaks_no_page():
    """Three findings in one line, among a year of large weeks with none."""
    weeks = {LAST.plus(-number): WeekSum(0, 100.0, 30, None) for number in range(52)}
    weeks[LAST.plus(-2)] = WeekSum(3, 0.001, 1, None)

    assert judge(FINDINGS, "", weeks, LAST, chance=FOCUS_CHANCE).word is Word.NO_CLEAR_CHANGE


@pytest.mark.parametrize("known", [{2, 11}, {0, 1, *range(6, 20)}, {0, 1, 2, *range(6, 11)}])
def test_weeks_out_of_nothing_do_not_make_up_for_weeks_that_are_missing(known):
    """Each week has a row, and only a few of them have anything that a share could be of."""
    weeks = {
        LAST.plus(-number): WeekSum(8, 40.0, 40, None)
        if number in known
        else WeekSum(0, 0.0, 0, None)
        for number in range(52)
    }

    assert judge(REWORK, "", weeks, LAST, chance=FOCUS_CHANCE).word is Word.TOO_LITTLE
