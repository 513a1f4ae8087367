"""Puts together what governs the rest: what people can do about their own data, and what is deleted when."""

from dataclasses import dataclass

from bot.audit import slack as audit_slack
from bot.audit.act import Overseeing
from bot.audit.read import Worded
from bot.base import Base
from bot.commitments.erase import TABLES as RECORD_TABLES, Forgetting
from bot.commitments.keep import Records
from bot.commitments.leave import Leaving
from bot.decisions.keep import Decisions
from bot.delivery.remove import Remover
from bot.digest.kinds import DIGEST
from bot.disclosure.keep import Disclosures
from bot.home.publish import Homes
from bot.individual.keep import Requests
from bot.pilot.keep import Pilots
from bot.policy import kinds as policy_kinds, slack as policy_slack
from bot.policy.deliver import Notes as PolicyNotes, Notices as PolicyNotices
from bot.policy.keep import Keeper
from bot.privacy import slack as privacy_slack
from bot.privacy.act import OwnData
from bot.privacy.erase import Erasing, Forget
from bot.privacy.export import Exports
from bot.privacy.mine import Holdings
from bot.questions.keep import Questions
from bot.retention.clean import Cleaning, Step
from bot.retention.steps import steps
from bot.retention.tell import REPORT, Reports


@dataclass(frozen=True, slots=True)
class Keepers:
    """Who keep what is about people, or is kept for a time."""

    records: Records
    leaving: Leaving
    questions: Questions
    decisions: Decisions
    disclosures: Disclosures
    pilots: Pilots
    requests: Requests


def privacy(base: Base, remover: Remover, keepers: Keepers, homes: Homes) -> Erasing:
    """Let everybody see, take along, put right and erase what is held about them."""
    database, clock = base.database, base.clock
    forgetting = Forgetting(base.vault, keepers.records.consequences, keepers.records, clock)
    parts: dict[tuple[str, ...], Forget] = {
        RECORD_TABLES: forgetting.erase,
        ("question",): keepers.questions.gone,
        ("metric_request",): keepers.decisions.approvals.gone,
        ("disclosure",): keepers.disclosures.gone,
        ("individual_request",): keepers.requests.gone,
        ("person",): base.people.forget,
        ("home_tab",): homes.gone,
    }
    erasing = Erasing(database, base.trail, remover, clock, parts, homes.empty)
    own = OwnData(
        database=database,
        inbox=base.inbox,
        trail=base.trail,
        people=base.people,
        poster=base.poster,
        exports=Exports(database, base.vault, clock, base.retention),
        erasing=erasing,
        clock=clock,
        files="files:write" in base.installed.scopes,
        stewards=base.roster.organisation.stewards,
    )
    worded = Worded(base.roster, base.people)
    holdings = Holdings(database, base.people, base.retention, worded.own)
    privacy_slack.Mirror(holdings, own, base.workers).register(base.bolt, base.words)
    overseeing = Overseeing(database, base.inbox, base.roster, base.trail, worded)
    audit_slack.Audit(overseeing, base.workers).register(base.bolt, base.words)
    return erasing


def retention(base: Base, remover: Remover, keepers: Keepers) -> Cleaning:
    """Let what was kept for as long as the policy says be deleted, and the stewards be told."""
    reports = Reports(base.database, base.outbox, base.trail, base.gate, base.roster)
    base.outbox.on(REPORT, reports)
    more = [
        Step("disclosures", keepers.disclosures.delete_due),
        Step("pilots", lambda session, _now: keepers.pilots.delete_due(session)),
    ]
    found = steps(
        base.retention,
        base.trail,
        keepers.leaving,
        keepers.questions,
        shown_in_channels=[DIGEST],
        more=more,
    )
    return Cleaning(base.database, base.trail, remover, reports, base.clock, found)


def policy(base: Base, homes: Homes) -> Keeper:
    """Let everybody read the policy, and every team hear of a change of it."""
    base.outbox.on(policy_kinds.NOTICE, PolicyNotices(base.database, base.outbox, base.roster))
    base.outbox.on(policy_kinds.NOTE, PolicyNotes(base.gate, base.roster))
    policy_slack.register(base.words, base.policy)
    base.keeper.on_changed = homes.changed
    return base.keeper
