"""How one number of a team reads, in a few words: for the audit of what was corrected."""

from datetime import datetime
from typing import Final

from bot.context.setting import setting
from bot.db import Connection
from bot.metrics import catalogue, paused as pausing, reading, snapshot, store as weeks
from bot.metrics.metric import Kind
from bot.policy.read import in_force
from bot.teams.roster import Roster

NOTHING: Final = "nothing to show"


def headline(
    connection: Connection, roster: Roster, team_id: str, metric: str, now: datetime
) -> str:
    """Return the figure of the last six weeks by the rules of every page, paused or not.

    What no page may show is not said here either: neither what is under the floor or not allowed by
    the policy, nor a speed or adoption metric whose guardrails have nothing to say.

    Args:
        connection: an open connection to read with.
        roster: who is in which team, and the organisation's floor.
        team_id: whose number.
        metric: the id of the metric.
        now: this instant, in UTC.
    """
    team = roster.by_id.get(team_id)
    if team is None:
        return NOTHING
    last = snapshot.last_complete_week(now, team.zone)
    metrics = (metric, *catalogue.get(metric).guardrails)
    first = snapshot.weeks_needed(last)
    seen, _ = setting(connection, roster, team, first, last)
    asked = weeks.Asked(team.id, first, metrics, snapshot.wanted_dimensions(metrics))
    barred = in_force(connection, roster, now).policy.barred()
    rows = pausing.without(weeks.weeks_since(connection, asked), barred)
    shown = snapshot.take(rows, seen, metrics=metrics, focus=None, collected_at=None)
    trend = next((one for one in shown.trends if one.metric.id == metric), None)
    if trend is None or trend.recent is None or trend.recent.value is None:
        return NOTHING
    middle = "a median of " if trend.metric.kind is Kind.DISTRIBUTION else ""
    return f"{middle}{reading.amount(trend.metric, trend.recent.value)}"
