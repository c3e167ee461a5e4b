"""Whether a column of case numbers tells reports apart, where some numbers come back.

A number comes back where an export gives a case a row for each status it had: then the rows of one number agree on day
and place. It comes back as well where a spreadsheet has rounded long numbers, or where a case holds many reports: then
they do not agree, and taking the number for the report would lose rows.
"""

import polars as pl

CASES = 2_000  # numbers with several rows that are looked at
LOST = 0.05  # rows, of all, that may be of another place than the report whose number and day they bear
AGREE = 0.9  # of these that must agree on day and place


def tells_reports_apart(cells: pl.DataFrame, number: str, day: str | None, places: list[str]) -> bool:
    """Whether nearly all rows of one number and day are of one place, so that taking them for one report loses none.

    ``number``, ``day``, ``places``: columns of ``cells``. Rows of one number on different days are different reports
    anyway (see domain/intake/cleaning/record_keys.py).
    """
    by = [number, day] if day else [number]
    rows = cells.select(by + [place for place in places if place not in by])
    again = rows.filter(pl.col(number).is_not_null()).filter(pl.struct(by).is_duplicated())
    if again.is_empty() or not places:
        return True
    elsewhere = (
        again.group_by(by).agg(pl.struct(places).n_unique().alias("places")).select((pl.col("places") - 1).sum())
    )
    return bool(elsewhere.item() <= LOST * rows.height)


def is_history(cells: pl.DataFrame, number: str, day: str, places: list[str]) -> bool:
    """Whether numbers come back because a case has several rows: these agree on day and place."""
    rows = cells.select(pl.col(number).alias("number"), pl.col(day).alias("day"), *places)
    again = rows.filter(pl.col("number").is_not_null() & pl.col("number").is_duplicated())
    if again.is_empty():
        return False
    told = ["day", *places]
    cases = again.group_by("number").agg(pl.col(name).n_unique() for name in told).head(CASES)
    return bool(cases.select(pl.all_horizontal(pl.col(name) == 1 for name in told).mean()).item() >= AGREE)
