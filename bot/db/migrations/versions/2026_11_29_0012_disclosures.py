"""What managers disclose to engineers before an evaluation."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
_UNIQUE = ["manager", "engineer", "team_id", "metric", "effective"]


def upgrade() -> None:
    op.create_table(
        "disclosure",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("manager", sa.String(), nullable=False),
        sa.Column("engineer", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("disclosed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delete_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
    )
    op.create_index("ix_disclosure_delete_at", "disclosure", ["delete_at"], unique=False)
    op.create_index("ix_disclosure_engineer", "disclosure", ["engineer"], unique=False)
    op.create_index("uq_disclosure_manager", "disclosure", _UNIQUE, unique=True)


def downgrade() -> None:
    op.drop_index("uq_disclosure_manager", table_name="disclosure")
    op.drop_index("ix_disclosure_engineer", table_name="disclosure")
    op.drop_index("ix_disclosure_delete_at", table_name="disclosure")
    op.drop_table("disclosure")
