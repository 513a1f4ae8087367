"""What deployments say of a team, whichever tool told of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.metrics.fact import Exclusion, Fact
from bot.metrics.week import Week
from bot.sources.aws_places import Place

FREQUENCY, FAILURES = "deployment_frequency", "change_fail_rate"
SETTLED = timedelta(days=7)
"""How long after its end a deployment may still be rolled back; then it is taken to have gone well.

A rollback is the mending at once that the metric speaks of. A week leaves room for a weekend.
"""
TRAILING = timedelta(days=7) + SETTLED + timedelta(days=7)
"""A week's outcomes are settled a week after its end; one more for nights that were missed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one deployment.

    Attributes:
        at: when it ended, in UTC.
        succeeded: whether it ended well, so that it counts in the frequency.
        rolled_back: whether it was rolled back within `SETTLED`, so that it needed mending.
        left_out: why it is no deployment to production; "" where it is one.
    """

    at: datetime
    succeeded: bool = False
    rolled_back: bool = False
    left_out: str = ""


def told(outcome: Outcome, place: Place, now: datetime) -> Iterator[Fact | Exclusion]:
    """Yield what one deployment says of each team and service that it belongs to.

    One that failed half-way and was rolled back is no deployment that reached users for good, so
    the frequency leaves it out, but it needed mending all the same. Whether it needed mending is
    told once no deployment of its whole week can need any more.

    Args:
        outcome: what became of it.
        place: whose it is.
        now: the source's own clock, where it has one.
    """
    for team, service in place.owners:
        missed = outcome.left_out or ("" if outcome.succeeded else "rolled_back")
        if missed:
            yield Exclusion(team, service, FREQUENCY, outcome.at, missed)
        else:
            yield Fact(team, service, FREQUENCY, outcome.at, numerator=1)
        if not _is_settled(outcome.at, place.zones[team], now):
            continue
        if outcome.left_out:
            yield Exclusion(team, service, FAILURES, outcome.at, outcome.left_out)
        else:
            yield Fact(
                team,
                service,
                FAILURES,
                outcome.at,
                numerator=int(outcome.rolled_back),
                denominator=1,
            )


def _is_settled(ended: datetime, zone: ZoneInfo, now: datetime) -> bool:
    return Week.containing(ended, zone).ends(zone) + SETTLED <= now


def is_mended(ended: datetime, rollbacks: Iterable[datetime]) -> bool:
    """Say whether one of some rollbacks of a deployment began soon enough after its end.

    Args:
        ended: when the deployment ended.
        rollbacks: when each of its rollbacks began.
    """
    return any(began <= ended + SETTLED for began in rollbacks)
