"""Puts Coach together: the only module that knows all its parts."""

from functools import partial

from bot import governing
from bot.base import USUAL, Base, Timing, lay
from bot.clock import Clock
from bot.coach import Coach
from bot.collection.again import collect_again
from bot.collection.collect import Collector
from bot.commitments import kinds, slack as commitments_slack
from bot.commitments.act import Acts
from bot.commitments.appointment import Appointments
from bot.commitments.carry import Carry
from bot.commitments.consequences import Consequences
from bot.commitments.follow_up import Nudges
from bot.commitments.keep import Records
from bot.commitments.leave import Leaving
from bot.commitments.look import Outcomes
from bot.commitments.mine import Mine
from bot.commitments.open import Opener
from bot.commitments.tell import Cards, Notes
from bot.context import slack as context_slack
from bot.context.act import Marking
from bot.decisions import slack as decisions_slack
from bot.decisions.assemble import assemble as assemble_decisions
from bot.decisions.keep import Decisions
from bot.decisions.read import Looks
from bot.delivery import slack as delivery_slack
from bot.delivery.remove import Remover
from bot.digest import slack as digest_slack
from bot.digest.assemble import assemble as assemble_digest
from bot.effects import slack as effects_slack
from bot.home import slack as home_slack
from bot.home.answer import Answers as HomeAnswers
from bot.home.compose import Composer
from bot.home.publish import Homes
from bot.manifest import Answers
from bot.metrics import slack as metrics_slack
from bot.people import slack as people_slack
from bot.people.know import in_turn
from bot.prep import slack as prep_slack
from bot.prep.deliver import Deliverer
from bot.prep.draft import Observed
from bot.privacy import slack as privacy_slack
from bot.questions import slack as questions_slack
from bot.questions.assemble import assemble as assemble_questions
from bot.questions.correct import Corrections
from bot.questions.keep import Questions
from bot.questions.outright import Pauses
from bot.settings import Settings
from bot.signals import slack as signals_slack
from bot.signals.gather import paused_of
from bot.signals.headline import headline
from bot.signals.open import Explainer
from bot.slack.opening import Windows
from bot.slack.words import COMMAND, HELP_USAGE
from bot.welcome import slack as welcome_slack
from bot.welcome.announce import Announcing
from bot.welcome.assemble import assemble as assemble_welcome


def answers() -> Answers:
    """Return what this code answers to, for the check of the manifest."""
    return Answers(
        command=COMMAND,
        usages=(
            HELP_USAGE,
            *prep_slack.USAGES,
            *commitments_slack.USAGES,
            *questions_slack.USAGES,
            context_slack.USAGE,
            decisions_slack.USAGE,
            digest_slack.USAGE,
            effects_slack.USAGE,
            welcome_slack.USAGE,
            privacy_slack.USAGE,
            metrics_slack.USAGE,
            *people_slack.USAGES,
        ),
        shortcuts={
            commitments_slack.SHORTCUT: "global",
            commitments_slack.MESSAGE_SHORTCUT: "message",
        },
        events=(*delivery_slack.EVENTS, people_slack.CHANGED_EVENT, home_slack.OPENED_EVENT),
    )


def build(settings: Settings, clock: Clock, timing: Timing = USUAL) -> Coach:
    """Put everything together.

    Args:
        settings: what the environment says.
        clock: tells the time.
        timing: how long is waited for what went wrong; a test that kills processes waits shorter.

    Raises:
        OperatorError: a file, a token, a key or the database cannot be used; the message says which.
    """
    base = lay(settings, clock, timing)
    deliverer = _prep(base, Carry(base.vault, base.people))
    homes = _homes(base)
    records, leaving, nudges = _commitments(base, homes)
    tokens = settings.source_tokens
    collector = Collector(base.database, base.roster, clock, tokens=tokens)
    pauses = governing.pauses(base, homes)
    questions = _voice(base, homes, collector, pauses)
    decisions = _decisions(base, homes)
    base.people.on_gone = in_turn(base.people.on_gone, homes.gone)
    digest = assemble_digest(base.database, base.inbox, base.outbox, base.roster, base.gate, clock)
    digest_slack.Commands(digest, base.workers).register(base.words)
    effects = governing.effects(base, pauses)
    _welcome(base)
    delivery_slack.register(base.bolt, base.outbox)
    metrics_slack.register(base.words)
    _people(base, leaving, homes)
    remover = Remover(base.database, base.poster, clock)
    erasing = governing.privacy(base, remover, records, questions, homes)
    cleaning = governing.retention(base, remover, leaving, questions)
    return Coach(
        bolt=base.bolt,
        words=base.words,
        deliverer=deliverer,
        workers=base.workers,
        urgent=base.urgent,
        collector=collector,
        outbox=base.outbox,
        nudges=nudges,
        records=records,
        leaving=leaving,
        questions=questions,
        decisions=decisions,
        digests=digest.planner,
        effects=effects,
        homes=homes,
        cleaning=cleaning,
        erasing=erasing,
        clock=clock,
    )


