"""The row is the schedule: what is due is planned once, by whatever process, and never from the past."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from bot.db import Database
from bot.delivery.outbox import Outbox
from bot.digest import jobs, store
from bot.digest.plan import BATCH, Planner
from bot.slack.client import Poster, web_client
from bot.teams.roster import Roster
from bot.teams.work_week import DAYS
from tests.digest.sample import a_team

ALL = (
    "SELECT kind, subject, recipient, details FROM delivery ORDER BY created_at, subject, recipient"
)
SPRINT = {"every": "sprint", "starts": "2026-11-02", "days": 14}


def a_roster(*teams):
    return Roster.model_validate(
        {
            "organisation": {
                "name": "Example Ltd",
                "time_zone": "Europe/Berlin",
                "stewards": ["U0STEWARD1"],
            },
            "teams": teams,
        }
    )


def teams(number, **said):
    return [
        a_team(id=f"team-{each}", name=f"Team {each}", channel=f"C0TEAM{each:05}", **said)
        for each in range(number)
    ]


class Desk:
    """A planner as one process has it; nothing is sent, so no Slack is needed."""

    def __init__(self, database, clock, *of_teams):
        self.database, self.clock = database, clock
        poster = Poster(web_client("xoxb-none", "http://127.0.0.1:1/"))
        self.outbox = Outbox(database, poster, clock)
        self.planner = Planner(database, self.outbox, a_roster(*of_teams), clock)

    def wakes_at(self, text):
        moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
        self.clock.forward(seconds=(moment - self.clock.now()).total_seconds())
        jobs.plan(self.planner)

    def next_of(self, team="payments"):
        with self.database.read() as connection:
            found = store.get(connection, team)
        return found and (found.planned.period, f"{found.planned.due_at:%Y-%m-%dT%H:%MZ}")

    def switch(self, *, on, team="payments"):
        with self.database.write() as session:
            return store.switch(session, team, on=on, now=self.clock.now())


def planned(database, kind="digest"):
    """What stands in the outbox: which team's digest, of which period."""
    with database.read() as connection:
        rows = [tuple(row) for row in connection.exec_driver_sql(ALL)]
    return [row for row in rows if row[0] == kind]


@pytest.fixture
def desk(database, clock):
    return Desk(database, clock, a_team())


def test_a_new_team_is_owed_nothing_from_before_it_came(desk):
    jobs.plan(desk.planner)

    assert desk.next_of() == ("2026-12", "2026-12-01T09:00Z")
    assert planned(desk.database) == []


def test_a_digest_is_planned_when_it_is_due_and_once(desk):
    jobs.plan(desk.planner)
    desk.wakes_at("2026-12-01T08:59")
    assert planned(desk.database) == []
    for _ in range(3):
        desk.wakes_at("2026-12-01T09:00")

    assert [row[1:3] for row in planned(desk.database)] == [("payments", "C0PAYMENTS")]
    assert desk.next_of() == ("2027-01", "2027-01-05T09:00Z")


def test_more_teams_than_one_batch_holds_are_all_planned_once(database, clock):
    number = 2 * BATCH + 1
    desk = Desk(database, clock, *teams(number))
    jobs.plan(desk.planner)
    desk.wakes_at("2026-12-01T09:00")

    assert len({row[1] for row in planned(database)}) == len(planned(database)) == number


def test_several_processes_at_once_plan_each_digest_once(database_url, clock):
    number = BATCH + 20
    opened = [Database(database_url) for _ in range(3)]
    desks = [Desk(one, clock, *teams(number)) for one in opened]
    barrier = threading.Barrier(len(desks))

    def wakes(desk):
        barrier.wait()
        jobs.plan(desk.planner)

    with ThreadPoolExecutor(len(desks)) as pool:
        list(pool.map(wakes, desks))
        clock.forward(days=13)
        list(pool.map(wakes, desks))

    assert len({row[1] for row in planned(opened[0])}) == len(planned(opened[0])) == number
    assert {desks[0].next_of(f"team-{each}")[0] for each in range(number)} == {"2027-01"}
    for one in opened:
        one.close()


def test_what_dies_in_the_middle_of_a_batch_leaves_nothing_of_it(desk, monkeypatch):
    class Died(BaseException):
        pass

    def dies(*_given):
        raise Died

    jobs.plan(desk.planner)
    desk.clock.forward(days=13)
    with monkeypatch.context() as broken:
        broken.setattr(store, "plan", dies)  # after the message was put, before the row moved on
        with pytest.raises(Died):
            jobs.plan(desk.planner)
    assert planned(desk.database) == []
    jobs.plan(desk.planner)

    assert len(planned(desk.database)) == 1


def test_after_a_day_off_a_digest_is_planned_late_and_with_its_last_moment(desk):
    jobs.plan(desk.planner)
    desk.wakes_at("2026-12-08T22:59")

    assert "2026-12-08T23:00:00+00:00" in str(planned(desk.database)[0][3])


def test_after_a_week_off_it_is_skipped_and_each_manager_is_told_once(database, clock):
    desk = Desk(database, clock, a_team(managers=["U0MARTA001", "U0NOAM0001"]))
    jobs.plan(desk.planner)
    for _ in range(2):
        desk.wakes_at("2026-12-08T23:00")

    assert planned(database) == []
    assert [row[2] for row in planned(database, "digest.note")] == ["U0MARTA001", "U0NOAM0001"]
    assert desk.next_of() == ("2027-01", "2027-01-05T09:00Z")


