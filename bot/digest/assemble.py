"""Puts the digest together: who plans, who words, and what people may do with it."""

from bot.clock import Clock
from bot.db import Database
from bot.delivery.inbox import Inbox
from bot.digest.act import Acts
from bot.digest.deliver import Digests, Switches
from bot.digest.kinds import DIGEST, NOTE, SWITCHED
from bot.digest.managers import Notes
from bot.digest.plan import Planner
from bot.people.gate import Gate
from bot.pilot.keep import Pilots
from bot.teams.roster import Roster


def assemble(
    database: Database, inbox: Inbox, roster: Roster, gate: Gate, clock: Clock, pilots: Pilots
) -> Acts:
    """Let the messages about digests be worded; return what people may do, with its planner."""
    outbox = pilots.outbox
    outbox.on(DIGEST, Digests(database, outbox, roster, pilots))
    outbox.on(SWITCHED, Switches(database, outbox, roster))
    outbox.on(NOTE, Notes(gate, roster))
    planner = Planner(database, outbox, roster, clock)
    return Acts(database, inbox, outbox, planner, roster, clock)
