"""What stands in Slack and is to be taken out of it, who asked to be forgotten, and how long records are kept."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
_IN_USE, _CLOSED = timedelta(days=365), timedelta(days=180)
"""How long a record was kept after its check-in, and after its end, until now."""


def upgrade() -> None:
    op.create_table(
        "standing",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("file", sa.String(), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_standing")),
    )
    op.create_index("ix_standing_recipient", "standing", ["recipient", "about"], unique=False)
    op.create_index("ix_standing_posted_at", "standing", ["posted_at"], unique=False)
    op.create_table(
        "removal",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("file", sa.String(), nullable=True),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal")),
    )
    op.create_index("ix_removal_due_at", "removal", ["due_at"], unique=False)
    op.create_table(
        "erasure",
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user", name=op.f("pk_erasure")),
    )
    op.create_index("ix_erasure_due_at", "erasure", ["due_at"], unique=False)
    op.add_column("conversation", sa.Column("kept_from", sa.DateTime(timezone=True), nullable=True))
    _count_from_check_in_or_end()


def _count_from_check_in_or_end() -> None:
    """Work out from when the time of each record was counted; one that somebody left keeps its day."""
    record = sa.table(
        "conversation",
        sa.column("id", sa.String()),
        sa.column("stage", sa.String()),
        sa.column("conclusion", sa.String()),
        sa.column("delete_at", sa.DateTime(timezone=True)),
        sa.column("kept_from", sa.DateTime(timezone=True)),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(record).where(record.c.delete_at.is_not(None))).all():
        if row.stage == "closed" and row.conclusion is None:
            continue
        kept_from = row.delete_at - (_CLOSED if row.stage == "closed" else _IN_USE)
        connection.execute(
            sa.update(record).where(record.c.id == row.id).values(kept_from=kept_from)
        )


def downgrade() -> None:
    op.drop_column("conversation", "kept_from")
    op.drop_index("ix_erasure_due_at", table_name="erasure")
    op.drop_table("erasure")
    op.drop_index("ix_removal_due_at", table_name="removal")
    op.drop_table("removal")
    op.drop_index("ix_standing_posted_at", table_name="standing")
    op.drop_index("ix_standing_recipient", table_name="standing")
    op.drop_table("standing")
