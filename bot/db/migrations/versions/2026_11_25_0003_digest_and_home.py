"""What a team hears once a month, what it says of its own numbers, and the Home tabs of its people."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index("ix_conversation_team_id", "conversation", ["team_id"], unique=False)
    op.create_table(
        "context_marker",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_context_marker")),
        sa.UniqueConstraint(
            *("team_id", "reason", "first_day", "last_day"),
            name=op.f("uq_context_marker_team_id_reason_first_day_last_day"),
        ),
    )
    op.create_index(
        "ix_context_marker_team_id", "context_marker", ["team_id", "last_day"], unique=False
    )

    op.create_table(
        "digest",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("schedule", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("switched", sa.Integer(), nullable=False),
        sa.Column("told", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_digest")),
    )
    op.create_index("ix_digest_due_at", "digest", ["due_at"], unique=False)

    op.create_table(
        "home_tab",
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=True),
        sa.Column("stale_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("user", name=op.f("pk_home_tab")),
    )
    op.create_index("ix_home_tab_stale_at", "home_tab", ["stale_at"], unique=False)

    op.create_table(
        "question",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("asker", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delete_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index("ix_question_asker", "question", ["asker"], unique=False)
    op.create_index("ix_question_delete_at", "question", ["delete_at"], unique=False)
    op.create_index("ix_question_team_id", "question", ["team_id", "closed_at"], unique=False)
    still_open = sa.text("closed_at IS NULL")
    op.create_index(
        "uq_question_open",
        "question",
        ["team_id", "metric", "asker"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )


def downgrade() -> None:
    op.drop_index("uq_question_open", table_name="question")
    op.drop_index("ix_question_team_id", table_name="question")
    op.drop_index("ix_question_delete_at", table_name="question")
    op.drop_index("ix_question_asker", table_name="question")

    op.drop_table("question")
    op.drop_index("ix_home_tab_stale_at", table_name="home_tab")

    op.drop_table("home_tab")
    op.drop_index("ix_digest_due_at", table_name="digest")

    op.drop_table("digest")
    op.drop_index("ix_context_marker_team_id", table_name="context_marker")

    op.drop_table("context_marker")
    op.drop_index("ix_conversation_team_id", table_name="conversation")
