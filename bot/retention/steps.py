"""What is deleted and when: the policy's periods, and the few that are the same everywhere."""

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.audit.trail import Trail
from bot.commitments.leave import Leaving
from bot.context import store as context_store
from bot.db import Session
from bot.delivery import outbox_store, removal_store, status_store
from bot.delivery.outbox import KEPT as MESSAGES_KEPT, SILENT
from bot.metrics import store as metrics_store
from bot.people import store as people_store
from bot.questions import store as questions_store
from bot.questions.keep import Questions
from bot.retention.clean import Step
from bot.teams import months
from bot.teams.policy import Retention


def steps(
    retention: Callable[[], Retention],
    trail: Trail,
    leaving: Leaving,
    questions: Questions,
    *,
    shown_in_channels: Iterable[str],
    more: Iterable[Step] = (),
) -> tuple[Step, ...]:
    """Return them, the audit last, so that it tells of all others first.

    Args:
        retention: returns how long things are kept by the policy that is in force.
        trail: the audit.
        leaving: deletes records whose time is over.
        questions: deletes questions whose time is over.
        shown_in_channels: the kinds of messages that show the numbers of teams.
        more: what other capabilities keep.
    """
    kinds = tuple(shown_in_channels)

    def weeks(session: Session, now: datetime) -> int:
        return metrics_store.forget_before(session, months.before(now, retention().weeks).date())

    def markers(session: Session, now: datetime) -> int:
        return context_store.forget_before(session, months.before(now, retention().weeks).date())

    def corrections(session: Session, now: datetime) -> int:
        return questions_store.forget_corrections(session, months.before(now, retention().weeks))

    def pages(session: Session, now: datetime) -> int:
        instant = months.before(now, retention().weeks)
        return removal_store.remove_older(session, instant, kinds, now)

    def messages(session: Session, now: datetime) -> int:
        status_store.forget_beats(session, now - SILENT)
        removal_store.remove_sent_before(session, now - MESSAGES_KEPT, now)
        return outbox_store.forget_before(session, now - MESSAGES_KEPT)

    def people(session: Session, now: datetime) -> int:
        return people_store.forget_unheard(session, months.before(now, retention().conversations))

    def audit(session: Session, now: datetime) -> int:
        return trail.trim(session, months.before(now, retention().audit))

    return (
        Step("weeks", weeks),
        Step("markers", markers),
        Step("corrections", corrections),
        Step("pages", pages),
        Step("records", lambda session, _now: leaving.delete_due(session)),
        Step("questions", lambda session, _now: questions.delete_due(session)),
        *more,
        Step("messages", messages),
        Step("people", people),
        Step("audit", audit),
    )
