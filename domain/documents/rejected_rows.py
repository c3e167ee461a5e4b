"""Export rejected rows, to be corrected and imported again."""

from collections.abc import Callable
from string import Formatter

import polars as pl

from domain.documents.spreadsheet import to_csv
from domain.intake.reading.raw_table import column_names


def rejected_csv(
    table_columns: list[str],
    rejected: pl.DataFrame,
    reason_text: Callable[[str], str],
    reason_column: str = "reason",
) -> bytes:
    """The rejected rows in their original layout, with the reason in front: CSV, `;`, UTF-8 with its mark.

    ``reason_text`` gives the template of a reason (domain.intake.cleaning.rejection_reasons.REASONS, translated).
    Cells that would run as a formula are escaped; a NUL is shown as its symbol.
    """
    width = max(len(table_columns), rejected["cells"].list.len().max() or 0)
    header = [reason_column, *table_columns, *[""] * (width - len(table_columns))]
    cells = [
        pl.col("cells").list.get(place, null_on_oob=True).str.replace_all("\0", "\N{SYMBOL FOR NULL}", literal=True)
        for place in range(width)
    ]
    names = column_names(header)
    reasons = (
        pl.coalesce(_reason(reason, reason_text(reason)) for reason in rejected["reason"].unique())
        if rejected.height
        else pl.lit("")
    )
    return to_csv(rejected.select(text.alias(name) for name, text in zip(names, [reasons, *cells], strict=True)))


def _reason(reason: str, template: str) -> pl.Expr:
    """The template filled with each row's column and value, null for rows with another reason."""
    parts = []
    for text, name, _spec, _conversion in Formatter().parse(template):
        parts.append(pl.lit(text))
        if name:
            parts.append(pl.col(name).fill_null("-"))
    return pl.when(pl.col("reason") == reason).then(pl.concat_str(parts))
