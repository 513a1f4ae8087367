"""Puts a page together from stored weeks. Nothing here calls AWS, Slack or anybody else."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.db import Connection
from bot.metrics import reading
from bot.metrics.trend import SPAN, Trend
from bot.playbook.context import Context
from bot.playbook.match import NO_DATA, Choice, match, reachable
from bot.playbook.render import Rendered, render
from bot.playbook.template import Playbook
from bot.prep.ask import Page, PageRequest
from bot.prep.evaluating import Evaluating
from bot.signals.gather import Signals, gather
from bot.teams.roster import Roster, Team

CHECK_IN = timedelta(days=14)
"""When to look again: the article's "in two weeks" (S6)."""
_SATURDAY = 5
YOU_CHOSE = "You chose this template."
OF_GROUP = (
    "Chosen because the numbers here are those of {group}, and this conversation, which is about the team,"
    " needs none."
)
WHILE_EVALUATING = (
    "Chosen because {window} is running and this page leaves telemetry out; this conversation needs no"
    " numbers."
)


@dataclass(frozen=True, slots=True)
class Prep:
    """The page: snapshot, template, and what they rest on.

    Attributes:
        engineer: whom the conversation is with; the numbers are the team's all the same.
        signals: what the team may see of itself, and so what this page shows.
        focus: the trend that the page leads with; None when nothing can be shown.
        beside: the trend to set beside it: its guardrail, or what it guards; None when neither can
            be shown.
        check_in: the day to look again, a working day.
        more: what else a manager reaches with one template or another, beside the signals that are
            listed; on a team's page alone, so that the team sees no less.
        evaluating: the evaluation for which telemetry is left out; None: none is running.
    """

    team: Team
    engineer: str | None
    signals: Signals
    choice: Choice
    conversation: Rendered
    focus: Trend | None
    beside: Trend | None
    check_in: date
    more: tuple[Trend, ...] = ()
    evaluating: Evaluating | None = None


def prepare(
    connection: Connection,
    roster: Roster,
    playbook: Playbook,
    request: PageRequest,
    now: datetime,
    evaluating: Evaluating | None = None,
) -> Prep:
    """Make the page that was asked for.

    Args:
        connection: an open connection to read with.
        roster: who is in which team, and the organisation's floor.
        playbook: the conversation templates.
        request: which page.
        now: this instant, in UTC.
        evaluating: the evaluation for which telemetry is left out; None: none is running.

    Raises:
        KeyError: the team is not in the roster any more.
    """
    team = roster.team(request.team)
    signals = gather(connection, roster, team, now)
    shown = signals.snapshot
    trends, first = (*shown.trends, *shown.services), signals.metrics if signals.decision else ()
    without = NO_DATA
    if evaluating is not None:
        trends, without = (), WHILE_EVALUATING.format(window=evaluating.window.name)
    elif signals.group:  # A template speaks of the team, and these trends are not the team's.
        trends, without = (), OF_GROUP.format(group=signals.group)
    reached = reachable(trends, playbook, first) if request.page is Page.TEAM else ()
    choice = match(
        trends,
        playbook,
        focus=first,
        topic=request.template or request.topic or None,
        weeks=SPAN,
        no_data_reason=without,
    )
    if request.template is not None:
        choice = replace(choice, reason=YOU_CHOSE)
    usable = (trend for trend in shown.trends if trend.is_usable and evaluating is None)
    focus = choice.trend or next(usable, None)
    beside = signals.beside(focus)
    check_in = working_day(now.astimezone(team.zone).date() + CHECK_IN)
    context = _context(team, request, choice, beside, check_in)
    return Prep(
        team=team,
        engineer=request.engineer,
        signals=signals,
        choice=choice,
        conversation=render(choice.template, context),
        focus=focus,
        beside=beside,
        check_in=check_in,
        more=tuple(trend for trend in reached if trend not in signals.listed),
        evaluating=evaluating,
    )


def working_day(day: date) -> date:
    """Return the day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= _SATURDAY else day


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
