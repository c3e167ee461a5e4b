"""The number of homes of a drawn block, where the file of outlines gives it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for table in ("block_polygons", "block_polygons_past"):
        op.add_column(table, sa.Column("homes", sa.Integer(), nullable=True))
