"""Releases: the figures that left the association, and the counts that they were made of."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "releases",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("release_id", name="pk_releases"),
        sa.UniqueConstraint("subject", "until", name="uq_releases_subject"),
    )
    op.create_table(
        "released_figures",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Text(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("past", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["releases.release_id"], name="fk_released_figures_release_id"),
    )
    op.create_index("ix_released_figures_release_id", "released_figures", ["release_id"])
    op.create_table(
        "released_counts",
        sa.Column("street_id", sa.Text()),
        sa.Column("block_id", sa.Text()),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("incidents", sa.Integer(), nullable=False),
    )
    op.create_table(
        "released_areas",
        sa.Column("area_id", sa.Text(), nullable=False),
        sa.Column("made_of", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("area_id", name="pk_released_areas"),
    )
