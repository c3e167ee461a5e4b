"""The refusal of a file that is not understood: what was found, what is needed, and how to import it anyway."""

from collections.abc import Mapping

import polars as pl

from domain.errors import N_, NotUnderstood
from domain.intake.cleaning.categories import resolve
from domain.intake.mapping.category_choice import could_be_category
from domain.intake.mapping.column_profile import Content
from domain.intake.mapping.column_view import ColumnView, Match
from domain.intake.mapping.figure_columns import AREA_AND_PERIOD, FigureColumns
from domain.intake.reading.raw_table import RawTable
from domain.schemas import CategoryChoice

COLUMNS_NAMED_MAX = 6  # most columns named in a sentence
COULD_BE = 4  # most columns offered for a missing field


def declined(
    table: RawTable,
    seen: ColumnView,
    found: dict[str, dict[str, Match]],
    missing: str | None,
    left: list[str],
    again: list[str],
) -> NotUnderstood:
    """The refusal of a file of no known kind.

    ``found``: the fields found per kind tried. ``missing``: what it lacks to be reports, None where that was not tried.
    ``left``: columns that rule out a list of dwellings. ``again``: the column of numbers that differ between rows of
    the same address.
    """
    values = {"file": table.name, "rows": table.rows, "columns": _listed(seen.columns, COLUMNS_NAMED_MAX)}
    if missing is None:
        return NotUnderstood(_of_one_kind(found), **values)
    field, could_be = _could_be(seen, found["reports"], missing)
    values |= {"field": field, "candidates": _listed(could_be, COULD_BE), "left": _listed(left, COULD_BE)}
    values |= {"example": could_be[0] if could_be else ""}
    if missing == "counts":
        return NotUnderstood(_COUNTS, **values)
    if missing == "what" and (marked := _kinds_in_columns(seen)):
        return NotUnderstood(_MARKED, **values | {"candidates": _listed(marked, COULD_BE)})
    if again:
        return NotUnderstood(_AGAIN, **values | {"left": again[0]})
    if left:
        return NotUnderstood(_LEFT[missing] if could_be else _LEFT_NOTHING[missing], **values)
    return NotUnderstood(_COULD_BE[missing] if could_be else _NOTHING[missing], **values)


def other_kind(
    table: RawTable,
    seen: ColumnView,
    found: Mapping[str, Mapping[str, Match]],
    lacks: Mapping[str, str | None],
    figures: FigureColumns,
) -> NotUnderstood | None:
    """The refusal of a file that is plainly of a kind, but lacks something; None for others.

    ``found`` as in ``declined``. ``lacks``: per kind tried, its first need that is not met. ``figures``: its columns
    with a figure of an area.
    """
    values = {"file": table.name, "rows": table.rows, "columns": _listed(seen.columns, COLUMNS_NAMED_MAX)}
    if lacks.get("reports") == "grades":
        return NotUnderstood(_GRADES, **values)
    no_reports = lacks.get("reports", "date") == "date"
    if no_reports and lacks.get("dwellings") == "homes":
        return NotUnderstood(_HOMES, **values)
    lack = lacks.get("indicators")
    of_areas = figures.columns and not set(AREA_AND_PERIOD[:-2]).isdisjoint(found.get("indicators", ()))
    if no_reports and of_areas and (lack == "measure" or (lack == "period" and figures.known)):
        values |= {"figures": _listed(list(figures.columns), COULD_BE), "example": figures.columns[0]}
        return NotUnderstood(_FIGURES[lack], **values)
    return None


_MARKED = N_(
    "“{file}” (rows: {rows}; columns: {columns}) has a column for each kind of report "
    "({candidates}). We need one column that says which kind it was. Add one, or make a row of "
    "each mark."
)
_GRADES = N_(
    "“{file}” (rows: {rows}; columns: {columns}) gives grades, as an inspection does: what is in "
    "order has a row as well. Such a row is no report. If these are reports, say so: --kind reports."
)
_HOMES = N_(
    "“{file}” (rows: {rows}; columns: {columns}) has a row per block or complex: it gives numbers of "
    "homes, or addresses of many. A list of dwellings needs one row per home. Else each block would "
    "count as one home."
)
_FIGURES = {
    "period": N_(
        "“{file}” (rows: {rows}; columns: {columns}) seems to hold figures of areas ({figures}), but "
        "does not say of which period. Say so with “View the file” on the Data page, or with --kind "
        "indicators --period, such as --period 2025."
    ),
    "measure": N_(
        "“{file}” (rows: {rows}; columns: {columns}) seems to hold figures of areas ({figures}), but "
        "it is not known what these measure. Choose them with “View the file” on the Data page, or "
        'with --kind indicators --figure "{example}".'
    ),
}


def _of_one_kind(found: dict[str, dict[str, Match]]) -> str:
    if "opportunities" in found:
        return N_(
            "“{file}” (rows: {rows}; columns: {columns}) lacks a column that says when something "
            "starts, or one that says what is planned. Planned works need both."
        )
    if "indicators" in found:
        return N_(
            "“{file}” (rows: {rows}; columns: {columns}) lacks a column with an area, a period or a value. "
            "Indicators need all three."
        )
    if "partners" in found:
        return N_("“{file}” (rows: {rows}; columns: {columns}) has no column of names. A list of partners needs one.")
    return N_(
        "“{file}” (rows: {rows}; columns: {columns}) has no street with house numbers. A list of dwellings needs them."
    )


