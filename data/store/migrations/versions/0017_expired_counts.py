"""Counts of incidents whose reports were removed when their term ended."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "expired_counts",
        sa.Column("street_id", sa.Text(), nullable=True),
        sa.Column("block_id", sa.Text(), nullable=True),
        sa.Column("neighbourhood_id", sa.Text(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("incidents", sa.Integer(), nullable=False),
    )
