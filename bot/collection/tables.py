"""How far the collection of a source has come for a team, and how the last try went."""

from datetime import date, datetime

from bot.db.base import About, Table, UTCDateTime, column


class SourceCursor(Table, table=True):
    """One team and one source."""

    __tablename__ = "source_cursor"

    team_id: str = column(About.TEAM, "which team's or group's telemetry", primary_key=True)
    source: str = column(About.SYSTEM, "from which source", primary_key=True)
    collected_until: datetime | None = column(
        About.SYSTEM, "up to when it was collected", sa_type=UTCDateTime, default=None
    )
    asked_since: datetime | None = column(
        About.SYSTEM, "since when it was collected", sa_type=UTCDateTime, default=None
    )
    history_starts: datetime | None = column(
        About.SYSTEM, "how far back the source could look", sa_type=UTCDateTime, default=None
    )
    tried_at: datetime = column(About.SYSTEM, "when it was tried last", sa_type=UTCDateTime)
    succeeded_at: datetime | None = column(
        About.SYSTEM, "when it last went well", sa_type=UTCDateTime, default=None
    )
    counted_with: str | None = column(
        About.TEAM,
        "a fingerprint of who and what the weeks are counted with; it tells whether that changed",
        default=None,
    )
    counted_since: date | None = column(
        About.SYSTEM,
        "the Monday since which that holds; of a group, that of the first week that is not decided;"
        " empty: for all weeks",
        default=None,
    )
    outcome: str = column(About.SYSTEM, "ok, empty, failed or refused")
    said: str = column(About.SYSTEM, "one line on it, for whoever runs Coach")
