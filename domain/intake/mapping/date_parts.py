"""Join the parts of a date or time from separate columns: year, month and day; year and week; a time and AM or PM.

Jaar;Maand;Categorie        Jaar;Maand;Categorie;Datum        Jaar;Week        Jaar;Week;Datum
2024;3;Zwerfvuil       ->   2024;3;Zwerfvuil;2024-03          2024;17     ->   2024;17;2024-W17
2024;april;Zwerfvuil        2024;april;Zwerfvuil;2024-04
"""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import polars as pl

from domain.intake.mapping.date_role import date_roles
from domain.intake.mapping.header_match import plain_headers
from domain.intake.mapping.lexicon import unaccented
from domain.intake.parsing.date_notations import MONTHS
from domain.intake.parsing.dates import parse_dates, spread
from domain.intake.reading.raw_table import RawTable

# The word for a year or week -> a known header for the date, in the language of that word.
YEAR = {
    "jaar": "Datum",
    "year": "Date",
    "jahr": "Datum",
    "annee": "Date",
    "anno": "Data",
    "ano": "Fecha",
    "any": "Data",
}
WEEK = {
    "week": "Datum",
    "wk": "Datum",
    "kw": "Datum",
    "kalenderwoche": "Datum",
    "semaine": "Date",
    "settimana": "Data",
    "semana": "Fecha",
}
MONTH = ("maand", "month", "monat", "mois", "mese", "mes")
DAY = ("dag", "day", "tag", "jour", "giorno", "dia")
_NAME = r"(?:naam|name|nr|no|nummer|number|num|numero)?"
DATE_PARTS_SHARE_MIN = 0.95  # part of the filled cells that must be a year, month or day
DATE_CELLS = 100  # cells of a column that are read to see whether it holds dates
_YEAR_CELL = r"^\s*((?:19|20)\d{2})(?:[.,]0+)?\s*$"
_DAY_CELL = r"^\s*(0?[1-9]|[12]\d|3[01])(?:[.,]0+)?\s*$"
_MONTH_CELL = r"^\s*(0?[1-9]|1[0-2])(?:[.,]0+)?\s*$"
# A week with its year in one cell: "wk 3 2024", "2024-03", "202403"; a week alone: "3", "week 3".
_WEEK_WORD = r"(?i:(?:week|wk|w|kw)\.?(?:nr\.?)?)?"
_WEEK_YEAR = rf"^\s*{_WEEK_WORD}\W*(?P<week>0?[1-9]|[1-4]\d|5[0-3])\W+(?P<year>(?:19|20)\d{{2}})\s*$"
_YEAR_WEEK = rf"^\s*(?P<year>(?:19|20)\d{{2}})\W*{_WEEK_WORD}\W*(?P<week>0?[1-9]|[1-4]\d|5[0-3])(?:[.,]0+)?\s*$"
_WEEK_CELL = rf"^\s*{_WEEK_WORD}\W*(0?[1-9]|[1-4]\d|5[0-3])(?:[.,]0+)?\s*$"
_HALF_CELL = r"(?i)^\s*[ap]\.?m\.?\s*$"
_TIME_CELL = r"(?:^|[\sT])\d{1,2}[:.]\d{2}(?::\d{2})?\s*$"
_MONTH_NAME = r"^[\d\s.:_-]*(\p{L}+)\.?\s*$"  # also "03 - maart"


def with_half_day(table: RawTable) -> RawTable:
    """The table with AM or PM appended to its time, if these are in the next column; else the table unchanged."""
    cells = table.cells
    for time, half in pairwise(cells.columns):
        some = cells[half].head(DATE_CELLS).drop_nulls()
        if not len(some) or not some.str.contains(_HALF_CELL).all() or not _all_halves(cells[half]):
            continue
        times = cells[time].drop_nulls()
        if len(times) and (times.str.contains(_TIME_CELL).mean() >= DATE_PARTS_SHARE_MIN):
            both = pl.concat_str(time, half, separator=" ", ignore_nulls=True)
            return replace(table, cells=cells.with_columns(pl.when(pl.col(time).is_not_null()).then(both).alias(time)))
    return table


def _all_halves(cells: pl.Series) -> bool:
    return bool(cells.drop_nulls().str.contains(_HALF_CELL).all())


