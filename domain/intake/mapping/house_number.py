"""Recognise a column of house numbers with a general header such as "Nr", by the street column beside it.

"Nr", "No" and "Number" are headers of case numbers as often as of house numbers. After a column of streets it is a
house number; before one it is, if another column has the case number and the values of this one repeat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.intake.mapping.header_match import EXACT, HeaderMatch, plain_headers

if TYPE_CHECKING:
    import polars as pl

GENERAL = frozenset("nr no n num number numero nummer nro nr hsnr hnr #".split())
EXACT_HEADER_SCORE = 0.86  # score of an exact or near header match; a word within a header scores less
DISTINCT_SHARE_MIN = 0.9  # part of the cells that are distinct in a column of running numbers


def house_numbers(
    cells: pl.DataFrame, matches: dict[tuple[str, str], HeaderMatch]
) -> dict[tuple[str, str], HeaderMatch]:
    """The header match of the column of house numbers, if a general header is beside that of a street; else empty.

    ``cells``: the file's columns in order. ``matches``: the other header matches.
    """
    columns = cells.columns
    if any(field == "number" and match.score >= EXACT_HEADER_SCORE for (field, _column), match in matches.items()):
        return {}
    streets = {
        column for (field, column), match in matches.items() if field == "street" and match.score >= EXACT_HEADER_SCORE
    }
    additions = {
        column
        for (field, column), match in matches.items()
        if field in ("number_letter", "number_suffix") and match.score >= EXACT_HEADER_SCORE
    }
    numbered = {
        column for (field, column), match in matches.items() if field == "id" and match.score >= EXACT_HEADER_SCORE
    }
    headers = dict(zip(columns, plain_headers(columns), strict=True))
    for place, column in enumerate(columns):
        if not headers[column] or not GENERAL.issuperset(headers[column].split()):  # "No/Nr" as well
            continue
        after = place > 0 and columns[place - 1] in streets
        beyond = place + 1 + (place + 1 < len(columns) and columns[place + 1] in additions)
        before = beyond < len(columns) and columns[beyond] in streets
        running = cells[column].n_unique() >= DISTINCT_SHARE_MIN * max(1, cells[column].count())
        if after or (before and numbered - {column} and not running):
            return {("number", column): HeaderMatch(EXACT, headers[column])}
    return {}
