"""Puts together what two people agree, and what they are told of it."""

from collections.abc import Mapping

from pydantic import SecretStr

from bot.base import Base
from bot.commitments import kinds, slack as commitments_slack
from bot.commitments.act import Acts
from bot.commitments.appointment import Appointments
from bot.commitments.consequences import Consequences
from bot.commitments.follow_up import Nudges
from bot.commitments.keep import Records
from bot.commitments.leave import Leaving
from bot.commitments.look import Outcomes
from bot.commitments.mine import Mine
from bot.commitments.noting import Noting
from bot.commitments.open import Opener
from bot.commitments.tell import Cards, Notes
from bot.decisions.read import Looks
from bot.disclosure import slack as disclosure_slack
from bot.disclosure.assemble import assemble as assemble_disclosures
from bot.disclosure.keep import Disclosures
from bot.disclosure.read import InEffect
from bot.home.publish import Homes
from bot.individual import slack as individual_slack
from bot.individual.act import Acts as IndividualActs
from bot.individual.allow import Rules
from bot.individual.assemble import assemble as assemble_individual
from bot.individual.keep import Requests
from bot.prep.draft import Observed
from bot.prep.evaluating import Evaluations
from bot.signals.gather import hidden_of
from bot.slack.opening import Windows


def commitments(base: Base, homes: Homes) -> tuple[Records, Leaving, Nudges]:
    """Let two people keep what they agree, be reminded of it, and see what came of it."""
    consequences = Consequences(base.outbox, base.people, base.clock, homes.changed)
    records = Records(base.vault, consequences, base.roster, base.clock, base.retention)
    leaving = Leaving(base.vault, consequences, base.clock, records.deleted_at)
    base.people.on_gone, base.outbox.on_gone = leaving.gone, base.people.left
    mine = Mine(base.vault, base.people, base.roster, base.installed.workspace)
    acts = Acts(
        database=base.database,
        inbox=base.inbox,
        outbox=base.outbox,
        records=records,
        mine=mine,
        people=base.people,
        roster=base.roster,
        opener=Opener(
            database=base.database,
            vault=base.vault,
            people=base.people,
            roster=base.roster,
            views=base.views,
            trail=base.trail,
            clock=base.clock,
            pattern_of=Observed(
                base.database, base.roster, base.playbook, evaluations(base), base.clock
            ),
            policy=base.policy,
        ),
        appointments=Appointments(base.database, base.vault, base.people, base.poster, base.clock),
        noting=Noting(base.database, mine, base.trail),
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
        kinds.OUTCOME, Outcomes(database, outbox, vault, people, gate, base.roster, hidden_of)
    )
    for kind in (kinds.DECLINED, kinds.LEFT):
        outbox.on(kind, Notes(base.gate, kind))
    return nudges


def evaluations(base: Base) -> Evaluations:
    """Return what says when a page leaves telemetry out, and what was disclosed."""
    return Evaluations(base.roster, base.policy, InEffect(base.vault))


def disclosures(base: Base, homes: Homes) -> Disclosures:
    """Let managers tell engineers long before what may be spoken of in an evaluation."""
    kept = Disclosures(base.vault, base.outbox, base.trail, base.clock, base.policy, homes.changed)
    disclosing = assemble_disclosures(base.database, base.inbox, kept, base.gate, base.roster)
    windows = Windows(base.views, base.urgent)
    disclosure_slack.Disclose(disclosing, windows, base.workers).register(base.bolt, base.words)
    return kept


def individual(base: Base, tokens: Mapping[str, SecretStr]) -> IndividualActs:
    """Let a manager ask for one number, and its owner alone show it."""
    looks = Looks(base.database, base.policy, base.clock)
    rules = Rules(base.roster, base.policy, looks, hidden_of)
    requests = Requests(base.vault, base.outbox, base.people, base.trail, base.clock)
    acts = assemble_individual(
        base.database,
        base.inbox,
        requests=requests,
        rules=rules,
        gate=base.gate,
        poster=base.poster,
        tokens=tokens,
    )
    individual_slack.TwoKeys(acts, base.workers).register(base.bolt, base.words)
    return acts
