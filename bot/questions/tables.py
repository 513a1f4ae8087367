"""The shape of questions about a team's numbers."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, text

from bot.db.base import About, Table, UTCDateTime, column


class QuestionRow(Table, table=True):
    """One question about one number. Its words are encrypted with a key of its own."""

    __tablename__ = "question"
    __table_args__ = (
        Index("ix_question_team_id", "team_id", "closed_at"),
        Index("ix_question_delete_at", "delete_at"),
        Index("ix_question_asker", "asker"),
        Index(
            "uq_question_open",
            *("team_id", "metric", "asker"),
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: str = column(About.SYSTEM, "a random id", primary_key=True)
    team_id: str = column(About.TEAM, "whose number it is about")
    metric: str = column(About.TEAM, "which number it is about")
    asker: str = column(
        About.PERSON, "who asks, for the stewards to answer them; no manager is shown it"
    )
    sealed: bytes = column(
        About.PERSON, "what they ask, and what was answered; encrypted", sa_type=LargeBinary
    )
    asked_at: datetime = column(About.PERSON, "when they asked", sa_type=UTCDateTime)
    closed_at: datetime | None = column(
        About.SYSTEM, "when a steward answered; empty while it is open", sa_type=UTCDateTime,
        default=None,
    )  # fmt: skip
    delete_at: datetime | None = column(
        About.SYSTEM, "when it is deleted for good; empty while it is open", sa_type=UTCDateTime,
        default=None,
    )  # fmt: skip
