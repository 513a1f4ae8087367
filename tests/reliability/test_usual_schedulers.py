"""Why the row is the schedule: the usual scheduler's own store and triggers lose days and reminders."""

import time as real_time
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from tests.reliability.calendars import TIMES, daily, days, monthly, zones

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
    until = real_time.monotonic() + 20
    while awake.get_jobs() and real_time.monotonic() < until:
        real_time.sleep(0.05)  # it is through with all of them, or it never will be
    left = len(awake.get_jobs())
    awake.shutdown()

    assert (len(DELIVERED), left) == (0, 0), "none was delivered, and none is left to be"


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
    wanted = {day for day in days(first, last) if day.day == 1}
    usual = {name: wanted - set(fired(ZoneInfo(name), first, last)) for name in ZONES}
    ours = monthly(zones(), first, last)

    assert date(2026, 4, 1) in usual["Europe/Berlin"], "the control has not shown the fault"
    assert ours.wrong == (0, 0, 0)
    assert ours.due == len(wanted) * len(zones())


def test_the_time_of_each_day_comes_once_where_clocks_change_in_the_oddest_ways():
    """At midnight, by half an hour, by two hours, and in the other half of the year."""
    names = ("Africa/Cairo", "Asia/Beirut", "America/Santiago", "Australia/Lord_Howe",
             "Antarctica/Troll", "Africa/Casablanca", "Europe/Berlin")  # fmt: skip
    ours = daily(names, date(2026, 1, 1), date(2027, 12, 31))

    assert ours.wrong == (0, 0, 0)
    assert ours.due == 730 * len(names) * len(TIMES)
