"""Puts Coach together: the only module that knows all its parts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

from bot import log
from bot.clock import Clock
from bot.collection import jobs as collection_jobs
from bot.collection.collect import Collector
from bot.db import Database
from bot.db.schema import upgrade
from bot.delivery.inbox import Inbox
from bot.errors import OperatorError
from bot.metrics import slack as metrics_slack
from bot.playbook import load as playbook
from bot.playbook.template import Playbook
from bot.prep import jobs as prep_jobs, slack as prep_slack
from bot.prep.deliver import Deliverer
from bot.settings import Settings
from bot.slack import factory
from bot.slack.client import Poster, web_client
from bot.slack.words import HELP_USAGE, Words
from bot.slack.work import Workers
from bot.sources.registry import kinds, source_class
from bot.teams import load as teams
from bot.teams.problem import Problems
from bot.teams.roster import Roster

_log = log.get("app")


def usages() -> tuple[str, ...]:
    """Return how each word after `/coach` is used, for the check of the manifest."""
    return (HELP_USAGE, prep_slack.USAGE, metrics_slack.USAGE)


@dataclass(frozen=True, slots=True)
class Configured:
    """What the files say, checked."""

    roster: Roster
    playbook: Playbook


def configure(path: Path) -> Configured:
    """Read `coach.yml` and the conversation templates.

    Raises:
        Problems: every problem in either of them, in one list.
    """
    models = {
        kind: teams.SourceModels(source_class(kind).Options, source_class(kind).Scope)
        for kind in kinds()
    }
    roster, found = _or_problems(lambda: teams.load(path, models))
    folder = roster.organisation.conversation_templates if roster else None
    templates, more = _or_problems(lambda: playbook.load(folder))
    if roster is None or templates is None:
        raise Problems((*found, *more))
    return Configured(roster, templates)


def _or_problems(read: Callable[[], Any]) -> tuple[Any, tuple[Any, ...]]:
    try:
        return read(), ()
    except Problems as error:
        return None, error.problems


def open_database(settings: Settings) -> Database:
    """Open the database and bring its schema up to date.

    Raises:
        OperatorError: it cannot be opened, or is newer than this Coach.
    """
    database = Database(settings.database_url.get_secret_value())
    if upgrade(database):
        _log.info("database_upgraded")
    return database


@dataclass(frozen=True, slots=True)
class Coach:
    """The running parts.

    Attributes:
        bolt: the Slack app, with all listeners.
        words: the table behind `/coach`.
        deliverer: makes and posts pages.
        workers: the pool on which work goes on after Slack was answered.
        collector: pulls telemetry.
    """

    bolt: factory.App
    words: Words
    deliverer: Deliverer
    workers: Workers
    collector: Collector
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
        scheduler.add_job(
            prep_jobs.sweep,
            "interval",
            seconds=prep_jobs.SWEEP_SECONDS,
            args=(self.deliverer, self.workers),
        )
        scheduler.add_job(
            collection_jobs.nightly,
            "interval",
            minutes=collection_jobs.WAKE_MINUTES,
            next_run_time=self.clock.now(),
            args=(self.collector, self.clock),
        )
        scheduler.add_job(self.deliverer.inbox.forget, "interval", hours=6)
        scheduler.start()

        def stop() -> None:
            scheduler.shutdown()

        return stop

    def close(self) -> None:
        """Finish what was begun."""
        self.workers.close()
        self.deliverer.database.close()


def build(settings: Settings, clock: Clock) -> Coach:
    """Put everything together.

    Raises:
        OperatorError: a file, a token or the database cannot be used; the message says which.
    """
    configured = configure(settings.coach_config)
    if settings.slack_bot_token is None:
        raise OperatorError(
            "SLACK_BOT_TOKEN is not set. It is on the app's page: OAuth, bot token."
        )
    database = open_database(settings)
    client = web_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    workers = Workers()
    inbox = Inbox(database, clock)
    roster = configured.roster
    deliverer = Deliverer(database, inbox, roster, configured.playbook, Poster(client), clock)
    bolt, words = factory.build(client, workers), Words()
    prep_slack.Prep(roster, inbox, deliverer, workers).register(bolt, words)
    metrics_slack.register(words)
    words.register(bolt)
    return Coach(bolt, words, deliverer, workers, Collector(database, roster, clock), clock)
