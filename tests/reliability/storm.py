"""Everything at once: workers that are killed, a Slack in bad weather, people who press twice.

What happens is drawn from a seeded generator; when it happens is up to the machine.
"""

import itertools
import random
import signal
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import text

from bot import app
from bot.base import Timing
from bot.clock import SystemClock
from bot.coach import Coach
from bot.commitments.carried import Action
from bot.db import Database
from bot.demo.local_slack import Fault, LocalSlack, Message
from bot.slack.http import wsgi
from tests.commitments.worker import BEGUN, Orders, as_coach_does, work
from tests.databases import LASTS
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
    """People who say that they did what they had promised, and whose press Slack delivers again.

    Attributes:
        people: who may press, each once: those who promised one thing only.
        done: who has pressed.
    """

    company: Company
    coach: Coach
    chance: random.Random
    people: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        slack = self.company.slack
        slack.send_to(wsgi(self.coach.bolt, slack.signing_secret, self.coach.clock))
        self.coach.outbox.close()  # what follows from a press is sent by those who get killed
        made = Counter(self.company.crowd.promises().values())
        self.people = {user for user, number in made.items() if number == 1}

    def somebody_is_done(self) -> None:
        """Let somebody press."""
        left = sorted(self.people - self.done)
        if not left:
            return
        user = self.chance.choice(left)
        self.done.add(user)
        slack = self.company.slack
        promise = commitment_of(self.company.database, user)
        assert slack.command(user, "/coach", "commitments").status == 200
        assert slack.press(user, _newest(slack, user), Action.DONE, promise).status == 200
        for same in (True, False):
            assert slack.redeliver(same_signature=same).status in {200, 401}


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
        pressers: who says meanwhile that something is done; None: nobody.
    """

    company: Company
    clock: ShiftedClock
    fleet: Fleet
    chance: random.Random
    pressers: Pressers | None = None

    def blow(self, day: datetime, strike: Callable[[], None], times: int) -> None:
        """Send all that is due on a day, while something strikes so many times."""
        self.clock.move_to(day)
        weather = Weather(self.company.slack, self.chance)
        for _ in range(times):
            if not self._is_left():
                break
            self.fleet.fill()
            _REAL.sleep(self.chance.uniform(0.0, 0.35))
            weather.changes()
            if self.pressers is not None and self.chance.random() < 0.1:
                self.pressers.somebody_is_done()
            strike()
        self.rest(day)

    def rest(self, day: datetime | None = None) -> None:
        """Send what is left, on a day or on this one, while nothing strikes any more."""
        if day is not None and day > self.clock.now():
            self.clock.move_to(day)
        until = _REAL.monotonic() + LONGEST
        while self._is_left():
            self.fleet.fill()
            _REAL.sleep(0.05)
            if _REAL.monotonic() > until:
                self.fleet.end()
                raise AssertionError(f"it goes on for ever: {self.fleet.errors[-1:]}")
        self.fleet.end()

    def _is_left(self) -> bool:
        return waiting(self.company.database, self.clock.now()) > 0


class Told(NamedTuple):
    """What came of a storm.

    Attributes:
        strikes: how many workers were killed, or how often all connections were ended.
        counted: what came of the reminders.
        errors: what went wrong in wake-ups of workers that lived to say it.
        dead: how many workers ended although nobody killed them.
    """

    strikes: int
    counted: Count
    errors: list[str]
    dead: int


def kill(
    crowd: Crowd,
    database_url: str,
    folder: Path,
    *,
    workers: int,
    kills: int,
    seed: int,
    outbox: Callable[[Coach], Any] = as_coach_does,
) -> Told:
    """Send the first and the second reminders of a crowd while workers are killed, and count.

    Some people are done before anything is due, and some while it is on its way to them.
    """
    chance, clock = random.Random(seed), ShiftedClock.at(FIRST - DAY)
    with open_company(crowd, clock, database_url, folder) as company:
        fleet = Fleet(workers, lambda: _orders(company, clock, outbox), chance)
        with closing(app.build(company.given, clock, HURRIED)) as coach:
            pressers = Pressers(company, coach, chance)
            pressers.somebody_is_done()
            before = set(pressers.done)
            storm = Storm(company, clock, fleet, chance, pressers)
            storm.blow(FIRST, fleet.kill_one, (kills + 1) // 2)
            first = pressers.done - before
            storm.blow(SECOND, fleet.kill_one, kills // 2)
            second = pressers.done - before - first
            storm.rest(SECOND + DAY)
        done = {
            **dict.fromkeys(before, range(1)),
            **dict.fromkeys(first, range(2)),
            **dict.fromkeys(second, range(1, 3)),
        }
        counted = company.count(range(2, 3), **done)
        return Told(fleet.kills, counted, fleet.errors, fleet.dead)


def cut_off(
    crowd: Crowd, database_url: str, folder: Path, *, workers: int, cuts: int, seed: int
) -> Told:
    """Send the first reminders of a crowd while PostgreSQL ends all connections, and count."""
    chance, clock = random.Random(seed), ShiftedClock.at(FIRST)
    with open_company(crowd, clock, database_url, folder) as company:
        fleet = Fleet(workers, lambda: _orders(company, clock, as_coach_does), chance)
        storm, made = Storm(company, clock, fleet, chance), itertools.count()

        def cut() -> None:
            next(made)
            end_connections(company.database)

        storm.blow(FIRST, cut, cuts)
        storm.rest(FIRST + DAY)
        return Told(next(made), company.count(range(1, 2)), fleet.errors, fleet.dead)


def end_connections(database: Database) -> None:
    """Let PostgreSQL end all connections to a database but the one that asks for it."""
    with database.write() as session:
        session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND application_name <> :lasts"
            ),
            {"lasts": LASTS},
        )


def _orders(company: Company, clock: ShiftedClock, outbox: Callable[[Coach], Any]) -> Orders:
    return Orders(company.given, clock, HURRIED, outbox=outbox)
