"""Who belongs to a team: its members and its managers, who may say something of its numbers."""

from bot.teams.roster import Roster, Team, folded


def belongs(roster: Roster, user: str, team_id: str) -> bool:
    """Say whether a Slack user is a member or a manager of a team, as long as it is in the roster."""
    return any(team.id == team_id for team in teams_of(roster, user))


def people_of(team: Team) -> frozenset[str]:
    """Return the Slack ids of a team's members and managers."""
    return frozenset({*(member.slack for member in team.members), *team.managers})


def teams_of(roster: Roster, user: str) -> tuple[Team, ...]:
    """Return the teams that list a Slack user as a member, then those that they only manage."""
    both = (*roster.teams_of_member(user), *roster.teams_managed_by(user))
    return tuple({team.id: team for team in both}.values())


def teams_meant(roster: Roster, user: str, words: str) -> tuple[Team, ...]:
    """Return those of somebody's teams that they may mean.

    Args:
        roster: who is in which team.
        user: who said it.
        words: a team's id or name, whatever the case; "" where they said none, and so all may be
            meant.
    """
    mine, wanted = teams_of(roster, user), folded(words)
    return tuple(
        team for team in mine if not wanted or wanted in {folded(team.id), folded(team.name)}
    )
