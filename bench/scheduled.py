"""APScheduler with its SQLAlchemy job store, used as a bot would that keeps its reminders there."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.events import EVENT_JOB_EXECUTED, EVENT_JOB_REMOVED, JobEvent
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine, create_engine, event, text

_WITHIN = 60.0
_MARK = text("INSERT INTO sent VALUES (:number)")
_sent_in: list[Engine] = []
"""Where `mark` writes: a job can be given nothing that is not pickled."""


def remind(_number: str) -> None:
    """Do nothing: what a reminder says and where it goes is left out on both sides."""


def mark(number: str) -> None:
    """Write down that a reminder was sent, which the job store itself does not."""
    with _sent_in[0].begin() as connection:
        connection.execute(_MARK, {"number": number})


class Scheduled:
    """One running scheduler, with so many reminders that come later."""

    def __init__(self, scheduler: BackgroundScheduler, now: datetime) -> None:
        self._scheduler = scheduler
        self._now = now
        self._numbers = itertools.count()

    def add(self, times: int) -> list[float]:
        """Return the seconds of each addition."""
        took, ids = [], []
        for _ in range(times):
            begun = time.perf_counter()
            ids.append(self._plan(self._now + timedelta(days=3)))
            took.append(time.perf_counter() - begun)
        for one in ids:
            self._scheduler.remove_job(one)
        return took

    def deliver(self, due: int, job: Callable[[str], None] = remind) -> float:
        """Return the seconds until all of so many that are due have run, and their rows are gone."""
        self._scheduler.pause()
        left = {EVENT_JOB_EXECUTED: due, EVENT_JOB_REMOVED: due}
        done, lock = threading.Event(), threading.Lock()

        def note(one: JobEvent) -> None:
            with lock:
                left[one.code] -= 1
                if not any(left.values()):
                    done.set()

        self._scheduler.add_listener(note, EVENT_JOB_EXECUTED | EVENT_JOB_REMOVED)
        for _ in range(due):
            self._plan(self._now - timedelta(hours=1), job)
        begun = time.perf_counter()
        self._scheduler.resume()
        assert done.wait(_WITHIN), f"{left} were not delivered"
        took = time.perf_counter() - begun
        self._scheduler.remove_listener(note)
        return took

    def tick(self, times: int) -> list[float]:
        """Return the seconds of each look that finds nothing due; its own thread sleeps meanwhile."""
        took = []
        for _ in range(times):
            begun = time.perf_counter()
            self._scheduler._process_jobs()  # noqa: SLF001 - it is what the thread runs
            took.append(time.perf_counter() - begun)
        return took

    def _plan(self, when: datetime, job: Callable[[str], None] = remind) -> str:
        number = str(next(self._numbers))
        self._scheduler.add_job(job, "date", run_date=when, args=[number], id=number)
        return number


@contextmanager
def scheduled(file: Path, planned: int, now: datetime) -> Iterator[Scheduled]:
    """Start a scheduler on an SQLite file that is as safe, and as quick, as Coach's own."""
    engine = create_engine(f"sqlite:///{file}")

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    scheduler = BackgroundScheduler(
        timezone=UTC,
        jobstores={"default": SQLAlchemyJobStore(engine=engine)},
        job_defaults={"misfire_grace_time": None},
    )
    for number in range(planned):
        when = now + timedelta(days=1, minutes=number)
        scheduler.add_job(remind, "date", run_date=when, args=[str(number)])
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE sent (number VARCHAR PRIMARY KEY)"))
    _sent_in[:] = [engine]
    scheduler.start()
    try:
        yield Scheduled(scheduler, now)
    finally:
        scheduler.shutdown()
        engine.dispose()
