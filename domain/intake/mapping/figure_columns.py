"""Recognise a table of figures with a column per measure, per period or both.

    Buurtcode;Schoon 2024;Schoon 2025;Veilig 2025         a measure and a period in each header
    Buurt;Jaar;Leefbaarheid;Veiligheid;Respondenten       a column per measure; other columns say when, and how many
    Buurt;Indicator;2023;2024;2025                        a column per year; another column says what is measured

A column of which nothing tells that it is a figure (a code, a version, coordinates) is left to the reader.
"""

from collections.abc import Mapping as Values
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from domain.intake.mapping.column_view import ColumnView, Match
from domain.intake.mapping.figure_headers import FigureHeader, answers_of, figure_headers
from domain.intake.mapping.header_match import EXACT, plain_headers
from domain.intake.parsing.figures import is_missing, numbers
from domain.intake.parsing.vocabulary import measure_of

PROPOSED_MAX = 40  # figures of unknown meaning that are proposed; CBS publishes over a hundred for each area
NUMBERS_SHARE_MIN = 0.8  # part of the cells with a value that must be numbers
MEASURES_SHARE_MIN = 0.3  # part of a column's cells with words for what is measured
AREA_CODE = r"^(?:BU|WK|GM)[0-9A-Z]{4,8}$|^NL(?:00|01)?$"  # codes of Statistics Netherlands
AREA_CODES_SHARE_MIN = 0.8
AREA_AND_PERIOD = ("where", "code", "neighbourhood", "street", "block", "block_name", "town", "period")
_NAMES = ("name", "naam")
_NO_FIGURE = frozenset(
    "fid gid objectid no number key sleutel versie version postcode pc4 pc6 zipcode x y lat lon lng latitude longitude"
    " breedtegraad lengtegraad shape geometry geom area length jaar year".split()
) | {"shape area", "shape length"}
_CODES = frozenset("id nr nummer code codes volgnummer".split())  # a word of the header of a code
# Fields of any kind of file whose exact header is no figure.
_PLACES = ("id", "postcode", "number", "latitude", "longitude", "coordinates", "x", "y", "date", "period", "town")


@dataclass(frozen=True)
class FigureColumns:
    """The columns of figures in a wide table.

    ``columns``: those proposed, in the order of the file; empty where the table has one row per figure. ``possible``:
    all columns that can hold figures. ``unknown``: those of which the meaning is not known. ``dated``: whether each of
    ``columns`` names its period. ``known``: whether the meaning of one is known, or the areas have codes of CBS.
    """

    columns: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    dated: bool = False
    known: bool = False


NO_FIGURES = FigureColumns()


def figure_columns(seen: ColumnView, found: Values[str, Match], given: Values[str, str]) -> FigureColumns:
    """The columns of figures, where the table has several; else none.

    ``found``: the fields of indicators with their columns. ``given``: those that a person chose.
    """
    taken = {match.column for name, match in found.items() if name not in ("value", "answers", "measure")}
    free = [column for column in seen.columns if column not in taken and column not in seen.personal]
    possible = [column for column in free if _are_figures(seen, column)]
    if given.get("value") or not possible:
        return FigureColumns(possible=tuple(possible))
    headers = figure_headers(possible, seen.columns, seen.lexicon)
    periods = [each for each in headers if not each.measure]
    if _is_long(seen, found, headers):
        return FigureColumns(possible=tuple(possible))
    if periods and "measure" in found and found["measure"].column not in possible:
        headers = periods
    columns = [each.column for each in headers]
    meanings = measure_of(pl.Series([each.measure for each in headers], dtype=pl.String), seen.lexicon)
    known = [bool(each.period) or meaning is not None for each, meaning in zip(headers, meanings, strict=True)]
    unknown = [column for column, is_known in zip(columns, known, strict=True) if not is_known]
    if len(columns) > PROPOSED_MAX:
        columns = [column for column in columns if column not in unknown]
    dated = {each.column: bool(each.period) for each in headers}
    return FigureColumns(
        tuple(columns),
        tuple(possible),
        tuple(unknown),
        bool(columns) and all(dated[column] for column in columns),
        bool(meanings.count()) or ("code" in found and are_area_codes(seen, found["code"].column)),
    )


