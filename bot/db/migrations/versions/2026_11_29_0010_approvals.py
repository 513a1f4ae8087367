"""Which metrics a steward has approved for a team: at first those of what it has decided already."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_KNOWN = " UNION ".join(
    f"SELECT team_id, {name} AS metric, created_at FROM decision WHERE {name} IS NOT NULL"  # noqa: S608
    for name in ("outcome", "process", "process_too", "guardrail")
)


def upgrade() -> None:
    op.create_table(
        "metric_approval",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "metric", name=op.f("pk_metric_approval")),
    )
    op.execute(
        "INSERT INTO metric_approval (team_id, metric, approved_at)"  # noqa: S608
        f" SELECT team_id, metric, MIN(created_at) FROM ({_KNOWN}) AS known GROUP BY team_id, metric"
    )
    op.create_table(
        "metric_request",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("metrics", sa.String(), nullable=False),
        sa.Column("asker", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric_request")),
    )
    op.create_index("ix_metric_request_asker", "metric_request", ["asker"], unique=False)
    op.create_index("uq_metric_request_team_id", "metric_request", ["team_id"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_metric_request_team_id", table_name="metric_request")
    op.drop_index("ix_metric_request_asker", table_name="metric_request")
    op.drop_table("metric_request")
    op.drop_table("metric_approval")
