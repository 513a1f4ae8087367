"""The shape of the audit for unintended effects: when it is due, what was told, and answers without a name."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index

from bot.db.base import About, Table, UTCDateTime, column


class EffectsRow(Table, table=True):
    """One team, and what is due next of it. The row is the schedule."""

    __tablename__ = "effects"
    __table_args__ = (Index("ix_effects_due_at", "due_at"),)

    team_id: str = column(About.TEAM, "whose report it is", primary_key=True)
    schedule: str = column(
        About.SYSTEM, "how coach.yml had it when this was planned, to see when that changes"
    )
    quarter: str = column(About.SYSTEM, "which quarter is next, such as 2026-Q4")
    step: str = column(About.SYSTEM, "what is due: the questions, or the report")
    due_at: datetime = column(About.SYSTEM, "when it is due", sa_type=UTCDateTime)


class ReportRow(Table, table=True):
    """One report: words of a list, and no figure."""

    __tablename__ = "effects_report"

    team_id: str = column(About.TEAM, "whose report it is", primary_key=True)
    quarter: str = column(About.TEAM, "which quarter it is about", primary_key=True)
    content: dict[str, Any] = column(
        About.TEAM, "what was noticed, in words of a list, so that all read the same", sa_type=JSON
    )
    made_at: datetime = column(About.SYSTEM, "when it was made", sa_type=UTCDateTime)


class AnswerRow(Table, table=True):
    """One answer without a name, until its report. See `bot.effects.pulse`."""

    __tablename__ = "pulse_answer"

    team_id: str = column(About.TEAM, "which team was asked", primary_key=True)
    quarter: str = column(About.TEAM, "before which report", primary_key=True)
    question: str = column(About.TEAM, "which of the three questions", primary_key=True)
    mark: str = column(
        About.SYSTEM,
        "a keyed hash of a random token that stands in one message alone; it leads to nobody",
        primary_key=True,
    )
    answer: str = column(About.TEAM, "yes or no, counted with the others and then deleted")
