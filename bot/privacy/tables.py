"""The shape of what people ask of their own data: that it be erased."""

from datetime import datetime

from sqlalchemy import Index

from bot.db.base import About, Table, UTCDateTime, column


class ErasureRow(Table, table=True):
    """Somebody asked for what is theirs to be erased. The row goes when nothing is left."""

    __tablename__ = "erasure"
    __table_args__ = (Index("ix_erasure_due_at", "due_at"),)

    user: str = column(About.PERSON, "who asked", primary_key=True)
    asked_at: datetime = column(About.PERSON, "when they asked", sa_type=UTCDateTime)
    begun_at: datetime | None = column(
        About.SYSTEM, "when the database was cleared; what came later is new", sa_type=UTCDateTime,
        default=None,
    )  # fmt: skip
    due_at: datetime = column(
        About.SYSTEM, "when a process should go on with it", sa_type=UTCDateTime
    )
