"""A process of Coach that reminds people until it is killed: from outside, or at one point by itself.

Points are numbered from 1 in the order in which it comes to them: before each commit, and before
and after each call of Slack. Whatever it is about to do next, it may die before it.
"""

import io
import os
import signal
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from typing import Any

from sqlalchemy import Engine, event

from bot import app, log
from bot.base import USUAL, Timing
from bot.clock import Clock
from bot.coach import Coach
from bot.commitments import jobs
from bot.db.engine import ConnectionEnded
from bot.delivery.outbox import Outbox
from bot.settings import Settings

BEGUN = "begun"
"""What a worker says first, once it is ready to work."""
_PAUSE = 0.02


def as_coach_does(coach: Coach) -> Outbox:
    """Return what sends in Coach itself."""
    return coach.outbox


@dataclass(frozen=True, slots=True)
class Orders:
    """What a worker is told.

    Attributes:
        given: what Coach is started with.
        clock: its time.
        timing: for how long it waits for other processes and for Slack.
        dies_at: the number of the point at which it kills itself; 0: at none.
        sweeps: how often it wakes before it ends; 0: for ever.
        outbox: returns what sends for it.
    """

    given: Settings
    clock: Clock
    timing: Timing = USUAL
    dies_at: int = 0
    sweeps: int = 0
    outbox: Callable[[Coach], Any] = as_coach_does


def work(says: Connection, orders: Orders) -> None:
    """Wake again and again; an error ends a wake-up and not the process, as in the scheduler.

    A start that breaks is made again, as a supervisor does.

    Args:
        says: gets `BEGUN`, then the name of each error, and at last that of the deadly point.
        orders: what to do.
    """
    log.configure(io.StringIO())
    coach = _started(says, orders)
    outbox = orders.outbox(coach)
    if orders.dies_at:
        _die_at(orders.dies_at, coach, says)
    says.send(BEGUN)
    rounds: Iterable[int] = range(orders.sweeps) if orders.sweeps else count()
    for _ in rounds:
        try:
            jobs.sweep(coach.nudges, outbox)
        except Exception as error:  # noqa: BLE001 - the scheduler logs it and goes on
            says.send(f"{type(error).__name__}: {error}")
        orders.clock.sleep(_PAUSE)
        parent = parent_process()
        if parent is not None and not parent.is_alive():
            return
    coach.close()


def _started(says: Connection, orders: Orders) -> Coach:
    while True:
        try:
            return app.build(orders.given, orders.clock, orders.timing)
        except ConnectionEnded as error:
            says.send(f"{type(error).__name__} at the start: {error}")


def _die_at(number: int, coach: Coach, says: Connection) -> None:
    """Kill this process at a point of all that it does from now on."""
    points = count(1)

    def pass_by(point: str) -> None:
        if next(points) == number:
            says.send(point)
            os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(Engine, "commit")
    def _before_commit(_connection: Any) -> None:
        pass_by("before a commit")

    client = coach.bolt.client
    call = client.api_call

    def called(method: str, **given: Any) -> Any:
        pass_by(f"before {method}")
        answer = call(method, **given)
        pass_by(f"after {method}")
        return answer

    client.api_call = called  # type: ignore[assignment, method-assign]
