"""`make soak`: what may never be lost, doubled or missed, by the hundred, the thousand or the million.

Workers are killed in bad weather, connections are ended, processes claim, count and start at once,
ten years go by in all zones, teams of every kind are judged, and numbers are subtracted. Beside most
stands a control: the same, as it is usually done. Exit status 1 if anything of Coach's went wrong, or
if a control has not shown what it is here for.
"""

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import text

from bot import log
from bot.db import Database
from bot.db.schema import upgrade
from tests.adversary import test_subtraction
from tests.databases import Postgres
from tests.honesty.kinds import KINDS
from tests.honesty.measure import HEADING, measure
from tests.reliability import calendars, claiming, naive, storm
from tests.reliability.crowd import Crowd
from tests.reliability.processes import together

SEED = 20261125
SQLITE, POSTGRESQL = "sqlite", "postgresql"
WORKERS = {SQLITE: 2, POSTGRESQL: 3}
KILLS, CONTROL_KILLS = 270, 30
"""On each engine; over five hundred in all. Of the usual ways, fewer show enough."""
CUTS = 120
PROCESSES = 4
ROWS, BATCH, ROUNDS = 25_000, 20, 10
"""Of messages and of nudges, on each engine: a million claims in all."""
CONTROL_CLAIMS = 500
"""By each process: the usual way, in batches, would end in a deadlock."""
STARTS = 25
"""Times four processes, on each engine."""
COUNTS = 2_000
COMPANIES = 100
TEAMS = 2_000
"""Of each kind, with a change and without."""
YEARS = date(2026, 1, 1), date(2035, 12, 31)
TIMES = 10
BY_CHANCE = ("tests/collection/test_crash.py", "tests/commitments/test_stateful.py")
"""Tests that go on `TIMES` as long as in `make test`."""


@dataclass
class Databases:
    """A new database, migrated or empty, on either engine, as often as one is wanted."""

    stack: ExitStack
    numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="coach-")))
        (self.folder / "postgresql").mkdir()
        self._server = Postgres(self.folder / "postgresql")
        self.stack.callback(self._server.stop)
        self._migrated = self.folder / "migrated.db"
        database = Database(f"sqlite:///{self._migrated}")
        upgrade(database)
        database.close()

    def new(self, engine: str, *, empty: bool = False) -> str:
        if engine == POSTGRESQL:
            return self.stack.enter_context(self._server.database(empty=empty))
        file = self.folder / f"{next(self.numbers)}.db"
        if not empty:
            shutil.copy(self._migrated, file)
        return f"sqlite:///{file}"

    def place(self) -> Path:
        """Return a new folder."""
        folder = self.folder / f"place-{next(self.numbers)}"
        folder.mkdir()
        return folder


def killed(databases: Databases) -> Iterator[tuple[str, bool]]:
    """Kill workers at random, and count what became of the reminders."""
    for engine, workers in WORKERS.items():
        begun = time.monotonic()
        told = storm.kill(
            Crowd(60, 2), databases.new(engine), databases.place(),
            workers=workers, kills=KILLS, seed=SEED,
        )  # fmt: skip
        took = time.monotonic() - begun
        said = f"{engine}, {workers} workers: {told.strikes} kills, {_figures(told)}, {took:.0f} s"
        yield said, told.counted.wrong == told.dead == 0 and told.strikes == KILLS
    for way in (naive.marks_first, naive.sends_first):
        told = storm.kill(
            Crowd(30), databases.new(SQLITE), databases.place(),
            workers=2, kills=CONTROL_KILLS, seed=SEED, outbox=way,
        )  # fmt: skip
        said = f"control, {way.__name__}: {told.strikes} kills, {_figures(told)}"
        yield said, told.counted.wrong > 0


def cut_off(databases: Databases) -> Iterator[tuple[str, bool]]:
    """End all connections of PostgreSQL again and again, while workers send."""
    told = storm.cut_off(
        Crowd(60, 2), databases.new(POSTGRESQL), databases.place(),
        workers=3, cuts=CUTS, seed=SEED,
    )  # fmt: skip
    said = (
        f"{POSTGRESQL}: connections ended {told.strikes} times, {_figures(told)},"
        f" {len(told.errors)} wake-ups broke off, {told.dead} workers dead"
    )
    yield said, told.counted.wrong == told.dead == 0 and told.strikes == CUTS


def claimed(databases: Databases) -> Iterator[tuple[str, bool]]:
    """Let four processes claim the same things."""
    ways: tuple[tuple[claiming.Way, claiming.Way], ...] = (
        (claiming.messages, claiming.messages_read_first),
        (claiming.nudges, claiming.nudges_read_first),
    )
    for engine in WORKERS:
        url = databases.new(engine)
        database = Database(url)
        claiming.fill(database, ROWS)
        for way, control in ways:
            claims, doubles = _claims(database, url, way)
            yield f"{engine}, {way.__name__}: {doubles} doubles in {claims:,} claims", not doubles
            claiming.due_again(database)
            found = _found(url, control, 1, CONTROL_CLAIMS)
            doubles = found.total() - len(found)
            said = f"control, {control.__name__}: {doubles:,} doubles in {found.total():,} claims"
            yield f"{engine}, {said}", doubles > 0
        database.close()


