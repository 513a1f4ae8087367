"""When reminders are planned and when they come: on people's own clocks, whatever those do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot import app
from bot.commitments import plan
from bot.commitments.carried import Action
from bot.commitments.jobs import sweep
from bot.commitments.record import Side
from bot.people.hours import NUDGE, Hours
from bot.teams.work_week import WorkWeek
from tests.commitments.steps import (
    FILLED,
    agreed,
    berlin,
    does,
    is_humane,
    lists,
    newest_with,
    nudges,
    quotes,
    records,
    rows,
    told,
)
from tests.workspace import ALICE, MARTA, reads_as

SUNDAY_TO_THURSDAY = WorkWeek(frozenset({6, 0, 1, 2, 3}))
GERMANY = WorkWeek(country="DE")
BERLIN, KATHMANDU, LORD_HOWE = "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe"

PLANNED = [
    # A fortnight: half-way, and on the working day before; the manager a working day earlier.
    (BERLIN, WorkWeek(), "2026-11-18", "2026-12-02", Side.ENGINEER,
     ["2026-11-25 09:30", "2026-12-01 09:30"]),
    (BERLIN, WorkWeek(), "2026-11-18", "2026-12-02", Side.MANAGER,
     ["2026-11-24 09:30", "2026-11-30 09:30"]),
    (KATHMANDU, WorkWeek(), "2026-11-18", "2026-12-02", Side.ENGINEER,
     ["2026-11-25 09:30", "2026-12-01 09:30"]),
    # Half-way is a Saturday.
    (BERLIN, WorkWeek(), "2026-11-20", "2026-12-08", Side.ENGINEER,
     ["2026-11-30 09:30", "2026-12-07 09:30"]),
    # A week from Sunday to Thursday: Friday and Saturday are off, Sunday is not.
    ("Asia/Jerusalem", SUNDAY_TO_THURSDAY, "2026-11-18", "2026-12-02", Side.ENGINEER,
     ["2026-11-25 09:30", "2026-12-01 09:30"]),
    ("Asia/Jerusalem", SUNDAY_TO_THURSDAY, "2026-11-17", "2026-11-29", Side.ENGINEER,
     ["2026-11-23 09:30", "2026-11-26 09:30"]),
    ("Asia/Jerusalem", SUNDAY_TO_THURSDAY, "2026-11-17", "2026-11-30", Side.MANAGER,
     ["2026-11-22 09:30", "2026-11-26 09:30"]),
    # Christmas: 25 December is a Friday, and 1 January the next one.
    (BERLIN, GERMANY, "2026-12-18", "2027-01-01", Side.ENGINEER,
     ["2026-12-28 09:30", "2026-12-31 09:30"]),
    (BERLIN, GERMANY, "2026-12-17", "2026-12-29", Side.MANAGER,
     ["2026-12-22 09:30", "2026-12-24 09:30"]),
    # Lord Howe Island goes forward by half an hour on 4 October 2026, and back on 4 April 2027.
    (LORD_HOWE, WorkWeek(), "2026-09-28", "2026-10-12", Side.ENGINEER,
     ["2026-10-05 09:30", "2026-10-09 09:30"]),
    (LORD_HOWE, WorkWeek(), "2027-03-29", "2027-04-12", Side.ENGINEER,
     ["2027-04-05 09:30", "2027-04-09 09:30"]),
    # Clocks change in Berlin on 25 October 2026 and 28 March 2027.
    (BERLIN, WorkWeek(), "2026-10-19", "2026-11-02", Side.ENGINEER,
     ["2026-10-26 09:30", "2026-10-30 09:30"]),
    (BERLIN, WorkWeek(), "2027-03-22", "2027-04-05", Side.ENGINEER,
     ["2027-03-29 09:30", "2027-04-02 09:30"]),
    # Too near for two, and too near for any.
    (BERLIN, WorkWeek(), "2026-11-18", "2026-11-20", Side.ENGINEER, ["2026-11-19 09:30"]),
    (BERLIN, WorkWeek(), "2026-11-18", "2026-11-20", Side.MANAGER, []),
    (BERLIN, WorkWeek(), "2026-11-18", "2026-11-19", Side.ENGINEER, []),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "week", "agreed_on", "check_in", "side", "moments"), PLANNED)
def test_reminders_are_planned_on_the_persons_own_clock(
    zone, week, agreed_on, check_in, side, moments
):
    hours, day = Hours(ZoneInfo(zone), week), date.fromisoformat(agreed_on)
    now = datetime.combine(day, time(15), ZoneInfo(zone)).astimezone(UTC)
    made = [*plan.nudges(day, date.fromisoformat(check_in), hours, side=side, used=0, now=now)]

    assert [f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" for _, moment in made] == moments
    assert [number for number, _ in made] == [*range(1, len(moments) + 1)]
    assert all(moment.tzinfo is UTC for _, moment in made)


@pytest.mark.parametrize(("used", "numbers"), [(0, [1, 2]), (1, [2]), (2, [])])
def test_a_new_agreement_never_brings_more_reminders_than_two(used, numbers):
    hours, now = Hours(ZoneInfo(BERLIN), WorkWeek()), datetime(2026, 11, 18, 9, tzinfo=UTC)
    day, check_in = date(2026, 11, 18), date(2026, 12, 2)
    made = plan.nudges(day, check_in, hours, side=Side.ENGINEER, used=used, now=now)

    assert [number for number, _ in made] == numbers


def runs(workspace, until, step=timedelta(hours=1)):
    """Let the clock run, with a wake-up at every step; the last one is at `until`."""
    while workspace.clock.now() + step < until:
        workspace.wakes_at(workspace.clock.now() + step)
    workspace.wakes_at(until.astimezone(UTC))


def instants(workspace, user):
    """When the reminders of somebody came, by Slack's own time stamps."""
    return [datetime.fromtimestamp(float(one.ts), UTC) for one in nudges(workspace, user)]


