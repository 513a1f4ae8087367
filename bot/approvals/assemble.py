"""Puts approvals together: who words the messages, and what stewards may do."""

from bot.approvals.act import Approving
from bot.approvals.keep import Approvals
from bot.approvals.kinds import ANSWERED, ASKED
from bot.approvals.tell import Messages, WishOf
from bot.db import Database
from bot.delivery.inbox import Inbox
from bot.people.gate import Gate
from bot.people.know import in_turn


def assemble(
    database: Database, inbox: Inbox, approvals: Approvals, gate: Gate, wish_of: WishOf
) -> Approving:
    """Let the messages about approvals be worded; return what stewards may do.

    Whoever leaves is told no answer any more.
    """
    people = gate.people
    people.on_gone = in_turn(people.on_gone, approvals.gone)
    messages = Messages(database, approvals.vault, gate, approvals.roster, wish_of)
    for kind in (ASKED, ANSWERED):
        approvals.outbox.on(kind, messages)
    return Approving(database, inbox, approvals)
