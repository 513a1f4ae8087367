"""The lines of the Home tab that tell of teams and of Coach itself, as mrkdwn. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from bot.collection.store import Try
from bot.decisions.decision import said as day_said
from bot.home import words
from bot.home.compose import Governing
from bot.metrics import reading
from bot.metrics.snapshot import STALE_AFTER
from bot.metrics.trend import Trend
from bot.pilot.state import Stage
from bot.signals import blocks as signals, words as signal_words
from bot.signals.blocks import when
from bot.signals.gather import Signals
from bot.slack.text import escape

LONGEST = 2900
"""Characters of one paragraph, with some room below Slack's 3,000."""
_MOST_DEAD = 10
_ONE_RUN = timedelta(hours=6)
"""One run takes its time over many teams; the next one is a night later."""


def team_line(found: Signals, stewards: Sequence[str], *, is_only: bool = True) -> str:
    """Return one line on a team: what clearly moved, or that nothing did, or what is missing.

    Args:
        found: the team's signals.
        stewards: whom to ask where there are no numbers yet.
        is_only: whether no other team stands beside it; a group's figures never do beside a team's.
    """
    name = escape(found.team.name)
    if found.group and not is_only:
        line = elsewhere(found)
    elif not found.snapshot.trends:
        nothing = signals.nothing(found, stewards)
        line = words.TEAM_NOTHING.format(team=name, nothing=nothing)
    else:
        line = words.TEAM_LINE.format(team=name, said=in_words(found))
        if found.group:
            line = f"{line} {signals.of_group(found)}"
    pilot = words.TEAM_PILOT if found.pilot is Stage.RUNNING else ""
    return f"{line}{_named(found)}{_doubts(found)}{pilot}"


def elsewhere(found: Signals) -> str:
    """Return where the numbers of a small team's group stand."""
    team, group = escape(found.team.name), escape(found.group)
    return words.TEAM_OF_GROUP.format(team=team, id=found.team.id, group=group)


def _named(found: Signals) -> str:
    """Return what the team wants to improve, and in its last days that it ends; "" for nothing."""
    named = found.decision
    if named is None:
        return ""
    said = words.TEAM_ENDS if named.ends_soon(found.today) else words.TEAM_IMPROVES
    return said.format(improve=escape(named.improve), day=day_said(named.until))


def _doubts(found: Signals) -> str:
    """Return which numbers are being questioned, and which are hidden and why; "" for none."""
    doubted = signals.doubted(found)
    said = words.TEAM_DOUBTED.format(metrics=doubted) if doubted else ""
    by_reason: dict[str, list[str]] = {}
    for one in found.snapshot.missing:
        if one.metric.id in found.hidden:
            by_reason.setdefault(found.hidden[one.metric.id], []).append(one.metric.label)
    for reason, labels in by_reason.items():
        said += words.TEAM_HIDDEN.format(reason=reason, metrics=", ".join(labels))
    return said


def in_words(found: Signals) -> str:
    """Return what clearly moved, with its guardrail, or that nothing did; without a full stop."""
    said = "; ".join(escape(reading.pattern(trend)) for trend in told(found))
    return said or (words.NO_CHANGE if found.snapshot.is_usable else words.TOO_LITTLE)


def told(found: Signals) -> list[Trend]:
    """Return the trends that the line on a team tells of: what clearly moved, with its guardrail.

    A service is told of where the whole team's trend of that metric is not clear.
    """
    shown = found.snapshot
    clear = [trend for trend in shown.trends if trend.is_clear]
    metrics = {trend.metric.id for trend in clear}
    clear += [one for one in found.listed if one.service and one.metric.id not in metrics]
    beside = [found.beside(trend) for trend in clear if trend.metric.needs_guardrail]
    guards = [trend for trend in beside if trend is not None and trend not in clear]
    return list({(one.metric.id, one.service): one for one in (*clear, *guards)}.values())


def limits(found: Iterable[Signals]) -> str:
    """Return what the first trend that is told of each team cannot show, each metric once."""
    metrics = {one.metric.id: one.metric for team in found for one in told(team)[:1]}
    said = [
        words.LIMIT.format(metric=one.label, limits=one.cannot_show) for one in metrics.values()
    ]
    return words.CANNOT_SHOW.format(limits=" ".join(said)) if said else ""


