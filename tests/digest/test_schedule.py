"""When a digest is due: months and sprints, holidays, other weeks, zones, and clocks that change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from bot.digest.schedule import BY_DAY, Schedule
from bot.people.hours import Hours
from bot.teams.digest import Digest
from bot.teams.work_week import MONDAY_TO_FRIDAY, WorkWeek
from tests.digest.sample import a_team

SUNDAY_TO_THURSDAY = ("sun", "mon", "tue", "wed", "thu")
NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


def schedule(digest=None, **team):
    return Schedule.of(a_team(**team), Digest(**(digest or {})))


def sprints(starts, days, **more):
    return {"every": "sprint", "starts": starts, "days": days, **more}


@pytest.mark.parametrize(
    ("digest", "team", "after", "name", "due"),
    [
        # Tuesday 1 December 2026, 10:00 in Berlin.
        ({}, {}, "2026-11-18", "2026-12", "2026-12-01T09:00Z"),
        # One that is due later today is still to come; one that was due this morning is not.
        ({}, {}, "2026-12-01T08:59", "2026-12", "2026-12-01T09:00Z"),
        ({}, {}, "2026-12-01T09:00", "2027-01", "2027-01-05T09:00Z"),
        ({"at": "08:30"}, {}, "2026-11-18", "2026-12", "2026-12-01T07:30Z"),
        ({"weekday": "fri"}, {}, "2026-11-18", "2026-12", "2026-12-04T09:00Z"),
        # 1 November is a Sunday in 2026, and Sunday-to-Thursday teams work on it.
        (
            {"weekday": "sun"},
            {"working_days": SUNDAY_TO_THURSDAY, "time_zone": "Asia/Jerusalem"},
            "2026-10-20",
            "2026-11",
            "2026-11-01T08:00Z",
        ),
        # The first Tuesday is off, so it is the second.
        ({}, {"holidays": ["2026-12-01"]}, "2026-11-18", "2026-12", "2026-12-08T09:00Z"),
        # May Day of 2029 is a Tuesday: off in Germany, not in the Netherlands.
        ({}, {"country": "DE"}, "2029-04-20", "2029-05", "2029-05-08T08:00Z"),
        ({}, {"country": "NL"}, "2029-04-20", "2029-05", "2029-05-01T08:00Z"),
        # A team that never works on Tuesdays: the first working day from the first Tuesday on.
        (
            {},
            {"working_days": ["mon", "wed", "thu"]},
            "2026-11-18",
            "2026-12",
            "2026-12-02T09:00Z",
        ),
        # Nobody works in the whole of August: the first day after it.
        (
            {},
            {"holidays": [f"2026-08-{day:02}" for day in range(1, 32)]},
            "2026-07-20",
            "2026-08",
            "2026-09-01T08:00Z",
        ),
        # Nepal is 5:45 ahead.
        ({}, {"time_zone": "Asia/Kathmandu"}, "2026-11-18", "2026-12", "2026-12-01T04:15Z"),
        # The same wall clock on both sides of the change: 25 October in Berlin, 1 November in New York.
        ({}, {}, "2026-09-20", "2026-10", "2026-10-06T08:00Z"),
        ({}, {}, "2026-10-20", "2026-11", "2026-11-03T09:00Z"),
        ({}, {"time_zone": "America/New_York"}, "2026-10-20", "2026-11", "2026-11-03T15:00Z"),
        # Egypt's clocks went forward at midnight on Friday 28 April 2023.
        (
            {"weekday": "fri", "at": "07:00"},
            {"time_zone": "Africa/Cairo", "working_days": ["fri"]},
            "2023-04-10",
            "2023-05",
            "2023-05-05T04:00Z",
        ),
        # Samoa had no Friday 30 December 2011.
        (
            {"every": "sprint", "starts": "2011-12-16", "days": 14},
            {"time_zone": "Pacific/Apia", "working_days": ["fri", "sat"]},
            "2011-12-20",
            "2011-12-16",
            "2011-12-30T20:00Z",
        ),
        # A sprint from Monday 2 November to Sunday 15: due on Monday 16, so the next one after it.
        (sprints("2026-11-02", 14), {}, "2026-11-15", "2026-11-02", "2026-11-16T09:00Z"),
        (sprints("2026-11-02", 14), {}, "2026-11-18", "2026-11-16", "2026-11-30T09:00Z"),
        # Counted from a start in the future, or long ago, it is the same.
        (sprints("2028-06-12", 14), {}, "2026-11-18", "2026-11-16", "2026-11-30T09:00Z"),
        (sprints("2001-01-01", 14), {}, "2026-11-18", "2026-11-16", "2026-11-30T09:00Z"),
        # Its day after is a Saturday, or off.
        (sprints("2026-11-07", 14), {}, "2026-11-18", "2026-11-07", "2026-11-23T09:00Z"),
        (
            sprints("2026-11-02", 14),
            {"holidays": ["2026-11-30", "2026-12-01"]},
            "2026-11-18",
            "2026-11-16",
            "2026-12-02T09:00Z",
        ),
    ],
)
def test_the_next_digest_is_due_as_the_calendar_on_the_wall_says(digest, team, after, name, due):
    instant = datetime.fromisoformat(after).replace(tzinfo=UTC)
    found = schedule(digest, **team).first_after(instant)

    assert (found.name, f"{found.due_at:%Y-%m-%dT%H:%MZ}") == (name, due)


@pytest.mark.parametrize(
    ("team", "until"),
    [
        # Due on Tuesday 1 December; five working days after it end with Tuesday 8.
        ({}, "2026-12-08T23:00Z"),
        ({"holidays": ["2026-12-03", "2026-12-04"]}, "2026-12-10T23:00Z"),
        ({"working_days": SUNDAY_TO_THURSDAY, "time_zone": "Asia/Jerusalem"}, "2026-12-08T22:00Z"),
        ({"time_zone": "Asia/Kathmandu"}, "2026-12-08T18:15Z"),
    ],
)
def test_it_may_come_late_until_the_fifth_working_day_after_is_over(team, until):
    found = schedule(**team).first_after(NOW)

    assert f"{found.until:%Y-%m-%dT%H:%MZ}" == until


def test_after_a_long_silence_the_next_one_is_that_which_may_still_come():
    months = schedule()
    november = months.named("2026-11")

    assert months.following(november, november.due_at).name == "2026-12"
    # In December the window of the first Tuesday ends with the 8th.
    late = datetime(2027, 2, 3, tzinfo=UTC)
    assert months.following(november, late).name == "2027-02"
    later = datetime(2027, 2, 20, tzinfo=UTC)
    assert months.following(november, later).name == "2027-03"


def test_only_names_of_this_very_schedule_mean_one_of_its_digests():
    months, sprint = schedule(), schedule(sprints("2026-11-02", 14))

    assert months.named("2026-12").day == date(2026, 12, 1)
    assert sprint.named("2026-11-16").day == date(2026, 11, 30)
    for name in ("2026-11-16", "2026-12-01", "2026-13", "", "soon", "20261201"):
        assert months.named(name) is None
    for name in ("2026-11-17", "2026-11", "2026-11-02T00"):
        assert sprint.named(name) is None


def test_the_one_before_is_the_month_or_sprint_before():
    months, sprint = schedule(), schedule(sprints("2026-11-02", 14))

    assert months.preceding(months.named("2027-01")).name == "2026-12"
    assert sprint.preceding(sprint.named("2026-11-02")).name == "2026-10-19"


@pytest.mark.parametrize(
    "other",
    [
        {"time_zone": "Europe/Paris"},
        {"country": "DE"},
        {"country": "DE", "subdivision": "BE"},
        {"working_days": ["mon", "tue"]},
        {"holidays": ["2026-12-24"]},
    ],
)
def test_whatever_moves_the_day_is_seen_in_the_fingerprint(other):
    base = schedule().fingerprint()

    assert schedule(**other).fingerprint() != base
    assert schedule({"at": "11:00"}).fingerprint() != base
    assert schedule(sprints("2026-11-02", 14)).fingerprint() != base
    assert schedule(name="Another", channel="C0OTHER001").fingerprint() == base


def test_a_late_one_comes_by_day_and_not_at_night():
    at = schedule().opening
    monday = datetime(2026, 11, 16, tzinfo=ZoneInfo("Europe/Berlin"))

    assert at(monday.replace(hour=7)) is None
    assert at(monday.replace(hour=20, minute=59)) is None
    assert at(monday.replace(hour=3)) == monday.replace(hour=7)
    assert at(monday.replace(hour=21)) == monday.replace(day=17, hour=7)
    assert at(monday.replace(day=21, hour=12)) == monday.replace(day=23, hour=7)


def test_a_team_that_never_works_has_no_digest_and_no_endless_search():
    never = Hours(ZoneInfo("UTC"), WorkWeek(days=frozenset()))

    with pytest.raises(ValueError, match="no working day"):
        Schedule(never, Digest()).first_after(NOW)


weeks = st.builds(
    WorkWeek,
    days=st.frozensets(st.integers(0, 6), min_size=1),
    country=st.sampled_from([None, "DE", "IL", "NP", "US"]),
    closed=st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=20),
)
zones = st.sampled_from(
    ["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia", "Africa/Cairo",
     "Australia/Lord_Howe"]
).map(ZoneInfo)  # fmt: skip
digests = st.one_of(
    st.builds(Digest, weekday=st.sampled_from(MONDAY_TO_FRIDAY), at=st.just("08:00")),
    st.builds(
        Digest,
        every=st.just("sprint"),
        starts=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
        days=st.integers(5, 60),
    ),
)
instants = st.integers(0, 700 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@settings(max_examples=60, deadline=None)
@given(weeks, zones, digests, instants)
def test_each_period_has_one_digest_on_a_working_day_and_they_never_go_back(
    week, zone, digest, now
):
    hours = Hours(zone, week)
    found = Schedule(hours, digest)
    periods = [found.first_after(now)]
    for _ in range(4):
        periods.append(found.following(periods[-1], now))

    assert len({one.name for one in periods}) == 5
    assert [one.name for one in periods] == sorted(one.name for one in periods)
    for one in periods:
        local = one.due_at.astimezone(zone)
        assert hours.is_working(one.day)
        assert local.date() == one.day
        assert time(7) <= local.time() < BY_DAY.end
        assert one.until - one.due_at >= timedelta(days=5)
        assert one.due_at > now
        assert found.named(one.name) == one
        assert found.preceding(found.following(one, now)).name == one.name
