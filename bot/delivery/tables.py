"""The inbox: what Slack asked of Coach, kept until it is done, and its key a while longer."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index

from bot.db.base import About, MaybeJson, Table, UTCDateTime, column


class State(StrEnum):
    """Where a request stands."""

    WORKING = "working"  # a process has it, until the lease runs out
    DONE = "done"
    FAILED = "failed"  # refused for good, or too old to be of use


class InboxRow(Table, table=True):
    """One request. Its unique key makes a second delivery of the same one harmless."""

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_open", "state", "lease_until"),)

    key: str = column(
        About.SYSTEM, "a hash of what makes the request itself, to do it once", primary_key=True
    )
    kind: str = column(About.SYSTEM, "which capability answers it")
    state: str = column(About.SYSTEM, "where it stands")
    request: dict[str, Any] | None = column(
        About.PERSON,
        "who asked for which page, until it is delivered; emptied then",
        sa_type=MaybeJson,
        default=None,
    )
    received_at: datetime = column(About.SYSTEM, "when Slack sent it", sa_type=UTCDateTime)
    lease_until: datetime = column(
        About.SYSTEM, "when another process may take it over", sa_type=UTCDateTime
    )
    attempts: int = column(About.SYSTEM, "how often it was begun")
    worker: str = column(About.SYSTEM, "which process has it: an id made at its start")
