"""Unintended effects: when each team's report is due, what was told, and answers without a name."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "effects",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("schedule", sa.String(), nullable=False),
        sa.Column("quarter", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_effects")),
    )
    op.create_index("ix_effects_due_at", "effects", ["due_at"], unique=False)
    op.create_table(
        "effects_report",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("quarter", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "quarter", name=op.f("pk_effects_report")),
    )
    op.create_table(
        "pulse_answer",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("quarter", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint(
            "team_id", "quarter", "question", "mark", name=op.f("pk_pulse_answer")
        ),
    )


def downgrade() -> None:
    op.drop_table("pulse_answer")
    op.drop_table("effects_report")
    op.drop_index("ix_effects_due_at", table_name="effects")
    op.drop_table("effects")
