"""What goes on after Slack was answered: bounded, none of it lost quietly, all of it finished."""

import re
import threading

import pytest

from bot.errors import TransientError
from bot.slack.work import Workers


class Gate:
    """Jobs that are under way until the gate opens."""

    def __init__(self):
        self.open = threading.Event()
        self.begun = threading.Semaphore(0)
        self.passed = []

    def job(self, number=0):
        def wait():
            self.begun.release()
            assert self.open.wait(10)
            self.passed.append(number)

        return wait


@pytest.fixture
def gate():
    made = Gate()
    yield made
    made.open.set()


@pytest.fixture
def workers(gate):
    made = Workers(threads=2, waiting=3)
    yield made
    gate.open.set()
    made.close()


def test_every_job_that_was_taken_is_done_once(workers, gate):
    taken = [workers.submit("wait", gate.job(number)) for number in range(5)]
    gate.open.set()

    assert taken == [True] * 5
    assert workers.settle()
    assert sorted(gate.passed) == [*range(5)]


def test_no_more_jobs_are_taken_than_may_run_and_wait(workers, gate, logged):
    taken = [workers.submit("wait", gate.job()) for _ in range(7)]
    gate.open.set()

    assert taken == [True] * 5 + [False] * 2
    assert logged.getvalue().count("event=work_is_full") == 2
    assert workers.settle()
    assert len(gate.passed) == 5


def test_there_is_room_again_for_each_job_that_is_done_or_went_wrong(workers, gate):
    def break_down():
        gate.job()()
        raise LookupError

    assert [workers.submit("wait", break_down) for _ in range(6)] == [True] * 5 + [False]
    gate.open.set()
    assert workers.settle()
    gate.open.clear()
    assert [workers.submit("wait", gate.job()) for _ in range(6)] == [True] * 5 + [False]


def test_a_job_that_crashes_is_in_the_log_with_a_reference_and_stops_no_other(workers, logged):
    done = threading.Event()
    workers.submit("break", [].pop)
    workers.submit("go_on", done.set)

    assert workers.settle()
    assert done.is_set()
    (line,) = [line for line in logged.getvalue().splitlines() if "job_crashed" in line]
    assert "job=break" in line
    assert "IndexError" in line
    assert re.search(r"reference=[A-Z0-9]{3}-[A-Z0-9]{3}\b", line)


def test_a_job_that_stops_for_a_known_reason_says_it_without_a_trace(workers, logged):
    def stop():
        raise TransientError

    workers.submit("stop", stop)

    assert workers.settle()
    (line,) = logged.getvalue().splitlines()
    assert "level=warning event=job_stopped" in line
    assert "it will be tried again later." in line
    assert "Traceback" not in line


def test_waiting_for_jobs_ends_in_time_and_says_whether_they_are_done(workers, gate):
    workers.submit("wait", gate.job())

    assert workers.settle(0.05) is False
    gate.open.set()
    assert workers.settle() is True


def test_closing_finishes_what_was_begun_and_takes_nothing_more(workers, gate):
    for number in range(5):
        workers.submit("wait", gate.job(number))
    assert gate.begun.acquire(timeout=5)
    closing = threading.Thread(target=workers.close)
    closing.start()
    gate.open.set()
    closing.join(10)

    assert not closing.is_alive()
    assert sorted(gate.passed) == [*range(5)]
    assert workers.submit("wait", gate.job()) is False
    assert workers.settle(0.05) is True
