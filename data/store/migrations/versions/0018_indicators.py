"""Indicators of areas, and the versions that later imports replaced."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    for table, is_past in (("area_indicators", False), ("area_indicators_past", True)):
        key = ("id", "import_id") if is_past else ("id",)
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("indicator_key", sa.Text(), nullable=False),
            sa.Column("measure", sa.Text(), nullable=False),
            sa.Column("value", sa.Double(), nullable=True),
            sa.Column("unit", sa.Text(), nullable=True),
            sa.Column("starts_on", sa.Date(), nullable=False),
            sa.Column("ends_on", sa.Date(), nullable=False),
            sa.Column("answers", sa.Integer(), nullable=True),
            sa.Column("publisher", sa.Text(), nullable=False),
            sa.Column("place", sa.Text(), nullable=False),
            sa.Column("level", sa.Text(), nullable=True),
            sa.Column("town", sa.Text(), nullable=True),
            sa.Column("digest", sa.BigInteger(), nullable=False),
            sa.Column("import_id", sa.Integer(), autoincrement=False, nullable=False),
            sa.PrimaryKeyConstraint(*key, name=f"pk_{table}"),
        )
