"""Who may do what with a team's page."""

from bot.teams.roster import Roster, Team


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
