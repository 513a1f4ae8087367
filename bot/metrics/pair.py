"""What speed and its guardrail say together, in fixed words. Pure."""

from enum import StrEnum

from bot.metrics.metric import Better
from bot.metrics.trend import Trend, Word


class Verdict(StrEnum):
    """All that is ever said of two metrics together; there is no score."""

    BOTH_BETTER = "both better"
    FASTER = "faster, watch quality"
    SLOWER = "slower, quality up"
    NO_CLEAR_CHANGE = "no clear change"


def verdict(speed: Trend, guardrail: Trend) -> Verdict | None:
    """Return what two trends of a team say together; None where there are no words for it.

    Words are there only for what one would be tempted to read alone: whoever gets faster is reminded
    of quality unless that got better too, and whoever gets slower is told when quality got better.

    Args:
        speed: the trend of a metric that never stands without its guardrail.
        guardrail: the trend of one of its guardrails.
    """
    is_pair = speed.metric.needs_guardrail and guardrail.metric.id in speed.metric.guardrails
    if not (is_pair and speed.is_usable and guardrail.is_usable):
        return None
    moved, guarded = better(speed), better(guardrail)
    match moved, guarded:
        case 0, 0:
            return Verdict.NO_CLEAR_CHANGE
        case 1, 1:
            return Verdict.BOTH_BETTER
        case 1, _:
            return Verdict.FASTER
        case -1, 1:
            return Verdict.SLOWER
        case _:
            return None


def better(trend: Trend) -> int | None:
    """Return 1 where a trend got better, -1 where worse, 0 where neither; None: no way is better."""
    if trend.metric.better is None:
        return None
    if not trend.is_clear:
        return 0
    wanted = Word.ROSE if trend.metric.better is Better.HIGHER else Word.FELL
    return 1 if trend.word is wanted else -1
