"""Turn a list of figures of areas into indicators (domain/intake/indicator_schema.py): a survey, turnover, arrears.

A figure needs a place, a period and a value. Which area the place is, is found later, so that a new import of dwellings
or outlines finds it as well. A value of fewer than ANSWERS_MIN answers is not stored: it could be about a household.
"""

import re

import polars as pl

from domain.errors import N_, WrongValue
from domain.intake.cleaning.cells import Cells, Clean, Refused, cast, rejected
from domain.intake.cleaning.record_keys import content_keys
from domain.intake.cleaning.unpivot import unpivoted
from domain.intake.indicator_schema import AreaIndicator
from domain.intake.mapping.figure_headers import figure_headers, period_named
from domain.intake.mapping.header_match import plain_headers
from domain.intake.mapping.lexicon import Lexicon
from domain.intake.mapping.mapping import Mapping
from domain.intake.parsing.figures import is_missing, numbers
from domain.intake.parsing.periods import parse_periods
from domain.intake.parsing.vocabulary import measure_of
from domain.intake.reading.raw_table import RawTable

ANSWERS_MIN = 5
# The fields that name a place, the finest first, and the level of each; null: that follows from the name.
PLACES = (
    ("block_name", "block"),
    ("block", "block"),
    ("street", "street"),
    ("neighbourhood", "neighbourhood"),
    ("where", None),
    ("code", "neighbourhood"),
)
NO_PERIOD = N_(
    "“{file}” does not say which period its figures are about. Fill it in under “Means”, or with --period, such as "
    "--period 2025."
)
_ENDING = r"\.[A-Za-z0-9]{1,5}$"
_YEARS = r"[\s_()-]*(?:19|20)\d{2}(?:\s*-\s*(?:19|20)?\d{2})?"
_NEIGHBOURHOOD = r"^BU[0-9A-Z]{8}$"  # the codes of CBS: of a neighbourhood (buurt), and of the larger areas it lies in
_LARGER = r"^(?:WK|GM|NL)[0-9A-Z]{0,8}$"


def indicators(table: RawTable, mapping: Mapping, lexicon: Lexicon) -> Clean:
    """The figures of a list, one per row, or one per row and column of ``mapping.figures``; ``mapping`` was checked.

    Figures of ``Clean.frame``, ``Clean.rejected`` and ``Clean.left_out`` together are all figures of the file.

    Raises:
        WrongValue: nothing says which period the figures are about.
    """
    _require_period(table, mapping, lexicon)
    if not mapping.figures:
        return _of_rows(table, mapping, table, mapping, None, lexicon)
    found = unpivoted(table, mapping, lexicon)
    return _of_rows(found.table, found.mapping, found.in_the_file, mapping, found.columns, lexicon)


def _require_period(table: RawTable, mapping: Mapping, lexicon: Lexicon) -> None:
    """Raise ``WrongValue`` where no figure can have a period."""
    if "period" in mapping.columns or mapping.period or period_named(table.name):
        return
    if not any(each.period for each in figure_headers(mapping.figures, table.cells.columns, lexicon)):
        raise WrongValue(NO_PERIOD, file=table.name)


