"""Which metrics a steward has approved for a team: at first those of what it has decided already.

And how teams try Coach: a team that had pages before begins its pilot with the next one.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
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
    _pilots()


def _pilots() -> None:
    op.create_table(
        "pilot",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_pilot")),
    )
    op.create_table(
        "pilot_answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("delete_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot_answer")),
    )
    op.create_index("ix_pilot_answer_delete_at", "pilot_answer", ["delete_at"], unique=False)
    op.create_index(
        "uq_pilot_answer_part", "pilot_answer", ["team_id", "round", "side"], unique=True
    )


def downgrade() -> None:
    op.drop_index("uq_pilot_answer_part", table_name="pilot_answer")
    op.drop_index("ix_pilot_answer_delete_at", table_name="pilot_answer")
    op.drop_table("pilot_answer")
    op.drop_table("pilot")
    op.drop_index("uq_metric_request_team_id", table_name="metric_request")
    op.drop_index("ix_metric_request_asker", table_name="metric_request")
    op.drop_table("metric_request")
    op.drop_table("metric_approval")
