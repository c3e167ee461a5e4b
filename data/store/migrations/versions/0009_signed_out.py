"""Sign-ins that ended before they expired, for servers that share a store."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "signed_out",
        sa.Column("sign_in", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sign_in", name="pk_signed_out"),
    )
