"""Correct dates in which a spreadsheet swapped day and month.

A spreadsheet that expects month/day reads "03-01-2024" (3 January) as 1 March and stores a date; "13-01-2024" is not a
valid date to it, so that cell stays text. The column then holds real dates of which no day is above 12, and texts of
which every day is. With some of each that is practically impossible by chance.
"""

import polars as pl

CELLS_OF_EACH_KIND_MIN = 4  # fewest cells of each kind, to rule out chance (0.39 ** 4 * 0.61 ** 4 = 1 in 300)
_REAL = r"^\s*(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?P<rest>\D.*)?$"
_TEXT = r"^\s*(?P<a>\d{1,2})[-/. ](?P<b>\d{1,2})[-/. ]\d{4}(?:\D.*)?$"


def turned_back(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The corrected cells, and for each cell whether it was swapped.

    ``cells``: text; what a workbook holds as a date is written yyyy-mm-dd. Nothing is changed if one cell contradicts
    it.
    """
    nothing = pl.repeat(False, cells.len(), eager=True).alias("turned")
    looks_real = cells.str.contains(r"^\s*\d{4}-")  # much cheaper than taking all cells apart
    if not CELLS_OF_EACH_KIND_MIN <= looks_real.sum() <= cells.count() - CELLS_OF_EACH_KIND_MIN:
        return cells, nothing
    real = cells.str.extract_groups(_REAL).struct.unnest()
    text = cells.str.extract_groups(_TEXT).struct.unnest().select(pl.col("a", "b").cast(pl.Int16))
    is_real, is_text = real["year"].is_not_null(), text["a"].is_not_null()
    if min(is_real.sum(), is_text.sum()) < CELLS_OF_EACH_KIND_MIN:
        return cells, nothing
    a, b = text["a"].drop_nulls(), text["b"].drop_nulls()
    left_as_text = ((a > 12) & (b <= 12)).all() or ((b > 12) & (a <= 12)).all()
    days = real["day"].drop_nulls().cast(pl.Int16)
    if not left_as_text or (days > 12).any() or days.n_unique() < 2:
        return cells, nothing
    put_right = real.select(pl.format("{}-{}-{}{}", "year", "day", "month", pl.col("rest").fill_null(""))).to_series()
    mended = pl.select(pl.when(is_real).then(put_right).otherwise(cells)).to_series()
    return mended.alias(cells.name), is_real.alias("turned")
