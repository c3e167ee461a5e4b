"""Outlines of neighbourhoods, and the neighbourhood of the counts that releases froze."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    for table, is_past in (("neighbourhood_polygons", False), ("neighbourhood_polygons_past", True)):
        key = ("id", "import_id") if is_past else ("id",)
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("neighbourhood_key", sa.Text(), nullable=False),
            sa.Column("code", sa.Text(), nullable=False),
            sa.Column("name", sa.Text(), nullable=True),
            sa.Column("homes", sa.Integer(), nullable=True),
            sa.Column("outline", sa.LargeBinary(), nullable=False),
            sa.Column("digest", sa.BigInteger(), nullable=False),
            sa.Column("import_id", sa.Integer(), autoincrement=False, nullable=False),
            sa.PrimaryKeyConstraint(*key, name=f"pk_{table}"),
        )
    op.add_column("released_counts", sa.Column("neighbourhood_id", sa.Text(), nullable=True))
