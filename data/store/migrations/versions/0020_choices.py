"""Choices of categories, matches of addresses and what was withdrawn have versions of their own."""

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    for topic in ("choices", "matches", "withdrawn"):
        op.execute(f"INSERT INTO state (topic, version) VALUES ('{topic}', 0)")
