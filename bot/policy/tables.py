"""The shape of the policy in force and of its changes. No column is about a person.

Who approved a change stands in `coach.yml` and in the audit; here it is a number.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index

from bot.db.base import About, Table, UTCDateTime, column


class PolicyRow(Table, table=True):
    """What is in force: one row."""

    __tablename__ = "policy"

    name: str = column(About.SYSTEM, "always the same word, so that there is one", primary_key=True)
    said: dict[str, Any] = column(About.SYSTEM, "the policy, as coach.yml says it", sa_type=JSON)
    floor: int = column(About.SYSTEM, "the highest floor that ever held: it is never lowered")
    since: datetime = column(About.SYSTEM, "since when it holds", sa_type=UTCDateTime)


class PolicyChangeRow(Table, table=True):
    """One change that was announced, whatever became of it."""

    __tablename__ = "policy_change"
    __table_args__ = (Index("ix_policy_change_state", "state"),)

    id: str = column(About.SYSTEM, "an id made at random", primary_key=True)
    said: dict[str, Any] = column(About.SYSTEM, "the policy as it will be", sa_type=JSON)
    before: dict[str, Any] = column(About.SYSTEM, "the policy as it was", sa_type=JSON)
    why: str = column(About.SYSTEM, "the reason that every team's channel gets")
    takes_effect: date = column(About.SYSTEM, "the first day on which it holds")
    approvers: int = column(About.SYSTEM, "how many stewards stand behind it")
    announced_at: datetime = column(About.SYSTEM, "when it was announced", sa_type=UTCDateTime)
    state: str = column(About.SYSTEM, "announced, in force, or called off")
    closed_at: datetime | None = column(
        About.SYSTEM, "when it took effect or was called off", sa_type=UTCDateTime, default=None
    )
