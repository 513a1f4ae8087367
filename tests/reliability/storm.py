"""Everything at once: workers that are killed, a Slack in bad weather, people who press twice.

What happens is drawn from a seeded generator; when it happens is up to the machine.
"""

import random
import signal
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from bot import app
from bot.app import Coach, Timing
from bot.clock import SystemClock
from bot.commitments.carried import Action
from bot.demo.local_slack import Fault, LocalSlack, Message
from bot.slack.http import wsgi
from tests.commitments.worker import BEGUN, Orders, work
from tests.reliability import processes
from tests.reliability.clocks import ShiftedClock
from tests.reliability.crowd import (
    DAY,
    FIRST,
    SECOND,
    Company,
    Count,
    Crowd,
    commitment_of,
    open_company,
    waiting,
)

HURRIED = Timing(lease=timedelta(seconds=2), settles=timedelta(seconds=0.5))
LONGEST = 120.0
"""Seconds after which what is still to be done will never be."""
METHODS = (*["chat.postMessage"] * 6, "dnd.info", "users.info", "conversations.history",
           "conversations.open", "chat.update")  # fmt: skip
_REAL = SystemClock()


@dataclass
class Weather:
    """What goes wrong at Slack's side: before it has done what was asked, or after it."""

    slack: LocalSlack
    chance: random.Random

    def changes(self) -> None:
        """Let something go wrong with one of the next calls."""
        fault = self.chance.choice(
            (
                Fault.RATE_LIMITED(1),
                Fault.SERVER_ERROR,
                Fault.SERVER_ERROR_AFTER,
                Fault.REPLY_LOST,
                Fault.REPLY_LOST,
                Fault.UNREACHABLE,
            )
        )
        self.slack.fail(self.chance.choice(METHODS), fault)


@dataclass
class Fleet:
    """Some workers, each in a process.

    Attributes:
        size: how many.
        orders: what a new one is told.
        chance: which of them dies next.
        kills: how many were killed.
        errors: what went wrong in a wake-up, by those who lived to say it.
        dead: how many ended although nobody killed them.
    """

    size: int
    orders: Callable[[], Orders]
    chance: random.Random
    kills: int = 0
    dead: int = 0
    errors: list[str] = field(default_factory=list)
    _working: list[tuple[BaseProcess, Connection]] = field(default_factory=list)

    def fill(self) -> None:
        """Start as many as are missing."""
        while len(self._working) < self.size:
            self._working.append(processes.start(work, self.orders()))

    def kill_one(self) -> None:
        """Kill one of them, whatever it is doing."""
        process, hears = self._working.pop(self.chance.randrange(len(self._working)))
        self._listen(hears)
        process.kill()
        process.join(processes.PATIENCE)
        self._listen(hears)
        hears.close()
        self.kills += process.exitcode == -signal.SIGKILL
        self.dead += process.exitcode != -signal.SIGKILL

    def end(self) -> None:
        """Kill all of them; these do not count."""
        kills = self.kills
        while self._working:
            self.kill_one()
        self.kills = kills

    def _listen(self, hears: Connection) -> None:
        with suppress(EOFError, OSError):
            while hears.poll():
                said = hears.recv()
                if said != BEGUN:
                    self.errors.append(said)


@dataclass
class Pressers:
    """People who say that they did what they had promised, and whose press Slack delivers again."""

    company: Company
    coach: Coach
    chance: random.Random
    done: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        secret = self.company.slack.signing_secret
        self.company.slack.send_to(wsgi(self.coach.bolt, secret, self.coach.clock))

    def somebody_is_done(self) -> str:
        """Let somebody press; return who."""
        left = sorted(set(self.company.crowd.people()) - self.done)
        user = self.chance.choice(left)
        self.done.add(user)
        slack = self.company.slack
        promise = commitment_of(self.company.database, user)
        assert slack.command(user, "/coach", "commitments").status == 200
        assert slack.press(user, _newest(slack, user), Action.DONE, promise).status == 200
        for same in (True, False):
            assert slack.redeliver(same_signature=same).status in {200, 401}
        return user


def _newest(slack: LocalSlack, user: str) -> Message:
    return slack.ephemerals(user)[-1]


@dataclass(frozen=True)
class Storm:
    """One company in it.

    Attributes:
        company: whose reminders are due.
        clock: the local Slack's own.
        fleet: who sends them.
        chance: what happens.
    """

    company: Company
    clock: ShiftedClock
    fleet: Fleet
    chance: random.Random
    pressers: Pressers | None = None
    disturb: Callable[[], Any] | None = None

    def blow(self, day: datetime, *, kills: int) -> int:
        """Send all that is due on a day while so many workers are killed; return how many were."""
        self.clock.move_to(day)
        weather = Weather(self.company.slack, self.chance)
        before, until = self.fleet.kills, _REAL.monotonic() + LONGEST
        while self.fleet.kills - before < kills and self._is_left():
            self.fleet.fill()
            _REAL.sleep(self.chance.uniform(0.0, 0.35))
            weather.changes()
            if self.pressers is not None and self.chance.random() < 0.1:
                self.pressers.somebody_is_done()
            if self.disturb is not None:
                self.disturb()
            self.fleet.kill_one()
            until = _REAL.monotonic() + LONGEST
        self._calm(until)
        return self.fleet.kills - before

    def rest(self, day: datetime) -> None:
        """Send what was put off to a later day, in fair weather."""
        self.clock.move_to(day)
        self._calm(_REAL.monotonic() + LONGEST)

    def _calm(self, until: float) -> None:
        while self._is_left():
            self.fleet.fill()
            _REAL.sleep(0.05)
            assert _REAL.monotonic() < until, "it goes on for ever"
        self.fleet.end()

    def _is_left(self) -> bool:
        return waiting(self.company.database, self.clock.now()) > 0


def blow_over(
    crowd: Crowd, database_url: str, folder: Path, *, workers: int, kills: int, seed: int
) -> tuple[int, Count, list[str]]:
    """Send the first and the second reminders of a crowd through a storm, and count.

    Returns:
        how many workers were killed, what came of the reminders, and what went wrong in wake-ups of
        workers that lived to say it.
    """
    chance = random.Random(seed)
    clock = ShiftedClock.at(FIRST)
    with open_company(crowd, clock, database_url, folder) as company:
        fleet = Fleet(workers, lambda: Orders(company.given, clock, HURRIED), chance)
        with closing(app.build(company.given, clock, HURRIED)) as coach:
            pressers = Pressers(company, coach, chance)
            blown = Storm(company, clock, fleet, chance, pressers)
            blown.blow(FIRST, kills=(kills + 1) // 2)
            early = set(pressers.done)
            blown.blow(SECOND, kills=kills // 2)
            blown.rest(SECOND + DAY)
        # Of several promises a manager says of one that it is done; the others go on.
        several = set() if crowd.engineers == 1 else {one for _, one, _ in crowd.pairs()}
        done = {user: range(2 if user in early - several else 3) for user in pressers.done}
        return fleet.kills, company.count(range(2, 3), **done), fleet.errors
