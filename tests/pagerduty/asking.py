"""A source that looks at the stand-in, and what it says, in the words of the tests."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import SecretStr

from bot.metrics.fact import Exclusion, Fact
from bot.sources.pagerduty import PagerDuty
from bot.sources.pagerduty_options import VARIABLE, PagerDutyOptions, PagerDutyScope
from bot.sources.patience import Patience
from bot.sources.source import Report, TeamScope, Window
from tests.pagerduty.company import CHECKOUT
from tests.pagerduty.server import KEY, PagerDutyServer

COUNT, RESTORE = PagerDuty.metrics
MONDAY = datetime(2026, 9, 28, tzinfo=UTC)
AUTUMN = Window(datetime(2026, 9, 21, tzinfo=UTC), datetime(2026, 11, 16, tzinfo=UTC))


def on(day: int, hour: float = 12) -> datetime:
    """Return an hour of a day, counted from Monday 28 September 2026."""
    return MONDAY + timedelta(days=day, hours=hour)


def scope(*services: str, team: str = "payments", service: str = "checkout") -> TeamScope:
    return TeamScope(team, service, PagerDutyScope(services=services))


def a_source(
    server: PagerDutyServer, *scopes: TeamScope, tries: int = 2, **options: Any
) -> PagerDuty:
    said = PagerDutyOptions.model_validate({"base_url": server.url, **options})
    key = {VARIABLE: SecretStr(KEY)}
    return PagerDuty("pages", said, scopes or [scope(CHECKOUT)], key, Patience(tries=tries))


def pulled(
    source: PagerDuty, window: Window = AUTUMN, report: Report | None = None
) -> list[Fact | Exclusion]:
    return list(source.pull(window, report or Report()))


def said_of(facts: Sequence[Fact | Exclusion], metric: str) -> dict[datetime, float | str]:
    """Return what is said of a metric, by instant: a number, or why there is none."""
    return {
        fact.at: fact.reason
        if isinstance(fact, Exclusion)
        else fact.numerator
        if fact.value is None
        else fact.value
        for fact in facts
        if fact.metric == metric
    }
