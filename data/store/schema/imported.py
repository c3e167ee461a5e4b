"""The tables of imported records, the import log, and people's choices about imported values."""

from collections.abc import Mapping
from dataclasses import dataclass

import dataframely as dy
import polars as pl
import sqlalchemy as sa

from data.store.schema.columns import Json, Moment, metadata
from domain import schemas
from domain.intake.indicator_schema import AreaIndicator


@dataclass(frozen=True)
class Kind:
    """A kind of imported record: its frame's schema, its table and the table of replaced versions.

    ``key`` is the column that identifies a row across imports.
    """

    name: str
    frame: type[dy.Schema]
    key: str
    now: sa.Table
    past: sa.Table

    @property
    def columns(self) -> list[str]:
        """The columns of the frame."""
        return list(self.schema)

    @property
    def schema(self) -> pl.Schema:
        """The columns of the frame and their types."""
        return pl.Schema({name: column.dtype for name, column in self.frame.columns().items()})


IS_SIGNAL = sa.text("report_key >= 'signal:' AND report_key < 'signal;'")
"""Whether a report is a signal (``domain.intake.signals.SIGNAL``), in the words of the index on their keys."""


def _type(dtype: pl.DataType) -> sa.types.TypeEngine:
    if dtype.is_integer():
        return sa.Integer()
    kinds = {
        pl.Float64: sa.Double,
        pl.Date: sa.Date,
        pl.Time: sa.Time,
        pl.Boolean: sa.Boolean,
        pl.Binary: sa.LargeBinary,
    }
    return kinds.get(dtype.base_type(), sa.Text)()


def _columns(schema: type[dy.Schema]) -> list[sa.Column]:
    return [
        sa.Column(name, _type(column.dtype), nullable=column.nullable and not column.primary_key)
        for name, column in schema.columns().items()
    ]


def _kind(name: str, table: str, frame: type[dy.Schema]) -> Kind:
    """Define the two tables of a kind.

    There is no index on the key: imports compare whole frames by key in memory. An index would add a quarter to the
    time of an import without being used. Reports that are signals have one, because these come one by one.
    """
    now = sa.Table(
        table,
        metadata,
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        *_columns(frame),
        sa.Column("digest", sa.BigInteger, nullable=False),
        sa.Column("import_id", sa.Integer, nullable=False),
    )
    past = sa.Table(
        f"{table}_past",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        *_columns(frame),
        sa.Column("digest", sa.BigInteger, nullable=False),
        sa.Column("import_id", sa.Integer, primary_key=True, autoincrement=False),
    )
    (key,) = frame.primary_key()
    if name == "reports":
        sa.Index("ix_reports_signal", now.c[key], sqlite_where=IS_SIGNAL, postgresql_where=IS_SIGNAL)
    return Kind(name, frame, key, now, past)


IMPORTED_KINDS: Mapping[str, Kind] = {
    "reports": _kind("reports", "reports", schemas.Report),
    "dwellings": _kind("dwellings", "dwellings", schemas.Dwelling),
    "blocks": _kind("blocks", "block_polygons", schemas.BlockPolygon),
    "neighbourhoods": _kind("neighbourhoods", "neighbourhood_polygons", schemas.NeighbourhoodPolygon),
    "opportunities": _kind("opportunities", "opportunities", schemas.Opportunity),
    "partners": _kind("partners", "partners", schemas.Partner),
    "indicators": _kind("indicators", "area_indicators", AreaIndicator),
    "visits": _kind("visits", "visits", schemas.Visit),
}

# The import log, a row per file; ``file`` is empty for manual entries on a screen. Files of one import share
# ``batch_id``, the ``import_id`` of the first.
# ``seen`` holds the ids of the rows that the import contained unchanged (data/store/import_log.py), null once undone.
imports = sa.Table(
    "imports",
    metadata,
    sa.Column("import_id", sa.Integer, primary_key=True),
    sa.Column("batch_id", sa.Integer, nullable=False, server_default="0"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("encoding", sa.Text),
    sa.Column("delimiter", sa.Text),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("added", sa.Integer, nullable=False),
    sa.Column("updated", sa.Integer, nullable=False),
    sa.Column("unchanged", sa.Integer, nullable=False),
    sa.Column("left_out", sa.Integer, nullable=False),
    sa.Column("rejected", sa.Integer, nullable=False),
    sa.Column("mapping", Json, nullable=False),
    sa.Column("quality", Json, nullable=False),
    sa.Column("seen", sa.LargeBinary),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("undone_by", sa.Text),
    sa.Column("undone_at", Moment),
)

# The last number that was given in each series: of imports, and of the rows of each of ``IMPORTED_KINDS``
# (data/store/row_numbers.py).
row_numbers = sa.Table(
    "row_numbers",
    metadata,
    sa.Column("series", sa.Text, primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
)

# Incidents whose reports were removed when their term ended, see domain.snapshot.expired; ``month``: its first day.
expired_counts = sa.Table(
    "expired_counts",
    metadata,
    sa.Column("street_id", sa.Text),
    sa.Column("block_id", sa.Text),
    sa.Column("neighbourhood_id", sa.Text),
    sa.Column("month", sa.Date, nullable=False),
    sa.Column("theme", sa.Text, nullable=False),
    sa.Column("incidents", sa.Integer, nullable=False),
)

profiles = sa.Table(
    "profiles",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False, index=True),
    sa.Column("mapping", Json, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

category_choices = sa.Table(
    "category_choices",
    metadata,
    sa.Column("category_word", sa.Text, primary_key=True),
    sa.Column("code", sa.Text),
)

address_matches = sa.Table(
    "address_matches",
    metadata,
    sa.Column("address_key", sa.Text, primary_key=True),
    sa.Column("dwelling_key", sa.Text),
)
