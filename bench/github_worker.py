"""Collects half a year of a company from GitHub, then the night after, in a process of its own."""

import gc
import io
import json
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from pydantic import SecretStr

from bench.child import serve
from bench.collect_worker import peak
from bench.github_hosts import NOW, PEOPLE, REPOSITORIES, WEEKS, login
from bot import log
from bot.collection.collect import Collector, Wanted
from bot.db import Database
from bot.db.schema import upgrade
from bot.sources.github_options import GitHubOptions, GitHubScope
from bot.teams.roster import Member, Organisation, Roster, SourceEntry, Team, Telemetry
from tests.clock import FrozenClock

TEAMS = 100


def _team(number: int) -> Team:
    each = REPOSITORIES // TEAMS
    names = [f"shop/part-{one}" for one in range(number * each, (number + 1) * each)]
    return Team(
        id=f"team-{number}",
        name=f"Team {number}",
        channel=f"C0CHANNEL{number:03d}",
        time_zone="Europe/Berlin",
        managers=("U0BOSS0001",),
        members=tuple(
            Member(slack=f"U0PERSON{number:03d}{one}", ids={"reviews": login(one)})
            for one in range(PEOPLE)
        ),
        telemetry=(Telemetry(source="reviews", scope=GitHubScope(repositories=tuple(names))),),
    )


def _roster(url: str) -> Roster:
    return Roster(
        organisation=Organisation(name="Shop", time_zone="Europe/Berlin", stewards=("U0STEWARD1",)),
        sources={"reviews": SourceEntry(kind="github", options=GitHubOptions(base_url=url))},
        teams=tuple(_team(number) for number in range(TEAMS)),
    )


def _collect(collector: Collector, wanted: Wanted) -> int:
    (result,) = collector.collect(wanted)
    assert result.went_well, result
    assert "left out" not in result.said, result
    return result.rows


def _asked(url: str) -> int:
    with urlopen(url) as answer:  # noqa: S310 - the stand-in
        number: int = json.load(answer)
    return number


def main() -> None:
    url = sys.argv[1]
    log.configure(io.StringIO())
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'coach.db'}")
        upgrade(database)
        clock = FrozenClock(NOW)
        tokens = {"GITHUB_TOKEN": SecretStr("stand-in")}
        collector = Collector(database, _roster(url), clock, tokens=tokens)
        _asked(url)
        gc.freeze()  # as `coach collect` does
        processor, wall = time.process_time(), time.perf_counter()
        rows = _collect(collector, Wanted(back_fill=WEEKS))
        said = {
            "wall": time.perf_counter() - wall,
            "processor": time.process_time() - processor,
            "requests": _asked(url),
            "megabytes": peak(),
        }
        assert rows >= TEAMS * WEEKS, rows
        clock.forward(hours=24)
        _collect(collector, Wanted())
        said["again"] = _asked(url)
    serve(said, dict)


if __name__ == "__main__":
    main()
