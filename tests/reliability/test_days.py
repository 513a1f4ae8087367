"""What becomes of reminders over days: late, bundled, held back, and never before their time."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot import app
from bot.commitments import jobs, words
from bot.commitments.record import Promise
from bot.demo.local_slack import Fault
from tests.reliability.crowd import SECOND, Crowd, commitment_of

ONCE = range(1, 2)
TICK = jobs.SWEEP_SECONDS


def sweep(coach):
    jobs.sweep(coach.nudges, coach.outbox)


def ticks(coach, clock, number):
    for _ in range(number):
        clock.forward(seconds=TICK)
        sweep(coach)


def wakes_at(coach, clock, moment):
    clock.forward(seconds=(moment - clock.now()).total_seconds())
    sweep(coach)


def reminders(company, user):
    return [one for one in company.slack.dm(user) if one.text == words.NUDGE_TEXT]


@pytest.mark.parametrize("crowd", [Crowd(3, engineers=2)])
def test_what_fell_due_while_nothing_ran_for_three_days_comes_once_in_one_message(
    company, coach, clock
):
    """Both reminders of each promise are due when Coach starts again."""
    clock.forward(seconds=(SECOND - clock.now()).total_seconds())
    sweep(coach)
    ticks(coach, clock, 1)

    assert company.count(ONCE) == (9, (), (), (), ())
    wakes_at(coach, clock, SECOND + timedelta(hours=3))
    assert company.count(ONCE) == (9, (), (), (), ())


def test_what_was_queued_before_nothing_ran_comes_with_the_rest_in_one_message(
    company, coach, clock
):
    """The first reminder was on its way when Slack and Coach went away for days."""
    company.slack.fail("chat.postMessage", Fault.RATE_LIMITED(5), times=4)
    sweep(coach)
    assert reminders(company, company.crowd.engineer(0, 0)) == []
    clock.forward(seconds=(SECOND - clock.now()).total_seconds())
    ticks(coach, clock, 6)

    assert company.count(ONCE) == (2, (), (), (), ())


@pytest.mark.parametrize("crowd", [Crowd(1, engineers=19)])
def test_a_manager_with_many_promises_on_one_day_is_reminded_of_each(company, coach, clock):
    """More than eight fit into no message: they come on the next working days."""
    manager = company.crowd.manager(0)
    sweep(coach)
    first = [len(reminders(company, manager))]
    for _ in range(2):
        clock.forward(days=1)
        ticks(coach, clock, 2)
        first.append(len(reminders(company, manager)))

    assert first == [1, 2, 3]
    assert company.count(ONCE) == (19 + 3, (), (), (), ())


def test_a_promise_done_on_the_way_is_not_planned_again_and_again(company, coach, clock, database):
    engineer = company.crowd.engineer(0, 0)
    commitment = commitment_of(database, engineer)
    coach.nudges.queue()
    with database.write() as session:
        coach.records.settle(session, commitment, engineer, Promise.DONE)
    for _ in range(3):
        sweep(coach)
        clock.forward(days=1)
    sweep(coach)

    assert reminders(company, engineer) == []
    with database.read() as connection:
        left = connection.execute(
            text("SELECT count(*) FROM follow_up WHERE commitment_id = :id"), {"id": commitment}
        )
        assert left.scalar() == 0


@pytest.mark.parametrize("crowd", [Crowd(6)])
def test_somebody_who_never_works_again_stops_nobody_elses_reminder(company, clock):
    """A team is taken out of use, by days off, after it had agreed on something."""
    company.crowd.write(company.given.coach_config.parent, closed=2)
    coach = app.build(company.given, clock)
    sweep(coach)
    ticks(coach, clock, 2)
    coach.close()
    never = {company.crowd.manager(2): range(1), company.crowd.engineer(2, 0): range(1)}

    assert company.count(ONCE, **never) == (10, (), (), (), ())


def test_who_says_stop_and_start_gets_nothing_before_its_time(company, coach, clock, database):
    engineer = company.crowd.engineer(0, 0)
    sweep(coach)
    with database.write() as session:
        coach.leaving.started(session, engineer)
    sweep(coach)

    assert [one.text for one in company.slack.dm(engineer)] == [words.NUDGE_TEXT]
