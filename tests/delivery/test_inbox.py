"""The inbox: what is delivered twice is done once, what was begun is finished, and then forgotten."""

import threading
from contextlib import ExitStack
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.db import Database
from bot.delivery import store
from bot.delivery.inbox import KEPT, LEASE, Inbox
from bot.delivery.store import Entry
from bot.delivery.tables import State

KIND = "prep.page"
REQUEST = {"user": "U0MARTA001", "team": "payments", "topic": "growth"}
PROCESSES = 4


@pytest.fixture
def inbox(database, clock):
    return Inbox(database, clock)


@pytest.fixture
def other(database, clock):
    """Another process, which sees the same database."""
    return Inbox(database, clock)


def kept(database):
    with database.read() as connection:
        return [
            tuple(row)
            for row in connection.execute(text("SELECT state, request FROM inbox ORDER BY key"))
        ]


def received(inbox, identity="once"):
    entry = inbox.receive(KIND, identity, REQUEST)
    assert entry is not None
    return entry


def test_a_request_that_comes_twice_is_one_entry_whoever_hears_it(inbox, other, database, clock):
    entry = received(inbox)

    assert (entry.request, entry.received_at, entry.attempts) == (REQUEST, clock.now(), 1)
    assert inbox.receive(KIND, "once", REQUEST) is None
    assert other.receive(KIND, "once", {"something": "else"}) is None
    assert len(kept(database)) == 1


def test_requests_that_differ_in_kind_or_identity_are_each_an_entry(inbox, database):
    received(inbox)
    received(inbox, "twice")

    assert inbox.receive("another.kind", "once", REQUEST) is not None
    assert len(kept(database)) == 3


def test_a_request_that_was_done_is_not_done_again_when_it_comes_late(inbox, clock):
    assert inbox.settle(received(inbox), State.DONE)
    clock.forward(days=1)

    assert inbox.receive(KIND, "once", REQUEST) is None


def test_what_identifies_a_request_stands_nowhere_in_the_database(inbox, database):
    entry = received(inbox, "T0COACH0001:13345224609.738474920.8088930838d88f008e0")

    assert "738474920" not in entry.key
    assert "738474920" not in str(kept(database))


@pytest.mark.parametrize("state", [State.DONE, State.FAILED])
def test_a_request_that_is_settled_is_emptied(inbox, database, state):
    entry = received(inbox)
    assert "U0MARTA001" in str(kept(database))

    assert inbox.settle(entry, state)
    assert kept(database) == [(state, None)]


def test_a_request_is_left_to_its_process_until_the_lease_is_over(inbox, other, clock):
    first = received(inbox)
    clock.forward(seconds=LEASE.total_seconds() - 1)
    assert other.take_over(KIND) == []
    clock.forward(seconds=1)
    (taken,) = other.take_over(KIND)

    assert (taken.key, taken.request, taken.attempts) == (first.key, REQUEST, 2)
    assert taken.received_at == first.received_at
    assert inbox.take_over(KIND) == other.take_over(KIND) == []
    clock.forward(seconds=LEASE.total_seconds())
    assert [entry.attempts for entry in inbox.take_over(KIND)] == [3]


def test_only_what_is_open_and_of_ones_own_kind_is_taken_over(inbox, other, clock):
    inbox.settle(received(inbox, "done"), State.DONE)
    inbox.settle(received(inbox, "failed"), State.FAILED)
    inbox.receive("another.kind", "open", REQUEST)
    entry = received(inbox, "open")
    clock.forward(minutes=5)

    assert [taken.key for taken in other.take_over(KIND)] == [entry.key]


def test_the_oldest_requests_are_taken_over_first_and_not_all_at_once(inbox, other, clock):
    keys = []
    for number in range(45):
        keys.append(received(inbox, str(number)).key)
        clock.forward(seconds=1)
    clock.forward(minutes=5)
    batches = [[entry.key for entry in other.take_over(KIND)] for _ in range(4)]

    assert [key for batch in batches for key in batch] == keys
    assert batches[3] == []
    assert max(len(batch) for batch in batches) < 45


def test_whoever_was_too_slow_cannot_close_what_another_has_taken_over(inbox, other, clock):
    slow = received(inbox)
    clock.forward(minutes=2)
    (taken,) = other.take_over(KIND)

    assert inbox.settle(slow, State.FAILED) is False
    assert other.settle(taken, State.DONE) is True


def test_a_process_cannot_close_its_own_earlier_attempt(inbox, clock, database):
    slow = received(inbox)
    clock.forward(minutes=2)
    (again,) = inbox.take_over(KIND)

    assert inbox.settle(slow, State.FAILED) is False
    assert [state for state, _ in kept(database)] == [State.WORKING]
    assert inbox.settle(again, State.DONE) is True


def test_a_request_that_is_put_off_is_anybodys_when_its_time_comes(inbox, other, clock):
    entry = received(inbox)
    inbox.postpone(entry, 10)
    clock.forward(seconds=9)
    assert other.take_over(KIND) == []
    clock.forward(seconds=1)
    (taken,) = other.take_over(KIND)

    assert (taken.key, taken.attempts) == (entry.key, 2)


def test_a_request_may_be_put_off_for_longer_than_a_lease(inbox, other, clock):
    inbox.postpone(received(inbox), 2 * LEASE.total_seconds())
    clock.forward(seconds=LEASE.total_seconds())
    assert other.take_over(KIND) == []
    clock.forward(seconds=LEASE.total_seconds())
    assert len(other.take_over(KIND)) == 1


