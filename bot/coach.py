"""The running bot: its parts, and what wakes them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from functools import partial

from bot.clock import Clock
from bot.collection import jobs as collection_jobs
from bot.collection.collect import Collector
from bot.commitments import jobs as commitment_jobs
from bot.commitments.follow_up import Nudges
from bot.commitments.keep import Records
from bot.commitments.leave import Leaving
from bot.decisions import jobs as decision_jobs
from bot.decisions.keep import Decisions
from bot.delivery.outbox import Outbox
from bot.digest import jobs as digest_jobs
from bot.digest.plan import Planner
from bot.effects import jobs as effects_jobs
from bot.effects.plan import Planner as EffectsPlanner
from bot.home import jobs as home_jobs
from bot.home.publish import Homes
from bot.individual import jobs as individual_jobs
from bot.individual.act import Acts as IndividualActs
from bot.pilot.keep import Pilots
from bot.policy import jobs as policy_jobs
from bot.policy.keep import Keeper
from bot.prep import jobs as prep_jobs
from bot.prep.deliver import Deliverer
from bot.privacy import jobs as privacy_jobs
from bot.privacy.erase import Erasing
from bot.questions import jobs as question_jobs
from bot.questions.keep import Questions
from bot.retention import jobs as retention_jobs
from bot.retention.clean import Cleaning
from bot.slack.factory import App
from bot.slack.words import Words
from bot.slack.work import Workers

_SOON = 10
"""Wake-ups that come again within so many seconds need not come at once too."""


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
        questions: what people of a team doubt.
        decisions: what teams want to improve.
        pilots: how teams try Coach.
        digests: plans what the teams' channels get.
        individual: what people may ask and share of one person.
        effects: plans the reports about unintended effects.
        homes: shows people their Home tabs.
        cleaning: deletes what was kept for as long as the policy says.
        erasing: forgets people who ask for it.
        keeper: puts a change of the policy in force when its day has come.
    """

    bolt: App
    words: Words
    deliverer: Deliverer
    workers: Workers
    urgent: Workers
    collector: Collector
    outbox: Outbox
    nudges: Nudges
    records: Records
    leaving: Leaving
    questions: Questions
    decisions: Decisions
    pilots: Pilots
    digests: Planner
    individual: IndividualActs
    effects: EffectsPlanner
    homes: Homes
    cleaning: Cleaning
    erasing: Erasing
    keeper: Keeper
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
        for job, every in self._wake_ups():
            at_once = {"next_run_time": self.clock.now()} if every > _SOON else {}
            scheduler.add_job(job, "interval", seconds=every, **at_once)
        scheduler.start()

        def stop() -> None:
            self.outbox.close()
            scheduler.shutdown()

        return stop

    def _wake_ups(self) -> Iterator[tuple[Callable[[], object], int]]:
        """Yield each wake-up, and after how many seconds it comes again."""
        hours = retention_jobs.EVERY_HOURS * 3600
        yield partial(prep_jobs.sweep, self.deliverer, self.workers), prep_jobs.SWEEP_SECONDS
        yield (
            partial(commitment_jobs.sweep, self.nudges, self.outbox),
            commitment_jobs.SWEEP_SECONDS,
        )
        yield partial(decision_jobs.wake, self.decisions), decision_jobs.EVERY_SECONDS
        yield partial(digest_jobs.plan, self.digests), digest_jobs.EVERY_SECONDS
        yield partial(individual_jobs.sweep, self.individual), individual_jobs.SWEEP_SECONDS
        yield partial(policy_jobs.wake, self.keeper), policy_jobs.EVERY_SECONDS
        yield partial(effects_jobs.plan, self.effects), effects_jobs.EVERY_SECONDS
        yield partial(home_jobs.sweep, self.homes), home_jobs.SWEEP_SECONDS
        yield partial(retention_jobs.clean, self.cleaning), hours
        yield partial(retention_jobs.take_out, self.cleaning.remover), retention_jobs.SWEEP_SECONDS
        yield partial(privacy_jobs.sweep, self.erasing), privacy_jobs.SWEEP_SECONDS
        yield partial(question_jobs.correct, self.questions), question_jobs.CORRECT_SECONDS
        yield self.deliverer.inbox.forget, hours
        yield (
            partial(collection_jobs.nightly, self.collector, self.clock),
            collection_jobs.WAKE_MINUTES * 60,
        )

    def close(self) -> None:
        """Finish what was begun."""
        self.outbox.close()
        self.urgent.close()
        self.workers.close()
        self.individual.live.workers.close()
        self.deliverer.database.close()
