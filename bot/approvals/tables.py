"""The shape of what stewards have approved, and of what waits for them."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary

from bot.db.base import About, Table, UTCDateTime, column


class ApprovalRow(Table, table=True):
    """One metric that a team may see. Approved once, it stays so; who approved it is in the audit."""

    __tablename__ = "metric_approval"

    team_id: str = column(About.TEAM, "whose metric it is", primary_key=True)
    metric: str = column(About.TEAM, "which metric the team may see", primary_key=True)
    approved_at: datetime = column(About.SYSTEM, "since when", sa_type=UTCDateTime)


class RequestRow(Table, table=True):
    """What a team would like to see and a steward has not approved; one a team."""

    __tablename__ = "metric_request"
    __table_args__ = (
        Index("uq_metric_request_team_id", "team_id", unique=True),
        Index("ix_metric_request_asker", "asker"),
    )

    id: str = column(About.SYSTEM, "a random id", primary_key=True)
    team_id: str = column(About.TEAM, "who would like to see them")
    metrics: str = column(About.TEAM, "the ids of the metrics, divided by spaces")
    asker: str | None = column(
        About.PERSON, "who wrote it down, to tell them the answer; empty once there is one",
        default=None,
    )  # fmt: skip
    asked_at: datetime = column(About.SYSTEM, "since when it waits", sa_type=UTCDateTime)
    answered_at: datetime | None = column(
        About.SYSTEM, "when a steward said not yet; empty while it waits", sa_type=UTCDateTime,
        default=None,
    )  # fmt: skip
    sealed: bytes | None = column(
        About.TEAM, "why not yet, in a steward's words to the team; encrypted",
        sa_type=LargeBinary, default=None,
    )  # fmt: skip
