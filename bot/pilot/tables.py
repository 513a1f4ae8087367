"""The shape of pilots. No column here is about a person: an answer is a part's, whoever gave it."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary

from bot.db.base import About, Table, UTCDateTime, column


class PilotRow(Table, table=True):
    """Where one team stands, from its first page or digest on."""

    __tablename__ = "pilot"

    team_id: str = column(About.TEAM, "whose pilot it is", primary_key=True)
    stage: str = column(About.TEAM, "running, ended, or off")
    since: datetime = column(About.SYSTEM, "since when it is so", sa_type=UTCDateTime)
    round: int = column(About.SYSTEM, "how often both parts have answered")


class PilotAnswerRow(Table, table=True):
    """What one part answered in one round. Who gave the answer for that part is not kept."""

    __tablename__ = "pilot_answer"
    __table_args__ = (
        Index("uq_pilot_answer_part", "team_id", "round", "side", unique=True),
        Index("ix_pilot_answer_delete_at", "delete_at"),
    )

    id: str = column(About.SYSTEM, "a random id", primary_key=True)
    team_id: str = column(About.TEAM, "whose pilot it is about")
    round: int = column(About.SYSTEM, "in which round")
    side: str = column(About.TEAM, "for which part: the manager's, or a steward's")
    choice: str = column(About.TEAM, "keep, change, stop, or start again")
    sealed: bytes = column(
        About.TEAM, "whether the page helped and worried, and what to change; encrypted",
        sa_type=LargeBinary,
    )  # fmt: skip
    delete_at: datetime = column(About.SYSTEM, "when it is deleted for good", sa_type=UTCDateTime)
