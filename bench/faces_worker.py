"""Page, digest and Home tabs of one team, by turns in one process."""

import gc
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import text

import bot.app  # noqa: F401 - all tables register themselves
from bench import agreed, many_teams
from bench.child import serve
from bot import log
from bot.audit.noted import Act, Noted
from bot.audit.read import Worded
from bot.audit.trail import Trail
from bot.clock import SystemClock
from bot.commitments.carry import Carry
from bot.commitments.mine import Mine
from bot.commitments.record import Side
from bot.db import Database
from bot.db.schema import upgrade
from bot.demo.company import MARTA
from bot.digest import blocks as digest_blocks
from bot.digest.compose import compose
from bot.digest.schedule import Schedule
from bot.home import blocks as home_blocks
from bot.home.compose import Composer
from bot.people.know import People
from bot.playbook.load import load
from bot.prep import blocks as prep_blocks
from bot.prep.ask import PageRequest
from bot.prep.prepare import prepare
from bot.privacy.mine import Holdings
from bot.sealing.ring import KeyRing, new_key
from bot.sealing.vault import Vault
from bot.slack import check
from bot.slack.client import web_client
from bot.slack.directory import Directory
from bot.slack.words import Words
from bot.teams.policy import Retention

TEAMS = 10
RECORDS = 1_000
"""Of one engineer, who looks into the mirror, and so many entries of the audit beside them."""
MIRRORED = agreed.engineer(1)


class Worker:
    """Makes each of them as Coach does, and checks it as every payload is checked."""

    def __init__(self, folder: Path) -> None:
        self._database = Database(f"sqlite:///{folder / 'coach.db'}")
        upgrade(self._database)
        self._clock = SystemClock()
        now, ring = self._clock.now(), KeyRing.parse(new_key())
        many_teams.fill(self._database, TEAMS, now)
        self._roster = many_teams.roster(TEAMS)
        self._team = self._roster.team(many_teams.looked_at(TEAMS))
        self._member = self._team.members[0].slack
        self._agree(ring)
        self._live_long(vault := Vault(ring))
        people = People(
            self._database,
            self._roster,
            self._clock,
            Directory(web_client("nobody", "http://127.0.0.1:9/")),
            dnd=False,
        )
        self._carry, self._playbook = Carry(vault, people), load(None, proven=True)
        mine = Mine(vault, people, self._roster, "T0NOWHERE")
        self._composer = Composer(self._roster, mine, Words(), self._clock)
        worded = Worded(self._roster, people)
        self._holdings = Holdings(self._database, people, Retention, worded.own)

    def answer(self, times: int) -> dict[str, list[float]]:
        """Return the seconds of each, so many times."""
        made: dict[str, Callable[[], None]] = {
            "page": self._page,
            "digest": self._digest,
            "home": lambda: self._home(MARTA),
            "member": lambda: self._home(self._member),
            "mirror": lambda: check.message(self._holdings.of(MIRRORED)),
        }
        took: dict[str, list[float]] = {name: [] for name in made}
        for _ in range(times):
            for name, make in made.items():
                begun = time.perf_counter()
                make()
                took[name].append(time.perf_counter() - begun)
        return took

    def _agree(self, ring: KeyRing) -> None:
        """Let the manager and a member have one record that both agreed to."""
        now = self._clock.now()
        agreed.agree(self._database, [0], now)
        agreed.say(self._database, [0], ring, now)
        agreed.remind(self._database, [0], lambda _: now, [(Side.ENGINEER, 1)])
        agreed.between(self._database, self._team.id, MARTA, self._member)

    def _live_long(self, vault: Vault) -> None:
        """Let one engineer have very many records, and as many entries in the audit."""
        now = self._clock.now()
        agreed.agree(self._database, range(1, RECORDS + 1), now)
        with self._database.write() as session:
            for theirs in (
                "UPDATE conversation SET engineer = :one WHERE engineer LIKE 'U0ENG%'",
                "UPDATE commitment SET owner = :one WHERE owner LIKE 'U0ENG%'",
            ):
                session.execute(text(theirs), {"one": MIRRORED})
        trail = Trail.open(self._database, vault, self._clock)
        seen = Noted(Act.PAGE_SHOWN, by=MARTA, about=MIRRORED, team=self._team.id)
        with self._database.write() as session:
            trail.note_at_once(session, *[seen] * RECORDS)

    def _page(self) -> None:
        now, request = self._clock.now(), PageRequest(MARTA, self._team.id, self._member)
        with self._database.read() as connection:
            found = prepare(connection, self._roster, self._playbook, request, now)
            still_open = self._carry.still_open(connection, MARTA, self._member)
        stewards = self._roster.organisation.stewards
        check.message(prep_blocks.page(found, stewards, now, still_open))

    def _digest(self) -> None:
        now = self._clock.now()
        schedule = Schedule.of(self._team, self._roster.digest_of(self._team))
        period = schedule.first_after(now).name
        with self._database.read() as connection:
            found = compose(connection, self._roster, self._team, period, now)
        check.message(digest_blocks.digest(found))
        check.message(digest_blocks.digest(found, charts=False))

    def _home(self, user: str) -> None:
        with self._database.read() as connection:
            found = self._composer.compose(connection, user)
        check.home(home_blocks.home(found))


def main() -> None:
    log.configure(io.StringIO())
    worker = Worker(Path(sys.argv[1]))
    gc.freeze()  # as `coach run` does

    def answer(times: int) -> dict[str, Any]:
        return worker.answer(times)

    serve("ready", answer)


if __name__ == "__main__":
    main()
