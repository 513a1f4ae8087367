"""Puts questions together: who keeps them, who words them, and what people may do with them."""

from collections.abc import Callable, Sequence

from bot.db import Database
from bot.delivery.inbox import Inbox
from bot.people.gate import Gate
from bot.people.know import in_turn
from bot.questions.act import Asking
from bot.questions.channel import Outright, Unsaid
from bot.questions.keep import Questions
from bot.questions.kinds import ANSWER, OUTRIGHT, PAUSING, QUESTION, UNSAID
from bot.questions.steward import Answering
from bot.questions.tell import Messages, Warnings
from bot.teams.roster import Team


def assemble(
    database: Database,
    inbox: Inbox,
    questions: Questions,
    gate: Gate,
    metrics_of: Callable[[Team], Sequence[str]],
) -> tuple[Asking, Answering]:
    """Let the messages about questions be worded; return what people may do, and what stewards may.

    Whoever leaves takes their questions along.

    Args:
        database: where they stand.
        inbox: does once what Slack delivers twice.
        questions: keeps them.
        gate: when people may be written to.
        metrics_of: returns the ids of the numbers that a team looks at now.
    """
    people, outbox = gate.people, questions.outbox
    people.on_gone = in_turn(people.on_gone, questions.gone)
    messages = Messages(database, questions.vault, gate, questions.roster)
    for kind in (QUESTION, ANSWER):
        outbox.on(kind, messages)
    outbox.on(PAUSING, Warnings(database, gate, questions.roster))
    outbox.on(OUTRIGHT, Outright(outbox, questions.roster))
    outbox.on(UNSAID, Unsaid(gate, questions.roster))
    asking = Asking(database, inbox, questions, people, metrics_of)
    return asking, Answering(database, inbox, questions)
