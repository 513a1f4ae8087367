"""The shape of what two keys need: the open requests, and whether a steward switched it off."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary

from bot.db.base import About, Table, UTCDateTime, column


class IndividualRequestRow(Table, table=True):
    """One request. No column has a figure, and no value says that somebody refused."""

    __tablename__ = "individual_request"
    __table_args__ = (
        Index("uq_individual_request_engineer_manager", "engineer", "manager", unique=True),
        Index("ix_individual_request_due_at", "due_at"),
        Index("ix_individual_request_manager", "manager"),
    )

    id: str = column(About.SYSTEM, "a random id", primary_key=True)
    team_id: str = column(About.TEAM, "the team that the manager has and the engineer is in")
    manager: str = column(About.PERSON, "who asks, to be shown what is shared or told the end")
    engineer: str = column(About.PERSON, "who is asked, and alone may share")
    metric: str = column(About.PERSON, "which number is asked for")
    sealed: bytes = column(
        About.PERSON, "the reason that the manager gives; encrypted", sa_type=LargeBinary
    )
    asked_at: datetime = column(About.PERSON, "when it was asked", sa_type=UTCDateTime)
    answer_by: datetime = column(
        About.PERSON, "when it ends unless something is shown", sa_type=UTCDateTime
    )
    state: str = column(
        About.PERSON, "asked, or how far sharing has come; a refusal changes nothing here"
    )
    with_number: bool | None = column(
        About.PERSON,
        "whether the number is shared, or that its owner will talk without it; empty: neither",
        default=None,
    )
    begun_at: datetime | None = column(
        About.SYSTEM,
        "when Slack may have been called last to show it, to know how far back to look",
        sa_type=UTCDateTime,
        default=None,
    )
    channel: str | None = column(
        About.PERSON, "the conversation in which it is shown, to take it away", default=None
    )
    ts: str | None = column(About.SYSTEM, "Slack's id of that message", default=None)
    shown_until: datetime | None = column(
        About.PERSON, "when what is shown is taken away", sa_type=UTCDateTime, default=None
    )
    due_at: datetime = column(About.SYSTEM, "when a process should look at it", sa_type=UTCDateTime)


class IndividualSwitchRow(Table, table=True):
    """There is one row while a steward has switched the whole feature off."""

    __tablename__ = "individual_switch"

    name: str = column(About.SYSTEM, "always the same word, so that there is one", primary_key=True)
    off_since: datetime = column(About.SYSTEM, "since when", sa_type=UTCDateTime)
