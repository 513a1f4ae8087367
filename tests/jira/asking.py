"""A source that looks at the stand-in, and what it says, in the words of the tests."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import SecretStr

from bot.metrics.fact import Exclusion, Fact
from bot.sources import jira_options as options
from bot.sources.jira import Jira
from bot.sources.jira_options import JiraOptions, JiraScope
from bot.sources.patience import Patience
from bot.sources.source import Report, TeamScope, Window
from tests.jira.server import TOKEN, USER, JiraServer

ESCAPED, COUNT, RESTORE = Jira.metrics
MONDAY = datetime(2026, 9, 28, tzinfo=UTC)
AUTUMN = Window(datetime(2026, 9, 21, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC))
BY_LABEL = {
    "from_production": {"labels": ["production", "customer"]},
    "found_before": {"labels": ["testing", "canary"]},
    "incidents": ["Incident"],
}
FLAVOURS = ("cloud", "data_center")


def on(day: int, hour: float = 12) -> datetime:
    """Return an hour of a day, counted from Monday 28 September 2026."""
    return MONDAY + timedelta(days=day, hours=hour)


def scope(
    project: str = "SHOP",
    component: str | None = None,
    *,
    team: str = "payments",
    service: str = "checkout",
) -> TeamScope:
    return TeamScope(team, service, JiraScope(project=project, component=component))


def a_source(server: JiraServer, *scopes: TeamScope, tries: int = 2, **said: Any) -> Jira:
    asked = JiraOptions.model_validate({"base_url": server.url, **BY_LABEL, **said})
    tokens = {options.USER: SecretStr(USER), options.TOKEN: SecretStr(TOKEN)}
    return Jira("tracker", asked, scopes or [scope()], tokens, Patience(tries=tries))


def pulled(
    source: Jira, window: Window = AUTUMN, report: Report | None = None
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
