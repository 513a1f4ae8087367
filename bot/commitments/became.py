"""What became of a team's number since an agreement: the one judgement of every experiment."""

from dataclasses import replace
from datetime import datetime

from bot.context.setting import setting
from bot.db import Connection
from bot.metrics import choices, outcome, paused as pausing, snapshot, store as weeks
from bot.metrics.outcome import Outcome
from bot.metrics.paused import NONE, Hidden
from bot.teams.roster import Roster, Team


def compare(  # noqa: PLR0913 - the agreement, and what a team shows at the time
    connection: Connection,
    roster: Roster,
    team: Team,
    metric: str,
    agreed_at: datetime,
    now: datetime,
    *,
    paused: Hidden = NONE,
) -> Outcome:
    """Hold the weeks before an agreement against those after it.

    Args:
        connection: an open connection to read with.
        roster: has the organisation's floor.
        team: whose numbers.
        metric: the id of the metric that the two agreed to look at.
        agreed_at: when they first agreed, in UTC.
        now: this instant, in UTC.
        paused: the metrics that are shown nowhere, each with the reason.
    """
    agreed_on = agreed_at.astimezone(team.zone).date()
    metrics = (metric, *choices.guardrails_of(metric))
    first, last = outcome.weeks_needed(agreed_on), snapshot.last_complete_week(now, team.zone)
    seen, _ = setting(connection, roster, team, first, last)
    asked = weeks.Asked(team.id, first, metrics, snapshot.wanted_dimensions(metrics))
    rows = pausing.without(weeks.weeks_since(connection, asked), paused)
    found = outcome.compare(
        rows,
        seen,
        metric=metric,
        guardrail=choices.guardrail_for(metric, {row.metric for row in rows}),
        agreed_on=agreed_on,
    )
    return replace(found, reasons=(paused[metric],)) if metric in paused else found
