"""What breaks off in the middle, at our own side: between Slack and the database, or before both."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from typing_extensions import override

from bot import app
from bot.commitments import jobs, kinds
from bot.delivery.kind import Kind
from bot.delivery.outbox import LEASE
from bot.demo.local_slack import SCOPES, Fault
from tests.reliability import storm
from tests.reliability.crowd import Crowd
from tests.reliability.storm import end_connections

POST = "chat.postMessage"
ONCE = range(1, 2)


class Between(Kind):
    """Words reminders as Coach does; what a test wants happens at one place of the way."""

    def __init__(self, nudges, *, planned=None, sent=None):
        self.nudges = nudges
        self.planned, self.on_sent = planned, sent

    @override
    def plan(self, delivery, now):
        made = self.nudges.plan(delivery, now)
        if self.planned is not None:
            self.planned()
        return made

    @override
    def sent(self, session, delivery, now):
        if self.on_sent is not None:
            self.on_sent()
        self.nudges.sent(session, delivery, now)

    @override
    def not_sent(self, session, delivery, now, why):
        self.nudges.not_sent(session, delivery, now, why)


def sweep(coach):
    jobs.sweep(coach.nudges, coach.outbox)


def later(coach, clock, **step):
    """Let some time pass, with a wake-up each half minute of the first five and one at its end."""
    end = clock.now() + timedelta(**step)
    for _ in range(10):
        clock.forward(seconds=30)
        sweep(coach)
    clock.forward(seconds=max(0, (end - clock.now()).total_seconds()))
    sweep(coach)


def test_what_slack_has_and_could_not_be_written_down_is_not_sent_again(company, coach, clock):
    breaks = [ZeroDivisionError(), ZeroDivisionError()]

    def broken():
        if breaks:
            raise breaks.pop()

    coach.outbox.on(kinds.NUDGE, Between(coach.nudges, sent=broken))
    sweep(coach)
    later(coach, clock, minutes=10)

    assert breaks == []
    assert company.count(ONCE) == (2, (), (), (), ())


def test_what_can_never_be_written_down_is_given_up_and_not_sent_again(company, coach, clock):
    def broken():
        raise ZeroDivisionError

    coach.outbox.on(kinds.NUDGE, Between(coach.nudges, sent=broken))
    sweep(coach)
    for _ in range(3):
        for _ in range(20):
            later(coach, clock, minutes=10)
        clock.forward(days=1, hours=-4)

    assert len(company.slack.dm(company.crowd.manager(0))) == 1
    assert len(company.slack.dm(company.crowd.engineer(0, 0))) == 1


@pytest.mark.parametrize(
    "database_url", ["postgresql"], indirect=True
)  # a file ends no connections
@pytest.mark.parametrize("place", ["planned", "sent"])
def test_a_database_that_ends_the_connection_loses_nothing_and_doubles_nothing(
    place, company, coach, clock, database
):
    cuts = [1, 2]

    def cut():
        if cuts:
            cuts.pop()
            with coach.deliverer.database.read() as connection:
                end_connections(database)
                connection.execute(text("SELECT 1"))

    coach.outbox.on(kinds.NUDGE, Between(coach.nudges, **{place: cut}))
    sweep(coach)
    later(coach, clock, minutes=10)

    assert cuts == []
    assert company.count(ONCE) == (2, (), (), (), ())


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.long
def test_workers_whose_connections_are_ended_again_and_again_go_on_and_lose_nothing(
    database_url, tmp_path
):
    told = storm.cut_off(Crowd(8), database_url, tmp_path, workers=2, cuts=15, seed=20261125)

    assert told.strikes >= 10
    assert told.dead == 0
    assert told.counted.wrong == 0, told


def test_a_process_that_words_a_message_too_long_leaves_it_to_another(company, coach, clock):
    other = app.build(company.given, clock)
    slow = [1]

    def overtaken():
        if slow:
            slow.pop()
            clock.forward(seconds=LEASE.total_seconds())
            sweep(other)

    coach.outbox.on(kinds.NUDGE, Between(coach.nudges, planned=overtaken))
    sweep(coach)
    later(coach, clock, minutes=10)
    other.close()

    assert slow == []
    assert company.count(ONCE) == (2, (), (), (), ())


def test_a_reminder_that_may_have_arrived_does_not_come_again_on_another_day(company, coach, clock):
    company.slack.fail(POST, Fault.REPLY_LOST, times=2)
    sweep(coach)
    company.slack.workspace.scopes = SCOPES - {"im:history"}
    later(coach, clock, minutes=10)
    company.slack.workspace.scopes = SCOPES
    later(coach, clock, days=1)

    assert company.count(ONCE) == (2, (), (), (), ())


def test_what_slack_asked_to_wait_for_often_is_not_given_up_when_it_breaks_once(
    company, coach, clock
):
    breaks = [ZeroDivisionError(), ZeroDivisionError()]

    def broken():
        if breaks:
            raise breaks.pop()

    company.slack.fail(POST, Fault.RATE_LIMITED(1), times=40)
    for _ in range(40):
        sweep(coach)
        clock.forward(seconds=2)
    coach.outbox.on(kinds.NUDGE, Between(coach.nudges, planned=broken))
    sweep(coach)
    later(coach, clock, minutes=5)

    assert breaks == []
    assert company.count(ONCE) == (2, (), (), (), ())
