"""Since when a team's weeks are counted with the people and services that it has now."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("source_cursor", sa.Column("counted_with", sa.String(), nullable=True))
    op.add_column("source_cursor", sa.Column("counted_since", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("source_cursor", "counted_since")
    op.drop_column("source_cursor", "counted_with")
