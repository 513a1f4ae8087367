"""Processes that remind people are killed; each promise still reaches its owner, and only once."""

import shutil
import signal

import pytest

from bot.commitments import follow_up_store as follow_ups, store
from tests.clock import FrozenClock
from tests.commitments.worker import BEGUN, Orders, work
from tests.reliability import naive, processes, storm
from tests.reliability.crowd import DAY, FIRST, Crowd, open_company

NEVER = FIRST + 30 * DAY
ONCE = range(1, 2)


@pytest.fixture
def clock():
    return FrozenClock(FIRST)


def put_off(database, moment, users):
    """Plan somebody's first reminder for a moment."""
    with database.write() as session:
        for user in users:
            for held in store.in_use_of(session, user):
                promises = [one.id for one in store.commitments(session, [held.id])]
                nudges = follow_ups.of_commitments(session, promises)
                mine = [one.id for one in nudges if one.person == user]
                follow_ups.put_off(session, mine, moment)


def killed_at_each_point(company, clock, outbox=None):
    """Let one reminder after another fall due, and kill whoever sends it: each at its next point."""
    orders = {} if outbox is None else {"outbox": outbox}
    people = company.crowd.people()
    put_off(company.database, NEVER, people)
    died = []
    for number, user in enumerate(people, 1):
        put_off(company.database, clock.now(), [user])
        given = Orders(company.given, clock, dies_at=number, sweeps=2, **orders)
        process, hears = processes.start(work, given)
        said = processes.all_said(process, hears)
        clock.forward(minutes=2)
        if process.exitcode == 0:
            break
        assert process.exitcode == -signal.SIGKILL
        died += said[-1:]
    else:
        raise AssertionError("there are more points than people")
    for _ in range(3):
        given = Orders(company.given, clock, sweeps=2, **orders)
        assert processes.all_said(*processes.start(work, given)) == [BEGUN]
        clock.forward(minutes=2)
    return died, people[number:]


@pytest.mark.long
def test_killed_at_each_point_it_loses_no_reminder_and_sends_none_twice(
    clock, database_url, tmp_path
):
    with open_company(Crowd(30), clock, database_url, tmp_path) as company:
        died, rest = killed_at_each_point(company, clock)
        counted = company.count(ONCE, **dict.fromkeys(rest, range(1)))

    assert {"before a commit", "before chat.postMessage", "after chat.postMessage"} <= {*died}
    assert (counted.lost, counted.twice) == ((), ())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.long
def test_the_usual_ways_lose_or_double_a_reminder_at_some_of_these_points(
    clock, database_url, tmp_path
):
    """The control: if it held for them too, the test above would prove nothing."""
    wrong = {}
    for way in (naive.marks_first, naive.sends_first):
        folder = tmp_path / way.__name__
        folder.mkdir()
        url = f"sqlite:///{folder}/coach.db"
        shutil.copy(tmp_path / "coach.db", folder / "coach.db")
        with open_company(Crowd(30), FrozenClock(FIRST), url, folder) as company:
            _, rest = killed_at_each_point(company, FrozenClock(FIRST), way)
            counted = company.count(ONCE, **dict.fromkeys(rest, range(1)))
        wrong[way] = (bool(counted.lost), bool(counted.twice))

    assert wrong[naive.marks_first] == (True, False)
    assert wrong[naive.sends_first] == (False, True)


@pytest.mark.long
def test_workers_killed_at_random_in_bad_weather_lose_nothing_and_double_nothing(
    database_url, tmp_path
):
    told = storm.kill(Crowd(6), database_url, tmp_path, workers=2, kills=8, seed=20261125)

    assert told.strikes == 8
    assert told.counted.wrong == 0, told
    assert (told.errors, told.dead) == ([], 0)
