"""Puts together what governs the rest: what people can do about their own data, and what is deleted when."""

from bot.base import Base
from bot.commitments.erase import TABLES as RECORD_TABLES, Forgetting
from bot.commitments.keep import Records
from bot.commitments.leave import Leaving
from bot.delivery.remove import Remover
from bot.digest.kinds import DIGEST
from bot.home.publish import Homes
from bot.privacy import slack as privacy_slack
from bot.privacy.act import OwnData
from bot.privacy.erase import Erasing, Forget
from bot.privacy.export import Exports
from bot.privacy.mine import Holdings
from bot.questions.keep import Questions
from bot.questions.outright import Pauses
from bot.retention.clean import Cleaning
from bot.retention.steps import steps
from bot.retention.tell import REPORT, Reports


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

    found = steps(base.retention, base.trail, leaving, questions, shown_in_channels=[DIGEST])
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
