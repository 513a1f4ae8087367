"""The shape of what teams have decided. No column here is about a person."""

from datetime import date, datetime

from sqlalchemy import Index

from bot.db.base import About, Table, UTCDateTime, column


class DecisionRow(Table, table=True):
    """What a team has decided last; one a team. Who wrote it down is not kept: it is the team's word."""

    __tablename__ = "decision"
    __table_args__ = (
        Index("uq_decision_team_id", "team_id", unique=True),
        Index("ix_decision_due_at", "due_at"),
    )

    id: str = column(About.SYSTEM, "a random id, the same while it is changed", primary_key=True)
    team_id: str = column(About.TEAM, "whose it is")
    improve: str = column(About.TEAM, "what the team wants to improve, in its words")
    outcome: str = column(About.TEAM, "the number that should change")
    process: str = column(About.TEAM, "a number of how the work goes")
    process_too: str | None = column(
        About.TEAM, "another of these; empty where there is one", default=None
    )
    guardrail: str = column(About.TEAM, "the number that must not suffer")
    cadence: str = column(About.TEAM, "how often the team looks at it together")
    until: date = column(About.TEAM, "the last day it holds for")
    changes: int = column(About.SYSTEM, "how often it was changed, so that no change is lost")
    due_at: datetime | None = column(
        About.SYSTEM, "when somebody is to be told next; empty when all is told",
        sa_type=UTCDateTime, default=None,
    )  # fmt: skip
    created_at: datetime = column(About.SYSTEM, "when it was named", sa_type=UTCDateTime)
