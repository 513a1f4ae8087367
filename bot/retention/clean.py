"""Deletes what was kept for as long as the policy says: rows, the keys of records, messages in Slack.

Each step deletes a batch a transaction, and writes down in it how much, for the audit. A process that
dies in between loses nothing and repeats nothing: what is left is due the next time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import log
from bot.audit.noted import Act, Noted
from bot.audit.trail import Trail
from bot.clock import Clock
from bot.db import Database, Session
from bot.delivery.remove import Remover
from bot.retention.tell import Reports
from bot.sealing.store import empty_log

EVERY_HOURS = 6
"""Deletion is a matter of days; several times a day, so that a night in which nothing ran is made up."""
_log = log.get("retention")


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of thing that is deleted.

    Attributes:
        name: what it is called in the audit; `bot.retention.words` has a sentence for it.
        delete: deletes a batch of what is over at an instant; returns how much.
    """

    name: str
    delete: Callable[[Session, datetime], int]


@dataclass(frozen=True, slots=True)
class Cleaning:
    """Deletes.

    Attributes:
        remover: takes messages out of Slack.
        reports: tells the stewards each month.
        steps: what is deleted, in this order.
    """

    database: Database
    trail: Trail
    remover: Remover
    reports: Reports
    clock: Clock
    steps: Sequence[Step]

    def run(self) -> Mapping[str, int]:
        """Delete all whose time is over; return how much of each kind was."""
        now = self.clock.now()
        done = {step.name: self._all_of(step, now) for step in self.steps}
        self.remover.sweep()
        empty_log(self.database)
        with self.database.write() as session:
            self.reports.plan_months(session, now)
        deleted = {name: number for name, number in done.items() if number}
        if deleted:
            _log.info("deleted", **deleted)
        return deleted

    def _all_of(self, step: Step, now: datetime) -> int:
        total = 0
        while True:
            with self.database.write() as session:
                number = step.delete(session, now)
                if number:
                    told = {"what": step.name, "number": number}
                    self.trail.note(session, Noted(Act.DELETED, details=told))
            total += number
            if not number:
                return total
