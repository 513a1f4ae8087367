"""Puts Coach together: the only module that knows all its parts."""

from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.coach import Coach
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
from bot.commitments.open import Opener
from bot.commitments.tell import Cards, Notes
from bot.configured import configure, open_database
from bot.db import Database
from bot.delivery import slack as delivery_slack
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import LEASE, SETTLES, Outbox
from bot.errors import OperatorError
from bot.manifest import Answers
from bot.metrics import slack as metrics_slack
from bot.people import slack as people_slack
from bot.people.gate import Gate
from bot.people.know import People
from bot.playbook.template import Playbook
from bot.prep import slack as prep_slack
from bot.prep.deliver import Deliverer
from bot.prep.draft import Observed
from bot.sealing.keyfile import load_ring
from bot.sealing.vault import Vault
from bot.settings import Settings
from bot.slack import factory
from bot.slack.client import Installed, Poster, Views, installed, web_client
from bot.slack.directory import ASKING, Directory
from bot.slack.words import COMMAND, HELP_USAGE, Words
from bot.slack.work import Workers
from bot.teams.roster import Roster


def answers() -> Answers:
    """Return what this code answers to, for the check of the manifest."""
    return Answers(
        command=COMMAND,
        usages=(
            HELP_USAGE,
            prep_slack.USAGE,
            *commitments_slack.USAGES,
            *people_slack.USAGES,
            metrics_slack.USAGE,
        ),
        shortcuts={
            commitments_slack.SHORTCUT: "global",
            commitments_slack.MESSAGE_SHORTCUT: "message",
        },
        events=(*delivery_slack.EVENTS, people_slack.CHANGED_EVENT),
    )


@dataclass(frozen=True, slots=True)
class Timing:
    """How long is waited for a process that may have died, and for what Slack may have done.

    Attributes:
        lease: after this long, what a process had taken up is another's.
        settles: so long after a lost reply the conversation's history is read.
    """

    lease: timedelta = LEASE
    settles: timedelta = SETTLES


USUAL = Timing()


@dataclass(frozen=True, slots=True)
class _Base:
    """What every capability stands on.

    Attributes:
        installed: how Coach is installed in its workspace.
        workers: for what may take its time after Slack was answered.
        urgent: for what Slack gives three seconds: opening windows.
    """

    database: Database
    clock: Clock
    roster: Roster
    playbook: Playbook
    vault: Vault
    installed: Installed
    inbox: Inbox
    outbox: Outbox
    poster: Poster
    views: Views
    people: People
    gate: Gate
    workers: Workers
    urgent: Workers
    bolt: factory.App
    words: Words


def build(settings: Settings, clock: Clock, timing: Timing = USUAL) -> Coach:
    """Put everything together.

    Args:
        settings: what the environment says.
        clock: tells the time.
        timing: how long is waited for what went wrong; a test that kills processes waits shorter.

    Raises:
        OperatorError: a file, a token, a key or the database cannot be used; the message says which.
    """
    base = _base(settings, clock, timing)
    records, leaving, nudges = _commitments(base)
    deliverer = _prep(base, Carry(base.vault, base.people))
    _people(base, leaving)
    delivery_slack.register(base.bolt, base.outbox)
    metrics_slack.register(base.words)
    return Coach(
        bolt=base.bolt,
        words=base.words,
        deliverer=deliverer,
        workers=base.workers,
        urgent=base.urgent,
        collector=Collector(base.database, base.roster, clock),
        outbox=base.outbox,
        nudges=nudges,
        records=records,
        leaving=leaving,
        clock=clock,
    )


def _base(settings: Settings, clock: Clock, timing: Timing) -> _Base:
    configured = configure(settings.coach_config, proven=True)
    if settings.slack_bot_token is None:
        raise OperatorError(
            "SLACK_BOT_TOKEN is not set. It is on the app's page: OAuth, bot token."
        )
    database = open_database(settings)
    vault = Vault(load_ring(settings.coach_encryption_keys, database))
    token = settings.slack_bot_token.get_secret_value()
    client = web_client(token, settings.slack_api_url)
    app, poster = installed(client), Poster(client)
    outbox = Outbox(database, poster, clock, lease=timing.lease, settles=timing.settles)
    outbox.resume()  # Slack has just taken the token.
    directory = Directory(web_client(token, settings.slack_api_url, ASKING))
    people = People(database, configured.roster, clock, directory, dnd="dnd:read" in app.scopes)
    workers, words = Workers(), Words()
    bolt = factory.build(client, workers)
    words.register(bolt)  # first, because Bolt tries its listeners one by one
    return _Base(
        database=database,
        clock=clock,
        roster=configured.roster,
        playbook=configured.playbook,
        vault=vault,
        installed=app,
        inbox=Inbox(database, clock),
        outbox=outbox,
        poster=poster,
        views=Views(client),
        people=people,
        gate=Gate(people),
        workers=workers,
        urgent=Workers(),
        bolt=bolt,
        words=words,
    )


def _prep(base: _Base, carry: Carry) -> Deliverer:
    deliverer = Deliverer(
        base.database, base.inbox, base.roster, base.playbook, base.poster, carry, base.clock
    )
    pages = prep_slack.Prep(base.roster, base.inbox, deliverer, base.workers)
    pages.register(base.bolt, base.words)
    return deliverer


def _people(base: _Base, leaving: Leaving) -> None:
    wishes = people_slack.Wishes(
        base.database, base.inbox, base.people, base.clock, on_start=leaving.started
    )
    wishes.register(base.bolt, base.words)


def _commitments(base: _Base) -> tuple[Records, Leaving, Nudges]:
    consequences = Consequences(base.outbox, base.people, base.clock)
    records = Records(base.vault, consequences, base.roster, base.clock)
    leaving = Leaving(base.vault, consequences, base.clock)
    base.people.on_gone, base.outbox.on_gone = leaving.gone, base.people.left
    acts = Acts(
        database=base.database,
        inbox=base.inbox,
        outbox=base.outbox,
        records=records,
        vault=base.vault,
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
        workspace=base.installed.workspace,
    )
    listening = commitments_slack.Commitments(acts, base.workers, base.urgent)
    listening.register(base.bolt, base.words)
    return records, leaving, _wordings(base)


def _wordings(base: _Base) -> Nudges:
    """Let each kind of message about records be worded; return the one that also queues."""
    database, outbox, vault, people = base.database, base.outbox, base.vault, base.people
    nudges = Nudges(
        database,
        outbox,
        vault,
        people,
        base.gate,
        base.roster,
        base.clock,
        base.installed.workspace,
    )
    outbox.on(kinds.NUDGE, nudges)
    files = "files:write" in base.installed.scopes
    outbox.on(kinds.RECORD, Cards(database, vault, people, base.gate, outbox, files))
    outbox.on(kinds.OUTCOME, Outcomes(database, outbox, vault, people, base.gate, base.roster))
    for kind in (kinds.DECLINED, kinds.LEFT):
        outbox.on(kind, Notes(base.gate, kind))
    return nudges