def _prep(base: Base, carry: Carry) -> Deliverer:
    deliverer = Deliverer(
        base.database,
        base.inbox,
        base.roster,
        base.playbook,
        base.poster,
        carry,
        base.trail,
        base.clock,
    )
    pages = prep_slack.Prep(base.roster, base.inbox, deliverer, base.workers)
    pages.register(base.bolt, base.words)
    return deliverer


def _homes(base: Base) -> Homes:
    mine = Mine(base.vault, base.people, base.roster, base.installed.workspace)
    composer, views = Composer(base.roster, mine, base.words, base.clock), base.views
    workers, urgent, clock = base.workers, base.urgent, base.clock
    homes = Homes(
        base.database, composer, views, base.people, workers=workers, urgent=urgent, clock=clock
    )
    shows = HomeAnswers(base.database, views, base.poster, clock)
    tab = home_slack.HomeTab(base.database, base.inbox, homes, shows, base.words, base.urgent)
    tab.register(base.bolt)
    return homes


def _welcome(base: Base) -> None:
    announcing = Announcing(
        base.database,
        base.inbox,
        base.outbox,
        base.roster,
        base.clock,
        Looks(base.database, base.clock),
    )
    assemble_welcome(announcing)
    welcome_slack.Welcome(announcing, base.workers).register(base.bolt, base.words)


def _people(base: Base, leaving: Leaving, homes: Homes) -> None:
    wishes = people_slack.Wishes(
        base.database,
        base.inbox,
        base.people,
        base.clock,
        on_start=leaving.started,
        on_changed=homes.changed,
    )
    wishes.register(base.bolt, base.words)


def _voice(base: Base, homes: Homes, collector: Collector, pauses: Pauses) -> Questions:
    """Let everybody of a team question its numbers, mark its weeks, and ask what all this is."""
    windows = Windows(base.views, base.urgent)
    looks = Looks(base.database, base.clock)
    corrections = Corrections(
        base.database,
        base.clock,
        lambda connection, team, metric, now: headline(connection, base.roster, team, metric, now),
        partial(collect_again, collector),
    )
    questions = Questions(
        base.vault, base.outbox, base.roster, base.clock, corrections, homes.changed, base.retention
    )
    asking, answering = assemble_questions(base.database, base.inbox, questions, base.gate, looks)
    doubts = questions_slack.Doubts(asking, answering, pauses, windows, base.workers)
    doubts.register(base.bolt, base.words)
    marking = Marking(base.database, base.inbox, base.roster, base.clock, homes.changed)
    context_slack.Context(marking, windows).register(base.bolt, base.words)
    signals_slack.register(base.bolt, Explainer(base.roster, looks), windows)
    return questions


def _decisions(base: Base, homes: Homes) -> Decisions:
    """Let everybody of a team name what it wants to improve."""
    decisions = Decisions(base.database, base.outbox, base.roster, base.clock, homes.changed)
    deciding = assemble_decisions(base.database, base.inbox, decisions, base.gate)
    windows = Windows(base.views, base.urgent)
    decisions_slack.Decide(deciding, windows).register(base.bolt, base.words)
    return decisions


def _commitments(base: Base, homes: Homes) -> tuple[Records, Leaving, Nudges]:
    consequences = Consequences(base.outbox, base.people, base.clock, homes.changed)
    records = Records(base.vault, consequences, base.roster, base.clock, base.retention)
    leaving = Leaving(base.vault, consequences, base.clock, records.deleted_at)
    base.people.on_gone, base.outbox.on_gone = leaving.gone, base.people.left
    acts = Acts(
        database=base.database,
        inbox=base.inbox,
        outbox=base.outbox,
        records=records,
        mine=Mine(base.vault, base.people, base.roster, base.installed.workspace),
        people=base.people,
        roster=base.roster,
        opener=Opener(
            database=base.database,
            vault=base.vault,
            people=base.people,
            roster=base.roster,
            views=base.views,
            clock=base.clock,
            pattern_of=Observed(base.database, base.roster, base.playbook, base.clock),
        ),
        appointments=Appointments(base.database, base.vault, base.people, base.poster, base.clock),
        clock=base.clock,
        refresh=homes.refresh,
    )
    listening = commitments_slack.Commitments(acts, base.workers, base.urgent)
    listening.register(base.bolt, base.words)
    return records, leaving, _wordings(base, homes)


def _wordings(base: Base, homes: Homes) -> Nudges:
    """Let each kind of message about records be worded; return the one that also queues."""
    database, outbox, vault, people = base.database, base.outbox, base.vault, base.people
    gate, workspace = base.gate, base.installed.workspace
    nudges = Nudges(
        database, outbox, vault, people, gate, base.roster, base.clock, workspace, homes.changed
    )
    outbox.on(kinds.NUDGE, nudges)
    files = "files:write" in base.installed.scopes
    outbox.on(kinds.RECORD, Cards(database, vault, people, base.gate, outbox, files))
    outbox.on(
        kinds.OUTCOME, Outcomes(database, outbox, vault, people, gate, base.roster, paused_of)
    )
    for kind in (kinds.DECLINED, kinds.LEFT):
        outbox.on(kind, Notes(base.gate, kind))
    return nudges
