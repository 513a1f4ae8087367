"""How questions end, which numbers stewards pause, what was corrected, and what a mark says in words."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
_DAYS = ("team_id", "reason", "first_day", "last_day")
_OLD = "uq_context_marker_team_id_reason_first_day_last_day"
_NEW = f"{_OLD}_text"


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

    with op.batch_alter_table("context_marker") as marks:
        marks.add_column(sa.Column("text", sa.String(), nullable=False, server_default=""))
        marks.drop_constraint(_OLD, type_="unique")
        marks.create_unique_constraint(_NEW, [*_DAYS, "text"])
    with op.batch_alter_table("context_marker") as marks:
        marks.alter_column("text", server_default=None)


def downgrade() -> None:
    # Without their words, two marks of the same reason and days are the same one.
    op.execute(
        "DELETE FROM context_marker WHERE id NOT IN (SELECT min(id) FROM context_marker"
        " GROUP BY team_id, reason, first_day, last_day) OR reason = 'other'"
    )
    with op.batch_alter_table("context_marker") as marks:
        marks.drop_constraint(_NEW, type_="unique")
        marks.create_unique_constraint(_OLD, list(_DAYS))
        marks.drop_column("text")
    op.drop_index("ix_correction_corrected_at", table_name="correction")
    op.drop_index("ix_correction_due_at", table_name="correction")

    op.drop_table("correction")

    op.drop_table("metric_pause")
    op.drop_column("question", "closed_as")