def page(found: Signals, stewards: Sequence[str], *, is_only: bool = True) -> Iterator[str]:
    """Yield the numbers of a team as lines: every figure that its manager's page can have.

    Args:
        found: the team's signals.
        stewards: whom to ask where there are no numbers yet.
        is_only: whether no other team stands beside it; a group's figures never do beside a team's.
    """
    title = words.PAGE_GROUP if found.group else words.PAGE
    yield title.format(team=escape(found.team.name))
    yield signals.decision(found)
    shown = found.snapshot
    if not shown.trends:
        yield signals.nothing(found, stewards)
        return
    if found.group and not is_only:
        yield elsewhere(found)
        return
    if found.group:
        yield signals.of_group(found)
    yield words.PAGE_WORDS.format(said=in_words(found))
    clear = [trend for trend in shown.services if trend.is_clear]
    yield from (_figures(trend) for trend in (*shown.trends, *clear))


def small_print(found: Signals, *, is_old: bool) -> Iterator[str]:
    """Yield what stands below the numbers of a team: their weeks, their doubts and their limits."""
    if found.snapshot.trends:
        yield signals.basis(found)
    if is_old:
        yield signal_words.STALE
    if found.snapshot.missing:
        yield signals.missing(found)
    yield from (one["text"] for block in signals.notes(found) for one in block["elements"])
    if found.leading is not None:
        yield signals.limits(found.leading)
    if found.pilot is Stage.RUNNING:
        yield signal_words.IN_PILOT


def is_old(found: Signals, now: datetime) -> bool:
    """Say whether the numbers of a team are old."""
    collected_at = found.snapshot.collected_at
    return collected_at is not None and now - collected_at > STALE_AFTER


def _figures(trend: Trend) -> str:
    said = reading.said(trend)
    weekly = f"{reading.sparkline(trend)} {reading.usual_range(trend)}".strip()
    return words.PAGE_LINE.format(
        subject=escape(reading.subject(trend)),
        interval=trend.metric.interval,
        recent=reading.both_ways(trend),
        before=reading.figure(trend.metric, trend.before),
        said=said[:1].upper() + said[1:],
        weekly=weekly,
    )


def sources(found: Governing) -> Iterator[str]:
    """Yield a line a source: when it last succeeded."""
    yield words.SOURCES
    if not found.sources:
        yield words.NO_SOURCES
    for name, last in found.sources:
        yield _source(escape(name), last)


def _source(source: str, last: Try | None) -> str:
    if last is None:
        return words.SOURCE_NEVER.format(source=source)
    tried = when(last.tried_at)
    trouble = escape(last.trouble) if last.trouble else words.SOURCE_LOOK
    if last.succeeded_at is None:
        return words.SOURCE_NOT_YET.format(source=source, tried=tried, trouble=trouble)
    succeeded = when(last.succeeded_at)
    if last.tried_at - last.succeeded_at < _ONE_RUN:
        said = words.SOURCE_OK.format(source=source, when=succeeded)
        if last.knows_since is not None:
            said += words.SOURCE_KNOWS.format(since=day_said(last.knows_since.date()))
        return said
    return words.SOURCE_FAILED.format(source=source, tried=tried, when=succeeded, trouble=trouble)


def waiting(found: Governing) -> Iterator[str]:
    """Yield a line for each thing that waits, or that nothing does."""
    yield words.WAITING
    if found.stopped is not None:
        yield words.NOT_SENDING.format(reason=escape(found.stopped))
    if found.waits_since is not None:
        yield words.OLDEST.format(when=when(found.waits_since))
    else:
        yield words.NOTHING_WAITS
    for one in found.dead[:_MOST_DEAD]:
        yield words.DEAD.format(
            number=one.number, kind=one.kind, reason=escape(one.reason), when=when(one.last_at)
        )
    if len(found.dead) > _MOST_DEAD:
        yield words.DEAD_MORE.format(number=len(found.dead) - _MOST_DEAD)
    yield words.QUESTIONS.format(number=found.questions)


def paragraphs(lines: Iterable[str], most: int = LONGEST) -> Iterator[str]:
    """Yield lines put together to as few paragraphs as take them, each line whole."""
    gathered = ""
    for line in lines:
        if gathered and len(gathered) + 1 + len(line) > most:
            yield gathered
            gathered = line
        else:
            gathered = f"{gathered}\n{line}" if gathered else line
    if gathered:
        yield gathered
