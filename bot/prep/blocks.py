"""The page as Slack blocks. Pure: the same page gives the same blocks, to the byte."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.commitments.carry import record_button
from bot.metrics import reading
from bot.metrics.metric import Metric, Unit
from bot.metrics.snapshot import STALE_AFTER
from bot.metrics.trend import Trend
from bot.prep import words
from bot.prep.ask import WhichTeam
from bot.prep.prepare import Prep
from bot.slack import blocks as b
from bot.slack.text import clip, escape

TEMPLATE_ACTION = "prep.template"
TEAM_ACTION = "prep.team"
_CHART = "chart"
_FEWEST_POINTS = 3
_MOST_SERVICES = 4
_TOPIC = 60
_SECTION = 2900
_OPTION = 75


@dataclass(frozen=True, slots=True)
class Carried:
    """What a menu of this page carries: ids only. Who may do it is asked again when it is used."""

    team: str
    engineer: str | None
    choice: str = ""

    def encode(self) -> str:
        """Return it as an option's value, at most 150 characters."""
        return f"{self.team}/{self.engineer or ''}/{self.choice}"

    @classmethod
    def decode(cls, value: str) -> "Carried":
        """Read an option's value."""
        team, engineer, choice = value.split("/", 2)
        return cls(team, engineer or None, choice)


def page(
    prep: Prep, now: datetime, still_open: Sequence[b.Block] = (), *, charts: bool = True
) -> dict[str, Any]:
    """Return the message.

    Args:
        prep: the page.
        now: this instant, to say how old the numbers are.
        still_open: what the two of this conversation promised each other before.
        charts: whether the workspace takes native charts; all numbers also stand as text.
    """
    built: list[b.Block] = [b.header("title", clip(words.TITLE.format(team=prep.team.name), 150))]
    if prep.engineer:
        built.append(b.context("with", words.WITH.format(engineer=prep.engineer)))
    rest = [
        *_signals(prep, now),
        *(_charts(prep) if charts else ()),
        *_conversation(prep),
        record_button(prep.team.id, prep.engineer),
        b.context("footer", words.FOOTER),
    ]
    built.extend(_as_it_fits(still_open, [*built, *rest]))
    text = words.FALLBACK.format(team=escape(prep.team.name))
    return {"text": text, "blocks": [*built, *rest]}


def _as_it_fits(still_open: Sequence[b.Block], others: Sequence[b.Block]) -> Iterator[b.Block]:
    """Yield what is still open: as much as Slack takes in one message, and where to see the rest."""
    if not still_open:
        return
    more = b.context("open_more", words.OPEN_MORE)
    fitting = b.fitting([[one] for one in still_open], [*others, more])
    yield from still_open[:fitting]
    if fitting < len(still_open):
        yield more


def which_team(asked: WhichTeam) -> dict[str, Any]:
    """Return the question which team is meant, with a menu."""
    topic = clip(asked.topic, _TOPIC).replace("/", " ")
    options = [
        (clip(team.name, _OPTION), Carried(team.id, asked.engineer, topic).encode())
        for team in asked.teams[:100]
    ]
    menu = b.select("which", TEAM_ACTION, words.WHICH_TEAM_HINT, options)
    return {
        "text": words.WHICH_TEAM,
        "blocks": [b.section("question", words.WHICH_TEAM), menu],
    }


def _signals(prep: Prep, now: datetime) -> Iterator[b.Block]:
    shown = prep.snapshot
    decision = (
        words.DECISION.format(decision=escape(prep.decision)) if prep.decision else words.INVITATION
    )
    yield b.section("decision", decision)
    if not shown.trends:
        yield b.section("nothing", words.NOTHING)
    else:
        yield b.context("basis", _basis(prep))
        if shown.collected_at is not None and now - shown.collected_at > STALE_AFTER:
            yield b.context("stale", words.STALE)
        yield b.table("signals", _table(prep))
    if shown.missing:
        missing = "; ".join(f"{one.metric.label}, {one.reason}" for one in shown.missing)
        yield b.context("missing", words.MISSING.format(missing=missing))
    if prep.focus is not None:
        limits = words.CANNOT_SHOW.format(limits=prep.focus.metric.cannot_show)
        yield b.context("limits", limits)