def test_a_request_that_had_to_wait_in_its_process_can_be_kept(inbox, other, clock):
    entry = received(inbox)
    assert entry.lease_until == clock.now() + LEASE
    clock.forward(minutes=2)
    assert inbox.renew(entry) is True
    assert other.take_over(KIND) == []
    clock.forward(seconds=LEASE.total_seconds())
    (taken,) = other.take_over(KIND)

    assert inbox.renew(entry) is False
    assert taken.lease_until == clock.now() + LEASE


@pytest.mark.parametrize("who", ["another process", "the same process"])
def test_whoever_was_too_slow_cannot_put_off_what_was_taken_over(inbox, other, clock, who):
    slow = received(inbox)
    clock.forward(minutes=2)
    (taken,) = (other if who == "another process" else inbox).take_over(KIND)
    inbox.postpone(slow, 1)
    clock.forward(seconds=2)

    assert other.take_over(KIND) == inbox.take_over(KIND) == []
    assert taken.attempts == 2


def test_keys_are_forgotten_when_slack_repeats_nothing_any_more(inbox, database, clock):
    inbox.settle(received(inbox, "done"), State.DONE)
    inbox.settle(received(inbox, "failed"), State.FAILED)
    received(inbox, "open")
    clock.forward(seconds=KEPT.total_seconds())
    assert inbox.forget() == 0
    inbox.settle(received(inbox, "new"), State.DONE)
    clock.forward(seconds=1)

    assert inbox.forget() == 2
    assert sorted(state for state, _ in kept(database)) == [State.DONE, State.WORKING]
    assert timedelta(days=1) < KEPT


def at_once(*jobs):
    """Run jobs in threads that begin together; return what each returned."""
    start, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(number, job):
        start.wait(10)
        results[number] = job()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return results


@pytest.fixture
def processes(database_url, clock):
    """Inboxes with connections of their own, as processes have them."""
    with ExitStack() as stack:
        inboxes = []
        for _ in range(PROCESSES):
            database = Database(database_url)
            stack.callback(database.close)
            inboxes.append(Inbox(database, clock))
        yield inboxes


def test_of_processes_that_hear_the_same_request_at_once_one_begins(processes):
    for number in range(10):
        entries = at_once(
            *(
                lambda inbox=inbox, number=number: inbox.receive(KIND, str(number), REQUEST)
                for inbox in processes
            )
        )
        assert sum(entry is not None for entry in entries) == 1


def test_of_threads_that_hear_the_same_requests_at_once_one_begins_each(inbox, database):
    with ExitStack() as stack:
        session = stack.enter_context(database.write())
        if database.is_sqlite:
            session.connection()  # nobody else can write now
        else:
            session.execute(text("LOCK TABLE inbox"))
        jobs = [
            lambda number=number: inbox.receive(KIND, str(number % 4), REQUEST)
            for number in range(12)
        ]
        stack.callback(threading.Event().wait, 0.1)  # all but one wait behind it meanwhile
        entries = at_once(*jobs, stack.close)

    begun = [entry.key for entry in entries if entry is not None]
    assert len(begun) == len(set(begun)) == len(kept(database)) == 4


@pytest.fixture
def slowly(database):
    """On PostgreSQL each row of the inbox takes a moment to insert, so that two statements overlap."""
    if database.is_sqlite:  # it has one writer
        yield
        return
    with database.write() as session:
        session.execute(
            text(
                "CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS"
                " 'BEGIN PERFORM pg_sleep(0.05); RETURN NEW; END'"
            )
        )
        session.execute(
            text(
                "CREATE TRIGGER slowly BEFORE INSERT ON inbox"
                " FOR EACH ROW EXECUTE FUNCTION slowly()"
            )
        )
    yield
    with database.write() as session:
        session.execute(text("DROP FUNCTION slowly CASCADE"))


@pytest.mark.usefixtures("slowly")
def test_two_processes_that_hear_the_same_two_requests_never_lock_each_other_out(database, clock):
    now = clock.now()
    asked = [(KIND, Entry(key, REQUEST, now, 1, now + LEASE)) for key in ("a", "b")]

    def receive(entries):
        with database.write() as session:
            return store.receive(session, entries, "worker")

    for_one, for_other = at_once(lambda: receive(asked), lambda: receive(asked[::-1]))

    assert sorted([*for_one, *for_other]) == [False, False, True, True]


def test_processes_that_race_for_the_same_requests_never_share_one(processes, clock):
    keys = {received(processes[0], str(number)).key for number in range(60)}
    clock.forward(minutes=2)
    taken = at_once(
        *(
            lambda inbox=inbox: [*inbox.take_over(KIND), *inbox.take_over(KIND)]
            for inbox in processes
        )
    )
    found = [entry.key for entries in taken for entry in entries]

    assert len(found) == len(set(found))
    rest = [entry.key for _ in range(3) for entry in processes[0].take_over(KIND)]
    assert sorted([*found, *rest]) == sorted(keys)


def test_of_two_that_close_a_request_at_once_the_one_who_holds_it_does(processes, clock):
    for number in range(10):
        slow = received(processes[0], str(number))
        clock.forward(minutes=2)
        (taken,) = processes[1].take_over(KIND)
        closed = at_once(
            lambda entry=slow: processes[0].settle(entry, State.FAILED),
            lambda entry=taken: processes[1].settle(entry, State.DONE),
        )
        assert closed == [False, True]
