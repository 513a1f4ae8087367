"""Who may do what with a team's page, and what somebody is at all."""

from bot.slack.role import Role
from bot.teams.roster import Roster, Team


def roles_of(roster: Roster, user: str) -> frozenset[Role]:
    """Return what a Slack user is; nothing for somebody whom coach.yml does not list."""
    found = {
        Role.MANAGER: bool(roster.teams_managed_by(user)),
        Role.MEMBER: bool(roster.teams_of_member(user)),
        Role.STEWARD: roster.is_steward(user),
    }
    return frozenset(role for role, is_so in found.items() if is_so)


def may_prepare(roster: Roster, user: str, team_id: str) -> bool:
    """Say whether a Slack user may prepare conversations for a team: its managers may.

    A team that is not in the roster any more is nobody's.
    """
    return any(team.id == team_id for team in roster.teams_managed_by(user))


def who_can_help(roster: Roster, team: Team | None = None) -> tuple[str, ...]:
    """Return the Slack ids to name to somebody who may not go on: a team's managers, then stewards.

    Without a team these are the stewards alone. Nobody is named twice.
    """
    managers = team.managers if team else ()
    return tuple(dict.fromkeys((*managers, *roster.organisation.stewards)))
