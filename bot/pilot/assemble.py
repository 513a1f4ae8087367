"""Puts pilots together: who words the messages, and what people may do."""

from bot.db import Database
from bot.delivery.inbox import Inbox
from bot.people.gate import Gate
from bot.pilot.act import Piloting
from bot.pilot.keep import Pilots
from bot.pilot.kinds import NOTE, OUTCOME
from bot.pilot.tell import Notes, Outcomes


def assemble(database: Database, inbox: Inbox, pilots: Pilots, gate: Gate) -> Piloting:
    """Let the messages about pilots be worded; return what people may do."""
    pilots.outbox.on(NOTE, Notes(database, pilots.vault, gate, pilots.roster))
    pilots.outbox.on(OUTCOME, Outcomes(pilots.roster))
    return Piloting(database, inbox, pilots)