def _of_rows(
    table: RawTable,
    mapping: Mapping,
    file: RawTable,
    file_mapping: Mapping,
    columns: pl.Series | None,
    lexicon: Lexicon,
) -> Clean:
    """The figures of a table with one per row.

    ``file`` and ``file_mapping``: the same rows as they stand in the file. ``columns``: the column of each value there.
    """
    cells = Cells(table, mapping, lexicon)
    otherwise = "" if "period" in file_mapping.columns else mapping.period or period_named(table.name)
    named = _filled(cells["period"], otherwise)
    period = parse_periods(named, named.clear(cells.height), mapping.day_first)
    place, value = _place(cells), numbers(cells["value"])
    answers = numbers(cells["answers"]).round().cast(pl.Int32, strict=False)
    few = (answers < ANSWERS_MIN).fill_null(False)
    missing = _missing(cells, is_wide=columns is not None) & ~few
    value = value.set(is_missing(cells["value"]), None)
    undated, nowhere = period["starts_on"].is_null() & ~missing, place["place"].is_null() & ~missing
    unvalued = value.is_null() & ~few & ~missing
    backward = (period["ends_on"] < period["starts_on"]).fill_null(False) & ~missing
    kept = ~(undated | backward | nowhere | unvalued | missing)
    measure = cells["measure"].fill_null(_named(table, file_mapping, lexicon))
    percent = cells["value"].str.contains("%", literal=True).fill_null(False)
    percent = percent | measure.str.contains("%", literal=True)
    frame = pl.DataFrame(
        {
            "measure": measure,
            "value": value.set(few, None),
            "unit": pl.select(pl.when(percent).then(pl.lit("%"))).to_series(),
            "answers": answers,
            "publisher": cells["publisher"].fill_null(re.sub(_ENDING, "", table.name)),
            "town": cells["town"],
        }
    ).hstack(place)
    frame = frame.hstack(period)
    about = pl.DataFrame([measure.alias("measure"), place["place"], cells["town"], *period, cells["publisher"]])
    several = _several_values(about, value, kept)
    kept &= ~several
    keys = content_keys(about.cast(pl.String), mapping.origin).alias("indicator_key")
    counts = {"few_answers": int((few & kept).sum()), "no_figure": int(missing.sum())}
    return Clean(
        cast(frame.with_columns(keys).filter(kept), AreaIndicator),
        rejected(
            file,
            cells,
            file_mapping,
            Refused(undated, "period", "no_period", "not_a_period"),
            Refused(backward & ~undated, "period", "ends_before", "ends_before"),
            Refused(nowhere & ~undated & ~backward, _place_field(cells), "no_area", "no_area"),
            Refused(unvalued & ~undated & ~backward & ~nowhere, "value", "no_value", "not_a_number", columns),
            Refused(several, "value", "several_values", "several_values", columns),
        ),
        left_out=counts["no_figure"],
        noticed={name: count for name, count in counts.items() if count},
    )


def _several_values(about: pl.DataFrame, value: pl.Series, kept: pl.Series) -> pl.Series:
    """Whether another kept row has another value for the same measure, place and period: which of them holds?"""
    rows = about.with_columns(value=value).filter(kept)
    differs = rows.select(pl.col("value").n_unique().over(about.columns) > 1).to_series()
    return pl.repeat(False, len(kept), eager=True).scatter(kept.arg_true(), differs)


def _filled(cells: pl.Series, text: str) -> pl.Series:
    """The cells, with a text in the empty ones; an empty text fills nothing."""
    return cells.fill_null(text) if text else cells


def _missing(cells: Cells, is_wide: bool) -> pl.Series:
    """Whether the file says that there is no value: with a sign for it or, in a wide table, with an empty cell.

    In a table with one row per figure, a row with an empty value is set aside: someone may have forgotten it.
    """
    if "value" not in cells:
        return pl.repeat(False, cells.height, eager=True)
    raw = cells.raw["value"]
    blank = raw.str.strip_chars().fill_null("") == ""
    return is_missing(raw) if is_wide else is_missing(raw) & ~blank


def _place(cells: Cells) -> pl.DataFrame:
    """place (the name in the file of the finest place of each row) and level, of schemas.AREA_LEVELS or null.

    A list of CBS has rows of neighbourhoods, and of the districts, towns and country that these lie in, often with the
    same name ("Centrum"). There, only the code says which it is: a row of a larger area is named by its code.
    """
    code = cells["code"]
    larger = pl.lit(code.str.contains(_LARGER) & code.str.contains(_NEIGHBOURHOOD).any()).fill_null(False)
    named = pl.DataFrame([cells[name] for name, _level in PLACES])
    level = pl.coalesce(
        *(pl.when(pl.col(name).is_not_null()).then(pl.lit(level or "")) for name, level in PLACES), pl.lit("")
    )
    place = pl.coalesce(*(name for name, _level in PLACES))
    return named.select(
        place=pl.when(larger).then("code").otherwise(place),
        level=pl.when(larger).then(pl.lit("neighbourhood")).when(level != "").then(level),
    )


def _place_field(cells: Cells) -> str:
    """The field to report for a missing place: the first that has a column."""
    return next((name for name, _level in PLACES if name in cells), "where")


def _named(table: RawTable, mapping: Mapping, lexicon: Lexicon) -> str:
    """What is measured in a file without a column for it: the header of the values, else the file's own name."""
    header = mapping.columns.get("value", "")
    if measure_of(pl.Series(plain_headers([header])), lexicon).item() is not None:
        return header
    return re.sub(_YEARS, "", re.sub(_ENDING, "", table.name)).replace("_", " ").strip() or header
