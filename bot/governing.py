"""Puts together what governs the rest: what people can do about their own data, and what is deleted when."""

from dataclasses import dataclass
from datetime import datetime

from bot.audit import slack as audit_slack
from bot.audit.act import Overseeing
from bot.audit.read import Worded
from bot.base import Base
from bot.commitments.erase import TABLES as RECORD_TABLES, Forgetting
from bot.commitments.keep import Records
from bot.commitments.leave import Leaving
from bot.db import Session
from bot.decisions.keep import Decisions
from bot.delivery.remove import Remover
from bot.digest.kinds import DIGEST
from bot.disclosure.keep import Disclosures
from bot.effects import slack as effects_slack, store as effects_store
from bot.effects.assemble import assemble as assemble_effects
from bot.effects.kinds import CHANNEL, STEWARD
from bot.effects.plan import Planner
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
from bot.questions.outright import Pauses
from bot.retention.clean import Cleaning, Step
from bot.retention.steps import steps
from bot.retention.tell import REPORT, Reports
from bot.teams import months


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

    def of_effects(session: Session, now: datetime) -> int:
        instant = months.before(now, base.retention().weeks)
        return effects_store.forget_reports_before(session, instant)

    more = [
        Step("disclosures", keepers.disclosures.delete_due),
        Step("pilots", lambda session, _now: keepers.pilots.delete_due(session)),
        Step("effects", of_effects),
    ]
    found = steps(
        base.retention,
        base.trail,
        keepers.leaving,
        keepers.questions,
        shown_in_channels=[DIGEST, CHANNEL, STEWARD],
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


def pauses(base: Base, homes: Homes) -> Pauses:
    """Let stewards pause numbers for a team, and bring them back."""
    return Pauses(
        database=base.database,
        inbox=base.inbox,
        outbox=base.outbox,
        roster=base.roster,
        trail=base.trail,
        clock=base.clock,
        on_changed=homes.changed,
    )


def effects(base: Base, pausing: Pauses) -> Planner:
    """Let each team and the stewards read once a quarter whether measuring does harm."""
    made = assemble_effects(
        database=base.database,
        outbox=base.outbox,
        roster=base.roster,
        gate=base.gate,
        vault=base.vault,
        trail=base.trail,
        clock=base.clock,
        pauses=pausing,
    )
    effects_slack.Auditing(made, base.workers).register(base.bolt, base.words)
    return made.planner