def with_date(table: RawTable) -> RawTable:
    """The table with a column for the date, if the file only has its parts; else the table unchanged.

    The parts are a year with a month and perhaps a day, or a week with its year in the same or another column.
    """
    columns = table.cells.columns
    headers = dict(zip(columns, plain_headers(columns), strict=True))
    year = _column(table, headers, tuple(YEAR), _years)
    month = _column(table, headers, MONTH, _months) if year else None
    day = _column(table, headers, DAY, _days) if month else None
    week = None if day else _column(table, headers, tuple(WEEK), _week_and_year)
    if week is None and year and not day:
        week = _column(table, headers, tuple(WEEK), _weeks)
    if not (month or week) or _has_dates(table):
        return table
    years = _years(table.cells[year]) if year else None
    if week:
        text, words = _week_of(table.cells[week], years, _months(table.cells[month]) if month else None), WEEK
    else:
        parts = [years.alias("year"), _months(table.cells[month])]
        parts += [_days(table.cells[day]).alias("day")] if day else []
        text, words = pl.DataFrame(parts).select(pl.concat_str(pl.all(), separator="-")).to_series(), YEAR
    header = headers[week or year]
    name = next(date for word, date in words.items() if word in header)
    name = name if name not in columns else f"{name} (2)"
    return replace(table, cells=table.cells.with_columns(text.alias(name)))


def _week_and_year(cells: pl.Series) -> pl.Series:
    """Weeks with their year in the same cell, as "2024-W03"; else null."""
    found = cells.to_frame("text").select(
        pl.coalesce(
            pl.format("{}-W{}", part.struct.field("year"), part.struct.field("week").str.zfill(2))
            for part in (pl.col("text").str.extract_groups(pattern) for pattern in (_WEEK_YEAR, _YEAR_WEEK))
        )
    )
    return found.to_series()


def _weeks(cells: pl.Series) -> pl.Series:
    return cells.str.extract(_WEEK_CELL).str.zfill(2)


def _week_of(cells: pl.Series, years: pl.Series | None, months: pl.Series | None) -> pl.Series:
    """The week of each row as "2024-W03".

    A year beside it may be that of the calendar: a first week in December belongs to the next year, a last week in
    January to the one before.
    """
    both = _week_and_year(cells)
    if years is None or both.count():
        return both
    parts = pl.DataFrame({"year": years.cast(pl.Int32), "week": _weeks(cells)})
    if months is not None:
        month, week = months.cast(pl.Int32), parts["week"].cast(pl.Int32)
        shift = ((month == 12) & (week == 1)).cast(pl.Int32) - ((month == 1) & (week >= 52)).cast(pl.Int32)
        parts = parts.with_columns(pl.col("year") + shift.fill_null(0))
    return parts.select(pl.format("{}-W{}", "year", "week")).to_series()


def _has_dates(table: RawTable) -> bool:
    """Whether another column can be the date of the report: most of its cells are dates and not just numbers."""
    roles = date_roles(table.cells.columns, [])
    return any(
        not roles[column] and _dated(table.cells[column]) >= 0.5 * table.cells[column].count() / table.cells.height
        for column in table.cells.columns
        if table.cells[column].count()
    )


def _dated(cells: pl.Series) -> float:
    """The part of the cells that are dates with a day and a year, or a month with its year."""
    sample = spread(cells, DATE_CELLS)
    sample = sample.filter(~sample.str.contains(r"^[\d.,\s]*$"))
    return parse_dates(sample)["date"].count() / max(1, len(spread(cells, DATE_CELLS)))


def _column(
    table: RawTable, headers: dict[str, str], words: tuple[str, ...], read: Callable[[pl.Series], pl.Series]
) -> str | None:
    """The column whose header is one of the words, or a word with others ("Jaar melding", "Meldjaar"), and whose cells
    can be read so; that of the plainest header."""
    roles = date_roles(list(headers), [])
    exact = re.compile(rf"^(?:{'|'.join(words)}) ?{_NAME}$")
    before = "meld|registratie|aanmaak|invoer|jaar|year|iso|kalender"
    within = re.compile(rf"^(?:\w+ )?(?:{before})?(?:{'|'.join(words)}) ?{_NAME}(?: \w+){{0,3}}$")
    for pattern in (exact, within):
        for column, header in headers.items():
            cells = table.cells[column].drop_nulls()
            if pattern.match(header) and not roles[column] and len(cells):
                sample = spread(cells)
                if read(sample).count() >= DATE_PARTS_SHARE_MIN * len(sample):
                    return column
    return None


def _years(cells: pl.Series) -> pl.Series:
    return cells.str.extract(_YEAR_CELL)


def _months(cells: pl.Series) -> pl.Series:
    text = pl.col("text")
    name = unaccented(text).str.extract(_MONTH_NAME)
    named = name.replace_strict(_PLAIN_MONTHS, default=None, return_dtype=pl.Int64).cast(pl.String)
    return cells.to_frame("text").select(pl.coalesce(text.str.extract(_MONTH_CELL), named).str.zfill(2)).to_series()


def _days(cells: pl.Series) -> pl.Series:
    return cells.str.extract(_DAY_CELL).str.zfill(2)


_PLAIN_MONTHS = dict(
    pl.DataFrame({"name": list(MONTHS), "month": list(MONTHS.values())})
    .select(unaccented(pl.col("name")), "month")
    .rows()
)
