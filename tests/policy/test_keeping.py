"""How long things are kept, by the months of the calendar; and that nothing goes too early."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from bot.policy.keeping import kept_from, kept_until


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "months", "until"),
    [
        ("2026-01-31T10:00", 1, "2026-02-28T10:00"),
        ("2028-01-31T10:00", 1, "2028-02-29T10:00"),
        ("2026-12-31T00:00", 2, "2027-02-28T00:00"),
        ("2026-11-18T09:30", 13, "2027-12-18T09:30"),
        ("2028-02-29T23:59", 12, "2029-02-28T23:59"),
    ],
)
def test_a_month_that_lacks_the_day_ends_with_its_last(written, months, until):
    assert kept_until(at(written), months) == at(until)


def test_what_may_go_is_counted_back_by_the_calendar():
    assert kept_from(at("2026-03-31T10:00"), 1) == at("2026-02-28T10:00")
    assert kept_from(at("2026-01-15T10:00"), 13) == at("2024-12-15T10:00")


@given(
    st.datetimes(datetime(2001, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(1, 60),
    st.timedeltas(timedelta(seconds=1), timedelta(days=400)),
)
def test_nothing_goes_before_its_time_and_all_goes_within_three_days(now, months, age):
    written = kept_from(now, months) - age
    assert kept_until(written, months) <= now
    assert kept_from(kept_until(now, months) + timedelta(days=3), months) >= now
