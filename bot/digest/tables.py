"""The shape of when each team's next digest is due. The row is the schedule."""

from datetime import datetime

from sqlalchemy import Index

from bot.db.base import About, Table, UTCDateTime, column


class DigestRow(Table, table=True):
    """One team, and its next digest."""

    __tablename__ = "digest"
    __table_args__ = (Index("ix_digest_due_at", "due_at"),)

    team_id: str = column(About.TEAM, "whose digest it is", primary_key=True)
    schedule: str = column(
        About.SYSTEM, "how coach.yml had it when this was planned, to see when that changes"
    )
    period: str = column(About.SYSTEM, "which digest is next, such as 2026-12")
    due_at: datetime = column(About.SYSTEM, "when it is due", sa_type=UTCDateTime)
    off_at: datetime | None = column(
        About.TEAM, "since when it is switched off; empty: it is on", sa_type=UTCDateTime,
        default=None,
    )  # fmt: skip
    switched: int = column(
        About.SYSTEM, "how often it was switched, to say each time once", default=0
    )
    told: str | None = column(
        About.SYSTEM, "why none comes, as the managers were told last; empty: one came",
        default=None,
    )  # fmt: skip
