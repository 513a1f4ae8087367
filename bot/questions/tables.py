"""The shape of questions about a team's numbers, of what they pause, and of what they correct."""

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
            sqlite_where=text("closed_at IS NULL"),  # on PostgreSQL too: see `bot.db.base`
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
        About.SYSTEM, "when it was answered or withdrawn; empty while it is open", sa_type=UTCDateTime,
        default=None,
    )  # fmt: skip
    closed_as: str | None = column(
        About.SYSTEM, "explained, corrected or withdrawn; empty while it is open", default=None
    )
    delete_at: datetime | None = column(
        About.SYSTEM, "when it is deleted for good; empty while it is open", sa_type=UTCDateTime,
        default=None,
    )  # fmt: skip


class PauseRow(Table, table=True):
    """One number of one team that a steward paused. What pauses by itself has no row: it is derived."""

    __tablename__ = "metric_pause"

    team_id: str = column(About.TEAM, "whose number is paused", primary_key=True)
    metric: str = column(About.TEAM, "which number is paused", primary_key=True)
    question_id: str = column(
        About.SYSTEM, "upon which question: an opaque id, for the audit of corrections; empty: none"
    )
    paused_at: datetime = column(About.SYSTEM, "since when", sa_type=UTCDateTime)


class CorrectionRow(Table, table=True):
    """One number that was wrong: how it read before, and how it reads since. The row is the schedule."""

    __tablename__ = "correction"
    __table_args__ = (
        Index("ix_correction_due_at", "due_at"),
        Index("ix_correction_corrected_at", "corrected_at"),
    )

    id: str = column(About.SYSTEM, "a random id", primary_key=True)
    team_id: str = column(About.TEAM, "whose number was wrong")
    metric: str = column(About.TEAM, "which number was wrong")
    question_id: str = column(About.SYSTEM, "upon which question: an opaque id, for the audit")
    corrected_at: datetime = column(
        About.SYSTEM, "when a steward said that it is mended", sa_type=UTCDateTime
    )
    before: str = column(About.TEAM, "how the team's number read before, for the audit")
    after: str | None = column(
        About.TEAM, "how it reads since; empty until the weeks are collected anew", default=None
    )
    due_at: datetime | None = column(
        About.SYSTEM,
        "when a process should collect anew; empty once that is done",
        sa_type=UTCDateTime,
        default=None,
    )
