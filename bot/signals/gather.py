"""Gathers a team's signals from what is stored: the same for its manager, its members and its channel."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.approvals import read as approvals
from bot.context.marker import Marker
from bot.context.setting import setting, setting_of
from bot.db import Connection
from bot.decisions.decision import Decision, metrics_of
from bot.decisions.read import decision_on
from bot.metrics import catalogue, floor, paused as pausing, snapshot
from bot.metrics.pair import Verdict, verdict
from bot.metrics.paused import Hidden
from bot.metrics.snapshot import Snapshot
from bot.metrics.trend import Trend
from bot.people.hours import Hours
from bot.pilot import store as pilots
from bot.pilot.state import Stage
from bot.policy.read import in_force
from bot.questions import store as questions
from bot.questions.pause import Doubts
from bot.signals.take import Look, take
from bot.teams.roster import Roster, Team

_MOST_SERVICES = 4
_STOPPED: Hidden = dict.fromkeys(catalogue.METRICS, pausing.STOPPED)


@dataclass(frozen=True, slots=True)
class Signals:
    """What a team may see of itself at one time.

    Attributes:
        decision: what the team wants to improve this quarter; None: it has not said, or it is over.
        metrics: the ids of the metrics asked for, in the order in which they are shown.
        snapshot: the trends, and what is not shown and why.
        markers: what the team said of the weeks that are drawn, oldest first.
        questioned: how many questions are open about a metric, by its id.
        is_small: whether the team has too few people for any number that is made by people.
        today: the team's own day.
        hidden: the metrics that are shown nowhere, each with the reason.
        version: of the policy that is in force.
        group: the name of the group whose trends these are, because the team is too small for its
            own; "" where they are the team's.
        pilot: where the team stands with trying Coach; None: it had no page and no digest yet.
    """

    team: Team
    decision: Decision | None
    metrics: Sequence[str]
    snapshot: Snapshot
    markers: tuple[Marker, ...]
    questioned: Mapping[str, int]
    is_small: bool
    today: date
    hidden: Hidden = field(default_factory=dict)
    version: str = ""
    group: str = ""
    pilot: Stage | None = None

    @property
    def in_pilot(self) -> bool:
        """Whether the team tries Coach: from its first page or digest on, with that one included."""
        return self.pilot not in {Stage.ENDED, Stage.OFF}

    @property
    def why_nothing(self) -> str:
        """The reason for which one of the metrics that were asked for is hidden; "" for none."""
        return next((self.hidden[one] for one in self.metrics if one in self.hidden), "")

    @property
    def leading(self) -> Trend | None:
        """The trend to lead with: the first that clearly moved, else the first that says anything.

        The metrics of a decision come in its order, so its outcome goes first.
        """
        usable = [trend for trend in self.snapshot.trends if trend.is_usable]
        return next(iter((*(trend for trend in usable if trend.is_clear), *usable)), None)

    @property
    def listed(self) -> tuple[Trend, ...]:
        """The trends that are shown with their figures: the team's, and services that clearly moved."""
        clear = [trend for trend in self.snapshot.services if trend.is_clear]
        return (*self.snapshot.trends, *clear[:_MOST_SERVICES])

    def beside(self, trend: Trend | None) -> Trend | None:
        """Return the trend to set beside another: its guardrail, or else what it guards."""
        if trend is None:
            return None
        usable = [one for one in self.snapshot.trends if one.is_usable]
        guards = [
            one for name in trend.metric.guardrails for one in usable if one.metric.id == name
        ]
        guarded = [one for one in usable if trend.metric.id in one.metric.guardrails]
        return next(iter((*guards, *guarded)), None)

    @property
    def leaves_weeks_out(self) -> bool:
        """Whether some of the weeks that are drawn are marked, and so left out of what is judged."""
        return any(one.marked for one in self.listed)

    @property
    def pairs(self) -> tuple[tuple[Trend, Trend, Verdict], ...]:
        """The speed metrics that are shown, each with its guardrail and what the two say together."""
        beside = ((trend, self.beside(trend)) for trend in self.snapshot.trends)
        told = (
            (trend, guard, verdict(trend, guard)) for trend, guard in beside if guard is not None
        )
        return tuple((trend, guard, said) for trend, guard, said in told if said is not None)


def gather(connection: Connection, roster: Roster, team: Team, now: datetime) -> Signals:
    """Gather the signals of a team.

    Args:
        connection: an open connection to read with.
        roster: has the organisation's floor.
        team: whose.
        now: this instant, in UTC.
    """
    today = now.astimezone(team.zone).date()
    decision = decision_on(connection, team.id, today)
    metrics = metrics_of(decision)
    last = snapshot.last_complete_week(now, team.zone)
    first = snapshot.weeks_needed(last)
    seen, markers = setting(connection, roster, team, first, last)
    doubts = questions.doubts(connection, team.id)
    held = in_force(connection, roster, now)
    stage = pilots.stage(connection, team.id)
    hidden = _STOPPED
    if stage is not Stage.OFF:
        hidden = _hidden(connection, team, metrics, doubts, now, held.policy.barred())
    looked_at = Look(metrics, decision.outcome if decision else None, frozenset(hidden))
    shown = take(connection, team.id, team.work_week(), seen, looked_at)
    has_none = is_small(roster, team) and not shown.trends and stage is not Stage.OFF
    group = roster.group_of(team) if has_none else None
    if group is not None:
        week, of_group = setting_of(roster, group, last)
        added = take(connection, group.id, week, of_group, looked_at)
        shown, group = (added, group) if added.trends else (shown, None)
    return Signals(
        team=team,
        decision=decision,
        metrics=metrics,
        snapshot=pausing.explained(shown, hidden),
        # What a team marks is a reason for its own weeks, not for those of others.
        markers=() if group else tuple(one for one in markers if one.last >= shown.first.monday),
        questioned=doubts.open,
        is_small=is_small(roster, team),
        today=today,
        hidden=hidden,
        version=held.version,
        group=group.name if group else "",
        pilot=stage,
    )


def hidden_of(connection: Connection, roster: Roster, team: Team, now: datetime) -> Hidden:
    """Return the metrics of a team that are shown nowhere, each with the reason."""
    if pilots.stage(connection, team.id) is Stage.OFF:
        return _STOPPED
    metrics = metrics_of(decision_on(connection, team.id, now.astimezone(team.zone).date()))
    barred = in_force(connection, roster, now).policy.barred()
    doubts = questions.doubts(connection, team.id)
    return _hidden(connection, team, metrics, doubts, now, barred)


def _hidden(
    connection: Connection,
    team: Team,
    metrics: Sequence[str],
    doubts: Doubts,
    now: datetime,
    barred: Collection[str],
) -> Hidden:
    """Return what is hidden; what the policy bars is barred, whatever else is said of it."""
    waiting = approvals.unapproved(connection, team.id, metrics)
    paused = doubts.paused(Hours(team.zone, team.work_week()), now)
    return {
        **dict.fromkeys(paused, pausing.REASON),
        **dict.fromkeys(waiting, pausing.WAITING),
        **dict.fromkeys(barred, pausing.BARRED),
    }


def is_small(roster: Roster, team: Team) -> bool:
    """Say whether a team has too few people for any number that is made by people."""
    return not floor.stands(None, None, team.headcount, roster.organisation.minimum_group)
