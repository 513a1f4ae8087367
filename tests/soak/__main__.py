"""`make soak`: workers are killed by the hundred in bad weather; what was lost or came twice is counted."""

import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from bot.db import Database
from bot.db.schema import upgrade
from tests.databases import Postgres
from tests.reliability import storm
from tests.reliability.crowd import Crowd

KILLS = 260
"""On each engine; over five hundred in all."""
SEED = 20261125
WORKERS = {"sqlite": 2, "postgresql": 3}


def main() -> int:
    """Soak both engines; return 1 if anything was lost or sent twice."""
    wrong = 0
    with ExitStack() as stack:
        for engine, workers in WORKERS.items():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="coach-soak-")))
            url = _sqlite(folder) if engine == "sqlite" else _postgres(folder, stack)
            begun = time.monotonic()
            kills, counted, errors = storm.blow_over(
                Crowd(60, 2), url, folder, workers=workers, kills=KILLS, seed=SEED
            )
            print(
                f"{engine}, {workers} workers: {kills} kills, {counted.messages} messages,"
                f" {len(counted.lost) + len(counted.lost_keys)} lost,"
                f" {len(counted.twice) + len(counted.keys_twice)} sent twice;"
                f" {time.monotonic() - begun:.0f} seconds."
            )
            if counted.wrong:
                print(f"  {counted}")
            for error, times in Counter(errors).most_common(5):
                print(f"  {times} times in a wake-up that went on afterwards: {error[:100]}")
            wrong += counted.wrong + (kills < KILLS)
    print("Nothing lost, nothing twice." if not wrong else f"{wrong} WRONG")
    return 1 if wrong else 0


def _sqlite(folder: Path) -> str:
    url = f"sqlite:///{folder}/coach.db"
    database = Database(url)
    upgrade(database)
    database.close()
    return url


def _postgres(folder: Path, stack: ExitStack) -> str:
    server = Postgres(folder)
    stack.callback(server.stop)
    return stack.enter_context(server.database())


if __name__ == "__main__":
    sys.exit(main())
