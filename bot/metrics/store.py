"""Asks the database about weekly aggregates."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    delete,
    false,
    func,
    insert,
    not_,
    select,
    tuple_,
)

from bot.db import Connection, Session
from bot.metrics import catalogue
from bot.metrics.aggregate import NOTHING, Stretch, WeeklyAggregate
from bot.metrics.comparable import WORKING_DAYS
from bot.metrics.histogram import Histogram
from bot.metrics.tables import WeeklyAggregateRow
from bot.metrics.week import Week

_TABLE: Any = WeeklyAggregateRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_C = _TABLE.c
_OF_PEOPLE = tuple(one.id for one in catalogue.METRICS.values() if one.from_people)


def replace(
    session: Session,
    stretch: Stretch,
    rows: Iterable[WeeklyAggregate],
    collected_at: datetime,
    since: Week | None = None,
) -> None:
    """Put `rows` in place of all that a source said of a team in a stretch of weeks.

    Replaced, never added: collecting the same weeks twice leaves the same rows, and what the
    source no longer says is gone.

    Args:
        session: the transaction.
        stretch: whose weeks, and which.
        rows: what takes their place.
        collected_at: when it was collected.
        since: the first week in which the team is counted as it is now. What is stored of an earlier
            one, of what people do, stays as it is where it can have been seen: it was counted with
            other people, and the difference would be those who came or left. None: all weeks.
    """
    mine = (
        _C.team_id == stretch.team,
        _C.source == stretch.source,
        _C.week_start.between(stretch.first.monday, stretch.last.monday),
    )
    others: ColumnElement[bool] = false()
    if since:
        could_be_seen = _C.days_covered >= WORKING_DAYS
        others = and_(_C.week_start < since.monday, _C.metric.in_(_OF_PEOPLE), could_be_seen)
    kept = {
        (week, metric)
        for week, metric in session.execute(
            select(_C.week_start, _C.metric).where(*mine, others).distinct()
        )
    }
    session.execute(delete(_TABLE).where(*mine, not_(others)))
    values = [
        _values(row, collected_at) for row in rows if (row.week.monday, row.metric) not in kept
    ]
    if values:
        session.execute(insert(_TABLE), values)


Told = set[tuple[str, date, str]]
"""Team or group, Monday, metric."""


def told(session: Session, source: str, whose: Collection[str], first: Week) -> Told:
    """Return of whom, which week and which metric a figure of people is stored that can have been seen.

    Args:
        session: the transaction.
        source: the source's name.
        whose: ids of teams and groups.
        first: the first week that is looked at.
    """
    found = session.execute(
        select(_C.team_id, _C.week_start, _C.metric)
        .where(
            _C.source == source,
            _C.team_id.in_(whose),
            _C.week_start >= first.monday,
            _C.metric.in_(_OF_PEOPLE),
            _C.service == "",
            _C.days_covered >= WORKING_DAYS,
        )
        .distinct()
    )
    return {(row.team_id, row.week_start, row.metric) for row in found}


def forget_before(session: Session, day: date, most: int = 5_000) -> int:
    """Delete the weeks of all teams that ended before a day; return how many rows, at most `most`."""
    over = day - timedelta(days=6)
    keys = tuple_(*_TABLE.primary_key.columns)
    old = select(*_TABLE.primary_key.columns).where(_C.week_start < over).limit(most)
    gone = session.execute(delete(_TABLE).where(keys.in_(old)))
    return int(gone.rowcount)


def _values(row: WeeklyAggregate, collected_at: datetime) -> dict[str, Any]:
    return {
        "team_id": row.team,
        "week_start": row.week.monday,
        "metric": row.metric,
        "service": row.service,
        "dimension": row.dimension,
        "source": row.source,
        "definition_version": row.definition_version,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "sample_size": row.sample_size,
        "contributors": row.contributors,
        "largest_share": row.largest_share,
        "histogram": None if row.histogram is None else row.histogram.to_json(),
        "days_covered": row.days_covered,
        "week_zone": row.week_zone,
        "final": row.final,
        "excluded": dict(row.excluded),
        "collected_at": collected_at,
    }


_WANTED = (
    _C.team_id == bindparam("team"),
    _C.week_start >= bindparam("first"),
    _C.metric.in_(bindparam("metrics", expanding=True)),
    _C.dimension.in_(bindparam("dimensions", expanding=True)),
)
# In the order of `WeeklyAggregate`, behind the team.
_HOT_READ: Select[Any] = select(
    _C.week_start,
    _C.metric,
    _C.service,
    _C.dimension,
    _C.source,
    _C.definition_version,
    _C.numerator,
    _C.denominator,
    _C.sample_size,
    _C.contributors,
    _C.largest_share,
    _C.histogram,
    _C.days_covered,
    _C.week_zone,
    _C.final,
).where(*_WANTED)
_VERSION: Select[Any] = select(
    func.max(_C.collected_at),
    func.count(),
    func.sum(_C.sample_size),
    func.sum(_C.numerator),
).where(*_WANTED)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which of a team's weeks are wanted.

    Attributes:
        team: the team's id.
        first: the first week.
        metrics: the ids of the metrics.
        dimensions: the dimensions, "" among them.
    """

    team: str
    first: Week
    metrics: Collection[str]
    dimensions: Collection[str]

    def bound(self) -> dict[str, Any]:
        """Return it as the statements take it."""
        return {
            "team": self.team,
            "first": self.first.monday,
            "metrics": sorted(self.metrics),
            "dimensions": sorted(self.dimensions),
        }


class Version(NamedTuple):
    """What changes whenever stored weeks do. They are replaced, so the newest or the number does."""

    collected_at: datetime | None
    rows: int
    events: int | None
    happened: float | None


def version(connection: Connection, asked: Asked) -> Version:
    """Return the version of a team's stored weeks, with when the newest of them was collected."""
    return Version(*connection.execute(_VERSION, asked.bound()).one())


def weeks_since(connection: Connection, asked: Asked) -> list[WeeklyAggregate]:
    """Return a team's stored weeks.

    A page is made of hundreds of them, so this asks for columns, not for objects of the mapper, with
    a statement that was put together once.
    """
    rows = connection.execute(_HOT_READ, asked.bound()).all()
    weeks = {monday: Week(monday) for monday in {row[0] for row in rows}}
    return [
        WeeklyAggregate._make(
            (
                asked.team,
                weeks[row[0]],
                *row[1:11],
                None if row[11] is None else Histogram.from_json(row[11]),
                *row[12:],
                NOTHING,
            )
        )
        for row in rows
    ]
