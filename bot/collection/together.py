"""Which groups a pull can speak of, and what of them may be stored beside what is stored already.

A group's week is decided once: by the first run after it is over. From then on neither its figure
changes, nor does one appear; and a team of it that had no figure then gets none later. Otherwise
what a source adds or corrects afterwards would make a difference that tells of a few people.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.metrics import catalogue
from bot.metrics.aggregate import WeeklyAggregate
from bot.metrics.comparable import WORKING_DAYS
from bot.metrics.fold import SETTLES_AFTER
from bot.metrics.store import Told
from bot.metrics.together import Together
from bot.metrics.week import Week
from bot.teams.roster import Roster, Team


def complete(roster: Roster, source: str, asked: Collection[Team]) -> Iterator[Together]:
    """Yield the groups that can be added up in a run: it must ask for all teams of the source.

    Of a team that is not asked for nothing is known, and so neither who of a group stands behind its
    figure too.

    Args:
        roster: who is in which team, and which teams are in which group.
        source: the source's name.
        asked: the teams that have telemetry from it and are asked for.
    """
    ids = {team.id for team in asked}
    if any(team.id not in ids and team.scopes_of(source) for team in roster.teams):
        return
    for group in roster.groups:
        mine = [team for team in roster.teams_in(group) if team.id in ids]
        if mine:
            people = {member.slack for team in mine for member in team.members}
            yield Together(
                id=group.id,
                headcounts={team.id: team.headcount for team in mine},
                headcount=len(people),
                is_apart=all(len(roster.teams_of_member(user)) == 1 for user in people),
            )


def batches(
    teams: Sequence[Team], groups: Sequence[Together]
) -> Iterator[tuple[Together | None, list[Team]]]:
    """Yield the teams that are stored in one transaction: those of a group with it, others alone."""
    by_id = {team.id: team for team in teams}
    for group in groups:
        yield group, [by_id.pop(name) for name in group.headcounts]
    yield from ((None, [team]) for team in by_id.values())


@dataclass(frozen=True, slots=True)
class Beside:
    """What was stored before a run, that what it brings must not be subtracted from.

    Attributes:
        told: of whom, which week and which metric a figure of people can have been seen.
        groups: the ids of all groups.
        group: the id of the group that is meant; "" for none.
        decided: the first week of that group that is not decided yet; None: none of its weeks is.
    """

    told: Told
    groups: Collection[str]
    group: str = ""
    decided: Week | None = None

    def of_team(
        self, team: str, rows: Iterable[WeeklyAggregate], since: Week | None
    ) -> list[WeeklyAggregate]:
        """Return what may be stored of a team: no figure for a week whose group was told without it.

        Args:
            team: the team's id.
            rows: what may be stored otherwise.
            since: the first week in which the team is counted as it is now; None: all weeks.
        """
        return [row for row in rows if not self._is_closed(team, row, since)]

    def _is_closed(self, team: str, row: WeeklyAggregate, since: Week | None) -> bool:
        monday = row.week.monday
        if (team, monday, row.metric) in self.told:
            return False
        if since is not None and row.week < since:
            return any((group, monday, row.metric) in self.told for group in self.groups)
        is_decided = self.decided is not None and row.week < self.decided
        return is_decided and (self.group, monday, row.metric) in self.told

    def of_group(
        self, teams: Sequence[str], rows: Iterable[WeeklyAggregate], made: Told, since: Week | None
    ) -> list[WeeklyAggregate]:
        """Return what may be stored of a group.

        Left out are the weeks that are decided, and those of which a team's figure was seen that is
        stored no more: it can be subtracted by whoever remembers it.

        Args:
            teams: the ids of its teams.
            rows: what may be stored otherwise.
            made: what the run itself tells of the teams.
            since: the first week that is not decided, and in which all teams are counted as they are
                now; None: all weeks.
        """
        gone = {(monday, metric) for team, monday, metric in self.told - made if team in teams}
        return [
            row
            for row in rows
            if not catalogue.get(row.metric).from_people
            or ((since is None or row.week >= since) and (row.week.monday, row.metric) not in gone)
        ]


def made(rows: Iterable[WeeklyAggregate]) -> Told:
    """Return of which team, week and metric a run tells a figure."""
    return {(row.team, row.week.monday, row.metric) for row in rows if not row.service}


def undecided(
    rows: Iterable[WeeklyAggregate], running: Week, ends: datetime, now: datetime
) -> Week:
    """Return the first week that is still to be decided after a run.

    The last one waits while the source has not answered for enough of its days to show anything of
    it, but no longer than sources take to correct themselves.

    Args:
        rows: what the run tells of the group's teams.
        running: the week that is not over yet.
        ends: when the week before it ended.
        now: the time of the run.
    """
    last = running.plus(-1)
    days = [row.days_covered for row in rows if row.week == last]
    can_be_seen = bool(days) and max(days) >= WORKING_DAYS
    return running if can_be_seen or ends + SETTLES_AFTER <= now else last


def latest(weeks: Iterable[Week | None]) -> Week | None:
    """Return the latest of some weeks; None where there is none."""
    return max((week for week in weeks if week is not None), default=None)
