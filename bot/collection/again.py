"""Collects one team anew, from all its sources: for a number that was corrected."""

from bot.collection.collect import Collector, Wanted
from bot.collection.pull import FIRST_WEEKS


def collect_again(collector: Collector, team_id: str) -> bool:
    """Replace a team's weeks by what its sources say now; return False where one did not answer.

    Args:
        collector: pulls telemetry.
        team_id: whose; a team that is in the roster no more has nothing to collect.
    """
    team = collector.roster.by_id.get(team_id)
    if team is None:
        return True
    sources = tuple(name for name in collector.roster.sources if team.scopes_of(name))
    if not sources:
        return True
    wanted = Wanted(teams=(team_id,), sources=sources, back_fill=FIRST_WEEKS)
    return all(result.went_well for result in collector.collect(wanted))