def _claims(database: Database, url: str, way: claiming.Way) -> tuple[int, int]:
    claims = doubles = 0
    for _ in range(ROUNDS):
        claiming.due_again(database)
        found = _found(url, way, BATCH)
        assert len(found) == ROWS, "some were claimed by nobody"
        claims += found.total()
        doubles += found.total() - ROWS
    return claims, doubles


def _found(url: str, way: claiming.Way, most: int, times: int | None = None) -> Counter[str]:
    said = together(PROCESSES, claiming.claim_all, url, way, most, times)
    return Counter(one for (mine,) in said for one in mine)


def started(databases: Databases) -> Iterator[tuple[str, bool]]:
    """Let four processes start at once on an empty database."""
    for engine in WORKERS:
        failed = _starts(databases, engine, STARTS, locked=True)
        said = f"{engine}: {len(failed)} of {STARTS * PROCESSES} starts failed"
        yield said, not failed
    failed = _starts(databases, POSTGRESQL, 3, locked=False)
    yield f"control, no lock: {len(failed)} of {3 * PROCESSES} starts failed", bool(failed)


def _starts(databases: Databases, engine: str, times: int, *, locked: bool) -> list[str]:
    urls = (databases.new(engine, empty=True) for _ in range(times))
    said = (one for url in urls for one in together(PROCESSES, claiming.migrate, url, locked))
    return [error for one in said for error in one]


def counted(databases: Databases) -> Iterator[tuple[str, bool]]:
    """Let four processes count up one number in SQLite."""
    for usual in (False, True):
        url = databases.new(SQLITE)
        database = Database(url)
        with database.write() as session:
            session.execute(text(claiming.NUMBER))
        said = together(PROCESSES, claiming.count_up, url, COUNTS, usual)
        well, errors = sum(one[-1] for one in said), sum(len(one) - 1 for one in said)
        with database.read() as connection:
            lost = well - int(connection.execute(text("SELECT attempts FROM inbox")).scalar_one())
        database.close()
        how = "control, usual transactions" if usual else SQLITE
        told = f"{how}: {lost:,} of {well:,} updates lost, {errors:,} times locked"
        yield told, (lost > 0) if usual else (lost, errors) == (0, 0)


def ten_years(_databases: Databases) -> Iterator[tuple[str, bool]]:
    """Let something be due on each first of a month, and each day, in all zones."""
    names = calendars.zones()
    for what, tally in (
        ("months", calendars.monthly(names, *YEARS)),
        (
            "midnights",
            calendars.daily(calendars.unlike(names, *YEARS), *YEARS, (calendars.TIMES[0],)),
        ),
    ):
        said = f"{tally.missed} missed, {tally.twice} twice and {tally.astray} at another time"
        yield f"{what} of ten years in all zones: {said}, of {tally.due:,}", not any(tally.wrong)


def trends(_databases: Databases) -> Iterator[tuple[str, bool]]:
    """Judge two thousand teams of each kind, beside the arrows that common tools draw."""
    yield HEADING, True
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for measured in pool.map(measure, KINDS, [TEAMS] * len(KINDS)):
            yield "; ".join((measured.line, *measured.wrong)), not measured.wrong


def subtracted(databases: Databases) -> Iterator[tuple[str, bool]]:
    """Let an attacker subtract all that can be seen of companies whose people come and go."""
    place, answers, found = databases.place(), 0, 0
    with test_subtraction.simulation():
        for seed in range(COMPANIES):
            known = test_subtraction.asked_all_along(test_subtraction.drawn(seed), place)
            answers += len(known)
            found += len(list(test_subtraction.found_out(known)))
    said = f"{COMPANIES} companies, {answers:,} numbers, {found} sums of one to five people"
    yield said, found == 0


def by_chance(_databases: Databases) -> Iterator[tuple[str, bool]]:
    """Kill collections, and let two people do anything, for longer than `make test` has time for."""
    command = (sys.executable, "-m", "pytest", "-q", "-n", "2", "--times", str(TIMES), *BY_CHANCE)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = done.stdout.strip()
    yield said if done.returncode else said.rpartition("\n")[2], done.returncode == 0


PARTS: dict[str, Callable[[Databases], Iterator[tuple[str, bool]]]] = {
    "killed": killed,
    "cut-off": cut_off,
    "claimed": claimed,
    "started": started,
    "counted": counted,
    "ten-years": ten_years,
    "trends": trends,
    "subtracted": subtracted,
    "by-chance": by_chance,
}


def main() -> int:
    """Run all parts, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"any of {', '.join(PARTS)}")
    names = parser.parse_args().parts or list(PARTS)
    if unknown := [name for name in names if name not in PARTS]:
        parser.error(f"there is no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    log.configure(io.StringIO())
    begun, wrong = time.monotonic(), 0
    with ExitStack() as stack:
        databases = Databases(stack)
        for name in names:
            for said, holds in PARTS[name](databases):
                wrong += not holds
                _say(f"{name}: {said}{'' if holds else ' WRONG'}")
    _say(f"{wrong or 'Nothing'} went wrong; {time.monotonic() - begun:.0f} seconds.")
    return 1 if wrong else 0


def _figures(told: storm.Told) -> str:
    result = told.counted
    return (
        f"{result.messages} messages, {len(result.lost)} reminders lost, {len(result.twice)} sent"
        f" twice (by key {len(result.lost_keys)} and {len(result.keys_twice)})"
    )


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
