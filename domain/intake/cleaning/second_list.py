"""A second list of reports beside the first, in columns of its own, as in "Datum, Adres, Soort, Datum, Adres, Soort".

Only the first is read: a row of a file is one report.
"""

import re
from collections.abc import Mapping

import polars as pl

from domain.intake.mapping.header_match import plain_headers

FIELDS_MIN = 3  # fewest columns that stand there twice, the day and the place among them
_AGAIN = re.compile(r"^(.*\D) (\d+)$")  # the second "Datum" is called "Datum (2)"


def second_list(cells: pl.DataFrame, columns: Mapping[str, str]) -> int:
    """Return the number of rows that hold a report in a second list.

    ``cells``: all columns of the file. ``columns``: field -> column of the first list. The columns of a second list
    have the names of the first, with one word before all of them or one number behind them instead of another.
    """
    parts = dict(zip(cells.columns, map(_parts, plain_headers(cells.columns)), strict=True))
    fields = {parts[column][1]: name for name, column in columns.items() if column in parts}
    groups: dict[str, dict[str, str]] = {}
    for column, (group, name) in parts.items():
        if column not in columns.values() and name in fields:
            groups.setdefault(group, {})[fields[name]] = column
    for found in groups.values():
        if len(found) >= FIELDS_MIN and "date" in found and not found.keys().isdisjoint(("address", "street")):
            both = [found["date"], found.get("address") or found["street"]]
            return cells.select(pl.all_horizontal(pl.col(both).is_not_null()).sum()).item()
    return 0


def _parts(header: str) -> tuple[str, str]:
    """The word or number that tells the lists apart ("" without one), and the name of the column."""
    again = _AGAIN.match(header)
    if again:
        return again[2], again[1]
    group, _, name = header.rpartition(" ")
    return group, name
