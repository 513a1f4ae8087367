"""Nobody is written to at night, on a day off, or at an hour that their clocks leave out."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings, strategies as st

from bot.people.hours import (
    ANSWER,
    NUDGE,
    Dnd,
    Hours,
    Window,
    after_dnd,
    at,
    is_open,
    next_moment,
    next_working_day,
    next_working_monday,
    shared_moment,
    shared_working_day,
    working_day_before,
)
from bot.teams.work_week import WorkWeek

SUNDAY_TO_THURSDAY = WorkWeek(days=frozenset({6, 0, 1, 2, 3}))
EVERY_DAY = WorkWeek(days=frozenset(range(7)))
BERLIN = WorkWeek(country="DE", subdivision="BE")
UTC_WEEK = Hours(ZoneInfo("UTC"), WorkWeek())


def hours(zone="Europe/Berlin", week=None):
    return Hours(ZoneInfo(zone), WorkWeek() if week is None else week)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(instant, zone):
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat(" ", "minutes")


def window(start, end):
    return Window(time.fromisoformat(start), time.fromisoformat(end))


# Zone, week, instant, and the next moment; both in UTC.
MOMENTS = {
    "in the middle of a day": ("Europe/Berlin", None, "2026-11-18 12:00", "2026-11-18 12:00"),
    "before it opens": ("Europe/Berlin", None, "2026-11-18 05:00", "2026-11-18 08:30"),
    "as it opens": ("Europe/Berlin", None, "2026-11-18 08:30", "2026-11-18 08:30"),
    "the minute before it closes": (
        "Europe/Berlin", None, "2026-11-18 15:29", "2026-11-18 15:29",
    ),
    "as it closes": ("Europe/Berlin", None, "2026-11-18 15:30", "2026-11-19 08:30"),
    "on a Friday evening": ("Europe/Berlin", None, "2026-11-20 20:00", "2026-11-23 08:30"),
    "Kathmandu is five hours and three quarters ahead": (
        "Asia/Kathmandu", None, "2026-11-18 00:00", "2026-11-18 03:45",
    ),
    "Kathmandu closes at a quarter to eleven": (
        "Asia/Kathmandu", None, "2026-11-18 10:45", "2026-11-19 03:45",
    ),
    "a day that has begun only in the east": (
        "Pacific/Kiritimati", None, "2026-11-15 12:00", "2026-11-15 19:30",
    ),
    "a day that is still on in the west": (
        "Pacific/Pago_Pago", None, "2026-11-21 01:00", "2026-11-21 01:00",
    ),
    "Lord Howe on the Friday before clocks go forward half an hour": (
        "Australia/Lord_Howe", None, "2026-10-02 00:00", "2026-10-02 00:00",
    ),
    "Lord Howe on the Monday after they went forward": (
        "Australia/Lord_Howe", None, "2026-10-02 06:00", "2026-10-04 22:30",
    ),
    "Lord Howe on the Sunday itself, for those who work then": (
        "Australia/Lord_Howe", SUNDAY_TO_THURSDAY, "2026-10-02 06:00", "2026-10-03 22:30",
    ),
    "Lord Howe on the day when they go back": (
        "Australia/Lord_Howe", EVERY_DAY, "2027-04-03 06:00", "2027-04-03 23:00",
    ),
    "Berlin on the day when clocks go forward": (
        "Europe/Berlin", EVERY_DAY, "2027-03-27 20:00", "2027-03-28 07:30",
    ),
    "Berlin on the day when clocks go back": (
        "Europe/Berlin", EVERY_DAY, "2026-10-24 20:00", "2026-10-25 08:30",
    ),
    "New York on the day when clocks go forward": (
        "America/New_York", EVERY_DAY, "2027-03-13 23:00", "2027-03-14 13:30",
    ),
    "New York on the day when clocks go back": (
        "America/New_York", EVERY_DAY, "2026-10-31 23:00", "2026-11-01 14:30",
    ),
    "Riyadh on a Thursday night": (
        "Asia/Riyadh", SUNDAY_TO_THURSDAY, "2026-11-19 20:00", "2026-11-22 06:30",
    ),
    "Riyadh on a Sunday": (
        "Asia/Riyadh", SUNDAY_TO_THURSDAY, "2026-11-22 09:00", "2026-11-22 09:00",
    ),
    "Berlin's own holiday on 8 March": (
        "Europe/Berlin", BERLIN, "2027-03-05 18:00", "2027-03-09 08:30",
    ),
    "which the rest of the country does not have": (
        "Europe/Berlin", WorkWeek(country="DE"), "2027-03-05 18:00", "2027-03-08 08:30",
    ),
    "from Christmas to New Year, where a team is closed": (
        "Europe/Berlin",
        WorkWeek(country="DE", closed=frozenset(date(2026, 12, n) for n in (24, 28, 29, 30, 31))),
        "2026-12-23 16:00",
        "2027-01-04 08:30",
    ),
    "a holiday that is observed in the year before": (
        "America/New_York", WorkWeek(country="US"), "2027-12-30 22:00", "2028-01-03 14:30",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", MOMENTS)
def test_the_next_moment_is_in_a_persons_own_hours(case):
    zone, week, after, expected = MOMENTS[case]

    assert next_moment(hours(zone, week), utc(after)) == utc(expected)


def test_the_same_instant_is_open_for_one_and_closed_for_another():
    instant = utc("2026-11-18 08:30")

    assert is_open(hours("Europe/Berlin"), instant)
    assert not is_open(hours("America/New_York"), instant)
    assert not is_open(hours("Europe/Lisbon"), instant)


def test_a_window_is_open_from_its_start_and_shut_at_its_end():
    week = hours()
    day = date(2026, 11, 18)
    for of, begins, ends in ((NUDGE, time(9, 30), time(16, 30)), (ANSWER, time(8), time(19))):
        start, end = at(week.zone, day, begins), at(week.zone, day, ends)
        step = timedelta(microseconds=1)
        assert not is_open(week, start - step, of)
        assert is_open(week, start, of)
        assert is_open(week, end - step, of)
        assert not is_open(week, end, of)


def test_a_person_who_moves_is_written_to_by_the_clock_of_where_they_are():
    after = utc("2026-11-18 18:00")
    before_the_move = next_moment(hours("Europe/Berlin"), after)

    assert before_the_move == utc("2026-11-19 08:30")
    assert next_moment(hours("America/Los_Angeles"), before_the_move) == utc("2026-11-19 17:30")
    assert next_moment(hours("Asia/Tokyo"), before_the_move) == utc("2026-11-20 00:30")


@pytest.mark.parametrize(
    ("zone", "day", "clock", "expected"),
    [
        # Clocks go forward: what is left out is later by as much.
        ("Europe/Berlin", "2027-03-28", "01:59", "2027-03-28 00:59"),
        ("Europe/Berlin", "2027-03-28", "02:00", "2027-03-28 01:00"),
        ("Europe/Berlin", "2027-03-28", "02:30", "2027-03-28 01:30"),
        ("Europe/Berlin", "2027-03-28", "03:00", "2027-03-28 01:00"),
        ("America/New_York", "2027-03-14", "02:30", "2027-03-14 07:30"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:45"),
        ("Antarctica/Troll", "2027-03-28", "01:30", "2027-03-28 01:30"),
        ("Pacific/Apia", "2011-12-30", "09:30", "2011-12-30 19:30"),
        # Clocks go back: what happens twice is the first.
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25 00:30"),
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01 05:30"),
        ("Australia/Lord_Howe", "2027-04-04", "01:45", "2027-04-03 14:45"),
    ],
)
def test_a_time_that_clocks_leave_out_is_later_and_one_they_repeat_is_the_first(
    zone, day, clock, expected
):
    found = at(ZoneInfo(zone), date.fromisoformat(day), time.fromisoformat(clock))

    assert (found, found.tzinfo) == (utc(expected), UTC)


def test_a_time_left_out_shows_later_on_the_wall_by_the_size_of_the_gap():
    berlin = at(ZoneInfo("Europe/Berlin"), date(2027, 3, 28), time(2, 30))
    howe = at(ZoneInfo("Australia/Lord_Howe"), date(2026, 10, 4), time(2, 15))
    apia = at(ZoneInfo("Pacific/Apia"), date(2011, 12, 30), time(9, 30))

    assert local(berlin, "Europe/Berlin") == "2027-03-28 03:30"
    assert local(howe, "Australia/Lord_Howe") == "2026-10-04 02:45"
    assert local(apia, "Pacific/Apia") == "2011-12-31 09:30"


def test_a_time_marked_as_the_second_of_two_is_the_first_all_the_same():
    day, zone = date(2026, 10, 25), ZoneInfo("Europe/Berlin")

    assert at(zone, day, time(2, 30, fold=1)) == at(zone, day, time(2, 30))


# Zone, window, instant, and when the window opens next; instants in UTC.
ODD_WINDOWS = {
    "that begins in the gap opens with its end": (
        "Europe/Berlin", window("02:30", "05:00"), "2027-03-28 00:00", "2027-03-28 01:00",
    ),
    "that lies in the gap does not open on that day": (
        "Europe/Berlin", window("02:15", "02:45"), "2027-03-28 00:00", "2027-03-29 00:15",
    ),
    "that lies in the gap of New York": (
        "America/New_York", window("02:00", "03:00"), "2027-03-14 06:00", "2027-03-15 06:00",
    ),
    "that ends in the gap closes with it": (
        "America/New_York", window("01:00", "02:30"), "2027-03-14 07:00", "2027-03-15 05:00",
    ),
    "that is on the clock twice opens the first time": (
        "Europe/Berlin", window("02:30", "03:00"), "2026-10-25 00:00", "2026-10-25 00:30",
    ),
    "that is on the clock twice opens the second time": (
        "Europe/Berlin", window("02:30", "03:00"), "2026-10-25 01:00", "2026-10-25 01:30",
    ),
    "into which clocks are put back opens again": (
        "Europe/Berlin", window("01:30", "02:30"), "2026-10-25 00:40", "2026-10-25 01:00",
    ),
    "that is on New York's clock twice": (
        "America/New_York", window("01:15", "01:45"), "2026-11-01 05:50", "2026-11-01 06:15",
    ),
    "in the half hour that Lord Howe leaves out": (
        "Australia/Lord_Howe", window("02:00", "02:30"), "2026-10-03 15:00", "2026-10-04 15:00",
    ),
    "in the half hour that Lord Howe repeats": (
        "Australia/Lord_Howe", window("01:40", "01:50"), "2027-04-03 14:55", "2027-04-03 15:10",
    ),
    "that begins at a midnight that does not exist": (
        "Africa/Cairo", window("00:00", "02:00"), "2027-04-29 20:00", "2027-04-29 22:00",
    ),
    "before a midnight over which clocks go back": (
        "Atlantic/Azores", window("00:20", "00:40"), "2026-10-25 00:50", "2026-10-25 01:20",
    ),
    "that comes back with the day before, at a minute past midnight": (
        "America/St_Johns", window("23:30", "23:50"), "2010-11-07 02:30", "2010-11-07 03:00",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ODD_WINDOWS)
def test_a_window_in_an_hour_that_changes(case):
    zone, of, after, expected = ODD_WINDOWS[case]
    found = next_moment(hours(zone, EVERY_DAY), utc(after), of)

    assert found == utc(expected)
    assert is_open(hours(zone, EVERY_DAY), found, of)


def test_a_day_that_a_country_leaves_out_is_nobodys_working_day_to_be_written_to():
    samoa = hours("Pacific/Apia", EVERY_DAY)
    found = next_moment(samoa, utc("2011-12-30 06:00"))

    assert local(found, "Pacific/Apia") == "2011-12-31 09:30"


def test_where_nobody_ever_works_there_is_an_error_and_no_endless_search():
    closed = frozenset(date(2026, 11, 1) + timedelta(days=n) for n in range(800))
    never = hours(week=WorkWeek(closed=closed))
    calls = (
        lambda: next_moment(never, utc("2026-11-18 09:00")),
        lambda: next_working_day(never, date(2026, 11, 18)),
        lambda: working_day_before(never, date(2027, 12, 31)),
        lambda: next_working_monday(never, date(2026, 11, 18)),
    )
    for call in calls:
        with pytest.raises(ValueError, match=r"no working day within 366 days of 202\d-\d\d-\d\d"):
            call()


def test_a_year_off_is_still_found_the_end_of():
    closed = frozenset(date(2026, 11, 18) + timedelta(days=n) for n in range(365))
    away = hours(week=WorkWeek(closed=closed))

    assert next_moment(away, utc("2026-11-18 09:00")) == utc("2027-11-18 09:00").replace(
        hour=8, minute=30
    )


def test_public_holidays_are_those_of_the_country_and_of_the_part():
    berlin, germany, nowhere = hours(week=BERLIN), hours(week=WorkWeek(country="DE")), hours()
    new_year, womens_day = date(2027, 1, 1), date(2027, 3, 8)

    assert [each.is_working(new_year) for each in (berlin, germany, nowhere)] == [
        False,
        False,
        True,
    ]
    assert [each.is_working(womens_day) for each in (berlin, germany, nowhere)] == [
        False, True, True,
    ]  # fmt: skip
    assert not berlin.is_working(date(2027, 3, 7))
    assert berlin.is_working(date(2027, 3, 9))


def test_the_closed_days_of_a_team_are_off_in_any_country():
    away = date(2026, 11, 19)

    assert not hours(week=WorkWeek(closed=frozenset({away}))).is_working(away)
    assert not hours(week=WorkWeek(country="DE", closed=frozenset({away}))).is_working(away)


THURSDAY, FRIDAY, SATURDAY = date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 21)
SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)


def test_the_next_working_day_is_the_day_itself_when_it_is_one():
    assert next_working_day(hours(), FRIDAY) == FRIDAY
    assert next_working_day(hours(), SATURDAY) == MONDAY
    assert next_working_day(hours(week=SUNDAY_TO_THURSDAY), FRIDAY) == SUNDAY


def test_the_working_day_before_is_never_the_day_itself():
    assert working_day_before(hours(), FRIDAY) == THURSDAY
    assert working_day_before(hours(), MONDAY) == FRIDAY
    assert working_day_before(hours(week=SUNDAY_TO_THURSDAY), SUNDAY) == THURSDAY
    assert working_day_before(hours(week=BERLIN), date(2027, 3, 9)) == date(2027, 3, 5)


def test_the_next_working_monday_is_in_the_week_after():
    assert next_working_monday(hours(), THURSDAY) == MONDAY
    assert next_working_monday(hours(), SUNDAY) == MONDAY
    assert next_working_monday(hours(), MONDAY) == date(2026, 11, 30)
    assert next_working_monday(hours(week=BERLIN), date(2027, 3, 4)) == date(2027, 3, 9)
    not_on_mondays = WorkWeek(days=frozenset({2, 3}))
    assert next_working_monday(hours(week=not_on_mondays), THURSDAY) == date(2026, 11, 25)


def test_a_shared_day_is_one_on_which_both_work():
    riyadh = hours("Asia/Riyadh", SUNDAY_TO_THURSDAY)

    assert shared_working_day(hours(), riyadh, FRIDAY) == MONDAY
    assert shared_working_day(riyadh, hours(), FRIDAY) == MONDAY
    assert shared_working_day(hours(), riyadh, THURSDAY) == THURSDAY


def test_two_who_never_work_on_the_same_day_get_a_day_of_the_first():
    weekend = hours(week=WorkWeek(days=frozenset({5, 6})))

    assert shared_working_day(hours(), weekend, SATURDAY) == MONDAY
    assert shared_working_day(weekend, hours(), MONDAY) == date(2026, 11, 28)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Europe/Berlin", "Europe/Berlin", "2026-11-19 08:30"),
        ("Europe/Berlin", "Europe/Lisbon", "2026-11-19 09:30"),
        ("Europe/Lisbon", "Europe/Berlin", "2026-11-19 09:30"),
        ("Europe/Berlin", "America/New_York", "2026-11-19 14:30"),
        ("Europe/Berlin", "Asia/Kathmandu", "2026-11-19 08:30"),
        ("Europe/Berlin", "America/Los_Angeles", "2026-11-19 17:30"),
        ("America/Los_Angeles", "Europe/Berlin", "2026-11-19 08:30"),
        ("Pacific/Auckland", "America/Los_Angeles", "2026-11-19 17:30"),
        ("Europe/London", "Asia/Karachi", "2026-11-19 09:30"),
    ],
)
def test_the_moment_for_both_is_in_the_hours_of_both_or_else_of_the_other(one, other, expected):
    assert shared_moment(hours(one), hours(other), THURSDAY) == utc(expected)


NOON = utc("2026-11-19 12:00")


@pytest.mark.parametrize(
    ("dnd", "expected"),
    [
        (Dnd(), "12:00"),
        (Dnd(utc("2026-11-19 11:00"), utc("2026-11-19 13:00")), "13:00"),
        (Dnd(utc("2026-11-19 12:00"), utc("2026-11-19 13:00")), "13:00"),
        (Dnd(utc("2026-11-19 11:00"), utc("2026-11-19 12:00")), "12:00"),
        (Dnd(utc("2026-11-19 12:01"), utc("2026-11-19 13:00")), "12:00"),
        (Dnd(snoozed_until=utc("2026-11-19 12:30")), "12:30"),
        (Dnd(snoozed_until=utc("2026-11-19 11:30")), "12:00"),
        (Dnd(utc("2026-11-19 12:20"), utc("2026-11-19 13:00"), utc("2026-11-19 12:30")), "13:00"),
        (Dnd(utc("2026-11-19 11:00"), utc("2026-11-19 12:20"), utc("2026-11-19 12:30")), "12:30"),
        (Dnd(starts=utc("2026-11-19 11:00")), "12:00"),
    ],
)
def test_whoever_does_not_want_to_be_disturbed_is_not(dnd, expected):
    assert after_dnd(NOON, dnd) == utc(f"2026-11-19 {expected}")


ZONES = sorted(available_timezones())
FIRST = utc("2026-01-01 00:00")
MINUTES = 2 * 365 * 24 * 60
QUARTER, WEEK = timedelta(minutes=15), timedelta(days=7)


def open_by_hand(zone, instant):
    """Whether it is between half past nine and half past four, Monday to Friday, in a zone."""
    there = instant.astimezone(zone)
    minute = there.hour * 60 + there.minute
    return there.isoweekday() <= 5 and 570 <= minute < 990


@settings(max_examples=600, deadline=None)
@given(zone=st.sampled_from(ZONES), minutes=st.integers(0, MINUTES))
def test_nowhere_and_never_is_a_moment_missed_or_outside_of_the_hours(zone, minutes):
    week = hours(zone)
    after = FIRST + timedelta(minutes=minutes)
    found = next_moment(week, after)

    assert found >= after
    assert open_by_hand(week.zone, found)
    assert next_moment(week, found) == found
    step = after
    while step < found:
        assert not open_by_hand(week.zone, step)
        step += QUARTER
    assert found == after or not open_by_hand(week.zone, found - timedelta(minutes=1))


def turns(zone, first, span, step):
    """The starts of the steps, in a span of time, in which the clocks of a zone are changed."""
    starts = [first + number * step for number in range(span // step + 1)]
    return [
        one
        for one, next_one in pairwise(starts)
        if one.astimezone(zone).utcoffset() != next_one.astimezone(zone).utcoffset()
    ]


@cache
def changing():
    """A zone for each set of weeks in which clocks are changed, and those weeks."""
    span = timedelta(minutes=MINUTES)
    found = {tuple(turns(ZoneInfo(name), FIRST, span, WEEK)): name for name in ZONES}
    return sorted((name, weeks) for weeks, name in found.items() if weeks)


@settings(max_examples=250, deadline=None)
@given(data=st.data())
def test_around_each_change_of_clocks_any_window_opens_when_the_wall_says_so(data):
    name, weeks = data.draw(st.sampled_from(changing()))
    zone = ZoneInfo(name)
    week = Hours(zone, EVERY_DAY)
    change = turns(zone, data.draw(st.sampled_from(weeks)), WEEK, timedelta(hours=1))[0]
    after = change + timedelta(minutes=5 * data.draw(st.integers(-60, 60)))
    start = after.astimezone(zone).hour * 12 + data.draw(st.integers(-12, 24))
    start = min(max(start, 0), 23 * 12)
    length = data.draw(st.integers(1, 11))
    of = Window(*(time(minute // 60, minute % 60) for minute in (5 * start, 5 * (start + length))))
    found = next_moment(week, after, of)

    step = after
    while step <= found:
        shown = step.astimezone(zone).time()
        assert (of.start <= shown < of.end) is (step == found)
        step += timedelta(minutes=5)
    assert step - timedelta(minutes=5) == found


def test_every_zone_there_is_opens_once_on_each_working_day():
    for name in ZONES:
        week = hours(name)
        moment = next_moment(week, utc("2026-11-14 12:00"))
        opened = []
        for _ in range(5):
            opened.append(local(moment, name))
            moment = next_moment(
                week, at(week.zone, moment.astimezone(week.zone).date(), NUDGE.end)
            )
        assert opened == [f"2026-11-{day} 09:30" for day in (16, 17, 18, 19, 20)], name
