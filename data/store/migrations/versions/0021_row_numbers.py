"""Numbers of imports and of imported rows are given from a table, so that an import can reserve them."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

SERIES = {
    "imports": ("imports", "import_id"),
    "reports": ("reports", "id"),
    "dwellings": ("dwellings", "id"),
    "blocks": ("block_polygons", "id"),
    "neighbourhoods": ("neighbourhood_polygons", "id"),
    "opportunities": ("opportunities", "id"),
    "partners": ("partners", "id"),
    "indicators": ("area_indicators", "id"),
    "visits": ("visits", "id"),
}


def upgrade() -> None:
    op.create_table(
        "row_numbers",
        sa.Column("series", sa.Text, primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
    )
    for series, (table, column) in SERIES.items():
        op.execute(f"INSERT INTO row_numbers SELECT '{series}', COALESCE(MAX({column}), 0) FROM {table}")