def test_a_team_too_small_for_a_digest_is_not_told_that_one_was_skipped(database, clock):
    desk = Desk(database, clock, a_team(users=["U0MEMBER00"]))
    jobs.plan(desk.planner)
    desk.wakes_at("2026-12-20T09:00")

    assert planned(database, "digest.note") == []


def test_after_months_off_one_skip_is_told_and_the_newest_still_comes(desk):
    jobs.plan(desk.planner)
    desk.wakes_at("2027-03-03T12:00")

    assert len(planned(desk.database, "digest.note")) == 1
    assert [str(row[3]).count("2027-03-") for row in planned(desk.database)] == [1]
    assert desk.next_of()[0] == "2027-04"


def test_a_digest_that_is_off_is_neither_planned_nor_missed(desk):
    jobs.plan(desk.planner)
    desk.switch(on=False)
    desk.wakes_at("2026-12-01T09:00")
    desk.wakes_at("2027-01-20T09:00")

    assert planned(desk.database) == planned(desk.database, "digest.note") == []
    assert desk.next_of()[0] == "2027-02"


@pytest.mark.parametrize(
    ("digest", "expected"),
    [
        ({"weekday": "thu"}, ("2026-12", "2026-12-03T09:00Z")),
        ({"at": "15:30"}, ("2026-12", "2026-12-01T14:30Z")),
        (SPRINT, ("2026-11-16", "2026-11-30T09:00Z")),
    ],
)
def test_another_schedule_in_coach_yml_moves_what_is_next(database, clock, digest, expected):
    Desk(database, clock, a_team()).wakes_at("2026-11-18T09:30")
    later = Desk(database, clock, a_team(digest=digest))
    jobs.plan(later.planner)

    assert later.next_of() == expected


def test_a_day_that_is_changed_after_the_digest_came_brings_no_second_one(database, clock):
    desk = Desk(database, clock, a_team())
    jobs.plan(desk.planner)
    desk.wakes_at("2026-12-01T09:00")
    later = Desk(database, clock, a_team(digest={"weekday": "thu"}))
    later.wakes_at("2026-12-03T09:00")

    assert len(planned(database)) == 1
    assert later.next_of() == ("2027-01", "2027-01-07T09:00Z")


def test_an_hour_that_is_moved_into_the_past_lets_the_digest_come_at_once(database, clock):
    Desk(database, clock, a_team()).wakes_at("2026-12-01T08:00")
    Desk(database, clock, a_team(digest={"at": "08:30"})).wakes_at("2026-12-01T08:10")

    assert len(planned(database)) == 1


def test_a_team_that_is_gone_has_no_row_and_comes_back_as_a_new_one(database, clock):
    both = teams(2)
    Desk(database, clock, *both).wakes_at("2026-11-18T09:30")
    without = Desk(database, clock, both[0])
    without.wakes_at("2026-12-15T09:30")
    assert without.next_of("team-1") is None
    again = Desk(database, clock, *both)
    jobs.plan(again.planner)

    assert [row[1] for row in planned(database)] == []
    assert again.next_of("team-1") == ("2027-01", "2027-01-05T09:00Z")


def test_a_due_row_of_a_process_with_another_roster_waits_for_what_is_true_here(database, clock):
    """A process with the older file made the row; this one knows another hour, and no second team."""
    Desk(database, clock, *teams(2)).wakes_at("2026-11-18T09:30")
    newer = Desk(database, clock, a_team(id="team-0", name="Team 0", digest={"at": "18:00"}))
    newer.clock.forward(days=13)
    while newer.planner.queue():
        pass

    assert planned(database) == []
    assert newer.next_of("team-0") == ("2026-12", "2026-12-01T17:00Z")
    assert newer.next_of("team-1") is None


def test_rows_are_compared_with_coach_yml_once_an_hour(desk):
    assert desk.planner.reconcile() == 1
    with desk.database.write() as session:
        store.remove(session, ["payments"])

    desk.clock.forward(minutes=59)
    assert desk.planner.reconcile() == 0
    desk.clock.forward(minutes=1)
    assert desk.planner.reconcile() == 1
    assert desk.next_of() is not None


def test_a_team_that_never_works_holds_up_nobody_else(database, clock):
    start = clock.now().date().toordinal()
    days = [datetime.fromordinal(start + day).date().isoformat() for day in range(800)]
    resting = a_team(id="rest", name="Rest", working_days=DAYS, holidays=days)
    desk = Desk(database, clock, resting, a_team())
    jobs.plan(desk.planner)
    desk.wakes_at("2026-12-01T09:00")

    assert desk.next_of("rest") is None
    assert [row[1] for row in planned(database)] == ["payments"]


def test_two_who_switch_at_once_have_one_effect_and_one_of_them_learns_it(database_url, clock):
    opened = [Database(database_url) for _ in range(2)]
    desks = [Desk(one, clock, a_team()) for one in opened]
    jobs.plan(desks[0].planner)
    barrier = threading.Barrier(2)

    def switches(desk):
        barrier.wait()
        return desk.switch(on=False)

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(switches, desks))

    assert sorted(said, key=str) == [1, None]
    assert desks[0].switch(on=False) is None
    assert desks[0].switch(on=True) == 2
    for one in opened:
        one.close()
