"""Why the row is the schedule: the usual scheduler's own store and triggers lose days and reminders."""

import time as real_time
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.commitments import jobs
from bot.people.hours import at
from bot.slack.client import Poster
from tests.reliability.crowd import FIRST, Crowd

REMINDERS = 20
ZONES = ("Europe/Berlin", "Europe/London", "Europe/Helsinki", "America/New_York")
DELIVERED: list[int] = []


def deliver(number):
    DELIVERED.append(number)


def store_of(tmp_path):
    return {"default": SQLAlchemyJobStore(url=f"sqlite:///{tmp_path}/jobs.db")}


def test_the_usual_store_loses_what_fell_due_while_nothing_ran(tmp_path):
    """The control of what comes late and once here: with its default settings nothing comes at all."""
    DELIVERED.clear()
    asleep = BackgroundScheduler(jobstores=store_of(tmp_path), timezone=UTC)
    asleep.start(paused=True)
    due = datetime.fromtimestamp(real_time.time() + 0.3, UTC)  # noqa: TID251 - it has no other clock
    for number in range(REMINDERS):
        asleep.add_job(deliver, "date", run_date=due, args=[number])
    asleep.shutdown()
    real_time.sleep(1.8)

    awake = BackgroundScheduler(jobstores=store_of(tmp_path), timezone=UTC)
    awake.start()
    real_time.sleep(0.7)
    left = len(awake.get_jobs())
    awake.shutdown()

    assert (len(DELIVERED), left) == (0, 0), "none was delivered, and none is left to be"


def months(first, last):
    day = first
    while day <= last:
        yield day
        day = (day + timedelta(days=32)).replace(day=1)


def fired(zone, first, last):
    """When the usual trigger fires: on the first of each month, at midnight on the local clock."""
    trigger = CronTrigger(day=1, hour=0, minute=0, timezone=zone)
    before, now = None, datetime.combine(first, time(), zone) - timedelta(hours=12)
    days: list[date] = []
    while (before := trigger.get_next_fire_time(before, now)) is not None:
        if before.date() > last:
            return days
        days.append(before.astimezone(zone).date())
        now = before + timedelta(seconds=1)
    return days


def test_the_usual_trigger_misses_months_after_a_change_of_clocks_and_ours_misses_none():
    first, last = date(2026, 2, 1), date(2027, 12, 1)
    wanted = list(months(first, last))
    missed = 0
    for name in ZONES:
        zone = ZoneInfo(name)
        missed += len(set(wanted) - set(fired(zone, first, last)))
        ours = [at(zone, day, time()).astimezone(zone) for day in wanted]
        assert [moment.date() for moment in ours] == wanted
        assert len(set(ours)) == len(wanted)

    assert missed > 0, "the control has not shown what it is here for"


@pytest.fixture
def crowd():
    """Ten times as many reminders in one wake-up as a large company has."""
    return Crowd(10)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_comes_before_its_time_and_a_crowd_is_served_within_a_wake_up(
    company, coach, clock, monkeypatch
):
    sent = []
    post = Poster.post

    def noted(poster, channel, message, key):
        sent.append((clock.now() - FIRST).total_seconds())
        return post(poster, channel, message, key)

    monkeypatch.setattr(Poster, "post", noted)
    monkeypatch.setattr(clock, "sleep", lambda seconds: clock.forward(seconds=seconds))
    clock.forward(days=-1)
    jobs.sweep(coach.nudges, coach.outbox)
    early = len(sent)
    clock.forward(seconds=(FIRST - clock.now()).total_seconds() + jobs.SWEEP_SECONDS)
    jobs.sweep(coach.nudges, coach.outbox)

    people = len(company.crowd.people())
    assert len(company.slack.dm(company.crowd.engineer(0, 0))) == 1
    assert early <= people / 2, "only managers are reminded a day before"
    assert len(sent) == people
    late = sorted(moment for moment in sent if moment >= 0)
    assert late[-1] <= jobs.SWEEP_SECONDS + len(late) * 0.2 + 1
