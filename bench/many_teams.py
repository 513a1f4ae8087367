"""A company of any number of teams, one of which is looked at: five services, a year of weeks.

The others have half a year of three metrics. They are copies of one of them, made inside the
database, so that ten thousand are there in seconds.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, literal, select

from bot.approvals import store as approvals
from bot.db import Database
from bot.decisions import store as decisions
from bot.decisions.decision import Cadence, Decision
from bot.decisions.store import Stored
from bot.demo.company import MARTA, STEWARD
from bot.metrics import catalogue, store
from bot.metrics.aggregate import Stretch, WeeklyAggregate
from bot.metrics.histogram import Histogram
from bot.metrics.metric import Kind
from bot.metrics.tables import WeeklyAggregateRow
from bot.metrics.trend import SPAN
from bot.metrics.week import DAYS, Week
from bot.prep.deliver import Deliverer
from bot.teams.roster import Member, Organisation, Roster, Service, Team

ZONE = "Europe/Berlin"
PEOPLE = 12
SERVICES = tuple(f"service-{number}" for number in range(1, 6))
WEEKS, WEEKS_OF_OTHERS = 52, 26
BY_SERVICE = ("findings_new", "findings_inherited")
"""What its source tells apart by service; each week has a row a service and severity."""
OF_THE_TEAM = ("rework_after_merge", "pr_cycle_time", "ai_acceptance", "ai_active_share")
OF_OTHERS = ("findings_new", "rework_after_merge", "pr_cycle_time")
_SHARES = {"rework_after_merge": (6, 48), "ai_acceptance": (150, 560), "ai_active_share": (9, 12)}
"""What happens in a usual week, out of what."""
_SOURCE = "numbers"
_DECISION = Decision(
    improve="Let the AI assistant take the routine work, without more rework.",
    outcome="rework_after_merge",
    process=("pr_cycle_time", "ai_acceptance"),
    guardrail="findings_new",
    cadence=Cadence.TWO_WEEKS,
    until=date.max,
)
"""What each team has decided."""
_TABLE: Any = WeeklyAggregateRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it


def looked_at(teams: int) -> str:
    """Return the id of the team whose pages are made: in the middle of all."""
    return _id(teams // 2)


def among(deliverer: Deliverer, roster: Roster) -> Deliverer:
    """Return what delivers pages of these teams."""
    evaluations = replace(deliverer.evaluations, roster=roster)
    return replace(deliverer, roster=roster, evaluations=evaluations)


def channel(number: int) -> str:
    """Return the channel of a team."""
    return f"C{number:08d}"


def _id(number: int) -> str:
    return f"team-{number:05d}"


def roster(teams: int) -> Roster:
    """Return a roster of so many teams; Marta manages the one that is looked at."""
    return Roster(
        organisation=Organisation(name="Many", time_zone=ZONE, stewards=(STEWARD,)),
        teams=tuple(
            _team(number, looked_at=_id(number) == looked_at(teams)) for number in range(teams)
        ),
    )


def _team(number: int, *, looked_at: bool) -> Team:
    return Team(
        id=_id(number),
        name=f"Team {number}",
        channel=channel(number),
        time_zone=ZONE,
        managers=(MARTA if looked_at else f"U0BOSS{number:05d}",),
        members=tuple(Member(slack=f"U0{number:05d}X{person:02d}") for person in range(PEOPLE)),
        services=tuple(Service(name=name) for name in SERVICES) if looked_at else (),
    )


def fill(database: Database, teams: int, now: datetime) -> None:
    """Store the weeks of all teams, up to the last complete one."""
    last = Week.containing(now, ZoneInfo(ZONE)).plus(-1)
    ours = looked_at(teams)
    first, *others = (one for one in map(_id, range(teams)) if one != ours)
    year, half = last.plus(1 - WEEKS).until(last), last.plus(1 - WEEKS_OF_OTHERS).until(last)
    for team, rows in ((ours, _rows(ours, year, SERVICES)), (first, _rows(first, half, ()))):
        with database.write() as session:
            stretch = Stretch(team, _SOURCE, last.plus(1 - WEEKS), last)
            store.replace(session, stretch, rows, now)
    with database.write() as session:
        for number in range(teams):
            made = Stored(f"decision-{number:05d}", _id(number), _DECISION, 0, None)
            decisions.add(session, made, now)
            approvals.approve(session, _id(number), _DECISION.metrics, now)
    rest = [column for column in _TABLE.columns if column is not _TABLE.c.team_id]
    names = [_TABLE.c.team_id, *rest]
    with database.write() as session:
        for other in others:
            copy = select(literal(other), *rest).where(_TABLE.c.team_id == first)
            session.execute(insert(_TABLE).from_select(names, copy))


def _rows(team: str, weeks: Iterable[Week], services: tuple[str, ...]) -> Iterator[WeeklyAggregate]:
    chance = random.Random(team)
    metrics = (*BY_SERVICE, *OF_THE_TEAM) if services else OF_OTHERS
    listed = list(weeks)
    for number, week in enumerate(listed):
        rose = number >= len(listed) - SPAN
        for metric in metrics:
            if metric in BY_SERVICE:
                yield from _findings(team, week, metric, services, chance, rose=rose)
            else:
                yield _people(team, week, metric, chance)


def _findings(
    team: str,
    week: Week,
    metric: str,
    services: tuple[str, ...],
    chance: random.Random,
    *,
    rose: bool,
) -> Iterator[WeeklyAggregate]:
    """Yield a week's findings; the high ones rose lately, so that the page has a lot to say."""
    for severity in catalogue.get(metric).dimensions:
        found = {
            service: chance.randint(0, 2) + (3 if rose and severity == "high" else 0)
            for service in services
        }
        for service, number in {**found, "": sum(found.values()) or chance.randint(0, 2)}.items():
            yield _row(team, week, metric, service=service, dimension=severity, numerator=number,
                       denominator=4.2 if service else 21.0, sample=9 if service else 45)  # fmt: skip


def _people(team: str, week: Week, metric: str, chance: random.Random) -> WeeklyAggregate:
    """Return a week of what people do."""
    if catalogue.get(metric).kind is Kind.DISTRIBUTION:
        hours = [chance.lognormvariate(3, 0.8) for _ in range(30)]
        return _row(team, week, metric, numerator=30, sample=30, histogram=Histogram.of(hours))
    usual, whole = _SHARES[metric]
    number = round(usual * chance.uniform(0.9, 1.1))
    return _row(team, week, metric, numerator=number, denominator=whole, sample=whole)


def _row(  # noqa: PLR0913 - one value a column
    team: str,
    week: Week,
    metric: str,
    *,
    numerator: float,
    sample: int,
    denominator: float | None = None,
    service: str = "",
    dimension: str = "",
    histogram: Histogram | None = None,
) -> WeeklyAggregate:
    known = catalogue.get(metric)
    return WeeklyAggregate(
        team=team,
        week=week,
        metric=metric,
        service=service,
        dimension=dimension,
        source=_SOURCE,
        definition_version=known.version,
        numerator=numerator,
        denominator=denominator,
        sample_size=sample,
        contributors=PEOPLE if known.from_people else None,
        largest_share=0.2 if known.from_people else None,
        histogram=histogram,
        days_covered=DAYS,
        week_zone=ZONE,
        final=True,
    )
