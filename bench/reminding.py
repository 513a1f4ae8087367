"""The parts of Coach that remind, put together for more teams than a `coach.yml` may name."""

from collections.abc import Collection
from dataclasses import dataclass

from slack_sdk import WebClient

from bot.clock import Clock
from bot.commitments import kinds
from bot.commitments.follow_up import Nudges
from bot.db import Database, Session
from bot.delivery.outbox import Outbox
from bot.delivery.pace import Pace
from bot.home import store as homes
from bot.people.gate import Gate
from bot.people.know import People
from bot.sealing.ring import KeyRing
from bot.sealing.vault import Vault
from bot.slack.client import Installed, Poster
from bot.slack.directory import Directory
from bot.teams.roster import Roster


@dataclass(frozen=True)
class Given:
    """What they work with."""

    database: Database
    roster: Roster
    clock: Clock
    ring: KeyRing
    app: Installed


def put_together(
    given: Given, client: WebClient, poster: Poster, pace: Pace | None = None
) -> tuple[Nudges, Outbox]:
    database, roster, clock = given.database, given.roster, given.clock
    outbox = Outbox(database, poster, clock, pace=pace)
    dnd = "dnd:read" in given.app.scopes
    people = People(database, roster, clock, Directory(client), dnd=dnd)
    vault, gate = Vault(given.ring), Gate(people)

    def changed(session: Session, users: Collection[str]) -> None:
        homes.set_stale(session, users, clock.now())

    workspace = given.app.workspace
    nudges = Nudges(database, outbox, vault, people, gate, roster, clock, workspace, changed)
    outbox.on(kinds.NUDGE, nudges)
    return nudges, outbox
