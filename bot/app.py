"""Puts Coach together: the only module that knows all its parts."""

from bot import agreeing, governing, voicing
from bot.audit import slack as audit_slack
from bot.base import USUAL, Base, Timing, lay
from bot.clock import Clock
from bot.coach import Coach
from bot.collection.collect import Collector
from bot.commitments import slack as commitments_slack
from bot.commitments.carry import Carry
from bot.commitments.leave import Leaving
from bot.commitments.mine import Mine
from bot.commitments.noting import Noting
from bot.context import slack as context_slack
from bot.decisions import slack as decisions_slack
from bot.decisions.read import Looks
from bot.delivery import slack as delivery_slack
from bot.delivery.remove import Remover
from bot.digest import slack as digest_slack
from bot.digest.assemble import assemble as assemble_digest
from bot.disclosure import slack as disclosure_slack
from bot.effects import slack as effects_slack
from bot.handbook import slack as handbook_slack
from bot.home import slack as home_slack
from bot.home.answer import Answers as HomeAnswers
from bot.home.compose import Composer
from bot.home.publish import Homes
from bot.individual import slack as individual_slack
from bot.manifest import Answers
from bot.metrics import slack as metrics_slack
from bot.people import slack as people_slack
from bot.people.know import in_turn
from bot.pilot import slack as pilot_slack
from bot.policy import slack as policy_slack
from bot.prep import slack as prep_slack
from bot.prep.deliver import Deliverer
from bot.privacy import slack as privacy_slack
from bot.questions import slack as questions_slack
from bot.settings import Settings
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
            disclosure_slack.USAGE,
            pilot_slack.USAGE,
            digest_slack.USAGE,
            individual_slack.USAGE,
            effects_slack.USAGE,
            welcome_slack.USAGE,
            privacy_slack.USAGE,
            audit_slack.USAGE,
            handbook_slack.USAGE,
            metrics_slack.USAGE,
            policy_slack.USAGE,
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
    records, leaving, nudges = agreeing.commitments(base, homes)
    tokens = settings.source_tokens
    collector = Collector(base.database, base.roster, clock, tokens=tokens)
    pauses = governing.pauses(base, homes)
    questions = voicing.voice(base, homes, collector, pauses)
    decisions = voicing.decisions(base, homes)
    disclosures = agreeing.disclosures(base, homes)
    base.people.on_gone = in_turn(base.people.on_gone, homes.gone)
    pilots = voicing.pilots(base, homes)
    digest = assemble_digest(base.database, base.inbox, base.roster, base.gate, clock, pilots)
    digest_slack.Commands(digest, base.workers).register(base.words)
    individual = agreeing.individual(base, settings.source_tokens)
    effects = governing.effects(base, pauses)
    _welcome(base)
    keepers = governing.Keepers(
        records, leaving, questions, decisions, disclosures, pilots, individual.requests
    )
    remover = Remover(base.database, base.poster, clock)
    erasing = governing.privacy(base, remover, keepers, homes)
    handbook_slack.Handbook(base.playbook, base.policy, base.roster).register(base.words)
    delivery_slack.register(base.bolt, base.outbox)
    metrics_slack.register(base.words)
    keeper = governing.policy(base, homes)
    _people(base, leaving, homes)
    cleaning = governing.retention(base, remover, keepers)
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
        pilots=pilots,
        digests=digest.planner,
        individual=individual,
        effects=effects,
        homes=homes,
        cleaning=cleaning,
        erasing=erasing,
        keeper=keeper,
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
        agreeing.evaluations(base),
        base.trail,
        base.clock,
    )
    pages = prep_slack.Prep(base.roster, base.inbox, deliverer, base.workers, base.policy)
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
    noting = Noting(base.database, mine, base.trail)
    tab = home_slack.HomeTab(
        base.database, base.inbox, homes, noting, shows, table=base.words, urgent=base.urgent
    )
    tab.register(base.bolt)
    return homes


def _welcome(base: Base) -> None:
    announcing = Announcing(
        base.database,
        base.inbox,
        base.outbox,
        base.roster,
        base.clock,
        Looks(base.database, base.policy, base.clock),
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
