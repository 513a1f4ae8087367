"""ISO weeks on a zone's calendar, with changes of the clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from bot.metrics.week import Week

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("zone", "monday", "length"),
    [
        ("Europe/Berlin", date(2026, 3, 23), 167),  # clocks go forward on 29 March
        ("Europe/Berlin", date(2026, 10, 19), 169),  # and back on 25 October
        ("Australia/Lord_Howe", date(2026, 9, 28), 167.5),  # by half an hour
        ("Asia/Kathmandu", date(2026, 3, 23), 168),
        ("UTC", date(2026, 3, 23), 168),
    ],
)
def test_a_week_is_as_long_as_its_calendar_says(zone, monday, length):
    week, where = Week(monday), ZoneInfo(zone)

    assert week.ends(where) - week.starts(where) == timedelta(hours=length)


def test_the_last_hour_of_sunday_is_still_the_old_week_where_the_team_is():
    instant = datetime(2026, 11, 15, 22, 59, tzinfo=UTC)  # 23:59 in Berlin

    assert Week.containing(instant, BERLIN) == Week(date(2026, 11, 9))
    assert Week.containing(instant + timedelta(minutes=1), BERLIN) == Week(date(2026, 11, 16))
    assert Week.containing(instant, ZoneInfo("Asia/Tokyo")) == Week(date(2026, 11, 16))


def test_a_week_is_read_by_number_and_by_its_monday():
    assert Week.parse("2026-W47") == Week.parse("2026-11-16") == Week(date(2026, 11, 16))
    assert str(Week(date(2020, 12, 28))) == "2020-W53"


@pytest.mark.parametrize("text", ["2026-11-17", "2026-W54", "last week", ""])
def test_a_text_that_names_no_week_is_refused(text):
    with pytest.raises(ValueError):
        Week.parse(text)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_every_day_falls_in_exactly_the_week_that_lists_it(day):
    assert day in Week.of(day).days()