def _basis(prep: Prep) -> str:
    shown = prep.snapshot
    services = [escape(service.name) for service in prep.team.services]
    collected = "not yet" if shown.collected_at is None else _when(shown.collected_at)
    return words.BASIS.format(
        span=reading.span(shown.recent_first, shown.last),
        services=", ".join(services) if services else "the whole team",
        collected=collected,
    )


def _when(instant: datetime) -> str:
    """An instant that each reader sees in their own zone."""
    seconds = int(instant.timestamp())
    return f"<!date^{seconds}^{{date_short_pretty}} at {{time}}|{instant:%Y-%m-%d %H:%M} UTC>"


def _table(prep: Prep) -> list[list[str]]:
    shown = prep.snapshot
    clear = [trend for trend in shown.services if trend.is_clear][:_MOST_SERVICES]
    heading = ["Signal", "Last 6 weeks", "6 weeks before", "What can be said", "Week by week"]
    return [heading, *(_row(trend) for trend in (*shown.trends, *clear))]


def _row(trend: Trend) -> list[str]:
    said = str(trend.word) if trend.is_clear else f"{trend.word} ({trend.reasons[-1]})"
    usual = reading.usual_range(trend)
    spark = reading.sparkline(trend.weekly)
    return [
        f"{reading.subject(trend)} ({trend.metric.interval})",
        reading.figure(trend.metric, trend.recent),
        reading.figure(trend.metric, trend.before),
        said,
        f"{spark} {usual}".strip(),
    ]


def _charts(prep: Prep) -> Iterator[b.Block]:
    for number, trend in enumerate(t for t in (prep.focus, prep.beside) if t is not None):
        chart = _chart(f"{_CHART}{number}", trend)
        if chart is not None:
            yield chart


def _chart(block_id: str, trend: Trend) -> b.Block | None:
    """One line and its usual range. A week that cannot be compared is left out, never drawn as 0."""
    points = [(week, value) for week, value in trend.weekly if value is not None]
    if len(points) < _FEWEST_POINTS:
        return None
    labels = [f"{week.monday.day} {week.monday:%b}" for week, _ in points]
    series = [("each week", [_plotted(trend.metric, value) for _, value in points])]
    if trend.usual is not None:
        low, high = (_plotted(trend.metric, end) for end in trend.usual)
        series += [("usual, lowest", [low] * len(points)), ("usual, highest", [high] * len(points))]
    unit = "%" if trend.metric.unit is Unit.SHARE else str(trend.metric.unit)
    return b.line_chart(block_id, clip(reading.subject(trend), 50), labels, series, unit)


def _plotted(metric: Metric, value: float) -> float:
    return round(value * 100 if metric.unit is Unit.SHARE else value, 2)


def _conversation(prep: Prep) -> Iterator[b.Block]:
    template, parts = prep.choice.template, prep.conversation
    yield b.divider("line")
    yield b.header("template", clip(template.title, 150))
    yield b.context("why", escape(prep.choice.reason))
    steps = (
        ("observe", "1. Observe", parts.observe),
        ("explore", "2. Explore", parts.explore),
        ("align", "3. Align", parts.align),
        ("support", "4. Support", parts.support),
    )
    for block_id, title, text in steps:
        yield b.section(block_id, f"*{title}*\n{clip(text, _SECTION)}")
    options = _others(prep)
    if options:
        yield b.select("another", TEMPLATE_ACTION, words.ANOTHER, options)


def _others(prep: Prep) -> Sequence[tuple[str, str]]:
    return [
        (clip(other.title, _OPTION), Carried(prep.team.id, prep.engineer, other.id).encode())
        for other in prep.choice.others[:100]
    ]
