"""Puts together what governs the rest: what people can do about their own data, and what is deleted when."""

from datetime import datetime

from bot.base import Base
from bot.commitments.erase import TABLES as RECORD_TABLES, Forgetting
from bot.commitments.keep import Records
from bot.commitments.leave import Leaving
from bot.db import Session
from bot.delivery.remove import Remover
from bot.digest.kinds import DIGEST
from bot.effects import slack as effects_slack, store as effects_store
from bot.effects.assemble import assemble as assemble_effects
from bot.effects.kinds import CHANNEL, STEWARD
from bot.effects.plan import Planner
from bot.home.publish import Homes
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


def privacy(
    base: Base, remover: Remover, records: Records, questions: Questions, homes: Homes
) -> Erasing:
    """Let everybody see, take along, put right and erase what is held about them."""
    database, clock = base.database, base.clock
    forgetting = Forgetting(base.vault, records.consequences, records, clock)
    parts: dict[tuple[str, ...], Forget] = {
        RECORD_TABLES: forgetting.erase,
        ("question",): questions.gone,
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
    holdings = Holdings(database, base.people, base.retention, lambda *_: [])
    privacy_slack.Mirror(holdings, own, base.workers).register(base.bolt, base.words)
    return erasing


def retention(base: Base, remover: Remover, leaving: Leaving, questions: Questions) -> Cleaning:
    """Let what was kept for as long as the policy says be deleted, and the stewards be told."""
    reports = Reports(base.database, base.outbox, base.trail, base.gate, base.roster)
    base.outbox.on(REPORT, reports)

    def of_effects(session: Session, now: datetime) -> int:
        instant = months.before(now, base.retention().weeks)
        return effects_store.forget_reports_before(session, instant)

    found = steps(
        base.retention,
        base.trail,
        leaving,
        questions,
        shown_in_channels=[DIGEST, CHANNEL, STEWARD],
        more=[Step("effects", of_effects)],
    )
    return Cleaning(base.database, base.trail, remover, reports, base.clock, found)


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