_COUNTS = N_(
    "“{file}” (rows: {rows}; columns: {columns}) counts reports instead of listing them. We "
    "need an export with one row per report."
)
_AGAIN = N_(
    "“{file}” (rows: {rows}; columns: {columns}) repeats the same addresses with another "
    "“{left}”. So its rows look like reports, but it does not say when or what. If it is a list "
    "of dwellings, say so with “View the file” on the Data page, or with --kind dwellings."
)
_NOTHING = {
    "date": N_(
        "“{file}” (rows: {rows}; columns: {columns}) has no column of dates. Reports need a date, a "
        "place (an address, postcode, block or coordinates) and what was reported. A list of "
        "dwellings needs a street and house numbers."
    ),
    "place": N_(
        "“{file}” (rows: {rows}; columns: {columns}) has no column that says where. Reports need a "
        "date, a place (an address, postcode, block or coordinates) and what was reported."
    ),
    "what": N_(
        "“{file}” (rows: {rows}; columns: {columns}) has no column that says what was reported. "
        "Reports need a date, a place and a category or description."
    ),
}
_COULD_BE = {
    "date": N_(
        "“{file}” (rows: {rows}; columns: {columns}) has no column that clearly says when it was "
        "reported. It could be {candidates}. Choose it with “View the file” on the Data page, or "
        'with --map "{field}={example}".'
    ),
    "place": N_(
        "“{file}” (rows: {rows}; columns: {columns}) has no column that clearly says where it was. "
        "It could be {candidates}. Choose it with “View the file” on the Data page, or with --map "
        '"{field}={example}".'
    ),
    "what": N_(
        "“{file}” (rows: {rows}; columns: {columns}) has no column that clearly says what was "
        "reported. It could be {candidates}. Choose it with “View the file” on the Data page, or "
        'with --map "{field}={example}".'
    ),
}
_LEFT_NOTHING = {
    "date": N_(
        "“{file}” (rows: {rows}; columns: {columns}) has columns that only reports have ({left}), "
        "but no column says when these were reported. If it is a list of dwellings, say so: --kind "
        "dwellings."
    ),
    "place": N_(
        "“{file}” (rows: {rows}; columns: {columns}) has columns that only reports have ({left}), "
        "but no column says where these are. If it is a list of dwellings, say so: --kind "
        "dwellings."
    ),
    "what": N_(
        "“{file}” (rows: {rows}; columns: {columns}) has columns that only reports have ({left}), "
        "but no column says what was reported. If it is a list of dwellings, say so: --kind "
        "dwellings."
    ),
}
_LEFT = {
    "date": N_(
        "“{file}” (rows: {rows}; columns: {columns}) has columns that only reports have ({left}), "
        "but no column clearly says when these were reported. It could be {candidates}. Choose it "
        'with “View the file” on the Data page, or with --map "{field}={example}". If it is a list '
        "of dwellings, say so: --kind dwellings."
    ),
    "place": N_(
        "“{file}” (rows: {rows}; columns: {columns}) has columns that only reports have ({left}), "
        "but no column clearly says where these are. It could be {candidates}. Choose it with “View "
        'the file” on the Data page, or with --map "{field}={example}". If it is a list of '
        "dwellings, say so: --kind dwellings."
    ),
    "what": N_(
        "“{file}” (rows: {rows}; columns: {columns}) has columns that only reports have ({left}), "
        "but no column clearly says what was reported. It could be {candidates}. Choose it with "
        '“View the file” on the Data page, or with --map "{field}={example}". If it is a list of '
        "dwellings, say so: --kind dwellings."
    ),
}


def _could_be(seen: ColumnView, found: dict[str, Match], missing: str) -> tuple[str, list[str]]:
    """The missing field and the columns that could be it, most likely first."""
    used = {match.column for match in found.values()}
    free = [column for column in seen.columns if column not in seen.personal and seen.contents[column].filled]
    unused = [column for column in free if column not in used]
    if missing == "date":
        dated = [column for column in free if _could_be_days(seen.contents[column])]
        return "date", sorted(dated, key=lambda column: (bool(seen.roles[column]), seen.contents[column].bare))
    if missing == "what":
        few = could_be_category(seen, unused)
        weak = [found["category"].column] if "category" in found else []
        worded = [column for column in unused if seen.contents[column].letters > 0.5 and column not in few]
        return "category", [*weak, *few] or worded
    return "address", [column for column in unused if _could_be_place(seen, column)]


def _kinds_in_columns(seen: ColumnView) -> list[str]:
    """The columns that are each called after a kind of report and hold marks, if there are several."""
    marks = [column for column in seen.columns if seen.contents[column].yes_or_no >= 0.9]
    found = resolve(pl.Series(marks, dtype=pl.String), seen.lexicon, CategoryChoice.create_empty())
    kinds = [column for column, how in zip(marks, found["how"], strict=True) if how != "none"]
    return kinds if len(kinds) > 1 else []


def _could_be_place(seen: ColumnView, column: str) -> bool:
    """Whether the header names a place or the cells look like addresses, and they are not only numbers."""
    cells = seen.contents[column]
    by_header = any((name, column) in seen.header_matches["reports"] for name in ("address", "street", "block"))
    return cells.letters > 0.5 and not cells.dates > 0.5 and (cells.addresses > 0.3 or (by_header and cells.kinds > 1))


def _could_be_days(cells: Content) -> bool:
    """Whether some cells are dates and not just numbers: five digits may be a postcode as well as Excel's day."""
    return cells.dates - cells.bare >= 0.3 or (cells.dates >= 0.3 and cells.length >= 8)


def _listed(columns: list[str], most: int) -> str:
    return ", ".join(column[:40] for column in columns[:most]) + (", …" if len(columns) > most else "")
