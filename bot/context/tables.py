"""The shape of what a team says of its own weeks. No column here is about a person."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint

from bot.db.base import About, Table, UTCDateTime, column


class MarkerRow(Table, table=True):
    """One marked stretch of days. Who marked it is not kept: it is the team's word."""

    __tablename__ = "context_marker"
    __table_args__ = (
        UniqueConstraint("team_id", "reason", "first_day", "last_day", "text"),
        Index("ix_context_marker_team_id", "team_id", "last_day"),
    )

    id: str = column(About.SYSTEM, "a random id", primary_key=True)
    team_id: str = column(About.TEAM, "whose numbers it explains")
    reason: str = column(About.TEAM, "one of a list, such as a migration or an incident")
    first_day: date = column(About.TEAM, "the first day it holds for")
    last_day: date = column(About.TEAM, "the last day it holds for")
    text: str = column(
        About.TEAM,
        "what the team adds in its own words, for everybody who looks at its numbers; names and"
        " mentions are refused, and who wrote it is not kept",
        default="",
    )
    created_at: datetime = column(About.SYSTEM, "when it was marked", sa_type=UTCDateTime)
