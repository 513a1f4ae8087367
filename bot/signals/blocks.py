"""A team's signals as Slack blocks. Pure: the same signals give the same blocks, to the byte."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from bot.context import marker
from bot.context.marker import Marker
from bot.decisions.decision import Decision, said as day_said
from bot.metrics import catalogue, paused, reading
from bot.metrics.metric import Metric, Unit
from bot.metrics.snapshot import STALE_AFTER
from bot.metrics.trend import Trend
from bot.metrics.week import Week
from bot.signals import words
from bot.signals.carried import Action
from bot.signals.gather import Signals
from bot.slack import blocks as b
from bot.slack.text import clip, escape

_CHART = "chart"
_FEWEST_POINTS = 3
_MOST_MARKERS = 8
_MARKED = 1800
"""Characters of what the team marked, with some room below Slack's 2,000 for small print."""


def signals(
    found: Signals,
    focus: Trend | None,
    stewards: Sequence[str],
    now: datetime,
    more: Sequence[Trend] = (),
) -> Iterator[b.Block]:
    """Yield what a team may see of itself, with the limits of what it can show.

    Args:
        found: the signals.
        focus: the trend whose limits are told.
        stewards: whom to ask where there are no numbers yet.
        now: this instant, to say how old the numbers are.
        more: trends to list below those that are listed in any case.
    """
    shown = found.snapshot
    yield b.section("decision", decision(found))
    if not shown.trends:
        yield b.section("nothing", nothing(found, stewards))
    else:
        if found.group:
            yield b.section("group", of_group(found))
        yield b.context("basis", basis(found))
        if shown.collected_at is not None and now - shown.collected_at > STALE_AFTER:
            yield b.context("stale", words.STALE)
        yield b.table("signals", table(found, more))
    if shown.missing:
        yield b.context("missing", missing(found))
    yield from notes(found)
    if focus is not None:
        yield b.context("limits", limits(focus))


def decision(found: Signals) -> str:
    """Return what the team wants to improve, or the invitation to say so."""
    if found.decision is None:
        return words.INVITATION
    named = words.DECISION.format(decision=escape(found.decision.improve))
    return f"{named}\n{course(found.decision, found.today)}"


def course(named: Decision, today: date) -> str:
    """Return how often the team looks at its decision, and when it ends: loudly in its last days."""
    said = words.ENDS_SOON if named.ends_soon(today) else words.COURSE
    return said.format(cadence=named.cadence.label, day=day_said(named.until))


def nothing(found: Signals, stewards: Sequence[str]) -> str:
    """Return why there are no numbers, and who can mend it, where it can be mended."""
    team = found.team
    asked = " or ".join(f"<@{one}>" for one in stewards)
    if found.why_nothing == paused.STOPPED:
        return words.NOTHING_STOPPED
    if not team.telemetry and not any(service.telemetry for service in team.services):
        return words.NO_SOURCE.format(stewards=asked)
    if found.snapshot.collected_at is None and not found.is_small:
        return words.NOT_COLLECTED.format(stewards=asked)
    return words.NOTHING_WHY.get(found.why_nothing, words.NOTHING)


def of_group(found: Signals) -> str:
    """Return whose numbers stand here in place of a small team's."""
    return words.OF_GROUP.format(group=escape(found.group), team=escape(found.team.name))


def basis(found: Signals) -> str:
    """Return which weeks and services the numbers are of, and when they were collected."""
    shown = found.snapshot
    services = [escape(service.name) for service in found.team.services]
    if found.group:
        services = [escape(found.group)]
    collected = "not yet" if shown.collected_at is None else when(shown.collected_at)
    return words.BASIS.format(
        span=reading.span(shown.recent_first, shown.last),
        services=", ".join(services) if services else "the whole team",
        collected=collected,
    )


def when(instant: datetime) -> str:
    """Return an instant that each reader sees in their own zone."""
    seconds = int(instant.timestamp())
    return f"<!date^{seconds}^{{date_short_pretty}} at {{time}}|{instant:%Y-%m-%d %H:%M} UTC>"


def missing(found: Signals) -> str:
    """Return which of the metrics asked for are not shown, and why."""
    said = (f"{one.metric.label}, {one.reason}" for one in found.snapshot.missing)
    return words.MISSING.format(missing="; ".join(said))


