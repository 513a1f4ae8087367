"""How a team's weeks are to be seen: its people, its calendar, and the weeks that it marked."""

from bot.context import marker, store
from bot.context.marker import Marker
from bot.db import Connection
from bot.metrics.setting import Setting
from bot.metrics.week import Week
from bot.teams.group import Group
from bot.teams.roster import Roster, Team
from bot.teams.work_week import WorkWeek


def setting(
    connection: Connection, roster: Roster, team: Team, first: Week, last: Week
) -> tuple[Setting, tuple[Marker, ...]]:
    """Return it, and the markers of these weeks and of the one that is not over, oldest first.

    Args:
        connection: an open connection to read with.
        roster: has the organisation's floor.
        team: whose.
        first: the first week that is looked at.
        last: the last complete week.
    """
    week = team.work_week()
    running = last.plus(1)
    markers = store.touching(connection, team.id, first.monday, running.days()[-1])
    seen = Setting(
        last=last,
        headcount=team.headcount,
        minimum_group=roster.organisation.minimum_group,
        working=lambda one: week.part_worked(one.days()),
        marked=marker.mostly_covered(markers),
        services=len(team.services),
    )
    return seen, markers


def setting_of(roster: Roster, group: Group, last: Week) -> tuple[WorkWeek, Setting]:
    """Return on which days a group works, and how its weeks are to be seen: by all of it alike.

    Args:
        roster: has its teams, and the organisation's floor.
        group: whose. Its days are those of its first team.
        last: the last complete week.
    """
    teams, floor = roster.teams_in(group), roster.organisation.minimum_group
    week = teams[0].work_week()
    small = {one.slack for team in teams if team.headcount <= floor for one in team.members}
    # Numbers that nobody makes are seen by headcount: those of the larger teams can be subtracted.
    is_enough = not small or len(small) > floor
    return week, Setting(
        last=last,
        headcount=roster.headcount_of(group) if is_enough else 0,
        minimum_group=floor,
        working=lambda one: week.part_worked(one.days()),
    )
