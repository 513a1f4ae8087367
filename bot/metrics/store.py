"""Asks the database about weekly aggregates."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, select

from bot.db import Connection, Session
from bot.metrics.aggregate import Stretch, WeeklyAggregate
from bot.metrics.histogram import Histogram
from bot.metrics.tables import WeeklyAggregateRow
from bot.metrics.week import Week

_TABLE: Any = WeeklyAggregateRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_C = _TABLE.c


def replace(
    session: Session, stretch: Stretch, rows: Iterable[WeeklyAggregate], collected_at: datetime
) -> None:
    """Put `rows` in place of all that a source said of a team in a stretch of weeks.

    Replaced, never added: collecting the same weeks twice leaves the same rows, and what the
    source no longer says is gone.
    """
    session.execute(
        delete(_TABLE).where(
            _C.team_id == stretch.team,
            _C.source == stretch.source,
            _C.week_start.between(stretch.first.monday, stretch.last.monday),
        )
    )
    values = [_values(row, collected_at) for row in rows]
    if values:
        session.execute(insert(_TABLE), values)


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
_NEWEST: Select[Any] = select(func.max(_C.collected_at)).where(*_WANTED)


def weeks_since(
    connection: Connection,
    team: str,
    first: Week,
    metrics: Collection[str],
    dimensions: Collection[str],
) -> tuple[list[WeeklyAggregate], datetime | None]:
    """Return a team's weeks from `first` on, and when the newest of them was collected.

    This is the hot read of every page, so it asks for columns, not for objects of the mapper, with
    statements that were put together once.

    Args:
        connection: an open connection.
        team: the team's id.
        first: the first week wanted.
        metrics: the ids of the metrics wanted.
        dimensions: the dimensions wanted, "" among them.
    """
    asked = {
        "team": team,
        "first": first.monday,
        "metrics": sorted(metrics),
        "dimensions": sorted(dimensions),
    }
    rows = connection.execute(_HOT_READ, asked).all()
    weeks = {monday: Week(monday) for monday in {row[0] for row in rows}}
    found = []
    for row in rows:
        (monday, metric, service, dimension, source, version, numerator, denominator, sample) = row[
            :9
        ]
        (contributors, share, histogram, days, zone, final) = row[9:]
        found.append(
            WeeklyAggregate(
                team=team,
                week=weeks[monday],
                metric=metric,
                service=service,
                dimension=dimension,
                source=source,
                definition_version=version,
                numerator=numerator,
                denominator=denominator,
                sample_size=sample,
                contributors=contributors,
                largest_share=share,
                histogram=None if histogram is None else Histogram.from_json(histogram),
                days_covered=days,
                week_zone=zone,
                final=final,
            )
        )
    return found, connection.execute(_NEWEST, asked).scalar()
