"""The first tables: weekly aggregates, cursors of sources, the inbox."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("request", sa.JSON(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_inbox")),
    )
    op.create_index("ix_inbox_open", "inbox", ["state", "lease_until"])
    op.create_table(
        "source_cursor",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("collected_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("history_starts", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "source", name=op.f("pk_source_cursor")),
    )
    op.create_table(
        "weekly_aggregate",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("week_start", sa.Date(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("numerator", sa.Float(), nullable=False),
        sa.Column("denominator", sa.Float(), nullable=True),
        sa.Column("sample_size", sa.Integer(), nullable=False),
        sa.Column("contributors", sa.Integer(), nullable=True),
        sa.Column("largest_share", sa.Float(), nullable=True),
        sa.Column("histogram", sa.JSON(), nullable=True),
        sa.Column("days_covered", sa.Integer(), nullable=False),
        sa.Column("week_zone", sa.String(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("excluded", sa.JSON(), nullable=False),
        sa.Column("collected_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "team_id",
            "week_start",
            "metric",
            "service",
            "dimension",
            "source",
            "definition_version",
            name=op.f("pk_weekly_aggregate"),
        ),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("weekly_aggregate")
    op.drop_table("source_cursor")
    op.drop_index("ix_inbox_open", table_name="inbox")
    op.drop_table("inbox")
