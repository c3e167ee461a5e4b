"""Decide whether a column of case numbers with repeats identifies reports.

A number repeats where an export gives a case one row per status: then its rows agree on day and place. It also repeats
where a spreadsheet rounded long numbers, or where a case holds many reports. Then the rows do not agree, and using the
number as the report's key would lose rows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from domain.intake.mapping.header_match import plain_headers

if TYPE_CHECKING:
    from domain.intake.mapping.column_view import ColumnView

NUMBERS_SAMPLED = 2_000  # repeated numbers that are sampled
LOST_SHARE_MAX = 0.05  # part of all rows that may differ in place from another row with the same number and day
AGREEING_SHARE_MIN = 0.9  # of these that must agree on day and place
ENOUGH = 20  # fewest rows to see that no code repeats
# Headers of numbers of other things than reports, and of generated row numbers.
_OF_OTHERS = re.compile(
    r"object|vhe|oge|eenheid|unit|property|premise|complex|cluster|blok|block|adres|address|postco|telefoon|phone|tel"
    r"|contact|klant|customer|relatie|persoon|person|huurder|tenant|user|parcel|perceel|url|link|foto|photo"
    r"|index|row|rij|fid|lat|lon|coord|geom"
)
_CODE = r"^(?:\p{L}[\p{L}\d]*[-/._]?)*\d[\p{L}\d]*(?:[-/._][\p{L}\d]+)*$"


def of_another_thing(header: str) -> bool:
    """Whether a plain header names the number of something else than a report."""
    return bool(_OF_OTHERS.search(header))


def code_column(seen: ColumnView, used: set[str], numbered: bool) -> str | None:
    """The first column of codes that differ in every row ("MD-00012"), where no header names the number of a report.

    Plain numbers may be anything; a code holds letters as well, or stands under a header that ends in "nr" or begins
    with "no", if ``numbered``.
    """
    headers = dict(zip(seen.columns, plain_headers(seen.columns), strict=True))
    for column in seen.columns:
        cells = seen.contents[column]
        if column in used or column in seen.personal or cells.filled < ENOUGH or _OF_OTHERS.search(headers[column]):
            continue
        is_numbered = numbered and bool(re.search(r"\b(?:nr|no|n|num|nummer|number|numero|ref|id)\b", headers[column]))
        is_code = cells.digits > 0.95 and cells.length <= 40
        if not is_code or not (is_numbered or cells.letters > 0.9) or max(cells.dates, cells.postcodes) > 0.5:
            continue
        values = seen.cells[column]
        if values.n_unique() == seen.cells.height and values.str.contains(_CODE).mean() > 0.95:
            return column
    return None


def tells_reports_apart(
    cells: pl.DataFrame, number: str, day: str | None, places: list[str], rows: int | None = None
) -> bool:
    """Whether nearly all rows with the same number and day have one place, so that merging them loses no report.

    ``number``, ``day``, ``places``: columns of ``cells``. ``rows``: how many there are in the file, where ``cells`` are
    only those whose number repeats. Rows of one number on different days are different reports
    anyway (see domain/intake/cleaning/record_keys.py).
    """
    by = [number, day] if day else [number]
    selected = cells.select(by + [place for place in places if place not in by])
    again = selected.filter(pl.col(number).is_not_null() & pl.col(number).is_duplicated())
    again = again.filter(pl.struct(by).is_duplicated())
    if again.is_empty() or not places:
        return True
    elsewhere = (
        again.group_by(by).agg(pl.struct(places).n_unique().alias("places")).select((pl.col("places") - 1).sum())
    )
    return bool(elsewhere.item() <= LOST_SHARE_MAX * (rows or cells.height))


def is_history(cells: pl.DataFrame, number: str, day: str, places: list[str]) -> bool:
    """Whether numbers repeat because a case has several status rows, which agree on day and place."""
    rows = cells.select(pl.col(number).alias("number"), pl.col(day).alias("day"), *places)
    again = rows.filter(pl.col("number").is_not_null() & pl.col("number").is_duplicated())
    if again.is_empty():
        return False
    columns = ["day", *places]
    some = again["number"].unique(maintain_order=True).head(NUMBERS_SAMPLED)
    again = again.filter(pl.col("number").is_in(some.implode()))
    cases = again.group_by("number").agg(pl.col(name).n_unique() for name in columns)
    return bool(
        cases.select(pl.all_horizontal(pl.col(name) == 1 for name in columns).mean()).item() >= AGREEING_SHARE_MIN
    )
