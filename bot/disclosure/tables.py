"""The shape of what managers disclose to engineers."""

from datetime import date, datetime

from sqlalchemy import Index, LargeBinary

from bot.db.base import About, Table, UTCDateTime, column


class DisclosureRow(Table, table=True):
    """One number of a team, disclosed by a manager to an engineer. Its words have a key of their own."""

    __tablename__ = "disclosure"
    __table_args__ = (
        Index("ix_disclosure_delete_at", "delete_at"),
        Index("ix_disclosure_engineer", "engineer"),
        Index(
            "uq_disclosure_manager",
            *("manager", "engineer", "team_id", "metric", "effective"),
            unique=True,
        ),
    )

    id: str = column(About.SYSTEM, "a random id", primary_key=True)
    team_id: str = column(About.TEAM, "whose number it is")
    manager: str = column(About.PERSON, "who disclosed it")
    engineer: str = column(About.PERSON, "to whom, so that they know it long before")
    metric: str = column(About.TEAM, "which number of the team it is")
    effective: date = column(About.PERSON, "from which day on it may be spoken of")
    sealed: bytes = column(
        About.PERSON, "what it says, and why the engineer disagrees; encrypted", sa_type=LargeBinary
    )
    disclosed_at: datetime = column(About.PERSON, "when it was disclosed", sa_type=UTCDateTime)
    told_at: datetime | None = column(
        About.PERSON, "when it reached the engineer, from which 30 days are counted; empty before",
        sa_type=UTCDateTime, default=None,
    )  # fmt: skip
    answer: str | None = column(
        About.PERSON, "whether the engineer has read it or disagrees; empty before", default=None
    )
    answered_at: datetime | None = column(
        About.PERSON, "when they said so; empty before", sa_type=UTCDateTime, default=None
    )
    delete_at: datetime = column(About.SYSTEM, "when it is deleted for good", sa_type=UTCDateTime)
