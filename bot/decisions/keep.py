"""Keeps what teams have decided: saves it, ends it, and lets people know in time."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot import log
from bot.approvals.keep import Approvals
from bot.clock import Clock
from bot.db import Database, Session
from bot.decisions import kinds, store
from bot.decisions.carried import Seen
from bot.decisions.decision import LAST_DAYS, Decision
from bot.decisions.store import Stored
from bot.delivery import outbox_store
from bot.delivery.outbox import Outbox
from bot.people.hours import at
from bot.teams.belonging import people_of
from bot.teams.roster import Roster, Team

BATCH = 100
_DAY = timedelta(days=1)
_log = log.get("decisions")


@dataclass(frozen=True, slots=True)
class Decisions:
    """Keeps decisions, one a team.

    Attributes:
        approvals: asks the stewards for what is new to a team.
        on_changed: called with a team's people, who see its decision, wherever that changes.
    """

    database: Database
    outbox: Outbox
    roster: Roster
    clock: Clock
    approvals: Approvals
    on_changed: Callable[[Session, Collection[str]], None]

    def today(self, team: Team) -> date:
        """Return the team's own day."""
        return self.clock.now().astimezone(team.zone).date()

    def save(
        self, session: Session, team: Team, decision: Decision, seen: Seen, asker: str
    ) -> bool:
        """Put a decision in the place of the one that somebody had before their eyes.

        A change keeps the decision's id; what is named after the end of another is a new one. Where
        it rests on a metric that is new to the team, the stewards are asked.

        Args:
            session: the transaction.
            team: whose decision.
            decision: what it says.
            seen: what was named when the form was opened.
            asker: who saves it; kept only until a steward has answered, if one is asked at all.

        Returns:
            False, with nothing changed, if by now there is another one.
        """
        old, now = store.lock(session, team.id), self.clock.now()
        if Seen.of(team.id, old) != seen:
            return False
        if old is None:
            made = Stored(uuid.uuid4().hex, team.id, decision, 0, _week_before(team, decision))
            if not store.add(session, made, now):
                return False
        else:
            store.replace(session, old, self._instead(session, team, old, decision))
        self.approvals.ask(session, team.id, decision.metrics, asker)
        self.on_changed(session, people_of(team))
        return True

    def end(self, session: Session, team: Team, seen: Seen) -> None:
        """End the decision that somebody had before their eyes; another one by now stays as it is."""
        old = store.lock(session, team.id)
        if old is not None and Seen.of(team.id, old) == seen:
            store.remove(session, old.id)
            self._call_off(session, old)
            self.approvals.withdraw(session, team.id)
            self.on_changed(session, people_of(team))

    def wake(self) -> int:
        """Let people know of decisions that end soon, or are over; return how many were due."""
        now = self.clock.now()
        with self.database.write() as session:
            due = store.claim_due(session, now, BATCH)
            for one in due:
                store.wait(session, one.id, self._woken(session, one, now))
        if due:
            _log.info("decisions_looked_at", number=len(due))
        return len(due)

    def _instead(self, session: Session, team: Team, old: Stored, decision: Decision) -> Stored:
        goes_on = self.today(team) <= old.decision.until
        if not goes_on or decision.until != old.decision.until:
            self._call_off(session, old)
        return Stored(
            id=old.id if goes_on else uuid.uuid4().hex,
            team=team.id,
            decision=decision,
            changes=old.changes + 1,
            due_at=_week_before(team, decision),
        )

    def _call_off(self, session: Session, old: Stored) -> None:
        """Take back what managers were to be told of an end that is another now."""
        about = (kinds.DECISION_ENDS,)
        outbox_store.cancel(session, now=self.clock.now(), subject=old.id, kinds=about)

    def _woken(self, session: Session, one: Stored, now: datetime) -> datetime | None:
        """Do what is due about a decision; return when something is due next, None: never."""
        team, decision = self.roster.by_id.get(one.team), one.decision
        if team is None:  # Whoever mends coach.yml brings it back.
            return now + _DAY if now.date() <= decision.until else None
        today = self.today(team)
        self.on_changed(session, people_of(team))
        if today > decision.until:
            self.approvals.withdraw(session, team.id)
            return None
        if not decision.ends_soon(today):  # The team has moved to another zone.
            return _week_before(team, decision)
        for manager in team.managers:
            self.outbox.put(
                session,
                key=(one.id, decision.until.isoformat(), manager),
                kind=kinds.DECISION_ENDS,
                recipient=manager,
                subject=one.id,
                details={"team": team.id, "until": decision.until.isoformat()},
            )
        return at(team.zone, decision.until + _DAY, time.min)


def _week_before(team: Team, decision: Decision) -> datetime:
    return at(team.zone, decision.until - LAST_DAYS, time.min)
