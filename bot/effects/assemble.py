"""Puts the audit for unintended effects together."""

from bot.audit.trail import Trail
from bot.clock import Clock
from bot.db import Database
from bot.delivery.outbox import Outbox
from bot.effects.act import Effects
from bot.effects.kinds import CHANNEL, PULSE, STEWARD
from bot.effects.plan import Planner
from bot.effects.tell import Pulses, Reports, Telling, ToStewards
from bot.people.gate import Gate
from bot.questions.outright import Pauses
from bot.sealing.vault import Vault
from bot.teams.roster import Roster


def assemble(  # noqa: PLR0913 - what it stands on, each by its name
    *,
    database: Database,
    outbox: Outbox,
    roster: Roster,
    gate: Gate,
    vault: Vault,
    trail: Trail,
    clock: Clock,
    pauses: Pauses,
) -> Effects:
    """Let its messages be worded; return what people may do, with its planner."""
    telling = Telling(database, outbox, roster)
    outbox.on(CHANNEL, Reports(outbox, roster, telling))
    outbox.on(STEWARD, ToStewards(telling, gate))
    outbox.on(PULSE, Pulses(database, roster, gate))
    pauses.on_paused = telling.redraw
    return Effects(database, Planner(database, vault, trail, telling, clock), clock)
