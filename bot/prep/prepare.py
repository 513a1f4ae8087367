"""Puts a page together from stored weeks. Nothing here calls AWS, Slack or anybody else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.db import Connection
from bot.metrics import catalogue, reading, snapshot, store
from bot.metrics.snapshot import Snapshot
from bot.metrics.trend import SPAN, Trend
from bot.playbook.context import Context
from bot.playbook.match import Choice, match
from bot.playbook.render import Rendered, render
from bot.playbook.template import Playbook
from bot.prep.ask import PageRequest
from bot.teams.roster import Roster, Team

CHECK_IN = timedelta(days=14)
"""When to look again: the article's "in two weeks" (S6)."""
_SATURDAY = 5
YOU_CHOSE = "You chose this template."


@dataclass(frozen=True, slots=True)
class Prep:
    """The page: snapshot, template, and what they rest on.

    Attributes:
        engineer: whom the conversation is with; the numbers are the team's all the same.
        decision: what the team wants to improve this quarter; None: it has not said.
        focus: the trend that the page leads with; None when nothing can be shown.
        beside: the trend to set beside it: its guardrail, or what it guards; None when neither can
            be shown.
        check_in: the day to look again, a working day.
    """

    team: Team
    engineer: str | None
    decision: str | None
    snapshot: Snapshot
    choice: Choice
    conversation: Rendered
    focus: Trend | None
    beside: Trend | None
    check_in: date


def prepare(
    connection: Connection, roster: Roster, playbook: Playbook, request: PageRequest, now: datetime
) -> Prep:
    """Make the page that was asked for.

    Args:
        connection: an open connection to read with.
        roster: who is in which team, and the organisation's floor.
        playbook: the conversation templates.
        request: which page.
        now: this instant, in UTC.

    Raises:
        KeyError: the team is not in the roster any more.
    """
    team = roster.team(request.team)
    today = now.astimezone(team.zone).date()
    decided = team.decision if team.decision and today <= team.decision.until else None
    metrics = _metrics(team, today)
    last = snapshot.last_complete_week(now, team.zone)
    rows, collected_at = store.weeks_since(
        connection,
        team.id,
        snapshot.weeks_needed(last),
        metrics,
        snapshot.wanted_dimensions(metrics),
    )
    shown = snapshot.take(
        rows,
        metrics=metrics,
        last=last,
        headcount=team.headcount,
        minimum_group=roster.organisation.minimum_group,
        collected_at=collected_at,
    )
    choice = match(
        (*shown.trends, *shown.services),
        playbook,
        focus=metrics if decided else (),
        topic=request.template or request.topic or None,
        weeks=SPAN,
    )
    if request.template is not None:
        choice = replace(choice, reason=YOU_CHOSE)
    focus = _focus(shown, choice)
    beside = _beside(shown, focus)
    check_in = working_day(today + CHECK_IN)
    context = _context(team, request, choice, beside, check_in)
    return Prep(
        team=team,
        engineer=request.engineer,
        decision=decided.improve if decided else None,
        snapshot=shown,
        choice=choice,
        conversation=render(choice.template, context),
        focus=focus,
        beside=beside,
        check_in=check_in,
    )


def working_day(day: date) -> date:
    """Return the day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= _SATURDAY else day


def _metrics(team: Team, today: date) -> Sequence[str]:
    """The metrics of the team's decision; until it names one, the three safest (promise 6)."""
    decision = team.decision
    if decision is None or today > decision.until:
        return catalogue.SAFEST
    return tuple(dict.fromkeys((decision.outcome, *decision.process, decision.guardrail)))


def _focus(shown: Snapshot, choice: Choice) -> Trend | None:
    if choice.trend is not None:
        return choice.trend
    return next((trend for trend in shown.trends if trend.is_usable), None)


def _beside(shown: Snapshot, focus: Trend | None) -> Trend | None:
    """Return the trend to set beside the focus: its guardrail, or else what it guards."""
    if focus is None:
        return None
    usable = [trend for trend in shown.trends if trend.is_usable]
    guards = [one for name in focus.metric.guardrails for one in usable if one.metric.id == name]
    guarded = [one for one in usable if focus.metric.id in one.metric.guardrails]
    return next(iter((*guards, *guarded)), None)


def _context(
    team: Team, request: PageRequest, choice: Choice, beside: Trend | None, check_in: date
) -> Context:
    trend = choice.trend
    guards = None
    if trend and beside and beside.metric.id in trend.metric.guardrails:
        guards = beside
    return Context(
        team=team.name,
        pattern=reading.pattern(trend) if trend else "",
        metric=trend.metric.label if trend else "",
        service=trend.service if trend else "",
        word=str(trend.word) if trend else "",
        recent=reading.figure(trend.metric, trend.recent) if trend else "",
        before=reading.figure(trend.metric, trend.before) if trend else "",
        weeks=SPAN,
        question=trend.metric.question if trend else "",
        interventions=trend.metric.interventions if trend else (),
        check_in=f"{check_in:%A} {check_in.day} {check_in:%B}",
        guardrail=reading.pattern(guards) if guards else "",
        with_person=request.engineer is not None,
    )