def without_figures(found: Values[str, Match], figures: FigureColumns) -> dict[str, Match]:
    """The fields of a wide table: its figures and their numbers of answers are no fields."""
    used = {name: match for name, match in found.items() if match.column not in figures.columns}
    return {name: match for name, match in used.items() if name not in ("value", "answers")}


def area_fields(seen: ColumnView, found: Values[str, Match], given: Values[str, str]) -> dict[str, Match]:
    """The code of the area, by its cells whatever its header says, and beside it the name of the area.

    A header such as "name" alone is that of a person; beside the code of an area it is the area's.
    """
    used = [match.column for match in found.values()]
    more: dict[str, Match] = {}
    code = found["code"].column if "code" in found else None
    if code is None and "code" not in given:
        code = next((column for column in seen.columns if column not in used and are_area_codes(seen, column)), None)
        more |= {"code": Match(code, EXACT, "")} if code else {}
    if code and are_area_codes(seen, code) and not {"neighbourhood", "where"} & {*found, *given}:
        named = dict(zip(plain_headers(seen.columns), seen.columns, strict=True))
        header = next((header for header in named if header in _NAMES), None)
        more |= {"where": Match(named[header], EXACT, header)} if header else {}
    return more


def told_apart_by(seen: ColumnView, found: Values[str, Match], figures: FigureColumns) -> str | None:
    """The column that says what the figures of a row are about, where an area has several rows in one period.

    It tells these rows apart and has few values, as "kind of crime" does; None where no column does, or none need to.
    """
    about = [found[name].column for name in (*AREA_AND_PERIOD, "publisher") if name in found]
    if not about or not seen.cells.select(about).is_duplicated().any():
        return None
    used = {*(match.column for match in found.values()), *figures.possible}
    free = (column for column in seen.columns if column not in used and column not in seen.personal)
    few = (column for column in free if 1 < seen.cells[column].n_unique() <= seen.cells.height / 2)
    return next((each for each in few if not seen.cells.select(*about, each).is_duplicated().any()), None)


def are_area_codes(seen: ColumnView, column: str) -> bool:
    """Whether the cells of a column are codes of areas of Statistics Netherlands (CBS)."""
    cells = seen.sample[column].drop_nulls().str.strip_chars()
    return len(cells) > 0 and cells.str.contains(AREA_CODE).mean() >= AREA_CODES_SHARE_MIN


def _are_figures(seen: ColumnView, column: str) -> bool:
    """Whether most cells with a value are numbers, and the header is not that of a code, a place or answers."""
    (header,) = plain_headers([column])
    if header in _NO_FIGURE or _CODES & set(header.split()) or answers_of(column, seen.lexicon) is not None:
        return False
    exact = {
        name
        for kind in ("reports", "indicators")
        for (name, other), word in seen.header_matches[kind].items()
        if other == column and word.score >= EXACT
    }
    if exact.intersection(_PLACES):
        return False
    cells = seen.sample[column]
    valued = cells.filter(~is_missing(cells))
    return len(valued) > 0 and 1 - numbers(valued).null_count() / len(valued) >= NUMBERS_SHARE_MIN


def _is_long(seen: ColumnView, found: Values[str, Match], headers: Sequence[FigureHeader]) -> bool:
    """Whether one column has all values: a column says what each measures, or nothing else can be a figure."""
    if "value" not in found:
        return False
    value = found["value"].column
    others = [each for each in headers if each.column != value]
    measures = seen.contents[found["measure"].column].measures if "measure" in found else 0.0
    if not others or measures >= MEASURES_SHARE_MIN:
        return True
    meanings = measure_of(pl.Series([each.measure for each in others], dtype=pl.String), seen.lexicon)
    return not any(each.period for each in others) and not meanings.count() and "measure" in found
