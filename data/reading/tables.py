"""Mapping and cleaning of the tables of an upload, in a reading process: a table can be read and still take minutes.

``progress`` is called while a table is worked on; what it raises stops the work. All raise ``process.Stopped`` for a
table that takes more than the limits allow.
"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

import polars as pl

from data.reading import wire
from data.reading.process import POOL, Progress, silent
from data.reading.wire import Facts
from domain.intake.cleaning.cells import Clean
from domain.intake.mapping.mapping import Mapping
from domain.intake.mapping.preview import PREVIEW_ROWS
from domain.intake.mapping.proposal import Proposal
from domain.intake.reading.raw_table import RawTable

Examples = dict[str, list[tuple[str, str | None]]]


def proposed(
    table: RawTable, kind: str | None, columns: dict[str, str], refuse: bool, progress: Progress = silent
) -> Proposal:
    """The proposed mapping of a table (see ``domain.intake.mapping.proposal.propose_around``).

    Raises:
        NotUnderstood: too little of it is understood.
        WrongValue: ``columns`` names something that does not exist.
    """
    asked = {"kind": kind, "columns": columns, "refuse": refuse}
    return wire.to_proposal(_done("mapping", table, asked, progress)[0])


def cleaned(table: RawTable, mapping: Mapping, categories: pl.DataFrame, progress: Progress = silent) -> Clean:
    """The clean rows of a table, with reporters as they are written: the caller hashes them.

    A reading process has no key. ``categories``: schemas.CategoryChoice.

    Raises:
        WrongValue: the mapping names something that does not exist, or its category is no category.
    """
    facts = {"mapping": mapping.to_dict()}
    return wire.to_clean(*_done("cleaning", table, facts, progress, [wire.from_frame(categories)]))


def examples(table: RawTable, mapping: Mapping) -> Examples:
    """Examples of what a mapping makes of a table (see ``domain.intake.mapping.preview.examples``)."""
    first = replace(table, cells=table.cells.head(PREVIEW_ROWS), lines=table.lines.head(PREVIEW_ROWS))
    found = _done("preview", first, {"mapping": mapping.to_dict()})[0]["examples"]
    return {name: [(before, after) for before, after in pairs] for name, pairs in found.items()}


def homes_of_areas(
    table: RawTable, areas: pl.DataFrame, progress: Progress = silent
) -> tuple[pl.DataFrame, pl.DataFrame] | None:
    """See ``domain.intake.cleaning.homes_of_areas.homes_of_areas``.

    Raises:
        NotUnderstood: the table is a list of homes per postcode, but none of its postcodes is an area.
    """
    blocks = _done("homes", table, {}, progress, [wire.from_frame(areas)])[1]
    return (wire.to_frame(blocks[0]), wire.to_frame(blocks[1])) if blocks else None


def _done(
    job: str, table: RawTable, facts: Facts, progress: Progress = silent, more: Sequence[Any] = ()
) -> tuple[Facts, list[bytes]]:
    """The one message of a job about a table. ``more``: blocks that the job takes after those of the table."""
    about, blocks = wire.from_table(table)
    told = {"name": table.name} | about | facts
    with POOL.process(progress) as process, closing(process.do(job, told, [*more, *blocks], progress)) as messages:
        (message,) = messages
    return message
