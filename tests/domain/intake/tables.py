"""Tables as the reader returns them, made from a few columns."""

from collections.abc import Mapping, Sequence

import polars as pl

from domain.intake.reading.raw_table import RawTable, ReadAs
from domain.schemas import Rejected


def raw(columns: Mapping[str, Sequence[str | None]], name: str = "export.csv") -> RawTable:
    """A table of these columns, with its header on line 1."""
    cells = pl.DataFrame(dict(columns), schema=dict.fromkeys(columns, pl.String))
    lines = pl.Series("line", range(2, cells.height + 2), dtype=pl.UInt32)
    return RawTable(name, cells, lines, Rejected.create_empty(), ReadAs("csv", "utf-8", ";", 1, None))
