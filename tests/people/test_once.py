"""What is done in one transaction is noted in it: done twice never, undone together."""

import threading
from contextlib import ExitStack, suppress

import pytest
from sqlalchemy import text

from bot.delivery.inbox import KEPT, Inbox


@pytest.fixture
def inbox(database, clock):
    return Inbox(database, clock)


def noted(database, inbox, identity="once", kind="people.changed"):
    with database.write() as session:
        return inbox.once(session, kind, identity)


def rows(database):
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(text("SELECT state, request FROM inbox"))]


def test_the_same_thing_is_new_only_the_first_time(database, inbox, clock):
    assert [noted(database, inbox) for _ in range(3)] == [True, False, False]
    assert noted(database, Inbox(database, clock)) is False
    assert noted(database, inbox, "another") is True
    assert noted(database, inbox, kind="another") is True


def test_it_is_noted_as_done_without_anybodys_words(database, inbox):
    noted(database, inbox, "T0COACH0001:U0ALICE001:1795000000.000100")

    assert rows(database) == [("done", None)]
    assert inbox.take_over("people.changed") == []


def test_what_is_undone_with_its_transaction_is_new_again(database, inbox):
    with suppress(ZeroDivisionError), database.write() as session:
        assert inbox.once(session, "people.changed", "once")
        raise ZeroDivisionError

    assert noted(database, inbox) is True


def test_it_is_the_same_whether_noted_or_received(database, inbox):
    noted(database, inbox)

    assert inbox.receive("people.changed", "once", {}) is None


def test_it_is_forgotten_with_the_other_requests(database, inbox, clock):
    noted(database, inbox)
    clock.forward(seconds=KEPT.total_seconds() + 1)

    assert inbox.forget() == 1
    assert rows(database) == []


def test_of_several_at_once_exactly_one_is_the_first(database, inbox):
    ready, found = threading.Barrier(4), []

    def note():
        ready.wait()
        found.append(noted(database, inbox))

    with ExitStack() as stack:
        for thread in [threading.Thread(target=note) for _ in range(4)]:
            thread.start()
            stack.callback(thread.join)

    assert sorted(found) == [False, False, False, True]
