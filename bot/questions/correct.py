"""Corrections: a number that was wrong is collected anew, and how it read before is kept.

The row is the schedule: it is written with the answer, and it is due until the figure after it
stands there. Collecting the same weeks twice leaves the same weeks, so a process that dies on the
way is simply followed by another.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import log
from bot.clock import Clock
from bot.db import Connection, Database, Session
from bot.questions import store
from bot.questions.store import Correction

LEASE = timedelta(minutes=15)
"""After so long the process that took a correction up has died."""
RETRY = timedelta(minutes=30)
"""How long a source that did not answer is left alone."""
_log = log.get("questions")

Figure = Callable[[Connection, str, str, datetime], str]
"""Says how a team's number reads: by the ids of team and metric, at an instant."""
Recollect = Callable[[str], bool]
"""Collects a team's weeks anew; False where a source did not answer."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """Keeps corrections, and collects what they are about."""

    database: Database
    clock: Clock
    figure: Figure
    recollect: Recollect

    def begin(self, session: Session, team: str, metric: str, question: str) -> None:
        """Write down how a number reads, and that its weeks are to be collected anew.

        Args:
            session: the transaction of the answer.
            team: whose number.
            metric: which number.
            question: upon which question.
        """
        now = self.clock.now()
        before = self.figure(session.connection(), team, metric, now)
        made = Correction(uuid.uuid4().hex, team, metric, question, now, before)
        store.correct(session, made, due_at=now)

    def work(self) -> int:
        """Collect what is due; return how many corrections are done."""
        done = 0
        while (taken := self._take()) is not None:
            done += self._collect(taken)
        return done

    def _take(self) -> Correction | None:
        now = self.clock.now()
        with self.database.read() as connection:
            if not store.is_correction_due(connection, now):
                return None
        with self.database.write() as session:
            return store.claim_correction(session, now, now + LEASE)

    def _collect(self, taken: Correction) -> bool:
        is_done = self.recollect(taken.team)
        now = self.clock.now()
        with self.database.write() as session:
            if is_done:
                after = self.figure(session.connection(), taken.team, taken.metric, now)
                store.corrected(session, taken.id, after)
            else:
                store.put_off_correction(session, taken.id, now + RETRY)
        _log.info("number_collected_anew", team=taken.team, metric=taken.metric, done=is_done)
        return is_done
