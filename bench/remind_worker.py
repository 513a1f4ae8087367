"""Coach's reminders and APScheduler's, by turns in one process, without words and without Slack."""

import gc
import io
import sys
import time
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, update
from typing_extensions import override

from bench import agreed
from bench.child import serve
from bench.reminding import Given, put_together
from bench.scheduled import mark, scheduled
from bot import log
from bot.clock import SystemClock
from bot.commitments import follow_up_store, jobs, kinds
from bot.commitments.follow_up_store import FollowUp, State
from bot.commitments.record import Side
from bot.commitments.tables import FollowUpRow
from bot.db import Database, Session
from bot.db.schema import upgrade
from bot.delivery.kind import Kind, Plan, Post
from bot.delivery.outbox_store import Delivery
from bot.delivery.pace import Pace
from bot.delivery.tables import DeliveryRow
from bot.sealing.ring import KeyRing, new_key
from bot.slack.client import Installed, Posted, Poster, web_client
from tests.clock import FrozenClock

PLANNED, DUE = 1_000, 100
TOGETHER = 4
"""Nudges that an agreement plans."""
_FOLLOW_UP: Any = FollowUpRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_DELIVERY: Any = DeliveryRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_WEDNESDAY = datetime.fromisoformat("2026-11-18T10:00:00+01:00")
"""Everybody is at work."""


class Wordless(Kind):
    """Reminders that say nothing, and are written down as sent."""

    @override
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        return Post({"text": ""})

    @override
    def sent(self, session: Session, delivery: Delivery, now: datetime) -> None:
        follow_up_store.were_sent(session, delivery.key)


class Nowhere(Poster):
    """Posts into no Slack."""

    @override
    def post(self, channel: str, message: Mapping[str, Any], key: str) -> Posted:
        return Posted(channel, "1")


class Coach:
    """What Coach does with a reminder, in steps that can be timed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._clock = clock = FrozenClock(_WEDNESDAY)
        self._now = now = clock.now()
        upgrade(database)
        everybody = range(PLANNED + DUE)
        agreed.agree(database, everybody, now)
        agreed.know(database, everybody, now)
        engineers = [(Side.ENGINEER, 1)]
        agreed.remind(database, range(PLANNED), self._later, engineers)
        agreed.remind(database, range(PLANNED, PLANNED + DUE), self._later, engineers)
        client = web_client("nobody", "http://127.0.0.1:9/")
        given = Given(
            database,
            agreed.roster(PLANNED + DUE),
            clock,
            KeyRing.parse(new_key()),
            Installed("T0NOWHERE", frozenset()),
        )
        pace = Pace(clock, conversation=0, workspace=0)
        self._nudges, self._outbox = put_together(given, client, Nowhere(client), pace)
        self._outbox.on(kinds.NUDGE, Wordless())

    def add(self, times: int, at_once: int = 1) -> list[float]:
        """Return the seconds of each nudge that is planned, so many in a transaction.

        An agreement plans four in the transaction that writes it down, two for each promise.
        """
        took = []
        when = self._now + timedelta(days=3)
        for number in range(times):
            begun = time.perf_counter()
            with self._database.write() as session:
                for pair in range(number * at_once, (number + 1) * at_once):
                    promise, who = agreed.promise(pair, Side.MANAGER), agreed.manager(pair)
                    one = FollowUp(uuid.uuid4().hex, promise, 2, who, State.PLANNED, when)
                    follow_up_store.plan(session, [one])
            took.append((time.perf_counter() - begun) / at_once)
        with self._database.write() as session:
            session.execute(delete(_FOLLOW_UP).where(_FOLLOW_UP.c.number == 2))
        return took

    def deliver(self, due: int) -> tuple[float, float]:
        """Return the seconds in which what is due is bundled, and in which it is sent and marked."""
        people = [agreed.engineer(PLANNED + number) for number in range(due)]
        values = {"state": State.PLANNED, "delivery": None, "due_at": self._now}
        with self._database.write() as session:
            session.execute(delete(_DELIVERY))
            mine = _FOLLOW_UP.c.person.in_(people)
            session.execute(update(_FOLLOW_UP).where(mine).values(**values))
        begun = time.perf_counter()
        while self._nudges.queue():
            pass
        bundled = time.perf_counter()
        sent = self._outbox.drain()
        ended = time.perf_counter()
        assert sent == due, f"{sent} of {due} were sent"
        return bundled - begun, ended - bundled

    def tick(self, times: int) -> list[float]:
        """Return the seconds of each wake-up that finds nothing due."""
        took = []
        for _ in range(times):
            self._clock.forward(seconds=jobs.SWEEP_SECONDS)
            begun = time.perf_counter()
            jobs.sweep(self._nudges, self._outbox)
            took.append(time.perf_counter() - begun)
        return took

    def _later(self, number: int) -> datetime:
        return self._now + timedelta(days=1, minutes=number)


def main() -> None:
    folder = Path(sys.argv[1])
    log.configure(io.StringIO())
    coach = Coach(Database(f"sqlite:///{folder / 'coach.db'}"))
    with scheduled(folder / "jobs.db", PLANNED, SystemClock().now()) as theirs:
        gc.freeze()

        def answer(times: int) -> dict[str, Any]:
            bundle, sent = coach.deliver(DUE)
            return {
                "together": (coach.add(times, TOGETHER), theirs.add(times)),
                "deliver": ([sent], [theirs.deliver(DUE, mark)]),
                "tick": (coach.tick(times), theirs.tick(times)),
                "alone": (coach.add(times),),
                "bundle": ([bundle],),
                "bare": ([theirs.deliver(DUE)],),
            }

        serve("ready", answer)


if __name__ == "__main__":
    main()
