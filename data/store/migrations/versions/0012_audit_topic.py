"""A topic of its own for writes that change nothing but the audit trail, so that no cached result is lost by them."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.execute("INSERT INTO state (topic, version) VALUES ('audit', 0)")
