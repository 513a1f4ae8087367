"""How questions end, which numbers stewards pause, what was corrected, and what a mark says in words."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("question", sa.Column("closed_as", sa.String(), nullable=True))
    # Until now the one way to close a question was to answer it in words.
    op.execute("UPDATE question SET closed_as = 'explained' WHERE closed_at IS NOT NULL")
    op.create_table(
        "metric_pause",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "metric", name=op.f("pk_metric_pause")),
    )
    op.create_table(
        "correction",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index("ix_correction_due_at", "correction", ["due_at"], unique=False)
    op.create_index("ix_correction_corrected_at", "correction", ["corrected_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_correction_corrected_at", table_name="correction")
    op.drop_index("ix_correction_due_at", table_name="correction")

    op.drop_table("correction")

    op.drop_table("metric_pause")
    op.drop_column("question", "closed_as")
