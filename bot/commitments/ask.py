"""What somebody wants to record, and whether they may. Asks the roster, and nobody else."""

from dataclasses import dataclass

from bot.commitments import words
from bot.commitments.carried import Draft
from bot.errors import UserError
from bot.slack.text import mentions
from bot.teams.roster import Roster, Team


@dataclass(frozen=True, slots=True)
class Pair:
    """The two people of a new record, and the team whose number they look at."""

    team: Team
    manager: str
    engineer: str


def new_draft(roster: Roster, user: str, text: str) -> Draft:
    """Return what a manager's new form is about.

    Args:
        roster: who is in which team.
        user: who wants to record something.
        text: what they typed, with mentions as Slack escapes them.

    Raises:
        UserError: they manage no team, or the person they name is in none of theirs.
    """
    if not roster.teams_managed_by(user):
        raise UserError(words.NOT_A_MANAGER)
    people = mentions(text)
    if not people:
        return Draft()
    if len(people) > 1:
        raise UserError("Name the one engineer you talked with.")
    pair = pair_of(roster, user, people[0])
    return Draft(team=pair.team.id, engineer=pair.engineer)


def pair_of(roster: Roster, manager: str, engineer: str, team: str = "") -> Pair:
    """Return the two people and their team.

    Args:
        roster: who is in which team.
        manager: who records.
        engineer: with whom.
        team: the team's id where it was said; otherwise their first one.

    Raises:
        UserError: the engineer is in no team of the manager's, or is the manager.
    """
    mine = [one for one in roster.teams_managed_by(manager) if one.has_member(engineer)]
    if engineer == manager or not mine:
        raise UserError(words.FORM_NOBODY)
    return Pair(next((one for one in mine if one.id == team), mine[0]), manager, engineer)
