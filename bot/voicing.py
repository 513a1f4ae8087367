"""Puts together what a team says: its doubts, its reasons, what it wants, and how its pilot goes."""

from functools import partial

from bot.approvals import slack as approvals_slack
from bot.approvals.assemble import assemble as assemble_approvals
from bot.approvals.keep import Approvals
from bot.base import Base
from bot.collection.again import collect_again
from bot.collection.collect import Collector
from bot.context import slack as context_slack
from bot.context.act import Marking
from bot.decisions import slack as decisions_slack
from bot.decisions.assemble import assemble as assemble_decisions
from bot.decisions.keep import Decisions
from bot.decisions.read import Looks, wish_of
from bot.home.publish import Homes
from bot.pilot import slack as pilot_slack
from bot.pilot.assemble import assemble as assemble_pilot
from bot.pilot.keep import Pilots
from bot.questions import slack as questions_slack
from bot.questions.assemble import assemble as assemble_questions
from bot.questions.correct import Corrections
from bot.questions.keep import Questions
from bot.questions.outright import Pauses
from bot.signals import slack as signals_slack
from bot.signals.headline import headline
from bot.signals.open import Explainer
from bot.slack.opening import Windows


def voice(base: Base, homes: Homes, collector: Collector, pauses: Pauses) -> Questions:
    """Let everybody of a team question its numbers, mark its weeks, and ask what all this is."""
    windows = Windows(base.views, base.urgent)
    looks = Looks(base.database, base.policy, base.clock)
    corrections = Corrections(
        base.database,
        base.clock,
        lambda connection, team, metric, now: headline(connection, base.roster, team, metric, now),
        partial(collect_again, collector),
    )
    questions = Questions(
        base.vault,
        base.outbox,
        base.roster,
        base.clock,
        corrections,
        homes.changed,
        base.retention,
        base.trail,
    )
    asking, answering = assemble_questions(base.database, base.inbox, questions, base.gate, looks)
    doubts = questions_slack.Doubts(asking, answering, pauses, windows, base.workers)
    doubts.register(base.bolt, base.words)
    marking = Marking(base.database, base.inbox, base.roster, base.clock, homes.changed)
    context_slack.Context(marking, windows).register(base.bolt, base.words)
    signals_slack.register(base.bolt, Explainer(base.roster, looks), windows)
    return questions


def decisions(base: Base, homes: Homes) -> Decisions:
    """Let everybody of a team name what it wants to improve, and stewards approve what is new to it."""
    windows = Windows(base.views, base.urgent)
    approvals = Approvals(
        base.vault, base.outbox, base.trail, base.roster, base.clock, homes.changed
    )
    approving = assemble_approvals(base.database, base.inbox, approvals, base.gate, wish_of)
    approvals_slack.Approve(approving, windows, base.workers).register(base.bolt)
    kept = Decisions(base.database, base.outbox, base.roster, base.clock, approvals, homes.changed)
    deciding = assemble_decisions(base.database, base.inbox, kept, base.gate, base.policy)
    decisions_slack.Decide(deciding, windows).register(base.bolt, base.words)
    return kept


def pilots(base: Base, homes: Homes) -> Pilots:
    """Let a team's manager and a steward end its pilot."""
    kept = Pilots(base.vault, base.outbox, base.trail, base.roster, base.clock, homes.changed)
    piloting = assemble_pilot(base.database, base.inbox, kept, base.gate)
    windows = Windows(base.views, base.urgent)
    pilot_slack.Pilot(piloting, windows, base.workers).register(base.bolt, base.words)
    return kept
