"""What holds for a team on a day."""

from dataclasses import dataclass
from datetime import date

from bot.approvals.read import Wish
from bot.clock import Clock
from bot.db import Connection, Database, Session
from bot.decisions import store
from bot.decisions.decision import Decision, metrics_of
from bot.policy.read import Policies
from bot.teams.roster import Team


def decision_on(reading: Session | Connection, team: str, today: date) -> Decision | None:
    """Return what a team wants to improve on a day; None: it has not said, it is over, or it cannot be shown."""
    stored = store.get(reading, team)
    holds = stored is not None and stored.decision.holds_on(today)
    return stored.decision if stored is not None and holds else None


def wish_of(reading: Session | Connection, team: str) -> Wish | None:
    """Return what stewards are asked about of what a team has decided; None for nothing."""
    stored = store.get(reading, team)
    return None if stored is None else Wish(stored.decision.improve, stored.decision.guardrail)


@dataclass(frozen=True, slots=True)
class Looks:
    """Says which numbers a team looks at now, of those that the policy allows."""

    database: Database
    policy: Policies
    clock: Clock

    def __call__(self, team: Team) -> tuple[str, ...]:
        """Return their ids, in the order in which they are shown."""
        today = self.clock.now().astimezone(team.zone).date()
        with self.database.read() as connection:
            named = metrics_of(decision_on(connection, team.id, today))
        held = self.policy()
        return tuple(name for name in named if held.allows(name))
