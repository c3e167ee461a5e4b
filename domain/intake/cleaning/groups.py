"""Fill down grouped rows, as in printed reports and pivot tables, where a group's value is on its first row only.

Without this, the other rows of a group have no street, and so no place.
"""

import polars as pl

ROWS_WITHOUT_VALUE_SHARE_MIN = 0.5  # least part of the rows without the value of their group's first row
_TOTAL = r"(?i)tota|summe|subtot|gemiddeld|average"
GROUPS_MIN = 3  # fewest groups to distinguish grouping from missing values


def filled_down(cells: pl.DataFrame, dated: pl.Series) -> tuple[pl.DataFrame, dict[str, int]]:
    """``cells`` with street and category on all rows of their groups, and field -> number of rows filled.

    ``cells``: String columns by field, in the order of the file. ``dated``: whether a row is a report, not a subtotal.
    A street is filled down where most rows have a house number and no street, and no street occurs in two consecutive
    rows; a category where each of its words occurs once and most rows have none. A street, an address or a category is
    also filled down where only rows that are no report have one: these are the headings of groups.
    """
    filled = {}
    for name in ("street", "address", "category"):
        if name not in cells.columns:
            continue
        column, missing = cells[name], cells[name].is_null() & dated
        if not _are_headings(column, dated):
            if name == "address":
                continue
            if name == "street":
                missing &= cells["number"].is_not_null() if "number" in cells.columns else False
            if not missing.sum() or not _in_groups(column.filter(dated), missing.sum(), name == "category"):
                continue
        rows = missing & column.forward_fill().is_not_null()
        cells = cells.with_columns(pl.when(rows).then(column.forward_fill()).otherwise(column).alias(name))
        filled[name] = int(rows.sum())
    return cells, filled


def _are_headings(column: pl.Series, dated: pl.Series) -> bool:
    """Whether a column is filled only on rows of their own, each above the reports of its group, and not of totals."""
    written = column.filter(~dated).drop_nulls()
    if written.len() < GROUPS_MIN or not dated.any() or column.filter(dated).count() or column[0] is None:
        return False
    return written.n_unique() == written.len() and not written.str.contains(_TOTAL).any()


def _in_groups(column: pl.Series, missing: int, each_once: bool) -> bool:
    """Whether a column is filled on the first row of each group only."""
    written = column.drop_nulls()
    if written.len() < GROUPS_MIN or missing < ROWS_WITHOUT_VALUE_SHARE_MIN * column.len() or column[0] is None:
        return False
    return written.n_unique() == written.len() if each_once else bool((written != written.shift(1)).all())
