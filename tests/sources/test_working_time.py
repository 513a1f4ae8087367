"""Time on working days: weekends, holidays and zones taken out, nights left in."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from bot.sources.working_time import between
from bot.teams.work_week import WorkWeek

BERLIN = ZoneInfo("Europe/Berlin")
EVERY_DAY, WEEKDAYS = WorkWeek(frozenset(range(7))), WorkWeek()
INSTANTS = st.integers(0, 24 * 60 * 365).map(
    lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Apia", "America/St_Johns"]).map(ZoneInfo)
WEEKS = st.builds(
    WorkWeek,
    st.frozensets(st.integers(0, 6), min_size=1),
    st.sampled_from([None, "DE", "US"]),
)


def hours(start, end, week=WEEKDAYS, zone=BERLIN):
    begun, ended = (datetime.fromisoformat(one).replace(tzinfo=zone) for one in (start, end))
    return between(begun, ended, zone, week) / timedelta(hours=1)


def test_from_friday_evening_to_monday_morning_it_is_twelve_hours():
    assert hours("2026-11-06T20:00", "2026-11-09T08:00") == 12


def test_a_day_on_which_clocks_change_has_as_many_hours_as_it_has():
    # Sunday 29 March 2026 has 23 hours in Berlin, and Sunday 25 October 25.
    assert hours("2026-03-29T00:00", "2026-03-30T00:00", EVERY_DAY) == 23
    assert hours("2026-10-25T00:00", "2026-10-26T00:00", EVERY_DAY) == 25


def test_public_holidays_and_days_off_of_the_team_take_no_time():
    # Tuesday to Monday; Christmas Day is a Friday in 2026, and Saturday is off anyway.
    christmas = WorkWeek(country="DE", closed=frozenset({date(2026, 12, 24)}))
    assert hours("2026-12-22T12:00", "2026-12-28T12:00", christmas) == 12 + 24 + 12


@pytest.mark.parametrize("end", ["2026-11-06T20:00", "2026-11-06T19:00"])
def test_what_ends_as_it_starts_or_before_took_no_time(end):
    assert hours("2026-11-06T20:00", end) == 0


@settings(deadline=None)
@given(INSTANTS, INSTANTS, ZONES)
def test_where_every_day_is_worked_it_is_the_clock_on_the_wall(one, other, zone):
    start, end = sorted((one, other))
    assert between(start, end, zone, EVERY_DAY) == end - start


@settings(deadline=None)
@given(st.lists(INSTANTS, min_size=3, max_size=3), ZONES, WEEKS)
def test_two_stretches_take_together_what_the_whole_takes(instants, zone, week):
    start, middle, end = sorted(instants)
    parts = between(start, middle, zone, week) + between(middle, end, zone, week)
    assert parts == between(start, end, zone, week) <= end - start
