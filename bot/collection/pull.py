"""One pull of one source: which weeks to ask for, and what comes of the answer. Stores nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from bot.metrics.aggregate import Stretch, WeeklyAggregate
from bot.metrics.fold import Coverage, Fold, Frame
from bot.metrics.together import Adding, Together
from bot.metrics.trend import BASELINE, SPAN
from bot.metrics.week import Week
from bot.sources.registry import source_class
from bot.sources.source import (
    NO_TOKENS,
    Calendar,
    Report,
    Source,
    TeamScope,
    Tokens,
    Window,
)
from bot.teams.roster import Roster, Team

FIRST_WEEKS = BASELINE + SPAN
"""Weeks that the first collection asks for: all that a trend looks at; the running one comes too."""
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Pull:
    """Some teams' weeks from one source.

    Attributes:
        source: the source's name.
        zones: on whose calendar each team's weeks are cut.
        first: the first week asked for, by team.
        now: the time of the run, where the window ends.
    """

    source: str
    zones: Mapping[str, ZoneInfo]
    first: Mapping[str, Week]
    now: datetime

    @property
    def window(self) -> Window:
        """The earliest start of all teams, until now."""
        return Window(
            min(self.first[team].starts(zone) for team, zone in self.zones.items()), self.now
        )

    def stretch(self, team: str, report: Report) -> Stretch:
        """Return the weeks that this pull can speak of as a whole.

        A week that began before the source's memory does is left as it was stored before.
        """
        zone, first = self.zones[team], self.first[team]
        last = Week.containing(self.now, zone)
        known = report.history_starts
        if known is not None and first.starts(zone) < known:
            begun = Week.containing(known, zone)
            first = begun if begun.starts(zone) == known else begun.plus(1)
        return Stretch(team, self.source, first, last)

    def zone_of(self, teams: Iterable[str]) -> ZoneInfo:
        """Return on whose calendar some teams' weeks end last."""
        running = Week.containing(self.now, _UTC)
        return max((self.zones[team] for team in teams), key=running.ends)

    def running(self, teams: Iterable[str]) -> Week:
        """Return the first week that is not over for all of some teams."""
        return Week.containing(self.now, self.zone_of(teams))

    def shared(self, group: str, teams: Collection[str], report: Report) -> Stretch:
        """Return the weeks that this pull can speak of as a whole for all of some teams, and that are over."""
        stretches = [self.stretch(team, report) for team in teams]
        first = max(one.first for one in stretches)
        return Stretch(group, self.source, first, self.running(teams).plus(-1))


def plan(
    roster: Roster,
    name: str,
    teams: Sequence[Team],
    cursors: Mapping[str, datetime | None],
    back_fill: int | None,
    now: datetime,
) -> Pull:
    """Decide which weeks to ask for, always whole ones.

    Args:
        roster: which source is of which kind.
        name: the source's name.
        teams: the teams that have telemetry from it.
        cursors: up to when each team was collected before.
        back_fill: weeks to look back, whatever the cursors say; None: from the cursors.
        now: the time of the run.
    """
    kind = source_class(roster.sources[name].kind)
    zones = {team.id: _UTC if kind.calendar is Calendar.UTC else team.zone for team in teams}
    first = {}
    for team, zone in zones.items():
        cursor = cursors.get(team)
        if back_fill is None and cursor is not None:
            first[team] = Week.containing(min(cursor, now) - kind.trailing, zone)
        else:
            first[team] = Week.containing(now, zone).plus(-(back_fill or FIRST_WEEKS))
    return Pull(name, zones, first, now)


def run(
    roster: Roster,
    pull: Pull,
    teams: Sequence[Team],
    report: Report,
    groups: Sequence[Together] = (),
    tokens: Tokens = NO_TOKENS,
) -> dict[str, list[WeeklyAggregate]]:
    """Ask the source, fold what it says in memory, and return the rows that may be stored.

    Args:
        roster: the source's set-up and the floor.
        pull: what to ask for.
        teams: the teams whose scopes are meant.
        report: is filled in by the source.
        groups: teams to add up, all of which are asked for.
        tokens: what the environment holds for sources.

    Returns:
        the rows by team or group. Those of a group are of weeks that are over.

    Raises:
        TransientError: the source did not answer.
        OperatorError: somebody must mend something first.
    """
    source = made(roster, pull.source, teams, pull.zones, tokens)
    floor = roster.organisation.minimum_group
    zones = {**pull.zones, **{one.id: pull.zone_of(one.headcounts) for one in groups}}
    folding = Fold(Frame(pull.source, zones, pull.first, pull.now, floor))
    folding.add(source.pull(pull.window, report))
    coverage = Coverage(report.history_starts, report.covered, report.watched)
    whole = {team.id: pull.stretch(team.id, report) for team in teams}
    whole |= {one.id: pull.shared(one.id, one.headcounts, report) for one in groups}
    rows = folding.rows(coverage)
    rows |= Adding(folding, dict(rows), coverage, floor).of(groups)
    return {
        team: [row for row in found if whole[team].first <= row.week <= whole[team].last]
        for team, found in rows.items()
    }


def made(
    roster: Roster, name: str, teams: Sequence[Team], zones: Mapping[str, ZoneInfo], tokens: Tokens
) -> Source:
    """Return a source that is ready to be asked.

    Args:
        roster: the source's set-up.
        name: the source's name.
        teams: the teams whose scopes are meant.
        zones: on whose calendar each team's weeks are cut.
        tokens: what the environment holds for sources.
    """
    set_up = roster.sources[name]
    scopes = [
        _scope(team, service, scope, name, zones[team.id])
        for team in teams
        for service, scope in team.scopes_of(name)
    ]
    return source_class(set_up.kind)(name, set_up.options, scopes, tokens)


def _scope(team: Team, service: str, scope: BaseModel, source: str, zone: ZoneInfo) -> TeamScope:
    return TeamScope(
        team=team.id,
        service=service,
        scope=scope,
        people=team.people_of(source),
        zone=zone,
        week=team.work_week(),
        weeks={
            member.ids[source].strip().lower(): team.work_week(member)
            for member in team.members
            if member.has_own_week and source in member.ids
        },
    )
