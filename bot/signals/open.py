"""Says what a team's numbers are, to whoever asks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.errors import UserError
from bot.signals import modal, words
from bot.slack.inputs import View
from bot.teams.belonging import belongs
from bot.teams.roster import Roster, Team


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains a team's numbers: to its people each of them, to anybody else what they are at all.

    Attributes:
        metrics_of: returns the ids of the numbers that a team looks at now.
    """

    roster: Roster
    metrics_of: Callable[[Team], Sequence[str]]

    def window(self, user: str, team_id: str) -> View:
        """Return the window for somebody.

        Raises:
            UserError: the team is in the roster no more.
        """
        if team_id not in self.roster.by_id:
            raise UserError(words.GONE_TEAM)
        team, organisation = self.roster.team(team_id), self.roster.organisation
        is_of_it = belongs(self.roster, user, team_id) or self.roster.is_steward(user)
        metrics = self.metrics_of(team) if is_of_it else ()
        return modal.explained(
            team.name, metrics, organisation.stewards, organisation.minimum_group
        )
