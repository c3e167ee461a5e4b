"""Files that are stored together are one import."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("imports", sa.Column("batch_id", sa.Integer(), server_default="0", nullable=False))
    imports = sa.table("imports", *(sa.column(name) for name in ("import_id", "batch_id", "file", "digest")))
    op.execute(imports.update().values(batch_id=imports.c.import_id))
    same = imports.alias("same")
    first = sa.select(sa.func.min(same.c.import_id)).where(same.c.file == "", same.c.digest == imports.c.digest)
    by_hand = imports.update().where(imports.c.file == "")  # rows that were entered together shared a digest
    op.execute(by_hand.values(batch_id=first.scalar_subquery()))
