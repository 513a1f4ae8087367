"""Puts decisions together: who keeps them, who words them, and what people may do with them."""

from collections.abc import Callable

from bot.db import Database
from bot.decisions.act import Deciding
from bot.decisions.keep import Decisions
from bot.decisions.kinds import DECISION_ENDS
from bot.decisions.tell import Endings
from bot.delivery.inbox import Inbox
from bot.people.gate import Gate
from bot.teams.policy import Policy


def assemble(
    database: Database,
    inbox: Inbox,
    decisions: Decisions,
    gate: Gate,
    policy: Callable[[], Policy],
) -> Deciding:
    """Let the messages about decisions be worded; return what people may do."""
    decisions.outbox.on(DECISION_ENDS, Endings(database, gate, decisions.roster))
    return Deciding(database, inbox, decisions, policy)
