"""The inbox: what Slack asked of Coach. The outbox: what Coach says unasked. Each once."""

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


class DeliveryState(StrEnum):
    """Where a message that Coach sends unasked stands."""

    PENDING = "pending"  # nothing was sent
    SENDING = "sending"  # a process is about to call Slack, or died doing so
    UNCERTAIN = "uncertain"  # Slack's reply was lost; the conversation's history will tell
    SENT = "sent"
    CANCELLED = "cancelled"  # there is no need for it any more
    DEAD = "dead"  # Slack refuses it for good; an operator sees it


class DeliveryRow(Table, table=True):
    """One message. Its unique key, made of ids and ISO dates, is what makes it the only one."""

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_due_at", "due_at"),
        Index("ix_delivery_recipient", "recipient"),
        Index("ix_delivery_subject", "subject"),
    )

    key: str = column(About.SYSTEM, "a hash of what the message is, to send it once",
                      primary_key=True)  # fmt: skip
    kind: str = column(About.SYSTEM, "which capability words it")
    recipient: str = column(About.PERSON, "who gets it")
    subject: str = column(About.SYSTEM, "the record it is about: an opaque id")
    details: dict[str, Any] = column(
        About.PERSON, "ids and numbers with which it is worded; nobody's words", sa_type=MaybeJson
    )
    state: str = column(About.SYSTEM, "where it stands")
    due_at: datetime | None = column(
        About.SYSTEM,
        "when a process should take it up; empty once it is closed",
        sa_type=UTCDateTime,
        default=None,
    )
    begun_at: datetime | None = column(
        About.SYSTEM,
        "when Slack may have been called first, to know how far back to look",
        sa_type=UTCDateTime,
        default=None,
    )
    unsure: bool = column(
        About.SYSTEM, "whether an earlier attempt may have left the message in Slack", default=False
    )
    attempts: int = column(About.SYSTEM, "how often it was tried; fences off late processes")
    worker: str | None = column(
        About.SYSTEM, "which process has it: an id made at its start", default=None
    )
    channel: str | None = column(About.PERSON, "the conversation it was posted in", default=None)
    ts: str | None = column(About.SYSTEM, "Slack's id of the message", default=None)
    reason: str | None = column(About.SYSTEM, "why it was not sent", default=None)
    created_at: datetime = column(About.SYSTEM, "when it was planned", sa_type=UTCDateTime)
    closed_at: datetime | None = column(
        About.SYSTEM, "when it was closed", sa_type=UTCDateTime, default=None
    )


class StandingRow(Table, table=True):
    """A page or file that somebody asked for, as long as it stands in Slack.

    Messages that Coach sends unasked have a row in `delivery`.
    """

    __tablename__ = "standing"
    __table_args__ = (
        Index("ix_standing_recipient", "recipient", "about"),
        Index("ix_standing_posted_at", "posted_at"),
    )

    key: str = column(About.SYSTEM, "an opaque key, the message's own", primary_key=True)
    kind: str = column(About.SYSTEM, "what it is, from a list")
    recipient: str = column(About.PERSON, "who has it")
    about: str | None = column(
        About.PERSON, "the engineer whom the conversation is with; empty: nobody", default=None
    )
    channel: str = column(About.PERSON, "the conversation in which it stands")
    ts: str | None = column(About.SYSTEM, "Slack's id of the message; empty: a file", default=None)
    file: str | None = column(
        About.SYSTEM, "Slack's id of the file; empty: a message", default=None
    )
    posted_at: datetime = column(About.SYSTEM, "when it was put there", sa_type=UTCDateTime)


class RemovalRow(Table, table=True):
    """A message or file that is to be taken out of Slack. It names nobody but its place."""

    __tablename__ = "removal"
    __table_args__ = (Index("ix_removal_due_at", "due_at"),)

    id: str = column(About.SYSTEM, "a random id", primary_key=True)
    channel: str = column(
        About.PERSON, "the conversation in which it stands, or whose direct messages"
    )
    ts: str | None = column(
        About.SYSTEM, "Slack's id of the message; empty: a file, or not known", default=None
    )
    file: str | None = column(
        About.SYSTEM, "Slack's id of the file; empty: a message", default=None
    )
    key: str | None = column(
        About.SYSTEM, "the message's own opaque key, to look for it; empty: its place is known",
        default=None,
    )  # fmt: skip
    since: datetime | None = column(
        About.SYSTEM, "the earliest time it can have been posted", sa_type=UTCDateTime, default=None
    )
    attempts: int = column(About.SYSTEM, "how often it was tried", default=0)
    due_at: datetime | None = column(
        About.SYSTEM, "when a process should try next; empty: Slack refuses it for good",
        sa_type=UTCDateTime, default=None,
    )  # fmt: skip
    reason: str | None = column(About.SYSTEM, "what Slack said last", default=None)


class SendingStopRow(Table, table=True):
    """There is one row while nothing may be sent: the app was removed, or its token revoked."""

    __tablename__ = "sending_stop"

    name: str = column(About.SYSTEM, "always the same word, so that there is one", primary_key=True)
    reason: str = column(About.SYSTEM, "what Slack said")
    stopped_at: datetime = column(About.SYSTEM, "since when", sa_type=UTCDateTime)


class HeartbeatRow(Table, table=True):
    """A process that sends, and when it was last seen at work."""

    __tablename__ = "heartbeat"

    worker: str = column(About.SYSTEM, "an id made at the process's start", primary_key=True)
    beat_at: datetime = column(About.SYSTEM, "when it last looked", sa_type=UTCDateTime)
