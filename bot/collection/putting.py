"""Puts what one pull brought in place of what was stored, in the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.collection import store, together
from bot.collection.basis import fingerprint, fingerprint_together
from bot.collection.pull import Pull
from bot.collection.together import Beside
from bot.db import Session
from bot.metrics import store as weeks
from bot.metrics.aggregate import Stretch, WeeklyAggregate
from bot.metrics.together import Together
from bot.metrics.week import Week
from bot.sources.source import Report
from bot.teams.roster import Roster, Team


@dataclass(frozen=True, slots=True)
class Brought:
    """What a pull brought.

    Attributes:
        rows: what may be stored, by team or group.
        said: one line on it, for whoever runs Coach.
    """

    roster: Roster
    pull: Pull
    report: Report
    rows: Mapping[str, Sequence[WeeklyAggregate]]
    said: str

    def put(self, session: Session, teams: Sequence[Team], group: Together | None) -> None:
        """Store the weeks of some teams, and of the group that they make, with their cursors.

        Args:
            session: the transaction.
            teams: all teams of the group, or a single team.
            group: the group; None where not all of it was asked for, or there is none.
        """
        beside = self._beside(session, teams)
        sinces = [self._put_team(session, team, beside) for team in teams]
        if group is not None:
            self._put_group(session, group, teams, beside, together.latest(sinces))

    def _beside(self, session: Session, teams: Sequence[Team]) -> Beside:
        groups, source = [group.id for group in self.roster.groups], self.pull.source
        if not groups:
            return Beside(set(), ())
        ids = [team.id for team in teams]
        first = min(self.pull.first[name] for name in ids)
        told = weeks.told(session, source, [*ids, *groups], first)
        mine = self.roster.group_of(teams[0])
        if mine is None:
            return Beside(told, groups)
        return Beside(told, groups, mine.id, store.decided_until(session, mine.id, source))

    def _put_team(self, session: Session, team: Team, beside: Beside) -> Week | None:
        """Store a team's weeks; return since which week it is counted as it is now."""
        pull = self.pull
        since = store.counted_since(
            session,
            team=team.id,
            source=pull.source,
            counted_with=fingerprint(team, pull.source, self.roster.sources[pull.source]),
            running=Week.containing(pull.now, pull.zones[team.id]),
            now=pull.now,
        )
        found = beside.of_team(team.id, self.rows.get(team.id, ()), since)
        stretch = pull.stretch(team.id, self.report)
        self._replace(session, stretch, found, since)
        return since

    def _put_group(
        self,
        session: Session,
        group: Together,
        teams: Sequence[Team],
        beside: Beside,
        since: Week | None,
    ) -> None:
        """Store a group's weeks.

        Args:
            session: the transaction.
            group: whose.
            teams: its teams.
            beside: what was stored before the run.
            since: the first week in which all of its teams are counted as they are now.
        """
        pull, names = self.pull, list(group.headcounts)
        running = pull.running(names)
        decided = store.counted_since(
            session,
            team=group.id,
            source=pull.source,
            counted_with=fingerprint_together(
                group.id, teams, pull.source, self.roster.sources[pull.source]
            ),
            running=running,
            now=pull.now,
        )
        told = [row for name in names for row in self.rows.get(name, ())]
        since = together.latest((since, decided))
        found = beside.of_group(names, self.rows.get(group.id, ()), together.made(told), since)
        self._replace(session, pull.shared(group.id, names, self.report), found, since)
        ends = running.starts(pull.zone_of(names))
        until = together.undecided(told, running, ends, pull.now)
        store.decide(session, group.id, pull.source, until, pull.now)

    def _replace(
        self,
        session: Session,
        stretch: Stretch,
        found: Sequence[WeeklyAggregate],
        since: Week | None,
    ) -> None:
        now = self.pull.now
        weeks.replace(session, stretch, found, now, since)
        store.succeeded(
            session,
            team=stretch.team,
            source=stretch.source,
            since=self.pull.window.start,
            until=now,
            history_starts=self.report.history_starts,
            outcome="ok" if found else "empty",
            said=self.said,
        )