@pytest.mark.parametrize(
    ("zone", "first", "second"),
    [
        (BERLIN, "2026-11-25 08:30", "2026-12-01 08:30"),
        (KATHMANDU, "2026-11-25 03:45", "2026-12-01 03:45"),
        (LORD_HOWE, "2026-11-24 22:30", "2026-11-30 22:30"),
        ("America/St_Johns", "2026-11-25 13:00", "2026-12-01 13:00"),
        ("Pacific/Kiritimati", "2026-11-24 19:30", "2026-11-30 19:30"),
    ],
)
def test_reminders_come_at_the_opening_of_the_persons_own_day(workspace, zone, first, second):
    workspace.slack.change_user(ALICE, tz=zone)
    records(workspace)
    workspace.presses(ALICE, lists(workspace, ALICE), Action.AGREE)
    for moment in (first, second):
        planned = datetime.fromisoformat(f"{moment}+00:00")
        workspace.wakes_at(planned - timedelta(minutes=1))
        before = len(nudges(workspace, ALICE))
        workspace.wakes_at(planned)
        assert len(nudges(workspace, ALICE)) == before + 1

    assert [f"{one:%Y-%m-%d %H:%M}" for one in instants(workspace, ALICE)] == [first, second]
    runs(workspace, workspace.clock.now() + timedelta(days=5), timedelta(hours=6))
    assert len(nudges(workspace, ALICE)) == 2


@pytest.mark.parametrize(
    ("begins", "check_in", "zone"),
    [
        (datetime(2027, 3, 22, 9, tzinfo=UTC), "2027-04-05", BERLIN),
        (datetime(2026, 10, 19, 9, tzinfo=UTC), "2026-11-02", BERLIN),
        (datetime(2026, 9, 28, 1, tzinfo=UTC), "2026-10-12", LORD_HOWE),
        (datetime(2027, 3, 29, 1, tzinfo=UTC), "2027-04-12", LORD_HOWE),
    ],
    ids=["a gap", "an overlap", "a gap of half an hour", "an overlap of half an hour"],
)
def test_reminders_keep_to_the_clock_on_the_wall_when_clocks_change(
    opened_with, clock, begins, check_in, zone
):
    clock.forward(seconds=(begins - clock.now()).total_seconds())
    with opened_with() as workspace:
        workspace.slack.change_user(ALICE, tz=zone)
        records(workspace, check_in=check_in)
        workspace.presses(ALICE, lists(workspace, ALICE), Action.AGREE)
        runs(workspace, begins + timedelta(days=14), timedelta(minutes=90))
        came = [one.astimezone(ZoneInfo(zone)) for one in instants(workspace, ALICE)]

    half_way = (begins + timedelta(days=7)).astimezone(ZoneInfo(zone)).date()
    assert [one.date() for one in came] == [half_way, half_way + timedelta(days=4)]
    for one in came:
        assert time(9, 30) <= one.time() < time(11)


