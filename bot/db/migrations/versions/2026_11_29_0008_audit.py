"""Who did what: a chain of entries, whose they are, and where it starts and ends."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("team_id", sa.String(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entry")),
    )
    op.create_index("ix_audit_entry_by", "audit_entry", ["by"], unique=False)
    op.create_index("ix_audit_entry_about", "audit_entry", ["about"], unique=False)
    op.create_index("ix_audit_entry_at", "audit_entry", ["at"], unique=False)
    op.create_table(
        "audit_alias",
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("alias", name=op.f("pk_audit_alias")),
    )
    op.create_index("uq_audit_alias_user", "audit_alias", ["user"], unique=True)
    op.create_table(
        "audit_head",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_audit_head")),
    )


def downgrade() -> None:
    op.drop_table("audit_head")
    op.drop_index("uq_audit_alias_user", table_name="audit_alias")
    op.drop_table("audit_alias")
    for name in ("at", "about", "by"):
        op.drop_index(f"ix_audit_entry_{name}", table_name="audit_entry")
    op.drop_table("audit_entry")
