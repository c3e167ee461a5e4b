"""Turn a list of figures of areas into indicators (domain/intake/indicator_schema.py): a survey, turnover, arrears.

A row needs a place, a period and a value. Which area the place is, is found later, so that a new import of dwellings or
outlines finds it as well. A value of fewer than ANSWERS_MIN answers is not stored: it could be about a household.
"""

import re

import polars as pl

from domain.intake.cleaning.cells import Cells, Clean, Refused, cast, rejected
from domain.intake.cleaning.record_keys import content_keys
from domain.intake.indicator_schema import AreaIndicator
from domain.intake.mapping.header_match import plain_headers
from domain.intake.mapping.lexicon import Lexicon
from domain.intake.mapping.mapping import Mapping
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
)
_ENDING = r"\.[A-Za-z0-9]{1,5}$"
_YEARS = r"[\s_()-]*(?:19|20)\d{2}(?:\s*-\s*(?:19|20)?\d{2})?"


def indicators(table: RawTable, mapping: Mapping, cells: Cells, lexicon: Lexicon) -> Clean:
    """The rows of a list of indicators; ``mapping`` was checked."""
    period = parse_periods(cells["period"], cells["period"].clear(cells.height), mapping.day_first)
    place, value = _place(cells), numbers(cells["value"])
    answers = numbers(cells["answers"]).round().cast(pl.Int32, strict=False)
    few = (answers < ANSWERS_MIN).fill_null(False)
    undated, nowhere = period["starts_on"].is_null(), place["place"].is_null()
    unvalued = value.is_null() & ~few
    backward = (period["ends_on"] < period["starts_on"]).fill_null(False)
    kept = ~(undated | backward | nowhere | unvalued)
    measure = cells["measure"].fill_null(_named(table, mapping, lexicon))
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
    keys = content_keys(about.cast(pl.String), mapping.origin).alias("indicator_key")
    return Clean(
        cast(frame.with_columns(keys).filter(kept), AreaIndicator),
        rejected(
            table,
            cells,
            mapping,
            Refused(undated, "period", "no_period", "not_a_period"),
            Refused(backward & ~undated, "period", "ends_before", "ends_before"),
            Refused(nowhere & ~undated & ~backward, _place_field(cells), "no_area", "no_area"),
            Refused(unvalued & ~undated & ~backward & ~nowhere, "value", "no_value", "not_a_number"),
        ),
        noticed={"few_answers": count} if (count := int((few & kept).sum())) else {},
    )


def numbers(cells: pl.Series) -> pl.Series:
    """Cells as numbers, with a point or a comma; null where a cell is no number.

    >>> numbers(pl.Series(["7,1", "8.4 %", "1.234,5", "1,234.5", "n.v.t."])).to_list()
    [7.1, 8.4, 1234.5, 1234.5, None]
    """
    bare = cells.cast(pl.String).str.replace_all(r"[\s%€\u00a0]", "")
    text = bare.alias("text").to_frame()
    both = pl.col("text").str.contains(r"\..*,|,.*\.")
    comma_last = pl.col("text").str.contains(r",\d*$")
    plain = pl.when(both & comma_last).then(pl.col("text").str.replace_all(".", "", literal=True))
    plain = plain.when(both).then(pl.col("text").str.replace_all(",", "", literal=True)).otherwise("text")
    found = text.select(plain.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)).to_series()
    return found.set(~found.is_finite().fill_null(True), None).alias(cells.name)


def _place(cells: Cells) -> pl.DataFrame:
    """place (the name in the file of the finest place of each row) and level, of schemas.AREA_LEVELS or null."""
    named = pl.DataFrame([cells[name] for name, _level in PLACES])
    level = pl.coalesce(
        *(pl.when(pl.col(name).is_not_null()).then(pl.lit(level or "")) for name, level in PLACES), pl.lit("")
    )
    place = pl.coalesce(*(name for name, _level in PLACES))
    return named.select(place=place, level=pl.when(level != "").then(level))


def _place_field(cells: Cells) -> str:
    """The field to report for a missing place: the first that has a column."""
    return next((name for name, _level in PLACES if name in cells), "where")


def _named(table: RawTable, mapping: Mapping, lexicon: Lexicon) -> str:
    """What is measured in a file without a column for it: the header of the values, else the file's own name."""
    header = mapping.columns.get("value", "")
    if measure_of(pl.Series(plain_headers([header])), lexicon).item() is not None:
        return header
    return re.sub(_YEARS, "", re.sub(_ENDING, "", table.name)).replace("_", " ").strip() or header
