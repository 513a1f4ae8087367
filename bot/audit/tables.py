"""The shape of the audit: the chain, where it starts and ends, and whose the aliases are."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index

from bot.db.base import About, Table, UTCDateTime, column


class EntryRow(Table, table=True):
    """One entry. Rows are added at the end, and deleted from the start when their time is over."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_by", "by"),
        Index("ix_audit_entry_about", "about"),
        Index("ix_audit_entry_at", "at"),
    )

    number: int = column(About.SYSTEM, "its place in the chain", primary_key=True)
    at: datetime = column(About.PERSON, "when it was done", sa_type=UTCDateTime)
    act: str = column(About.PERSON, "what was done, from a list")
    by: str | None = column(
        About.PERSON, "who did it, by an alias; empty: Coach by itself", default=None
    )
    about: str | None = column(
        About.PERSON, "whom it concerns, by an alias; empty: nobody", default=None
    )
    team_id: str | None = column(About.TEAM, "which team it concerns; empty: none", default=None)
    details: dict[str, Any] = column(
        About.SYSTEM, "ids of metrics, versions, numbers of things: nobody's words", sa_type=JSON
    )
    hash: str = column(About.SYSTEM, "binds it to the one before")


class AliasRow(Table, table=True):
    """Whose an alias is. Deleting the row makes all entries with it nobody's."""

    __tablename__ = "audit_alias"
    __table_args__ = (Index("uq_audit_alias_user", "user", unique=True),)

    alias: str = column(About.PERSON, "the alias in the audit", primary_key=True)
    user: str = column(About.PERSON, "whose it is: their id in Slack")
    salt: str = column(About.SYSTEM, "what the alias was made with, to find a row that was altered")


class HeadRow(Table, table=True):
    """Where the chain starts and ends: one row."""

    __tablename__ = "audit_head"

    name: str = column(About.SYSTEM, "always the same word, so that there is one", primary_key=True)
    number: int = column(About.SYSTEM, "the number of the last entry; 0: there is none")
    hash: str = column(About.SYSTEM, "the hash of the last entry")
    first: int = column(About.SYSTEM, "the number of the oldest entry that is kept")
    before: str = column(About.SYSTEM, "the hash of the entry before that one")
    seal: str = column(About.SYSTEM, "binds the start, so that nobody can move it")
