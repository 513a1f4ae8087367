"""Requests to see one number of one person, and whether a steward switched it all off."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "individual_request",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("manager", sa.String(), nullable=False),
        sa.Column("engineer", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("with_number", sa.Boolean(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("shown_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_individual_request")),
    )
    op.create_index(
        "uq_individual_request_engineer_manager",
        "individual_request",
        ["engineer", "manager"],
        unique=True,
    )
    op.create_index("ix_individual_request_due_at", "individual_request", ["due_at"], unique=False)
    op.create_index(
        "ix_individual_request_manager", "individual_request", ["manager"], unique=False
    )
    op.create_table(
        "individual_switch",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("off_since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_individual_switch")),
    )


def downgrade() -> None:
    op.drop_table("individual_switch")
    for name in (
        "ix_individual_request_manager",
        "ix_individual_request_due_at",
        "uq_individual_request_engineer_manager",
    ):
        op.drop_index(name, table_name="individual_request")
    op.drop_table("individual_request")
