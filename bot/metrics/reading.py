"""How a figure and a trend are written for a person to read. Pure; units and ends always said."""

from collections.abc import Sequence

from bot.metrics.change import Change
from bot.metrics.figure import Figure
from bot.metrics.metric import Kind, Metric, Unit
from bot.metrics.outcome import GuardrailOutcome, Outcome
from bot.metrics.trend import SPAN, Trend
from bot.metrics.week import Week

_BARS = "▁▂▃▄▅▆▇█"
_GAP = "·"
_HOURS_A_DAY = 24
_TENFOLD = 900
"""Percent more: ten times as much."""
_LONG = 48
"""Hours from which a duration reads more easily in days."""


def amount(metric: Metric, value: float) -> str:
    """Return one value with its unit: `15 %`, `18 h`, `2.4 days`, `1.2 per 1,000 lines`."""
    factor, unit = _scale(metric, value)
    return f"{_short(value * factor)} {unit}"


def between(metric: Metric, first: float, second: float) -> str:
    """Return two values with their unit once: `9 to 17 %`."""
    factor, unit = _scale(metric, max(first, second))
    return f"{_short(first * factor)} to {_short(second * factor)} {unit}"


def _scale(metric: Metric, value: float) -> tuple[float, str]:
    """Return by what to multiply a value, and the unit it then has."""
    match metric.unit:
        case Unit.SHARE:
            return 100, "%"
        case Unit.HOURS:
            return (1, "h") if value < _LONG else (1 / _HOURS_A_DAY, "days")
        case Unit.TURNS | Unit.PER_KLOC | Unit.PER_WEEK:
            return 1, str(metric.unit)


def figure(metric: Metric, found: Figure | None) -> str:
    """Return what a window adds up to, with the counts behind it; a dash when there is nothing.

    Below the metric's minimum sample there are counts and no percentage. Where counts may not be told
    exactly they are told in tens, and a share in whole percent, by which they could be reckoned.
    """
    if found is None:
        return "–"
    if not metric.tells_counts:
        return _roughly(metric, found)
    counts = _counts(metric, found)
    return counts if found.value is None else f"{amount(metric, found.value)} ({counts})"


def _roughly(metric: Metric, found: Figure) -> str:
    """Return what a window adds up to, with a number in tens."""
    if found.value is None:
        return f"fewer than {metric.minimum_sample} so far"
    if metric.kind is not Kind.DISTRIBUTION:
        return f"{round(found.value * 100)} % ({_about(found.sample_size)})"
    if found.p75 is None:
        return f"fewer than {metric.minimum_sample} so far"
    return (
        f"median {amount(metric, found.value)},"
        f" three in four within {amount(metric, found.p75)} ({_about(found.sample_size)})"
    )


def said(trend: Trend) -> str:
    """Return what can be said of a trend, with how much or why not, as it stands beside its figures.

    `rose, by 12 to 70 %`; `no clear change (between 12 % less and 20 % more)`; `no clear change
    (perhaps 10 to 45 % less, but not surely); 4 of 6 weeks`; `too little to say (18 events in one of the two
    windows; it takes 20)`.
    """
    return f"{_said(trend)}{_of_weeks(trend)}"


def _of_weeks(trend: Trend) -> str:
    """Return how many of the last weeks a judgement rests on, where it is not all of them."""
    if trend.recent is None or not trend.is_usable or len(trend.recent.weeks) == SPAN:
        return ""
    return f"; {len(trend.recent.weeks)} of {SPAN} weeks"


def _said(trend: Trend) -> str:
    size = "" if trend.change is None else size_of(trend.metric, trend.change)
    if trend.is_clear:
        return f"{trend.word}, {size}" if size else str(trend.word)
    if trend.change is not None and trend.change.direction == 0 and size:
        return f"{trend.word} ({size})"
    return f"{trend.word} ({trend.reasons[-1]})"


def size_of(metric: Metric, change: Change) -> str:
    """Return how large a change is, at nine times out of ten: `by 12 to 70 %`; "" where unknown.

    Durations are rounded to a twentieth: more would tell more than their medians do.
    """
    if change.low is None or change.high is None:
        return ""
    finest = 5 if metric.kind is Kind.DISTRIBUTION else 1
    low, high = (_rounded((factor - 1) * 100, finest) for factor in (change.low, change.high))
    one_way = _one_way(*sorted((abs(low), abs(high))), both=low * high > 0)
    if change.direction:
        return f"by {one_way}"
    if low * high > 0:
        return f"perhaps {one_way} {'more' if low > 0 else 'less'}, but not surely"
    return f"between {_more(low)} and {_more(high)}"


def _rounded(percent: float, finest: int) -> int:
    """Round a percentage: no finer than asked for, and to tens from a hundred on."""
    step = finest if abs(percent) < 100 else 10  # noqa: PLR2004 - twice as much
    return round(percent / step) * step


