"""From the rows that say when each team's next digest is due to messages in the outbox.

One transaction puts a digest into the outbox and writes down when the next one is due, so a process
that dies in between leaves both or neither, and any number of processes may do this at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot import log
from bot.clock import Clock
from bot.db import Database, Session
from bot.delivery.outbox import Outbox
from bot.digest import managers, store
from bot.digest.deliver import Digests
from bot.digest.kinds import Reason
from bot.digest.schedule import Period, Schedule
from bot.digest.store import Planned, Stored
from bot.pilot import store as pilots
from bot.pilot.state import Stage
from bot.signals.gather import is_small
from bot.teams.roster import Roster, Team

BATCH = 100
RECONCILES = timedelta(hours=1)
"""How often the rows are compared with `coach.yml`, which another process may have newer."""
_log = log.get("digest")


@dataclass
class Planner:
    """Plans the digests of all teams."""

    database: Database
    outbox: Outbox
    roster: Roster
    clock: Clock
    _reconciled_at: datetime | None = field(default=None, init=False)

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
            if known.get(team.id) != self._schedule(team).fingerprint()
        ]
        for start in range(0, len(changed), BATCH):
            self._plan_anew(changed[start : start + BATCH], now)
        gone = known.keys() - self.roster.by_id.keys()
        if gone:
            with self.database.write() as session:
                store.remove(session, gone)
        self._reconciled_at = now
        if changed or gone:
            _log.info("digests_reconciled", changed=len(changed), gone=len(gone))
        return len(changed) + len(gone)

    def queue(self) -> int:
        """Put digests that are due into the outbox, a batch of them; return how many were due."""
        now = self.clock.now()
        with self.database.write() as session:
            due = store.claim_due(session, now, BATCH)
            self._write(session, [(one, self._moved_on(session, one, now)) for one in due])
        if due:
            _log.info("digests_planned", number=len(due))
        return len(due)

    def ensure(self, session: Session, team: Team) -> Stored | None:
        """Return what is stored of a team's digests, which is planned first if it was not.

        None: the team does not work on any day for a year.
        """
        found = store.get(session, team.id)
        if found is not None:
            return found
        planned = self._anew(team, None, self.clock.now())
        if planned is None:
            return None
        store.add(session, [planned])
        return store.get(session, team.id)

    def _schedule(self, team: Team) -> Schedule:
        return Schedule.of(team, self.roster.digest_of(team))

    def _plan_anew(self, teams: Sequence[Team], now: datetime) -> None:
        with self.database.write() as session:
            known = {one.planned.team: one for one in store.lock(session, [t.id for t in teams])}
            new = [self._anew(team, None, now) for team in teams if team.id not in known]
            store.add(session, [one for one in new if one is not None])
            self._write(
                session,
                [
                    (known[team.id], self._anew(team, known[team.id], now))
                    for team in teams
                    if team.id in known
                ],
            )

    @staticmethod
    def _write(session: Session, done: Sequence[tuple[Stored, Planned | None]]) -> None:
        store.plan(session, [planned for _, planned in done if planned is not None])
        store.remove(session, [one.planned.team for one, planned in done if planned is None])

    def _has_none(self, session: Session, team: Team) -> bool:
        """Say whether a team gets no digest at all, so that nobody misses one that does not come."""
        return is_small(self.roster, team) or pilots.stage(session, team.id) is Stage.OFF

    def _anew(self, team: Team, stored: Stored | None, now: datetime) -> Planned | None:
        """Plan a team's next digest by what `coach.yml` says now; None: it never works.

        Where the schedule still has the digest that was next, that one stays the next: nothing is
        left out and nothing comes twice when its day or hour is changed.
        """
        schedule = self._schedule(team)
        return _working(
            team,
            schedule,
            lambda: (stored and schedule.named(stored.planned.period)) or schedule.first_after(now),
        )

    def _moved_on(self, session: Session, stored: Stored, now: datetime) -> Planned | None:
        """Put a digest that is due into the outbox, and return the next; None: there is none."""
        team = self.roster.by_id.get(stored.planned.team)
        if team is None:
            return None
        schedule = self._schedule(team)
        if schedule.fingerprint() != stored.planned.schedule:
            return self._anew(team, stored, now)
        period = schedule.named(stored.planned.period)
        if period is None:
            return self._anew(team, None, now)
        if not stored.is_off and now < period.until:
            Digests.put(self.outbox, session, team, period.name, period.until)
        elif not stored.is_off and not self._has_none(session, team):
            managers.tell(self.outbox, session, team, period.name, Reason.SKIPPED)
        return _working(team, schedule, lambda: schedule.following(period, now))


def _working(team: Team, schedule: Schedule, wanted: Callable[[], Period]) -> Planned | None:
    """Return a planned digest; None where the team does not work on any day for a year."""
    try:
        period = wanted()
    except ValueError:
        _log.warning("team_never_works", team=team.id)
        return None
    return Planned(team.id, schedule.fingerprint(), period.name, period.due_at)
