"""One Coach with very many teams, from before their digests are due until the last one was sent."""

import json
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench import many_teams
from bench.ahead_clock import AheadClock
from bench.child import serve
from bench.drain_worker import Nowhere, held
from bot import log
from bot.audit.trail import Trail
from bot.db import Database
from bot.db.schema import upgrade
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox
from bot.digest import jobs
from bot.digest.assemble import assemble
from bot.people.gate import Gate
from bot.people.know import People
from bot.pilot.keep import Pilots
from bot.sealing.keyfile import load_ring
from bot.sealing.vault import Vault
from bot.slack.client import Poster, web_client
from bot.slack.directory import Directory


def main() -> None:
    given: dict[str, Any] = json.loads(sys.argv[1])
    clock = AheadClock(Path(given["clock"]), datetime.fromisoformat(given["start"]))
    log.configure(Nowhere())
    database = Database(f"sqlite:///{given['folder']}/coach.db")
    upgrade(database)
    many_teams.fill(database, given["teams"], clock.now())
    roster = many_teams.roster(given["teams"])
    client = web_client(given["slack"]["bot_token"], given["slack"]["api_url"])
    outbox = Outbox(database, Poster(client), clock)
    gate = Gate(People(database, roster, clock, Directory(client), dnd=False))
    vault = Vault(load_ring(None, database))
    trail = Trail.open(database, vault, clock)
    pilots = Pilots(vault, outbox, trail, roster, clock, lambda *_: None)
    planner = assemble(database, Inbox(database, clock), roster, gate, clock, pilots).planner
    jobs.plan(planner)  # as at the start of a process: nothing is due yet

    def send() -> dict[str, float]:
        clock.sleep(timedelta(minutes=10, seconds=1).total_seconds())
        begun, real = clock.now(), time.perf_counter()
        jobs.plan(planner)
        planned, before = time.perf_counter() - real, held("VmRSS")
        Path("/proc/self/clear_refs").write_text("5", "ascii")  # the peak begins anew
        while outbox.drain():
            pass
        return {
            "planned": planned,
            "seconds": (clock.now() - begun).total_seconds(),
            "real": time.perf_counter() - real,
            "before": before,
            "grew": held("VmHWM") - before,
        }

    serve("ready", send)


if __name__ == "__main__":
    main()
