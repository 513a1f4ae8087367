"""The digest as Slack blocks. Pure: the same digest gives the same blocks, to the byte.

Nobody is named or mentioned in it. What one message cannot hold is left out by rule: whole lines
and whole pieces, those at the end first.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.commitments.ended import Ended
from bot.digest import words
from bot.digest.compose import Digest
from bot.metrics import catalogue, outcome, paused, reading
from bot.metrics.snapshot import STALE_AFTER
from bot.metrics.trend import Trend
from bot.policy.blocks import line as policy_line
from bot.signals import blocks as signals, words as signal_words
from bot.slack import blocks as b
from bot.slack.text import clip, escape

_SECTION = 2900
_LIST = 1000
"""Characters of names in a row."""
_HEADER = 150
Message = dict[str, Any]
Piece = Sequence[b.Block]


def digest(found: Digest, *, charts: bool = True) -> Message:
    """Return the message.

    Args:
        found: the digest.
        charts: whether the workspace takes native charts; all numbers also stand as text.
    """
    name, span = found.signals.team.name, _span(found)
    title = b.header("title", clip(words.TITLE.format(team=name, span=span), _HEADER))
    voice = signals.voice(found.signals.team.id)
    policy = policy_line(found.signals.version)
    if found.is_quiet:
        named = [b.section("decision", signals.decision(found.signals))]
        shown = named if found.signals.decision is not None else []
        built = [title, *shown, b.section("quiet", quiet(found)), *_doubts(found), voice]
        built += signals.in_pilot(found.signals)
        built.append(b.context("footer", policy))
    else:
        built = _whole(
            found,
            title,
            [voice, *signals.in_pilot(found.signals), b.context("footer", words.FOOTER, policy)],
            charts=charts,
        )
    return {"text": words.FALLBACK.format(team=escape(name), span=span), "blocks": built}


def has_chart(found: Digest) -> bool:
    """Say whether the message has a native chart, so that it needs another without."""
    return not found.is_quiet and any(signals.charts(found.signals.leading))


def quiet(found: Digest) -> str:
    """Return two lines: that nothing clearly changed, or why nothing can be shown."""
    shown = found.signals.snapshot.trends
    if not shown:
        team = escape(found.signals.team.name)
        return f"{_why_nothing(found).format(team=team)}\n{words.NOTHING_SECOND}"
    usable = [trend for trend in shown if trend.is_usable]
    said = words.QUIET if usable else words.QUIET_TOO_LITTLE
    metrics = ", ".join(_in_a_sentence(trend.metric.label) for trend in usable or shown)
    return f"{said.format(span=_span(found), metrics=metrics)}\n{words.QUIET_SECOND}"


def _why_nothing(found: Digest) -> str:
    team = found.signals.team
    if found.signals.why_nothing == paused.STOPPED:
        return words.NOTHING_STOPPED
    if not team.telemetry and not any(service.telemetry for service in team.services):
        return words.NO_SOURCE
    if found.signals.snapshot.collected_at is None and not found.signals.is_small:
        return words.NOT_COLLECTED
    return words.NOTHING_WHY.get(found.signals.why_nothing, words.NOTHING)


def _whole(
    found: Digest, title: b.Block, closing: Sequence[b.Block], *, charts: bool
) -> list[b.Block]:
    opening = [
        title,
        b.section("decision", signals.decision(found.signals)),
        *_moved(found),
        b.context("basis", *_basis(found)),
    ]
    pieces = list(_pieces(found, charts=charts))
    more = b.context("more", words.ROOM)
    fitting = b.fitting(pieces, [*opening, *closing, more])
    shown = [block for piece in pieces[:fitting] for block in piece]
    left_out = [more] if fitting < len(pieces) else []
    return [*opening, *shown, *left_out, *closing]


def _pieces(found: Digest, *, charts: bool) -> Iterator[Piece]:
    """Yield what there is to say, the most important first; a piece is there as a whole or not."""
    leading = found.signals.leading
    if found.changed:
        yield [_lines("changed", words.CHANGED, map(_line, found.changed))]
    if found.unchanged:
        yield [_lines("unchanged", words.UNCHANGED, map(_line, found.unchanged))]
    if found.too_little:
        yield [_lines("too_little", words.TOO_LITTLE, map(_line, found.too_little))]
    if leading is not None:
        question = words.RETRO.format(question=leading.metric.question)
        yield [b.section("retro", question), b.context("limits", signals.limits(leading))]
    yield from _said_by_the_team(found)
    if found.ended:
        lines = _lines("ended", words.ENDED, map(_ended, found.ended))
        yield [lines, b.context("regression", outcome.REGRESSION)]
    drawing = _drawing(found, leading, charts=charts)
    if drawing:
        yield drawing
    if found.signals.snapshot.missing:
        yield [b.context("missing", signals.missing(found.signals))]


def _moved(found: Digest) -> Iterator[b.Block]:
    """Yield how the outcome of the team's decision moved, never without what must not suffer."""
    decision = found.signals.decision
    if decision is not None:
        said = {
            "outcome": _moved_one(found, decision.outcome),
            "guardrail": _moved_one(found, decision.guardrail),
        }
        yield b.section("moved", words.MOVED.format_map(said))


