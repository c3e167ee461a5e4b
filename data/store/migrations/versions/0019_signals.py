"""Signals have a version of their own, and an index on their keys."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.execute("INSERT INTO state (topic, version) VALUES ('signals', 0)")
    is_signal = sa.text("report_key >= 'signal:' AND report_key < 'signal;'")
    op.create_index("ix_reports_signal", "reports", ["report_key"], sqlite_where=is_signal, postgresql_where=is_signal)
