"""Puts disclosures together: who keeps them, who words them, and what people may do with them."""

from bot.db import Database
from bot.delivery.inbox import Inbox
from bot.disclosure.act import Disclosing
from bot.disclosure.keep import Disclosures
from bot.disclosure.kinds import ANSWERED, DISCLOSED, WITHDRAWN
from bot.disclosure.tell import Messages, Withdrawals
from bot.people.gate import Gate
from bot.people.know import in_turn
from bot.teams.roster import Roster


def assemble(
    database: Database, inbox: Inbox, disclosures: Disclosures, gate: Gate, roster: Roster
) -> Disclosing:
    """Let the messages about disclosures be worded; return what people may do.

    Whoever leaves takes along what they disclosed, and what was disclosed to them.
    """
    people, outbox = gate.people, disclosures.outbox
    people.on_gone = in_turn(people.on_gone, disclosures.gone)
    messages = Messages(database, disclosures.vault, gate, roster)
    for kind in (DISCLOSED, ANSWERED):
        outbox.on(kind, messages)
    outbox.on(WITHDRAWN, Withdrawals(gate))
    return Disclosing(database, inbox, disclosures, roster)
