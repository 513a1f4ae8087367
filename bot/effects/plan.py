"""From the rows that say what is due of each team to questions and reports in the outbox.

One transaction does what is due and writes down what is due next, so a process that dies in between
leaves both or neither, and any number of processes may do this at once.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot import log
from bot.audit.noted import Act, Noted
from bot.audit.trail import Trail
from bot.clock import Clock
from bot.db import Database, Session
from bot.effects import kinds, pulse, store
from bot.effects.gather import Gathering
from bot.effects.schedule import Due, Quarter, Schedule, Step
from bot.effects.store import Planned
from bot.effects.tell import Telling
from bot.sealing.store import empty_log
from bot.sealing.vault import Vault
from bot.teams.roster import Roster, Team

BATCH = 10
"""Teams in a transaction: a report takes as long as a page."""
RECONCILES = timedelta(hours=1)
"""How often the rows are compared with `coach.yml`, which another process may have newer."""
_log = log.get("effects")


@dataclass
class Planner:
    """Plans the questions and reports of all teams."""

    database: Database
    vault: Vault
    trail: Trail
    telling: Telling
    clock: Clock
    _reconciled_at: datetime | None = field(default=None, init=False)

    @property
    def roster(self) -> Roster:
        """Who is in which team."""
        return self.telling.roster

    def reconcile(self) -> int:
        """Let there be a row for each team of `coach.yml`, planned as it says; return what changed.

        A team that is new owes nothing from the past. This process does so at its start and once an
        hour; otherwise it returns at once.
        """
        now = self.clock.now()
        if self._reconciled_at is not None and now < self._reconciled_at + RECONCILES:
            return 0
        with self.database.read() as connection:
            known = store.schedules(connection)
        changed = [
            team
            for team in self.roster.teams
            if known.get(team.id) != Schedule.of(team).fingerprint()
        ]
        gone = known.keys() - self.roster.by_id.keys()
        if changed or gone:
            with self.database.write() as session:
                self._plan_anew(session, changed, now)
                for one in store.lock(session, gone):
                    self._forget(session, one.team, one.due.quarter)
                store.remove(session, gone)
            _log.info("effects_reconciled", changed=len(changed), gone=len(gone))
        self._reconciled_at = now
        return len(changed) + len(gone)

    def queue(self) -> int:
        """Do what is due, of a few teams; return of how many."""
        now = self.clock.now()
        with self.database.write() as session:
            due = store.claim_due(session, now, BATCH)
            for one in due:
                planned = self._moved_on(session, one, now)
                if planned is None:
                    self._forget(session, one.team, one.due.quarter)
                    store.remove(session, [one.team])
                else:
                    store.plan(session, planned)
        if due:
            _log.info("effects_planned", number=len(due))
        if any(one.due.step is Step.REPORT for one in due):
            empty_log(self.database)
        return len(due)

    def _plan_anew(self, session: Session, teams: list[Team], now: datetime) -> None:
        known = {one.team: one for one in store.lock(session, [team.id for team in teams])}
        for team in teams:
            schedule, stored = Schedule.of(team), known.get(team.id)
            planned = _planned(team, schedule, _wanted(schedule, stored, now))
            if stored is None and planned is not None:
                store.add(session, [planned])
            elif planned is not None:
                store.plan(session, planned)
            elif stored is not None:
                store.remove(session, [team.id])

    def _moved_on(self, session: Session, stored: Planned, now: datetime) -> Planned | None:
        """Do what is due of a team, and return what is due next; None: there is nothing."""
        team, due = self.roster.by_id.get(stored.team), stored.due
        if team is None:
            return None
        schedule = Schedule.of(team)
        if schedule.fingerprint() != stored.schedule:
            return _planned(team, schedule, lambda: schedule.again(due))
        if due.step is Step.PULSE:
            self._ask(session, team, due.quarter, now)
            return _planned(team, schedule, lambda: schedule.asked(due.quarter))
        if not schedule.is_too_late(due.quarter, now):
            self._report(session, team, due.quarter, now)
        self._forget(session, team.id, due.quarter)
        return _planned(team, schedule, lambda: schedule.following(due.quarter, now))

    def _ask(self, session: Session, team: Team, quarter: Quarter, now: datetime) -> None:
        """Plan the questions. The key is made here, for one made with the first answer would tell when."""
        people = pulse.asked(team, self.roster.organisation.minimum_group)
        if people:
            self.vault.key(session, pulse_key(team.id, quarter.name), now)
        for user in people:
            self.telling.outbox.put(
                session,
                key=(team.id, quarter.name, user),
                kind=kinds.PULSE,
                recipient=user,
                subject=kinds.subject(team.id, quarter.name),
                details={"team": team.id, "quarter": quarter.name},
            )

    def _report(self, session: Session, team: Team, quarter: Quarter, now: datetime) -> None:
        is_asked = self.vault.exists(session, pulse_key(team.id, quarter.name))
        made = Gathering(session, self.roster, now).report(team, quarter, is_asked=is_asked)
        store.keep(session, team.id, made, now)
        self.telling.put(session, team, quarter.name)
        about = {"quarter": quarter.name}
        self.trail.note(session, Noted(Act.EFFECTS_REPORTED, team=team.id, details=about))

    def _forget(self, session: Session, team: str, quarter: Quarter) -> None:
        """Delete for good what was answered, and the key that the marks were made with."""
        store.forget_answers(session, team, quarter.name)
        self.vault.destroy(session, pulse_key(team, quarter.name))


def pulse_key(team: str, quarter: str) -> str:
    """Return the record whose key the marks of a team's answers are made with."""
    return f"pulse:{team}:{quarter}"


def _wanted(schedule: Schedule, stored: Planned | None, now: datetime) -> Callable[[], Due]:
    """Return what finds out what is due next by a schedule that is new."""
    if stored is None:
        return lambda: schedule.first_after(now)
    return lambda: schedule.again(stored.due)


def _planned(team: Team, schedule: Schedule, wanted: Callable[[], Due]) -> Planned | None:
    """Return what is due; None where the team does not work on any day for a year."""
    try:
        due = wanted()
    except ValueError:
        _log.warning("team_never_works", team=team.id)
        return None
    return Planned(team.id, schedule.fingerprint(), due)
