"""The shape of what Coach knows of a person: when and whether to write to them, and no more."""

from datetime import datetime
from enum import StrEnum

from bot.db.base import About, Table, UTCDateTime, column


class Kind(StrEnum):
    """What an account in Slack is."""

    MEMBER = "member"
    GUEST = "guest"
    BOT = "bot"


class PersonRow(Table, table=True):
    """One person whom Coach may write to."""

    __tablename__ = "person"

    user: str = column(About.PERSON, "whom this is about: their id in Slack", primary_key=True)
    kind: str = column(
        About.PERSON, "member, guest or bot, because Coach writes to no bots", default=Kind.MEMBER
    )
    time_zone: str | None = column(
        About.PERSON,
        "their time zone in Slack, to write to them by day; empty: their team's is used",
        default=None,
    )
    checked_at: datetime | None = column(
        About.SYSTEM,
        "when Slack last said something of them, to ask once a day; empty: ask at the next need",
        sa_type=UTCDateTime,
        default=None,
    )
    stopped_at: datetime | None = column(
        About.PERSON,
        "when they said stop, so that Coach sends them nothing unasked",
        sa_type=UTCDateTime,
        default=None,
    )
    gone_at: datetime | None = column(
        About.PERSON,
        "when Slack said that their account is deactivated, so that nothing is sent to it",
        sa_type=UTCDateTime,
        default=None,
    )