def test_somebody_who_moved_is_reminded_by_the_clock_of_where_they_are(workspace):
    agreed(workspace)
    workspace.wakes_at(berlin(25, 5))
    workspace.slack.change_user(ALICE, tz="America/Los_Angeles")
    workspace.slack.user_changed(ALICE)
    workspace.wakes_at(berlin(25, 9, 30))
    assert nudges(workspace, ALICE) == []
    runs(workspace, berlin(26, 9, 30))

    (came,) = instants(workspace, ALICE)
    assert f"{came.astimezone(ZoneInfo('America/Los_Angeles')):%a %H:%M}" == "Wed 09:30"


def test_somebody_who_moves_on_the_way_to_the_message_still_gets_one_a_day(workspace):
    """She moves across the date line while a reminder waits: never two on one of her days."""
    agreed(workspace)
    agreed(workspace, engineer_will="Another thing.", check_in="2026-12-03")
    workspace.slack.change_user(ALICE, tz="Pacific/Auckland")
    workspace.slack.user_changed(ALICE)
    runs(workspace, datetime(2026, 11, 25, 21, tzinfo=UTC))
    assert len(nudges(workspace, ALICE)) == 1
    workspace.slack.change_user(ALICE, tz="Pacific/Honolulu")
    workspace.slack.user_changed(ALICE)
    runs(workspace, datetime(2026, 12, 4, tzinfo=UTC))

    days = [
        one.astimezone(ZoneInfo("Pacific/Honolulu")).date() for one in instants(workspace, ALICE)
    ]
    assert len(days) == len(set(days))
    assert all(is_humane(one, "Pacific/Honolulu") for one in instants(workspace, ALICE)[1:])


def test_nobody_is_reminded_on_a_public_holiday(opened_with, clock):
    clock.forward(days=30)  # Friday 18 December
    with opened_with(("channel: C0PAYMENTS", "channel: C0PAYMENTS\n    country: DE")) as workspace:
        agreed(workspace, check_in="2027-01-04")
        runs(workspace, datetime(2027, 1, 5, tzinfo=UTC), timedelta(hours=3))
        days = [one.date().isoformat() for one in instants(workspace, ALICE)]

    assert days == ["2026-12-28", "2026-12-31"]


def test_a_holiday_that_is_declared_after_planning_is_kept_too(workspace):
    agreed(workspace)
    config = workspace.settings.coach_config
    old = "channel: C0PAYMENTS"
    config.write_text(
        config.read_text("utf-8").replace(old, f"{old}\n    holidays: [2026-11-25]"), "utf-8"
    )
    workspace.restarts()
    runs(workspace, berlin(26, 11))

    assert [f"{one:%a %H}" for one in instants(workspace, ALICE)] == ["Thu 08"]


def at(moment):
    return int(moment.timestamp())


def test_a_reminder_waits_until_somebody_may_be_disturbed(workspace):
    agreed(workspace)
    quiet = {
        "dnd_enabled": True,
        "next_dnd_start_ts": at(berlin(24, 22)),
        "next_dnd_end_ts": at(berlin(25, 11)),
    }
    workspace.slack.change_user(ALICE, dnd=quiet)
    for hour in (9, 10):
        workspace.wakes_at(berlin(25, hour, 45))
    assert nudges(workspace, ALICE) == []
    workspace.wakes_at(berlin(25, 11))

    assert len(nudges(workspace, ALICE)) == 1


def test_a_reminder_is_of_another_day_when_nobody_may_be_disturbed_on_this_one(workspace):
    agreed(workspace)
    snoozed = {"snooze_enabled": True, "snooze_endtime": at(berlin(25, 17))}
    workspace.slack.change_user(ALICE, dnd=snoozed)
    runs(workspace, berlin(26, 12))

    assert [
        f"{one.astimezone(ZoneInfo(BERLIN)):%a %H:%M}" for one in instants(workspace, ALICE)
    ] == ["Thu 09:30"]


def test_what_is_put_off_while_its_reminder_waits_does_not_come_after_all(workspace):
    agreed(workspace)
    agreed(workspace, engineer_will="Another thing.")
    snoozed = {"snooze_enabled": True, "snooze_endtime": at(berlin(25, 11))}
    workspace.slack.change_user(ALICE, dnd=snoozed)
    workspace.wakes_at(berlin(25, 9, 30))
    listed = lists(workspace, ALICE)
    menus = [e for b in listed.blocks if b["type"] == "actions" for e in b["elements"]]
    week = next(e for e in menus if e["action_id"] == Action.SNOOZE)["options"][1]["value"]
    workspace.chooses(ALICE, listed, Action.SNOOZE, week)
    does_the_first(workspace)
    workspace.wakes_at(berlin(25, 11))
    assert nudges(workspace, ALICE) == []
    for day in (26, 27):
        workspace.wakes_at(berlin(day, 10))
    assert nudges(workspace, ALICE) == []
    workspace.wakes_at(berlin(30, 9, 30))

    assert len(nudges(workspace, ALICE)) == 1
    assert rows(workspace, "SELECT kind, reason FROM delivery WHERE state = 'dead'") == []


