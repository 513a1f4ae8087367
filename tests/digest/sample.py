"""Teams and their signals for tests: every default is valid; a test spells out what it is about."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from bot.commitments.ended import Ended
from bot.context.marker import Marker, Reason, mostly_covered
from bot.decisions.decision import Cadence, Decision, metrics_of
from bot.digest.compose import Digest
from bot.metrics import snapshot
from bot.metrics.aggregate import WeeklyAggregate
from bot.pilot.state import Stage
from bot.signals.gather import Signals
from bot.teams.policy import DEFAULT
from bot.teams.roster import Team
from tests.builders import a_setting, a_year
from tests.clock import T0

MEMBERS = tuple(f"U0MEMBER0{number}" for number in range(8))
DECISION = Decision(
    improve="Less rework.",
    outcome="rework_after_merge",
    process=("pr_cycle_time", "ai_acceptance"),
    guardrail="findings_new",
    cadence=Cadence.TWO_WEEKS,
    until=date(2027, 2, 16),
)
STEADY, HIGHER = [3, 4, 3, 2, 4, 3], [9, 10, 8, 9, 11, 10]
SLOW, FAST = [[40.0, 50.0, 90.0] * 3] * 6, [[10.0, 20.0, 30.0] * 3] * 6


def a_team(**said: Any) -> Team:
    """A team of eight in Berlin."""
    members = [{"slack": user} for user in said.pop("users", MEMBERS)]
    defaults: dict[str, Any] = {
        "id": "payments",
        "name": "Payments",
        "channel": "C0PAYMENTS",
        "time_zone": "Europe/Berlin",
        "managers": ["U0MARTA001"],
        "members": members,
    }
    return Team.model_validate({**defaults, **said})


def findings(before: list[Any], recent: list[Any], **said: Any) -> list[WeeklyAggregate]:
    """A year of findings, which no source counts people for."""
    return [
        row
        for dimension in ("critical", "high")
        for row in a_year(
            "findings_new",
            before,
            recent,
            **{"dimension": dimension, "contributors": None, "largest_share": None, **said},
        )
    ]


def a_digest(
    rows: Iterable[WeeklyAggregate] = (),
    *,
    team: Team | None = None,
    decision: Decision | None = None,
    markers: Sequence[Marker] = (),
    questioned: dict[str, int] | None = None,
    ended: Sequence[Ended] = (),
    minimum_group: int = 5,
) -> Digest:
    """A digest of a team from its stored weeks, put together at `tests.clock.T0`."""
    team = team or a_team(telemetry=[{"source": "numbers", "scope": {}}])
    rows = list(rows)
    metrics = metrics_of(decision)
    shown = snapshot.take(
        rows,
        a_setting(
            headcount=team.headcount,
            minimum_group=minimum_group,
            marked=mostly_covered(markers),
            services=len(team.services),
        ),
        metrics=metrics,
        focus=decision.outcome if decision else None,
        collected_at=T0 if rows else None,
    )
    signals = Signals(
        team=team,
        decision=decision,
        metrics=metrics,
        snapshot=shown,
        markers=tuple(markers),
        questioned=questioned or {},
        is_small=team.headcount <= minimum_group,
        today=T0.date(),
        version=DEFAULT.version(minimum_group),
        pilot=Stage.ENDED,
    )
    return Digest(signals, tuple(ended), T0)


def markers(number: int) -> list[Marker]:
    """So many marked stretches from September on, oldest first; none covers most of a week."""
    reasons, first = list(Reason), date(2026, 9, 1)
    days = [first + timedelta(weeks=10 * each // number) for each in range(number)]
    return [
        Marker(
            id=f"m{each}",
            team="payments",
            reason=reasons[each % len(reasons)],
            first=day,
            last=day + timedelta(days=1),
        )
        for each, day in enumerate(days)
    ]
