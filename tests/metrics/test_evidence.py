"""How far weeks scatter, and what a difference between them is worth."""

import math

import pytest
from hypothesis import given, settings, strategies as st

from bot.metrics.evidence import FREEDOM_LEFT, LIKENESS, Evidence, Observed, student, weigh

NORMAL = math.inf

TABLE = [
    # (part, degrees of freedom, quantile), from the table that every textbook of statistics prints
    (0.95, 4, 2.132),
    (0.95, 10, 1.812),
    (0.95, 20, 1.725),
    (0.975, 4, 2.776),
    (0.975, 5, 2.571),
    (0.975, 10, 2.228),
    (0.975, 20, 2.086),
    (0.975, 30, 2.042),
    (0.975, 60, 2.000),
    (0.99, 10, 2.764),
    (0.99, 20, 2.528),
    (0.99, 30, 2.457),
    (0.995, 5, 4.032),
    (0.995, 10, 3.169),
    (0.995, 30, 2.750),
    (0.999, 8, 4.501),
    (0.999, 10, 4.144),
    (0.999, 30, 3.385),
    (0.9995, 10, 4.587),
    (0.9995, 20, 3.850),
    (0.95, NORMAL, 1.645),
    (0.975, NORMAL, 1.960),
    (0.995, NORMAL, 2.576),
]


@pytest.mark.parametrize(("part", "freedom", "quantile"), TABLE)
def test_the_quantiles_are_those_of_the_printed_table(part, freedom, quantile):
    assert student(part, freedom) == pytest.approx(quantile, rel=0.02)


@pytest.mark.parametrize(("part", "freedom", "quantile"), TABLE)
def test_the_lower_quantiles_mirror_the_upper_ones(part, freedom, quantile):
    assert student(1 - part, freedom) == pytest.approx(-quantile, rel=0.02)


def test_the_middle_is_zero_and_fewer_weeks_reach_further():
    assert student(0.5, 5) == pytest.approx(0, abs=1e-12)
    reaches = [student(0.994, freedom) for freedom in (4, 6, 10, 20, 50, 1000, NORMAL)]

    assert reaches == sorted(reaches, reverse=True)
    assert reaches[-2] == pytest.approx(reaches[-1], rel=0.01)


def weeks(*values, size=1.0, first=0, apart=1):
    return [Observed(first + number * apart, size, value) for number, value in enumerate(values)]


def test_how_far_weeks_part_beyond_their_events_is_reckoned_as_by_hand():
    """Four weeks of size 1, each 0 or 2, against four calm ones; none of it comes of few events."""
    found = weigh(weeks(2, 0, 2, 0, first=4), weeks(0, 0, 0, 0), scatter=0.0)

    # means 1 and 0; squared distances from them 4 and 0
    assert (found.difference, found.sampling) == (1.0, 0.0)
    # likeness of four weeks that hang together by a half: (4 + 2 (3/2 + 2/4 + 1/8)) / 16
    likeness = (4 + 2 * (3 / 2 + 2 / 4 + 1 / 8)) / 16
    extra = 4 / (4 * (1 - likeness) * 2)
    assert found.between == pytest.approx(extra * 2 * likeness)
    # eight weeks less two means, of which three fifths are left
    assert pytest.approx(3 / 5) == FREEDOM_LEFT
    assert found.freedom == pytest.approx(6 * 0.6)


def test_the_number_of_events_says_how_far_a_mean_scatters():
    """By hand: a scatter of 6 in a window of size 6 and one of size 12 is 1 and a half."""
    found = weigh(weeks(1, 1, 1, size=2, first=6), weeks(0, 0, 0, 0, 0, 0, size=2), scatter=6.0)

    assert found.sampling == pytest.approx(6 / 6 + 6 / 12)
    assert found.difference == 1.0


def test_a_larger_week_weighs_more_in_a_mean():
    later = [Observed(6, 3.0, 2.0), Observed(7, 1.0, 6.0)]

    assert weigh(later, weeks(0, 0, 0), scatter=1.0).difference == (3 * 2 + 6) / 4


def between(later, earlier):
    """The part that comes of weeks not being alike, where all of the scatter is of that kind."""
    return weigh(later, earlier, scatter=0.0)


def test_the_likeness_of_a_single_week_is_one():
    """A single week has no squares of its own, so by hand: extra = squares / (4 (1 - likeness))."""
    earlier = weeks(1, -1, 1, -1)
    likeness = (4 + 2 * (3 / 2 + 2 / 4 + 1 / 8)) / 16
    extra = 4 / (4 * (1 - likeness))

    assert LIKENESS == 0.5
    assert between(weeks(5, first=9), earlier).between == pytest.approx(extra * (1 + likeness))


def test_weeks_far_apart_hardly_resemble_each_other():
    """Far apart, the mean of four weeks varies by a quarter of what each does; close by, by more."""
    far = between(weeks(5, first=4000), weeks(1, -1, 1, -1, apart=900))
    close = between(weeks(5, first=9), weeks(1, -1, 1, -1))

    # by hand: extra = 4 / (4 (1 - 1/4)) = 4/3, times a quarter and 1
    assert far.between == pytest.approx(4 / 3 * (1 / 4 + 1))
    assert close.between > far.between


def test_no_difference_is_never_beyond_chance():
    assert not Evidence(0.0, 0.0, 0.0, NORMAL).is_beyond(0.05)


def test_a_difference_is_beyond_chance_from_so_many_standard_errors_on():
    """By hand: 1.96 standard errors in the normal table, 2.228 with ten degrees of freedom."""
    assert Evidence(1.97 * 5, 9.0, 16.0, NORMAL).is_beyond(0.05)
    assert not Evidence(1.95 * 5, 9.0, 16.0, NORMAL).is_beyond(0.05)
    assert Evidence(-2.24 * 5, 9.0, 16.0, 10).is_beyond(0.05)
    assert not Evidence(-2.21 * 5, 9.0, 16.0, 10).is_beyond(0.05)


values = st.lists(st.floats(-5, 5), min_size=3, max_size=8)


@settings(deadline=None)
@given(values, values, st.floats(0, 10))
def test_the_other_way_round_the_difference_turns_and_the_doubt_stays(later, earlier, scatter):
    one, other = weeks(*later, first=20), weeks(*earlier)
    there, back = weigh(one, other, scatter), weigh(other, one, scatter)

    assert back.difference == pytest.approx(-there.difference)
    assert back.between == pytest.approx(there.between)
    assert there.between >= 0
    assert there.sampling >= 0
    assert there.freedom >= (len(later) + len(earlier) - 2) * FREEDOM_LEFT


@settings(deadline=None)
@given(values, values, st.floats(0.01, 10), st.floats(-3, 3))
def test_a_shift_of_all_weeks_is_no_difference(later, earlier, scatter, shift):
    plain = weigh(weeks(*later, first=20), weeks(*earlier), scatter)
    moved = weigh(
        weeks(*(value + shift for value in later), first=20),
        weeks(*(value + shift for value in earlier)),
        scatter,
    )

    assert moved.difference == pytest.approx(plain.difference, abs=1e-9)
    assert moved.between == pytest.approx(plain.between, abs=1e-9)
