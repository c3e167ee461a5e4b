"""The tables of releases: the figures that left the association, and the counts that they were made of."""

import sqlalchemy as sa

from data.store.schema.columns import Json, Moment, metadata

# A release. ``subject``: "block 12" (level and months), or the project and what of it was reported. ``until``: the last
# day of its figures. ``figures``: what was given, see domain.releases.release.to_json and data/services/releases.py.
releases = sa.Table(
    "releases",
    metadata,
    sa.Column("release_id", sa.Integer, primary_key=True),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("until", sa.Date, nullable=False),
    sa.Column("figures", Json, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.UniqueConstraint("subject", "until"),
)

# Of which area and which months figures were given, see domain.releases.given.GIVEN.
released_figures = sa.Table(
    "released_figures",
    metadata,
    sa.Column("release_id", sa.ForeignKey("releases.release_id"), nullable=False, index=True),
    sa.Column("area_id", sa.Text, nullable=False),
    sa.Column("first", sa.Integer, nullable=False),
    sa.Column("past", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
)

# The frozen counts up to the newest release, see domain.releases.cells.Town.
released_counts = sa.Table(
    "released_counts",
    metadata,
    sa.Column("street_id", sa.Text),
    sa.Column("block_id", sa.Text),
    sa.Column("neighbourhood_id", sa.Text),
    sa.Column("month", sa.Integer, nullable=False),
    sa.Column("theme", sa.Text, nullable=False),
    sa.Column("incidents", sa.Integer, nullable=False),
)

# The areas that the frozen counts are of; ``made_of``: a number that changes with their dwellings.
released_areas = sa.Table(
    "released_areas",
    metadata,
    sa.Column("area_id", sa.Text, primary_key=True),
    sa.Column("made_of", sa.BigInteger, nullable=False),
)
