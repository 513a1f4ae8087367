"""The shape of what Coach keeps of a team's weeks. No column here is about a person."""

from datetime import date, datetime
from typing import Any

from bot.db.base import About, MaybeJson, Table, UTCDateTime, column


class WeeklyAggregateRow(Table, table=True):
    """One team, week, metric, service and dimension, from one source, under one definition."""

    __tablename__ = "weekly_aggregate"
    # A team's rows lie together, so that a page reads one stretch of the file.
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own form

    team_id: str = column(About.TEAM, "which team or group the numbers are of", primary_key=True)
    week_start: date = column(About.SYSTEM, "the Monday of the week", primary_key=True)
    metric: str = column(About.SYSTEM, "what is measured", primary_key=True)
    service: str = column(About.TEAM, "which service; empty: the whole team", primary_key=True)
    dimension: str = column(About.SYSTEM, "such as a severity; empty: none", primary_key=True)
    source: str = column(About.SYSTEM, "which source said so", primary_key=True)
    definition_version: int = column(
        About.SYSTEM, "which definition; no comparison across two", primary_key=True
    )
    numerator: float = column(About.TEAM, "what happened, added up")
    denominator: float | None = column(About.TEAM, "out of what, added up", default=None)
    sample_size: int = column(About.TEAM, "how many events stand behind it")
    contributors: int | None = column(
        About.TEAM, "how many people stand behind it: a count only, for the floor", default=None
    )
    largest_share: float | None = column(
        About.TEAM, "how much of it one of them has at most, for the floor", default=None
    )
    histogram: dict[str, Any] | None = column(
        About.TEAM,
        "durations by bucket, for medians over any span",
        sa_type=MaybeJson,
        default=None,
    )
    days_covered: int = column(About.SYSTEM, "for how many days the source had an answer")
    week_zone: str = column(About.SYSTEM, "on whose calendar the week was cut")
    final: bool = column(About.SYSTEM, "whether later pulls can no longer change it")
    excluded: dict[str, Any] = column(
        About.TEAM, "how many events were left out on purpose, by reason", sa_type=MaybeJson
    )
    collected_at: datetime = column(About.SYSTEM, "when it was collected", sa_type=UTCDateTime)