def _one_way(near: int, far: int, *, both: bool) -> str:
    """Return two percentages of one direction, or how far it may be where the other is none."""
    if far < _TENFOLD:
        return f"{near} to {far} %" if both else f"up to {far} %"
    return f"{near} % to tenfold or more" if both and near < _TENFOLD else "tenfold or more"


def _more(percent: int) -> str:
    if percent == 0:
        return "the same"
    if percent >= _TENFOLD:
        return "ten times as much or more"
    return f"{abs(percent)} % {'more' if percent > 0 else 'less'}"


def _counts(metric: Metric, found: Figure) -> str:
    if metric.unit is Unit.SHARE and found.denominator is not None:
        return f"{found.numerator:,.0f} of {found.denominator:,.0f}"
    if metric.unit is Unit.PER_KLOC:
        return f"{found.numerator:,.0f} in {found.sample_size:,} reviews"
    return f"{found.numerator:,.0f} in {_short(found.denominator or 0.0)} working weeks"


def _about(number: int) -> str:
    """Return a number of durations, or of what signs are shares of, in tens.

    What two metrics count of the same pull requests may differ by one person's: so neither number
    is told exactly, and their difference is not either.
    """
    return f"about {round(number, -1):,} in all"


def both_ways(trend: Trend) -> str:
    """Return the figure of the last weeks, and beside it that with the weeks that were marked."""
    alone = figure(trend.metric, trend.recent)
    if trend.with_marked is None:
        return alone
    return f"{alone}; with the marked weeks {figure(trend.metric, trend.with_marked)}"


def sparkline(trend: Trend) -> str:
    """Return one bar a week, oldest first; a dot is a week that cannot be compared.

    A week that the team marked stands in brackets.
    """
    low, step = _scaled([value for _, value in trend.weekly if value is not None])
    bars = (_GAP if v is None else _BARS[round((v - low) / step)] for _, v in trend.weekly)
    return "".join(
        f"({bar})" if week in trend.marked else bar
        for bar, (week, _) in zip(bars, trend.weekly, strict=True)
    ).replace(")(", "")


def _scaled(known: Sequence[float]) -> tuple[float, float]:
    """Return the value of the lowest bar, and by how much each next one is higher."""
    low, high = min(known, default=0.0), max(known, default=0.0)
    return low, (high - low) / (len(_BARS) - 1) or 1.0


def usual_range(trend: Trend) -> str:
    """Return the range in which a week usually lies, or "" when too few weeks are known."""
    return "" if trend.usual is None else f"usually {between(trend.metric, *trend.usual)}"


def subject(trend: Trend) -> str:
    """Return what the trend is of: `High-severity findings in auth-service`."""
    return f"{trend.metric.label} in {trend.service}" if trend.service else trend.metric.label


def pattern(trend: Trend) -> str:
    """Return what moved, in one neutral sentence without a full stop, short enough to say aloud."""
    metric, before, recent = trend.metric, trend.before, trend.recent
    if not trend.is_usable:
        return f"{subject(trend)}: {trend.word}"
    if before is None or recent is None or before.value is None or recent.value is None:
        return f"{subject(trend)}: {trend.word}"
    verb = trend.word if trend.is_clear else "did not clearly change"
    middle = "a median of " if metric.kind is Kind.DISTRIBUTION else ""
    return f"{subject(trend)} {verb}, from {middle}{between(metric, before.value, recent.value)}"


def verdict_line(outcome: Outcome | GuardrailOutcome) -> str:
    """Return what became of a metric, in one line: after, before, and the verdict.

    `High-severity findings: 0.91 per 1,000 lines after, 0.43 before: got worse`. Below the metric's
    minimum sample the counts stand there instead; without any figure, the verdict alone.
    """
    metric, before, after = outcome.metric, outcome.before, outcome.after
    if before is None and after is None:
        return f"{metric.label}: {outcome.verdict}"
    if before is None or after is None or before.value is None or after.value is None:
        later = figure(metric, after) if after else "nothing yet"
        earlier = figure(metric, before) if before else "nothing"
        figures = f"{later} after, {earlier} before"
    else:
        factor, unit = _scale(metric, max(before.value, after.value))
        middle = "a median of " if metric.kind is Kind.DISTRIBUTION else ""
        later, earlier = _short(after.value * factor), _short(before.value * factor)
        figures = f"{middle}{later} {unit} after, {earlier} before"
    return f"{metric.label}: {figures}: {outcome.verdict}"


def span(first: Week, last: Week) -> str:
    """Return the days from the first week's Monday to the last one's Sunday."""
    start, end = first.monday, last.days()[-1]
    opening = f"{start.day} {start:%b}" if start.year == end.year else f"{start.day} {start:%b %Y}"
    return f"{opening} to {end.day} {end:%b %Y}"


def _short(value: float) -> str:
    """Two decimals below one, one below ten, none above: more would be more than anybody knows."""
    if abs(value) >= 9.95:  # noqa: PLR2004 - what rounds to ten
        return f"{value:,.0f}"
    text = f"{value:.2f}" if 0 < abs(value) < 1 else f"{value:.1f}"
    return text.rstrip("0").rstrip(".")
