"""One Coach whose every engineer is due to be reminded at once, until the last of them was."""

import io
import json
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from typing_extensions import override

from bench import agreed
from bench.ahead_clock import AheadClock
from bench.child import serve
from bench.reminding import Given, put_together
from bot import log
from bot.commitments import jobs
from bot.commitments.record import Side
from bot.db import Database
from bot.db.schema import upgrade
from bot.sealing.ring import KeyRing, new_key
from bot.slack.client import Poster, installed, web_client

_AT_ONCE = 10_000
"""Records filled in at once, so that this takes no memory that is measured later."""
_OPEN = (
    "SELECT (SELECT count(*) FROM follow_up WHERE due_at <= :now)"
    " + (SELECT count(*) FROM delivery WHERE due_at IS NOT NULL)"
)


class Nowhere(io.StringIO):
    """A log that keeps nothing: a drain writes very many lines."""

    @override
    def write(self, said: str) -> int:
        return len(said)


def _fill(database: Database, due: int, ring: KeyRing, now: datetime) -> None:
    for first in range(0, due, _AT_ONCE):
        pairs = range(first, min(first + _AT_ONCE, due))
        agreed.agree(database, pairs, now)
        agreed.say(database, pairs, ring, now)
        agreed.know(database, pairs, now)
        agreed.remind(database, pairs, lambda _: now, [(Side.ENGINEER, 1)])


def main() -> None:
    given: dict[str, Any] = json.loads(sys.argv[1])
    clock = AheadClock(Path(given["clock"]), datetime.fromisoformat(given["start"]))
    log.configure(Nowhere())
    database = Database(f"sqlite:///{given['folder']}/coach.db")
    upgrade(database)
    ring = KeyRing.parse(new_key())
    _fill(database, given["due"], ring, clock.now())
    client = web_client(given["slack"]["bot_token"], given["slack"]["api_url"])
    parts = Given(database, agreed.roster(given["people"]), clock, ring, installed(client))
    nudges, outbox = put_together(parts, client, Poster(client))

    def still_open() -> int:
        with database.read() as connection:
            return int(connection.execute(text(_OPEN), {"now": clock.now()}).scalar() or 0)

    def drain() -> dict[str, float]:
        """Wake up every few seconds, as the scheduler does, until nothing is open any more."""
        begun, real, sweeps = clock.now(), time.perf_counter(), 0
        before = held("VmRSS")
        while still_open():
            jobs.sweep(nudges, outbox)
            sweeps += 1
            clock.sleep(jobs.SWEEP_SECONDS)
        took = clock.now() - begun - timedelta(seconds=jobs.SWEEP_SECONDS)
        return {
            "seconds": took.total_seconds(),
            "real": time.perf_counter() - real,
            "sweeps": sweeps,
            "before": before,
            "megabytes": held("VmHWM"),
        }

    serve("ready", drain)


def held(name: str) -> float:
    """Return the megabytes that this process holds, or has held at most, by Linux's own count."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main()
