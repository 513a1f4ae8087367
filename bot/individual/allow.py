"""Whether a manager may ask for a number of one person: the rules, in the order in which they are told."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.collection.one_person import sources_of
from bot.db import Connection, Session
from bot.errors import UserError
from bot.individual import store, words
from bot.individual.request import Request
from bot.metrics import catalogue, forbidden
from bot.metrics.metric import Metric, Privacy
from bot.slack.text import quote
from bot.teams.policy import Policy
from bot.teams.roster import Roster, Team

Reading = Session | Connection
_WHY = {
    Privacy.COHORT: words.WHY_COHORT,
    Privacy.RESTRICTED: words.WHY_RESTRICTED,
    Privacy.TEAM: words.WHY_NOBODY,
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be asked, and of whom.

    Attributes:
        policy: returns the policy that is in force now.
        metrics_of: returns the ids of the numbers that a team looks at now.
        hidden_of: returns the ids of a team's numbers that are shown nowhere at the moment.
    """

    roster: Roster
    policy: Callable[[], Policy]
    metrics_of: Callable[[Team], Sequence[str]]
    hidden_of: Callable[[Connection, Roster, Team, datetime], Collection[str]]

    def is_on(self, reading: Reading) -> bool:
        """Say whether anything of this is to be had: the policy allows it, and no steward says no."""
        return self.policy().individual == "on" and not store.is_off(reading)

    def team(self, manager: str, engineer: str) -> Team:
        """Return the team of a manager that lists an engineer.

        Raises:
            UserError: there is none, or it is the same person.
        """
        if manager == engineer:
            raise UserError(words.ONESELF)
        for team in self.roster.teams_managed_by(manager):
            if team.has_member(engineer):
                return team
        raise UserError(words.NOT_THEIR_MANAGER)

    def metric(self, reading: Connection, team: Team, said: str, now: datetime) -> Metric:
        """Return the metric that somebody means.

        Raises:
            UserError: there is none, or it is never shown of one person, or not now.
        """
        looked_at = self.metrics_of(team)
        labels = ", ".join(catalogue.get(one).label for one in looked_at)
        if not said:
            raise UserError(words.NO_METRIC.format(metrics=labels))
        found = catalogue.find(said)
        if found is None:
            reason = forbidden.reason(said)
            refusal = words.NO_SUCH if reason is None else words.NOT_MEASURED
            raise UserError(refusal.format(words=quote(said), reason=reason, metrics=labels))
        if not found.allows_individual:
            why = _WHY[found.privacy]
            raise UserError(words.NEVER.format(metric=found.label, id=found.id, why=why))
        if not self.policy().allows(found.id):
            raise UserError(words.NOT_ALLOWED.format(metric=found.label))
        if found.id not in looked_at:
            raise UserError(words.NOT_LOOKED_AT.format(metric=found.label, metrics=labels))
        if found.id in self.hidden_of(reading, self.roster, team, now):
            raise UserError(words.PAUSED.format(metric=found.label))
        return found

    def refuse_without_source(self, team: Team, engineer: str, metric: Metric) -> None:
        """Go on only where some source can tell this of one person.

        Raises:
            UserError: none can.
        """
        if not sources_of(self.roster, team, engineer, metric):
            raise UserError(words.NO_SOURCE.format(metric=metric.label))

    def still_hold(self, reading: Connection, one: Request, now: datetime) -> bool:
        """Say whether what was asked could still be asked: else it ends, as silence does."""
        team, metric = self.roster.by_id.get(one.team), catalogue.METRICS.get(one.metric)
        return (
            team is not None
            and metric is not None
            and metric.allows_individual
            and one.manager in team.managers
            and team.has_member(one.engineer)
            and self.policy().allows(one.metric)
            and self.is_on(reading)
            and one.metric not in self.hidden_of(reading, self.roster, team, now)
        )
