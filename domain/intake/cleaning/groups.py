"""Rows in groups, as reports and pivot tables print them: what is the same for a group stands on its first row only.

Left as it is, all other rows of a group have no street, and so no place.
"""

import polars as pl

PART = 0.5  # of the rows lack what only the first row of their group has, or more
GROUPS = 3  # fewer are too few to tell a group from rows that happen to lack something


def filled_down(cells: pl.DataFrame, dated: pl.Series) -> tuple[pl.DataFrame, dict[str, int]]:
    """``cells`` with street and category on all rows of their groups, and field -> how many rows got it so.

    ``cells``: String columns by field, in the order of the file. ``dated``: whether a row is a report, and no subtotal.
    A street is filled down where most rows have a house number and no street, and no street is written twice in a row;
    a category where each of its words is written once and most rows have none.
    """
    filled = {}
    for name in ("street", "category"):
        if name not in cells.columns:
            continue
        column, missing = cells[name], cells[name].is_null() & dated
        if name == "street":
            missing &= cells["number"].is_not_null() if "number" in cells.columns else False
        if not missing.sum() or not _in_groups(column.filter(dated), missing.sum(), name == "category"):
            continue
        rows = missing & column.forward_fill().is_not_null()
        cells = cells.with_columns(pl.when(rows).then(column.forward_fill()).otherwise(column).alias(name))
        filled[name] = int(rows.sum())
    return cells, filled


def _in_groups(column: pl.Series, missing: int, each_once: bool) -> bool:
    """Whether a column is written on the first row of each group of rows only."""
    written = column.drop_nulls()
    if written.len() < GROUPS or missing < PART * column.len() or column[0] is None:
        return False
    return written.n_unique() == written.len() if each_once else bool((written != written.shift(1)).all())
