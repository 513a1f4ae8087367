"""The shape of what two people agreed. There is no column for anything else about them.

What people wrote is in `conversation_revision.sealed`, encrypted with a key of the conversation's
own; destroying that key deletes it for good.
"""

from datetime import date, datetime

from sqlalchemy import Index, LargeBinary, UniqueConstraint

from bot.db.base import About, Table, UTCDateTime, column


class ConversationRow(Table, table=True):
    """One record of a conversation: who, where it stands, and under which terms."""

    __tablename__ = "conversation"
    __table_args__ = (
        Index("ix_conversation_manager", "manager"),
        Index("ix_conversation_engineer", "engineer"),
        Index("ix_conversation_delete_at", "delete_at"),
        Index("ix_conversation_team_id", "team_id"),
    )

    id: str = column(About.SYSTEM, "a random id", primary_key=True)
    team_id: str = column(About.TEAM, "whose numbers are looked at afterwards")
    manager: str = column(About.PERSON, "one of the two sides")
    engineer: str = column(About.PERSON, "the other side")
    stage: str = column(About.PERSON, "proposed, agreed, closed or declined")
    turn: str | None = column(
        About.PERSON, "which side is asked; empty when neither is", default=None
    )
    revision: int = column(About.SYSTEM, "the newest version of the record")
    agreed_revision: int | None = column(
        About.SYSTEM, "the version that both agreed to; empty before", default=None
    )
    agreed_at: datetime | None = column(
        About.PERSON, "when they first agreed", sa_type=UTCDateTime, default=None
    )
    conclusion: str | None = column(
        About.PERSON, "what they made of the outcome: keep it, adjust it, another", default=None
    )
    follows: str | None = column(About.SYSTEM, "the experiment before this one", default=None)
    created_at: datetime = column(About.SYSTEM, "when it was recorded", sa_type=UTCDateTime)
    delete_at: datetime | None = column(
        About.SYSTEM, "when it is deleted for good", sa_type=UTCDateTime, default=None
    )
    kept_from: datetime | None = column(
        About.SYSTEM,
        "from when its time is counted: its check-in, or its end; empty: somebody left",
        sa_type=UTCDateTime,
        default=None,
    )


class RevisionRow(Table, table=True):
    """One version of a record, so that both see what changed."""

    __tablename__ = "conversation_revision"

    conversation_id: str = column(
        About.SYSTEM, "which record", primary_key=True, foreign_key="conversation.id"
    )
    number: int = column(About.SYSTEM, "which version, from 1", primary_key=True)
    author: str = column(About.PERSON, "which side wrote it")
    experiment: str = column(About.PERSON, "what they try out, from a list")
    metric: str = column(About.TEAM, "the team's metric to look at afterwards")
    check_in: date = column(About.PERSON, "the day on which both look again")
    kept_wording: bool = column(
        About.PERSON, "whether the author kept words for which Coach suggested others"
    )
    sealed: bytes = column(
        About.PERSON,
        "the pattern, the guess, both promises and what would show that it did not help; encrypted",
        sa_type=LargeBinary,
    )
    written_at: datetime = column(About.PERSON, "when it was written", sa_type=UTCDateTime)


class CommitmentRow(Table, table=True):
    """One promise: what one side will do. Its words are in the record."""

    __tablename__ = "commitment"
    __table_args__ = (
        UniqueConstraint("conversation_id", "side"),
        Index("ix_commitment_owner", "owner"),
    )

    id: str = column(About.SYSTEM, "a random id", primary_key=True)
    conversation_id: str = column(
        About.SYSTEM, "the record it stands in", foreign_key="conversation.id"
    )
    side: str = column(About.PERSON, "manager or engineer")
    owner: str = column(About.PERSON, "who made the promise")
    state: str = column(About.PERSON, "open, done or dropped")
    settled_at: datetime | None = column(
        About.PERSON, "when it was done or dropped", sa_type=UTCDateTime, default=None
    )


class FollowUpRow(Table, table=True):
    """One planned nudge. A promise has two at most: their numbers are 1 and 2."""

    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("commitment_id", "number"),
        Index("ix_follow_up_due_at", "due_at"),
        Index("ix_follow_up_delivery", "delivery"),
        Index("ix_follow_up_person", "person"),
    )

    id: str = column(About.SYSTEM, "a random id", primary_key=True)
    commitment_id: str = column(
        About.SYSTEM, "the promise it is about", foreign_key="commitment.id"
    )
    number: int = column(About.SYSTEM, "the first or the second")
    person: str = column(About.PERSON, "who is reminded")
    state: str = column(About.PERSON, "planned, held, queued or sent")
    due_at: datetime | None = column(
        About.PERSON,
        "when it is due; empty unless it is planned",
        sa_type=UTCDateTime,
        default=None,
    )
    chosen: bool = column(
        About.PERSON, "whether the person chose this day by snoozing", default=False
    )
    delivery: str | None = column(
        About.SYSTEM, "the message it goes out with: an opaque key", default=None
    )


class ShareRow(Table, table=True):
    """An engineer lets a later manager see a record."""

    __tablename__ = "conversation_share"

    conversation_id: str = column(
        About.SYSTEM, "which record", primary_key=True, foreign_key="conversation.id"
    )
    person: str = column(About.PERSON, "who may see it too", primary_key=True)
    shared_at: datetime = column(About.PERSON, "since when", sa_type=UTCDateTime)
