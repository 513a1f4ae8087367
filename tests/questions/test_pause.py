"""When a number pauses by itself: after five working days of its team, or with three open questions."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from bot.people.hours import Hours
from bot.questions.pause import Doubts, Stretch, Why, day_after
from bot.teams.work_week import WorkWeek

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = Hours(BERLIN, WorkWeek())
METRIC = "rework_after_merge"


def at(day, hour=10, month=11):
    return datetime(2026, month, day, hour, tzinfo=BERLIN).astimezone(UTC)


def why(stretches, now, hours=HOURS):
    return Doubts({METRIC: stretches}).why(METRIC, hours, now)


@pytest.mark.parametrize(
    ("asked", "pauses"),
    [
        (at(18), at(25, 0)),  # Wednesday to Wednesday
        (at(18, 23), at(25, 0)),
        (at(20), at(27, 0)),  # Friday to Friday
        (at(21), at(27, 0)),  # Saturday: Monday is the first of the five
        (at(22), at(27, 0)),
    ],
    ids=["Wednesday", "late on Wednesday", "Friday", "Saturday", "Sunday"],
)
def test_a_number_pauses_with_the_fifth_working_day_after_the_question(asked, pauses):
    assert why([Stretch(asked)], pauses - timedelta(seconds=1)) is None
    assert why([Stretch(asked)], pauses) is Why.DAYS
    assert day_after(asked, HOURS, 5) == pauses.astimezone(BERLIN).date()


@pytest.mark.parametrize(
    ("week", "pauses"),
    [
        (WorkWeek(closed=frozenset({date(2026, 11, 20)})), at(26, 0)),
        (WorkWeek(days=frozenset({0, 2})), at(7, 0, month=12)),
        (WorkWeek(country="US"), at(27, 0)),  # Thanksgiving is on Thursday 26 November
    ],
    ids=["a closed day", "two days a week", "a public holiday"],
)
def test_the_days_are_those_of_the_team_with_its_own_holidays(week, pauses):
    asked = at(19) if week.country else at(18)
    hours = Hours(BERLIN, week)

    assert why([Stretch(asked)], pauses - timedelta(seconds=1), hours) is None
    assert why([Stretch(asked)], pauses, hours) is Why.DAYS


def test_the_days_are_those_of_the_teams_own_clock():
    auckland = Hours(ZoneInfo("Pacific/Auckland"), WorkWeek())
    asked = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)  # Wednesday evening there

    assert why([Stretch(asked)], datetime(2026, 11, 24, 10, tzinfo=UTC), auckland) is None
    assert why([Stretch(asked)], datetime(2026, 11, 24, 11, tzinfo=UTC), auckland) is Why.DAYS


def test_a_team_that_never_works_pauses_nothing_by_waiting():
    never = Hours(BERLIN, WorkWeek(days=frozenset()))

    assert why([Stretch(at(18))], at(18) + timedelta(days=400), never) is None
    assert Doubts({METRIC: [Stretch(at(18))]}).pauses_on(METRIC, never) is None


def test_three_questions_that_are_open_at_once_pause_a_number_and_two_do_not():
    two = [Stretch(at(18, 9)), Stretch(at(18, 10))]

    assert why(two, at(18, 12)) is None
    assert why([*two, Stretch(at(18, 11))], at(18, 12)) is Why.MANY


def test_three_questions_one_after_another_pause_nothing():
    after = [Stretch(at(18, 9), at(18, 10)), Stretch(at(18, 10), at(18, 11)), Stretch(at(18, 11))]

    assert why(after, at(18, 12)) is None


def test_a_number_stays_paused_until_the_last_of_its_questions_is_closed():
    first, second = Stretch(at(18, 9), at(18, 12)), Stretch(at(18, 10), at(18, 13))

    assert why([first, second, Stretch(at(18, 11))], at(18, 14)) is Why.MANY
    assert why([first, second, Stretch(at(18, 11), at(18, 14))], at(18, 15)) is None


def test_a_number_that_waited_too_long_stays_paused_while_a_younger_question_is_open():
    waited = Stretch(at(10), at(18, 9))

    assert why([waited, Stretch(at(18, 8))], at(18, 10)) is Why.DAYS
    assert why([waited, Stretch(at(18, 10))], at(18, 11)) is None


def test_what_a_steward_paused_is_paused_without_any_question():
    doubts = Doubts({}, frozenset({METRIC}))

    assert doubts.why(METRIC, HOURS, at(18)) is Why.STEWARD
    assert doubts.paused(HOURS, at(18)) == {METRIC}
    assert doubts.open == {}


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(1, 200), st.booleans()), max_size=8),
    st.permutations(range(8)),
)
def test_the_order_of_the_questions_never_matters_and_none_open_is_never_paused(found, order):
    start = at(2)
    made = [
        Stretch(
            start + timedelta(hours=begun),
            None if is_open else start + timedelta(hours=begun + long),
        )
        for begun, long, is_open in found
    ]
    now = start + timedelta(hours=400)
    shuffled = [made[place] for place in order if place < len(made)]

    assert why(made, now) is why(shuffled, now)
    if all(one.closed_at is not None for one in made):
        assert why(made, now) is None
