"""The keys of records, wrapped. Deleting a row deletes what people wrote in that record for good.

This table is backed up apart from all others; `bot.sealing` says why.
"""

from datetime import datetime

from sqlalchemy import LargeBinary

from bot.db.base import About, Table, UTCDateTime, column


class RecordKeyRow(Table, table=True):
    """The key of one record."""

    __tablename__ = "record_key"

    record: str = column(About.SYSTEM, "which record: an opaque id", primary_key=True)
    key_id: str = column(About.SYSTEM, "which key of the key ring it is wrapped with")
    wrapped: bytes = column(
        About.SYSTEM, "the record's own key, readable only with the key ring", sa_type=LargeBinary
    )
    created_at: datetime = column(About.SYSTEM, "when it was made", sa_type=UTCDateTime)
