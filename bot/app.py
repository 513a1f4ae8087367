"""Puts Coach together: the only module that knows all its parts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, timedelta

from bot.clock import Clock
from bot.collection import jobs as collection_jobs
from bot.collection.collect import Collector
from bot.commitments import jobs as commitment_jobs, kinds, slack as commitments_slack
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
from bot.prep import jobs as prep_jobs, slack as prep_slack
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
class Coach:
    """The running parts.

    Attributes:
        bolt: the Slack app, with all listeners.
        words: the table behind `/coach`.
        deliverer: makes and posts pages.
        workers: the pool on which work goes on after Slack was answered.
        urgent: the pool that opens windows, for which Slack gives three seconds.
        collector: pulls telemetry.
        outbox: everything that Coach sends unasked.
        nudges: puts reminders into the outbox.
        records: what people agreed.
        leaving: ends records whose time is over.
    """

    bolt: factory.App
    words: Words
    deliverer: Deliverer
    workers: Workers
    urgent: Workers
    collector: Collector
    outbox: Outbox
    nudges: Nudges
    records: Records
    leaving: Leaving
    clock: Clock

    def schedule(self) -> Callable[[], None]:
        """Start the wake-ups; return what stops them.

        APScheduler holds nothing but these: what is due stands in the database. It runs in UTC,
        because its triggers skip days around changes of the clocks elsewhere.
        """
        from apscheduler.schedulers.background import BackgroundScheduler  # noqa: PLC0415

        scheduler = BackgroundScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        database, now = self.deliverer.database, self.clock.now()
        jobs: tuple[tuple[Callable[..., object], dict[str, float], tuple[object, ...]], ...] = (
            (
                prep_jobs.sweep,
                {"seconds": prep_jobs.SWEEP_SECONDS},
                (self.deliverer, self.workers),
            ),
            (
                commitment_jobs.sweep,
                {"seconds": commitment_jobs.SWEEP_SECONDS},
                (self.nudges, self.outbox),
            ),
            (
                commitment_jobs.clean,
                {"hours": commitment_jobs.CLEAN_HOURS},
                (database, self.leaving, self.outbox),
            ),
            (self.deliverer.inbox.forget, {"hours": commitment_jobs.CLEAN_HOURS}, ()),
        )
        for job, every, arguments in jobs:
            scheduler.add_job(job, "interval", args=arguments, **every)
        scheduler.add_job(
            collection_jobs.nightly,
            "interval",
            minutes=collection_jobs.WAKE_MINUTES,
            next_run_time=now,
            args=(self.collector, self.clock),
        )
        scheduler.start()

        def stop() -> None:
            self.outbox.close()
            scheduler.shutdown()

        return stop

    def close(self) -> None:
        """Finish what was begun."""
        self.outbox.close()
        self.urgent.close()
        self.workers.close()
        self.deliverer.database.close()


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


def build(settings: Settings, clock: Clock, timing: Timing = USUAL) -> Coach:
    """Put everything together.

    Args:
        settings: what the environment says.
        clock: tells the time.
        timing: how long is waited for what went wrong; a test that kills processes waits shorter.

    Raises:
        OperatorError: a file, a token, a key or the database cannot be used; the message says which.
    """
    configured = configure(settings.coach_config, proven=True)
    if settings.slack_bot_token is None:
        raise OperatorError(
            "SLACK_BOT_TOKEN is not set. It is on the app's page: OAuth, bot token."
        )
    database = open_database(settings)
    vault = Vault(load_ring(settings.coach_encryption_keys, database))
    token = settings.slack_bot_token.get_secret_value()
    client = web_client(token, settings.slack_api_url)
    app = installed(client)
    roster, inbox, poster = configured.roster, Inbox(database, clock), Poster(client)
    outbox = Outbox(database, poster, clock, lease=timing.lease, settles=timing.settles)
    outbox.resume()  # Slack has just taken the token.
    directory = Directory(web_client(token, settings.slack_api_url, ASKING))
    people = People(database, roster, clock, directory, dnd="dnd:read" in app.scopes)
    consequences = Consequences(outbox, people, clock)
    records = Records(vault, consequences, roster, clock)
    leaving = Leaving(vault, consequences, clock)
    people.on_gone, outbox.on_gone = leaving.gone, people.left
    nudges = _wordings(database, consequences, records, app)
    deliverer = Deliverer(
        database, inbox, roster, configured.playbook, poster, Carry(vault, people), clock
    )
    workers, urgent = Workers(), Workers()
    bolt, words = factory.build(client, workers), Words()
    words.register(bolt)  # first, because Bolt tries its listeners one by one
    acts = Acts(
        database=database,
        inbox=inbox,
        outbox=outbox,
        records=records,
        vault=vault,
        people=people,
        roster=roster,
        opener=Opener(
            database=database,
            vault=vault,
            people=people,
            roster=roster,
            views=Views(client),
            clock=clock,
            pattern_of=Observed(database, roster, configured.playbook, clock),
        ),
        appointments=Appointments(database, vault, people, poster, clock),
        clock=clock,
        workspace=app.workspace,
    )
    prep_slack.Prep(roster, inbox, deliverer, workers).register(bolt, words)
    commitments_slack.Commitments(acts, workers, urgent).register(bolt, words)
    delivery_slack.register(bolt, outbox)
    wishes = people_slack.Wishes(database, inbox, people, clock, on_start=leaving.started)
    wishes.register(bolt, words)
    metrics_slack.register(words)
    return Coach(
        bolt=bolt,
        words=words,
        deliverer=deliverer,
        workers=workers,
        urgent=urgent,
        collector=Collector(database, roster, clock),
        outbox=outbox,
        nudges=nudges,
        records=records,
        leaving=leaving,
        clock=clock,
    )


def _wordings(
    database: Database, consequences: Consequences, records: Records, app: Installed
) -> Nudges:
    """Let each kind of message be worded; return the one that also queues."""
    outbox, people = consequences.outbox, consequences.people
    vault, roster, clock = records.vault, records.roster, records.clock
    gate = Gate(people)
    nudges = Nudges(database, outbox, vault, people, gate, roster, clock, app.workspace)
    outbox.on(kinds.NUDGE, nudges)
    files = "files:write" in app.scopes
    outbox.on(kinds.RECORD, Cards(database, vault, people, gate, outbox, files))
    outbox.on(kinds.OUTCOME, Outcomes(database, outbox, vault, people, gate, roster))
    for kind in (kinds.DECLINED, kinds.LEFT):
        outbox.on(kind, Notes(gate, kind))
    return nudges
