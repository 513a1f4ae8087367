"""The shape of what Coach knows of the Home tabs that people have opened."""

from datetime import datetime

from sqlalchemy import Index

from bot.db.base import About, Table, UTCDateTime, column


class HomeRow(Table, table=True):
    """One person's Home tab."""

    __tablename__ = "home_tab"
    __table_args__ = (Index("ix_home_tab_stale_at", "stale_at"),)

    user: str = column(About.PERSON, "whose Home tab it is: who opened it once", primary_key=True)
    hash: str | None = column(
        About.SYSTEM, "Slack's mark of what is shown, so that nothing older replaces it",
        default=None,
    )  # fmt: skip
    stale_at: datetime | None = column(
        About.SYSTEM, "when it is to be put anew; empty: it shows what is stored",
        sa_type=UTCDateTime, default=None,
    )  # fmt: skip
