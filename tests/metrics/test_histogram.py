"""Quantiles over any span of weeks come out within two percent of exact."""

import math
import random

import pytest
from hypothesis import given, strategies as st

from bot.metrics.histogram import LARGEST, SMALLEST, Histogram

hours = st.floats(min_value=SMALLEST, max_value=LARGEST, allow_nan=False)


def exact(values, part):
    """Method 7 of Hyndman and Fan, on the values themselves."""
    ordered, rank = sorted(values), part * (len(values) - 1)
    low, high = ordered[math.floor(rank)], ordered[math.ceil(rank)]
    return low + (high - low) * (rank - math.floor(rank))


@given(st.lists(st.lists(hours, min_size=1, max_size=30), min_size=1, max_size=12))
def test_quantiles_of_merged_weeks_are_within_two_percent_of_exact(weeks):
    whole = Histogram()
    for week in weeks:
        whole.merge(Histogram.from_json(Histogram.of(week).to_json()))
    values = [value for week in weeks for value in week]

    for part in (0.5, 0.75):
        found = whole.quantile(part)
        assert found == pytest.approx(exact(values, part), rel=0.02)


def test_a_heavy_tail_of_ten_thousand_values_keeps_its_quartiles():
    source = random.Random(7)
    values = [source.lognormvariate(3, 1.5) for _ in range(10_000)]
    found = Histogram.of(values)

    assert found.quantile(0.5) == pytest.approx(exact(values, 0.5), rel=0.02)
    assert found.quantile(0.75) == pytest.approx(exact(values, 0.75), rel=0.02)
    assert len(found.counts) < 700


def test_an_empty_histogram_has_no_quantile_and_not_zero():
    assert Histogram().quantile(0.5) is None


def test_less_than_a_minute_counts_as_nothing_at_all():
    assert Histogram.of([0, SMALLEST / 2]).quantile(0.5) == 0


@pytest.mark.parametrize("value", [-1, math.nan, math.inf, LARGEST * 1.01])
def test_a_duration_that_cannot_be_true_is_refused(value):
    with pytest.raises(ValueError, match="can be true"):
        Histogram.of([value])
