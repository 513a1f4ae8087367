"""Several things are asked for at a time, and answered in order."""

import threading

import pytest

from bot.errors import TransientError
from bot.sources.at_once import AHEAD, in_order


def test_answers_come_in_the_order_of_asking_whichever_is_ready_first():
    last = threading.Event()

    def ask(number: int) -> int:
        if number == 0:
            assert last.wait(10)
        if number == 2:
            last.set()
        return number * 10

    assert list(in_order(ask, range(3), 3)) == [(0, 0), (1, 10), (2, 20)]


def test_never_more_are_asked_for_at_the_same_time_than_allowed():
    lock, now, most = threading.Lock(), 0, 0
    together = threading.Barrier(3, timeout=10)

    def ask(_number: int) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        together.wait()
        with lock:
            now -= 1

    list(in_order(ask, range(12), 3))
    assert most == 3


def test_workers_do_not_run_far_ahead_of_whoever_takes_the_answers():
    asked: list[int] = []
    answers = in_order(asked.append, range(1000), 2)
    next(answers)
    assert len(asked) <= 2 * AHEAD


def test_what_fails_is_raised_in_its_place_and_the_rest_is_not_begun():
    asked: list[int] = []

    def ask(number: int) -> int:
        asked.append(number)
        if number == 1:
            raise TransientError
        return number

    answers = in_order(ask, range(1000), 2)
    assert next(answers) == (0, 0)
    with pytest.raises(TransientError):
        list(answers)
    assert len(asked) <= 2 * AHEAD + 1


def test_nothing_to_ask_for_has_no_answer_and_leaves_no_thread():
    before = threading.active_count()
    assert list(in_order(str, [], 4)) == []
    assert threading.active_count() == before