def notes(found: Signals) -> Iterator[b.Block]:
    """Yield what belongs together, what the team says of these weeks, and what is doubted."""
    if found.pairs:
        yield b.context("together", "\n".join(together(found)))
    if found.markers:
        said = words.MARKED_LEFT_OUT if found.leaves_weeks_out else words.MARKED
        yield b.context("marked", said.format(markers=marked(found.markers)))
    if said := doubted(found):
        yield b.context("questioned", words.QUESTIONED.format(metrics=said))


def doubted(found: Signals) -> str:
    """Return which numbers are being questioned, each with how many questions; "" for none."""
    return ", ".join(
        f"{catalogue.get(name).label} ({number})"
        for name, number in sorted(found.questioned.items())
        if name in found.metrics
    )


def together(found: Signals) -> Iterator[str]:
    """Yield what each speed metric and its guardrail say together."""
    for speed, guardrail, verdict in found.pairs:
        yield words.TOGETHER.format(
            speed=speed.metric.label,
            guardrail=guardrail.metric.label.lower(),
            verdict=verdict,
        )


def marked(found: Sequence[Marker]) -> str:
    """Return what the team marked in one phrase; of very many, the newest and how many more."""
    kept = found[-_MOST_MARKERS:]
    while len(kept) > 1 and len(escape(marker.said(kept))) > _MARKED:
        kept = kept[1:]
    newest, older = escape(marker.said(kept)), len(found) - len(kept)
    return newest if older <= 0 else words.MARKED_MORE.format(markers=newest, number=older)


def limits(focus: Trend) -> str:
    """Return what the trend that is led with cannot show."""
    return words.CANNOT_SHOW.format(limits=focus.metric.cannot_show)


def table(found: Signals, more: Sequence[Trend] = ()) -> list[list[str]]:
    """Return the trends as the rows of a table, and below them the services that clearly moved."""
    return rows((*found.listed, *more))


def rows(trends: Sequence[Trend]) -> list[list[str]]:
    """Return trends as the rows of a table, below its heading."""
    return [list(words.HEADING), *map(_row, trends)]


def _row(trend: Trend) -> list[str]:
    usual = reading.usual_range(trend)
    spark = reading.sparkline(trend)
    return [
        f"{reading.subject(trend)} ({trend.metric.interval})",
        reading.both_ways(trend),
        reading.figure(trend.metric, trend.before),
        reading.said(trend),
        f"{spark} {usual}".strip(),
    ]


def charts(*trends: Trend | None) -> Iterator[b.Block]:
    """Yield a native chart for each trend that has enough weeks to draw."""
    for number, trend in enumerate(one for one in trends if one is not None):
        chart = _chart(f"{_CHART}{number}", trend)
        if chart is not None:
            yield chart


def _chart(block_id: str, trend: Trend) -> b.Block | None:
    """One line and its usual range. A week that cannot be compared is left out, never drawn as 0."""
    points = [(week, value) for week, value in trend.weekly if value is not None]
    if len(points) < _FEWEST_POINTS:
        return None
    labels = [_label(week, marked=week in trend.marked) for week, _ in points]
    series = [("each week", [_plotted(trend.metric, value) for _, value in points])]
    if trend.usual is not None:
        low, high = (_plotted(trend.metric, end) for end in trend.usual)
        series += [("usual, lowest", [low] * len(points)), ("usual, highest", [high] * len(points))]
    unit = "%" if trend.metric.unit is Unit.SHARE else str(trend.metric.unit)
    return b.line_chart(block_id, clip(reading.subject(trend), 50), labels, series, unit)


def _label(week: Week, *, marked: bool) -> str:
    """Return the day on which a week begins, in brackets where the team marked it."""
    day = f"{week.monday.day} {week.monday:%b}"
    return f"({day})" if marked else day


def _plotted(metric: Metric, value: float) -> float:
    return round(value * 100 if metric.unit is Unit.SHARE else value, 2)


def in_pilot(found: Signals) -> Iterator[b.Block]:
    """Yield the small line that the team tries Coach, where it does."""
    if found.in_pilot:
        yield b.context("pilot", words.IN_PILOT)


def voice(team: str) -> b.Block:
    """Return the buttons for everybody of a team: to question a number, to add context, to decide, to ask."""
    return b.actions(
        "voice",
        [
            b.button(Action.QUESTION, words.QUESTION, team),
            b.button(Action.CONTEXT, words.CONTEXT, team),
            b.button(Action.DECIDE, words.DECIDE, team),
            b.button(Action.WHAT, words.WHAT, team),
        ],
    )