def does_the_first(workspace):
    """Settle the promise of Alice's that was not put off."""
    listed = lists(workspace, ALICE)
    text = reads_as(listed).split("You said you would:")
    put_off = next(n for n, part in enumerate(text[1:]) if "Monday 30 November" in part)
    done = [e for b in listed.blocks if b["type"] == "actions" for e in b["elements"]]
    values = [e["value"] for e in done if e["action_id"] == Action.DONE]
    workspace.presses(ALICE, listed, Action.DONE, values[1 - put_off])


def test_a_process_that_was_down_for_days_brings_one_late_message(workspace):
    """What fell due on two days, and what was on its way when the process died, is one message."""
    agreed(workspace)
    agreed(workspace, engineer_will="Another thing.", check_in="2026-12-03")
    workspace.wakes_at(berlin(24, 12))
    workspace.clock.forward(hours=22)
    workspace.coach.nudges.queue()  # and here the process dies, with the message in its hands
    assert nudges(workspace, ALICE) == []
    workspace.clock.forward(days=4)  # Sunday
    workspace.restarts()
    workspace.sweeps()
    assert nudges(workspace, ALICE) == []
    workspace.wakes_at(berlin(30, 9, 30))
    workspace.sweeps()

    (late,) = nudges(workspace, ALICE)
    assert sorted(quotes(late)) == sorted([FILLED["engineer_will"], "Another thing."])
    runs(workspace, berlin(30, 18))
    assert len(nudges(workspace, ALICE)) == 1


def test_two_processes_send_one_reminder(either, clock):
    agreed(either)
    records(either, engineer_will="Another thing.")
    does(either, ALICE, Action.AGREE)
    other = app.build(either.settings, clock)
    clock.forward(days=7)
    for _ in range(3):
        sweep(other.nudges, other.outbox)
        either.sweeps()
        clock.forward(minutes=1)
    other.close()

    assert len(nudges(either, ALICE)) == len(nudges(either, MARTA)) == 1
    assert len(quotes(nudges(either, ALICE)[0])) == 2


@pytest.mark.parametrize(
    ("choice", "comes"),
    [("day", "Thu 26 09:30"), ("week", "Mon 30 09:30"), ("2026-11-28", "Mon 30 09:30"),
     ("2026-12-10", "Thu 10 09:30")],
)  # fmt: skip
def test_what_is_put_off_comes_when_it_was_chosen_and_is_the_last(workspace, choice, comes):
    agreed(workspace)
    workspace.wakes_at(berlin(25, 9, 30))
    nudge = newest_with(workspace, ALICE, Action.SNOOZE)
    if choice.startswith("2026"):
        workspace.chooses(ALICE, nudge, Action.SNOOZE_DAY, choice)
    else:
        menu = next(
            element
            for block in nudge.blocks
            if block["type"] == "actions"
            for element in block["elements"]
            if element["action_id"] == Action.SNOOZE
        )
        value = next(o["value"] for o in menu["options"] if o["value"].endswith(choice))
        workspace.chooses(ALICE, nudge, Action.SNOOZE, value)
    runs(workspace, datetime(2026, 12, 12, tzinfo=UTC), timedelta(hours=4))
    came = [one.astimezone(ZoneInfo(BERLIN)) for one in instants(workspace, ALICE)]

    assert len(came) == 2
    assert f"{came[1]:%a %d}" == comes[:6]
    assert NUDGE.start <= came[1].time() < NUDGE.end
    assert "This was the second and last reminder." in reads_as(nudges(workspace, ALICE)[-1])
    workspace.chooses(ALICE, nudge, Action.SNOOZE_DAY, "2026-12-20")
    assert told(workspace, ALICE).startswith("That was the second and last reminder")


def test_a_late_reminder_says_nothing_that_is_over_as_if_it_were_to_come(workspace):
    agreed(workspace)
    workspace.wakes_at(berlin(4, 10, month=12))
    (late,) = nudges(workspace, ALICE)

    assert "The day to look again together: Wednesday 2 December." in reads_as(late)
    assert workspace.slack.dm(ALICE)[-1].text != ""
