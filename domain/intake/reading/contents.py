"""What is read from one file, tables of cells or outlines of blocks, and how a person wants it read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from domain.intake.reading.raw_table import RawTable, ReadChoices

OUTLINE_FIELDS = ("code", "name", "homes")
OUTLINE_KINDS = ("blocks", "neighbourhoods")


@dataclass(frozen=True)
class HowToRead:
    """A person's choices for reading a file, as far as they matter before its columns are mapped.

    ``kind``: what the file holds, None: found out. ``columns``: field -> column, of outlines. ``crs``: EPSG code.
    """

    kind: str | None = None
    crs: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    choices: ReadChoices = field(default_factory=ReadChoices)


@dataclass(frozen=True)
class Outlines:
    """The outlines in a file (domain.schemas.BlockPolygon), the shapes that are none (domain.schemas.Rejected), the
    names of the columns that describe them, and what the outlines are: one of OUTLINE_KINDS."""

    blocks: pl.DataFrame
    rejected: pl.DataFrame
    columns: tuple[str, ...]
    kind: str = OUTLINE_KINDS[0]


Contents = Outlines | list[tuple[str, list[RawTable]]]
"""Outlines, or for each file of an archive its name and its tables."""
