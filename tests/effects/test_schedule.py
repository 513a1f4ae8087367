"""When a team is asked, and when its report comes: by its own days, and never from the past."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from bot.effects.schedule import Quarter, Schedule, Step
from bot.people.hours import Hours
from bot.teams.work_week import WorkWeek

BERLIN = ZoneInfo("Europe/Berlin")
GERMAN = Schedule(Hours(BERLIN, WorkWeek(country="DE")))
Q4 = Quarter(2026, 4)


def local(instant):
    return f"{instant.astimezone(BERLIN):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("quarter", "asks", "reports"),
    [
        (Q4, "2026-12-21 10:00", "2027-01-04 10:00"),  # New Year's Day is a Friday
        (Quarter(2027, 1), "2027-03-18 10:00", "2027-04-01 10:00"),
        (Quarter(2027, 2), "2027-06-17 10:00", "2027-07-01 10:00"),
        (Quarter(2027, 3), "2027-09-17 10:00", "2027-10-01 10:00"),
    ],
)
def test_a_report_comes_on_the_first_working_day_and_the_questions_two_weeks_before(
    quarter, asks, reports
):
    assert local(GERMAN.report_at(quarter)) == reports
    assert local(GERMAN.pulse_at(quarter)) == asks


def test_the_hours_are_those_of_the_teams_own_zone():
    auckland = Schedule(Hours(ZoneInfo("Pacific/Auckland"), WorkWeek()))

    assert auckland.report_at(Q4) == datetime(2026, 12, 31, 21, tzinfo=UTC)


def test_a_team_that_comes_late_in_a_quarter_is_not_asked_and_gets_the_report():
    early = GERMAN.first_after(datetime(2026, 10, 5, 9, tzinfo=UTC))
    late = GERMAN.first_after(datetime(2026, 12, 30, 9, tzinfo=UTC))

    assert (early.quarter, early.step) == (Q4, Step.PULSE)
    assert (late.quarter, late.step) == (Q4, Step.REPORT)


def test_whoever_was_away_for_more_than_a_quarter_gets_the_newest_report_alone():
    back = datetime(2027, 8, 2, 9, tzinfo=UTC)

    assert GERMAN.is_too_late(Q4, back)
    assert GERMAN.following(Q4, back).quarter == Quarter(2027, 2)
    assert GERMAN.following(Q4, back).step is Step.REPORT
    assert not GERMAN.is_too_late(Quarter(2027, 2), back)


@settings(deadline=None)
@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_quarters_follow_each_other_without_a_gap_and_their_names_sort(day):
    quarter = Quarter.of(day)

    assert quarter.first <= day <= quarter.last
    assert Quarter.parse(quarter.name) == quarter
    assert quarter.plus(1).plus(-1) == quarter
    assert quarter.name < quarter.plus(1).name
    assert GERMAN.pulse_at(quarter) < GERMAN.report_at(quarter) < GERMAN.pulse_at(quarter.plus(1))


def test_a_name_that_is_no_quarter_is_refused():
    with pytest.raises(ValueError, match="2026-Q5"):
        Quarter.parse("2026-Q5")
