"""What a page observes, to begin a record with."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.commitments.open import focus_metric
from bot.db import Database
from bot.metrics import reading
from bot.playbook.template import Playbook
from bot.policy.read import in_force
from bot.prep.ask import PageRequest
from bot.prep.evaluating import Evaluations
from bot.prep.prepare import prepare
from bot.teams.roster import Roster


@dataclass(frozen=True, slots=True)
class Observed:
    """Makes a team's page in memory and keeps one sentence of it: none while an evaluation is running."""

    database: Database
    roster: Roster
    playbook: Playbook
    evaluations: Evaluations
    clock: Clock

    def __call__(self, team: str) -> tuple[str, str]:
        """Return the pattern that the page leads with, "" for none, and the metric to look at."""
        if team not in self.roster.by_id:
            return "", ""
        request, now = PageRequest(user="", team=team), self.clock.now()
        with self.database.read() as connection:
            evaluating = self.evaluations.of(connection, request, now)
            prep = prepare(connection, self.roster, self.playbook, request, now, evaluating)
            policy = in_force(connection, self.roster, now).policy
        led = () if prep.signals.group else (prep.focus, prep.beside)
        shown = [trend.metric.id for trend in led if trend is not None]
        pattern = reading.pattern(prep.choice.trend) if prep.choice.trend is not None else ""
        return f"{pattern}." if pattern else "", focus_metric(tuple(shown), policy)
