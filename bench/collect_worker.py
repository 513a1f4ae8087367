"""Collects once from one source, all of it or a tenth, in a process that did nothing before.

A source of the same kind with nothing in its answers is collected first, twice: the first time
imports what is needed, and the second says what the questions alone cost.
"""

import io
import json
import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bench import aws
from bench.child import serve
from bot import configured, log
from bot.clock import SystemClock
from bot.collection.collect import Collector, Wanted
from bot.db import Database
from bot.db.schema import upgrade

NOTHING, EVERYTHING = "nothing", "everything"
WEEKS = 12
"""To look back, which is further than the telemetry goes."""
_TEAM = 10


def _coach_yml(kind: str, parts: int) -> dict[str, Any]:
    sources: dict[str, dict[str, Any]] = {
        name: {"kind": kind, "region": aws.REGION} for name in (NOTHING, EVERYTHING)
    }
    if kind == "q_developer":
        for name, prefix in ((NOTHING, 0), (EVERYTHING, parts)):
            sources[name] |= {"bucket": aws.BUCKET, "prefix": str(prefix), "account": aws.ACCOUNT}
        teams = [_users(number) for number in range(parts * aws.USERS // _TEAM)]
    else:
        teams = [_repository(number) for number in range(parts)]
    organisation = {"name": "Many", "time_zone": "Europe/Berlin", "stewards": ["U0STEWARD1"]}
    return {"organisation": organisation, "sources": sources, "teams": teams}


def _team(number: int, people: list[Any]) -> dict[str, Any]:
    return {
        "id": f"team-{number}",
        "name": f"Team {number}",
        "channel": f"C{number:08d}",
        "managers": [f"U0BOSS{number:04d}"],
        "members": people,
    }


def _repository(number: int) -> dict[str, Any]:
    """Return a team whose one service is a repository."""
    people = [f"U0{number:04d}X{person:02d}" for person in range(_TEAM)]
    telemetry = [
        {"source": NOTHING, "repository": aws.EMPTY},
        {"source": EVERYTHING, "repository": aws.repository(number)},
    ]
    return {**_team(number, people), "services": [{"name": "shop", "telemetry": telemetry}]}


def _users(number: int) -> dict[str, Any]:
    """Return a team of ten people whom the report knows."""
    people = [
        {"slack": f"U0{user:07d}", "ids": dict.fromkeys((NOTHING, EVERYTHING), aws.user(user))}
        for user in range(number * _TEAM, (number + 1) * _TEAM)
    ]
    return {
        **_team(number, people),
        "telemetry": [{"source": name} for name in (NOTHING, EVERYTHING)],
    }


def _collect(collector: Collector, source: str) -> tuple[float, float]:
    """Return the seconds of the processor, and of the clock on the wall."""
    processor, wall = time.process_time(), time.perf_counter()
    (result,) = collector.collect(Wanted(sources=(source,), back_fill=WEEKS))
    took = time.process_time() - processor, time.perf_counter() - wall
    assert result.went_well, result
    assert "left out" not in result.said, result
    return took


def _counted(database: Database) -> dict[str, float]:
    """Return what was stored of the whole teams: each metric's events."""
    asked = (
        "SELECT metric, sum(numerator) AS number FROM weekly_aggregate"
        " WHERE service = '' GROUP BY metric"
    )
    with database.read() as connection:
        return {row.metric: row.number for row in connection.execute(text(asked))}


def peak() -> float:
    """Return the most megabytes that this process has held, by Linux's own count."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM:"))


def main() -> None:
    folder, kind, parts = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    log.configure(io.StringIO())
    config = folder / "coach.yml"
    config.write_text(json.dumps(_coach_yml(kind, parts)), "utf-8")
    database = Database(f"sqlite:///{folder / 'coach.db'}")
    upgrade(database)
    collector = Collector(database, configured.configure(config).roster, SystemClock())
    _collect(collector, NOTHING)
    questions, _ = _collect(collector, NOTHING)
    before = peak()
    processor, wall = _collect(collector, EVERYTHING)
    serve(
        {
            "seconds": processor - questions,
            "wall": wall,
            "megabytes": peak(),
            "before": before,
            "counted": _counted(database),
        },
        dict,
    )


if __name__ == "__main__":
    main()
