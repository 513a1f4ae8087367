"""What is stored of a person: what Slack says, what they said themselves, and nothing after that."""

import threading
from contextlib import ExitStack, suppress
from datetime import timedelta

import pytest

from bot.db.base import About, metadata
from bot.people import store
from bot.people.tables import Kind
from tests.clock import T0

ALICE, BASIM = "U0ALICE001", "U0BASIM001"
MINUTE = timedelta(minutes=1)


def stored(database, user=ALICE):
    with database.read() as connection:
        return store.get(connection, user)


@pytest.fixture
def write(database):
    def call(what, *args, **more):
        with database.write() as session:
            return what(session, *args, **more)

    return call


def test_of_somebody_whom_nobody_spoke_of_nothing_is_stored(database):
    assert stored(database) is None
    with database.read() as connection:
        assert store.get_many(connection, []) == {}


ZONES = {ALICE: "Europe/Berlin", BASIM: "Asia/Tokyo"}


def test_several_people_are_read_at_once_and_strangers_left_out(database, write):
    for user in (ALICE, BASIM):
        write(store.learn, user, kind=Kind.MEMBER, time_zone=ZONES[user])
    with database.write() as session:
        found = store.get_many(session, {ALICE, BASIM, "U0CHIKA001"})

    assert {user: one.time_zone for user, one in found.items()} == ZONES


def test_what_slack_says_later_takes_the_place_of_what_it_said_before(database, write):
    write(store.learn, ALICE, kind=Kind.MEMBER, time_zone="Europe/Berlin")
    write(store.learn, ALICE, kind=Kind.GUEST, time_zone="Asia/Tokyo")
    found = stored(database)

    assert (found.kind, found.time_zone) == (Kind.GUEST, "Asia/Tokyo")
    write(store.learn, ALICE, kind=Kind.GUEST, time_zone=None)
    assert stored(database).time_zone is None


def test_what_slack_says_leaves_alone_what_the_person_said(database, write):
    write(store.set_stopped, ALICE, T0)
    write(store.learn, ALICE, kind=Kind.MEMBER, time_zone="Europe/Berlin")

    assert stored(database).stopped_at == T0


def test_stop_and_start_are_news_only_the_first_time(database, write):
    assert write(store.clear_stopped, ALICE) is False
    assert stored(database) is None
    assert write(store.set_stopped, ALICE, T0) is True
    assert write(store.set_stopped, ALICE, T0 + MINUTE) is False
    assert stored(database).stopped_at == T0
    assert write(store.clear_stopped, ALICE) is True
    assert write(store.clear_stopped, ALICE) is False
    assert stored(database).stopped_at is None


def test_whoever_left_is_news_only_once_until_they_are_back(database, write):
    assert write(store.set_gone, ALICE, T0) is True
    assert write(store.set_gone, ALICE, T0 + MINUTE) is False
    assert stored(database).gone_at == T0
    write(store.learn, ALICE, kind=Kind.MEMBER, time_zone="Europe/Berlin")
    assert stored(database).gone_at is None
    assert write(store.set_gone, ALICE, T0 + 2 * MINUTE) is True


def test_whoever_left_keeps_the_zone_they_had(database, write):
    write(store.learn, ALICE, kind=Kind.GUEST, time_zone="Europe/Berlin")
    write(store.set_gone, ALICE, T0)

    assert (stored(database).time_zone, stored(database).kind) == ("Europe/Berlin", Kind.GUEST)


def test_slack_is_believed_when_it_speaks_later_or_at_the_same_time(database, write):
    for at in (T0, T0, T0 + MINUTE):
        assert write(store.hear, ALICE, at) is True
        assert stored(database).checked_at == at


def test_what_comes_late_is_not_believed_and_makes_what_is_known_doubtful(database, write):
    write(store.hear, ALICE, T0)

    assert write(store.hear, ALICE, T0 - MINUTE) is False
    assert stored(database).checked_at is None
    assert write(store.hear, ALICE, T0 - MINUTE) is True


def test_of_somebody_forgotten_there_is_no_row(database, write):
    write(store.learn, ALICE, kind=Kind.GUEST, time_zone="Europe/Berlin")
    write(store.learn, BASIM, kind=Kind.MEMBER, time_zone="Europe/Berlin")
    write(store.forget, ALICE)
    write(store.forget, ALICE)

    assert stored(database) is None
    assert stored(database, BASIM) is not None


def test_of_somebody_forgotten_who_said_stop_only_that_is_left(database, write):
    write(store.hear, ALICE, T0)
    write(store.learn, ALICE, kind=Kind.GUEST, time_zone="Europe/Berlin")
    write(store.set_gone, ALICE, T0)
    write(store.set_stopped, ALICE, T0)
    write(store.forget, ALICE)

    assert stored(database) == store.Stored(ALICE, Kind.MEMBER, None, None, T0, None)


def test_a_change_that_is_undone_leaves_nothing(database):
    with suppress(ZeroDivisionError), database.write() as session:
        store.set_stopped(session, ALICE, T0)
        raise ZeroDivisionError

    assert stored(database) is None


def test_of_several_at_once_exactly_one_brings_the_news(database):
    ready, news = threading.Barrier(4), []

    def leave():
        ready.wait()
        with database.write() as session:
            news.append(store.set_gone(session, ALICE, T0))

    with ExitStack() as stack:
        for thread in [threading.Thread(target=leave) for _ in range(4)]:
            thread.start()
            stack.callback(thread.join)

    assert sorted(news) == [False, False, False, True]


def test_no_id_of_a_person_shows_when_what_is_stored_is_printed(database, write):
    write(store.set_stopped, ALICE, T0)

    assert "ALICE" not in repr(stored(database))


def test_each_column_but_one_is_about_the_person():
    about = {column.name: column.info["about"] for column in metadata.tables["person"].columns}

    assert about.pop("checked_at") is About.SYSTEM
    assert set(about.values()) == {About.PERSON}