def _moved_one(found: Digest, metric: str) -> str:
    trend = found.trend_of(metric)
    if trend is not None:
        return escape(reading.pattern(trend))
    missing = (one for one in found.signals.snapshot.missing if one.metric.id == metric)
    reason = next((one.reason for one in missing), "")
    return words.NOT_SHOWN.format(label=catalogue.get(metric).label, reason=reason)


def _basis(found: Digest) -> Iterator[str]:
    shown = found.signals.snapshot
    services = [escape(service.name) for service in found.signals.team.services]
    collected = "not yet" if shown.collected_at is None else signals.when(shown.collected_at)
    yield words.BASIS.format(
        span=_span(found),
        services=", ".join(_in_a_row(services)) or words.WHOLE_TEAM,
        collected=collected,
    )
    if shown.collected_at is not None and found.now - shown.collected_at > STALE_AFTER:
        yield signal_words.STALE


def _line(trend: Trend) -> str:
    """Return a trend in one line, with the figures behind it."""
    said = words.LINE if trend.is_clear else words.LINE_PLAIN
    if not trend.is_usable:
        said = words.LINE_TOO_LITTLE
    return escape(
        said.format(
            subject=reading.subject(trend),
            interval=trend.metric.interval,
            word=reading.said(trend) if trend.is_clear else trend.word,
            recent=reading.both_ways(trend),
            before=reading.figure(trend.metric, trend.before),
            reason=trend.reasons[-1],
        )
    )


def _doubts(found: Digest) -> Iterator[b.Block]:
    """Yield what was marked and left out, what is questioned, and what is hidden, in a quiet month."""
    if found.signals.leaves_weeks_out:
        marked = signals.marked(found.signals.markers)
        yield b.context("marked", signal_words.MARKED_LEFT_OUT.format(markers=marked))
    if said := signals.doubted(found.signals):
        yield b.context("questioned", signal_words.QUESTIONED.format(metrics=said))
    if found.signals.why_nothing:
        yield b.context("missing", signals.missing(found.signals))


def _said_by_the_team(found: Digest) -> Iterator[Piece]:
    """Yield the reasons that the team marked, and which numbers are being questioned."""
    yield from ([block] for block in signals.notes(found.signals))


def _ended(one: Ended) -> str:
    label = _in_a_sentence(one.experiment.label)
    return words.ENDED_LINE.format(experiment=label, verdict=one.verdict)


def _in_a_sentence(label: str) -> str:
    """Return a label with a small letter first, unless it begins with an abbreviation."""
    is_short_for = label[1].isupper()
    return label if is_short_for else label[0].lower() + label[1:]


def _drawing(found: Digest, leading: Trend | None, *, charts: bool) -> list[b.Block]:
    """Return the chart with the numbers of its guardrail, or the table where charts are not taken."""
    if not charts:
        return [b.table("signals", signals.table(found.signals))]
    drawn = list(signals.charts(leading))
    beside = found.signals.beside(leading)
    if drawn and beside is not None:
        line = _line(beside).removeprefix("• ")
        drawn.append(b.context("beside", words.BESIDE.format(line=line)))
    return drawn


def _lines(block_id: str, title: str, lines: Iterable[str]) -> b.Block:
    """Return a title with as many whole lines as a section takes, and how many more there are."""
    lines, kept, room = list(lines), [title], _SECTION - len(title)
    for line in lines:
        room -= len(line) + 1
        if room < len(words.MORE):
            break
        kept.append(line)
    left = len(lines) - len(kept) + 1
    if left:
        kept.append(words.MORE.format(number=left))
    return b.section(block_id, "\n".join(kept))


def _in_a_row(names: Sequence[str]) -> list[str]:
    """Return as many whole names as there is room for, and how many more there are."""
    kept, room = [], _LIST
    for name in names:
        room -= len(name) + 2
        if room < 0:
            break
        kept.append(name)
    left = len(names) - len(kept)
    return [*kept, words.MORE_SHORT.format(number=left)] if left else kept


def _span(found: Digest) -> str:
    shown = found.signals.snapshot
    return reading.span(shown.recent_first, shown.last)
