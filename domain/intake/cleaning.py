"""Rows of text to clean reports or dwellings, and no row lost.

    rows of the file = rows of ``Clean.frame`` + rows of ``Clean.rejected`` + ``Clean.left_out``

A report needs a date, a dwelling a street; a row without is rejected with its reason. Whatever else cannot be read is
null, and counted in ``Clean.noticed``: a report that cannot be placed or whose closing date is odd is still a report.
"""

from dataclasses import dataclass, field

import polars as pl

from domain.intake.addresses import parse_addresses
from domain.intake.categories import WITHIN, resolve
from domain.intake.coordinates import parse_coordinates
from domain.intake.dates import parse_dates, parse_times, reads_day_first
from domain.intake.identity import identifying, own_keys, report_keys
from domain.intake.lexicon import Lexicon
from domain.intake.likeness import LIVING, NO, YES
from domain.intake.mapping import Mapping
from domain.intake.privacy import mask, reporter_hash
from domain.intake.raw import RawTable
from domain.intake.words import empty_to_null, source_of, status_of
from domain.tables import Dwelling, Rejected, Report

ADDRESS = ("address", "street", "number", "number_letter", "number_suffix", "postcode", "town")
POSITION = ("latitude", "longitude", "coordinates", "x", "y")
READ_AS_THEY_STAND = ("date", "time", "closed", *POSITION)


@dataclass(frozen=True, eq=False)
class Clean:
    """A file's rows, each in one of three places.

    ``frame``: rows of ``tables.Report`` or ``tables.Dwelling`` in the order of the file; a key may stand there twice,
    and the last is the newest. ``rejected``: ``tables.Rejected``, those of the reader included. ``left_out``: how many
    reports are of a category that is left out. ``unmapped``: category word -> how many reports of ``frame`` have it,
    for words that no dictionary and no person knows, most first. ``noticed``: what was odd -> in how many rows of
    ``frame``: "closed_unreadable" (a closing date that is none), "no_location" (coordinates that tell no place).
    """

    frame: pl.DataFrame
    rejected: pl.DataFrame
    left_out: int = 0
    unmapped: dict[str, int] = field(default_factory=dict)
    noticed: dict[str, int] = field(default_factory=dict)


class Cells:
    """The cells of a file by field; a field without a column has empty cells.

    Text is without spaces around it and null where it says nothing. Cells of dates and numbers are as they stand: what
    is none of these is found when they are read, and only then looked at (``said``).
    """

    def __init__(self, table: RawTable, mapping: Mapping, lexicon: Lexicon) -> None:
        self.raw = table.cells.select(pl.col(column).alias(name) for name, column in mapping.columns.items())
        self.height = table.cells.height
        self._lexicon = lexicon
        text = [name for name in self.raw.columns if name not in READ_AS_THEY_STAND]
        self._cells = self.raw.with_columns(empty_to_null(self.raw.select(text), lexicon))

    def __getitem__(self, name: str) -> pl.Series:
        if name in self:
            return self._cells[name]
        return pl.select(pl.repeat(None, self.height, dtype=pl.String).alias(name)).to_series()

    def __contains__(self, name: str) -> bool:
        return name in self.raw.columns

    def some(self, names: tuple[str, ...]) -> pl.DataFrame:
        """The named fields that have a column; with none of them, one empty column."""
        present = [name for name in names if name in self]
        return self._cells.select(present) if present else self[names[0]].to_frame()

    def said(self, names: tuple[str, ...], rows: pl.Series) -> pl.DataFrame:
        """What some rows say in the named fields, null where they say nothing."""
        return empty_to_null(self.some(names).filter(rows), self._lexicon)

    def unreadable(self, names: tuple[str, ...], rows: pl.Series) -> int:
        """How many of some rows, in which nothing could be read, do say something."""
        return (
            self.said(names, rows).select(pl.any_horizontal(pl.all().is_not_null()).sum()).item() if rows.any() else 0
        )


def clean(table: RawTable, mapping: Mapping, lexicon: Lexicon, key: bytes, categories: pl.DataFrame) -> Clean:
    """Clean the rows of a file by a mapping.

    ``key``: secret of the reporters' hashes. ``categories``: ``tables.CategoryChoice``, the team's decisions on
    category words. Raises ``WrongValue`` where the mapping names what does not exist.
    """
    mapping.check(table.cells.columns)
    cells = Cells(table, mapping, lexicon)
    if mapping.kind == "dwellings":
        return _dwellings(table, mapping, cells)
    return _reports(table, mapping, cells, lexicon, key, categories)


def _reports(
    table: RawTable, mapping: Mapping, cells: Cells, lexicon: Lexicon, key: bytes, categories: pl.DataFrame
) -> Clean:
    order = mapping.day_first
    if order is None:
        order = reads_day_first(pl.concat([cells["date"].alias(""), cells["closed"].alias("")])) is not False
    reported, closed = parse_dates(cells["date"], order), parse_dates(cells["closed"], order)["date"]
    words, places = _category_words(cells), parse_coordinates(cells.some(POSITION), mapping.crs)
    left_out = words.is_in(_left_out(mapping, categories)).fill_null(False)
    undated = reported["date"].is_null() & ~left_out
    kept = ~(undated | left_out)
    keys = report_keys(cells["id"], reported["date"], cells.raw.select(identifying(mapping.columns)), mapping.origin)
    frame = pl.DataFrame(
        [
            keys,
            cells["id"].alias("external_id"),
            reported["date"].alias("reported_on"),
            _time(cells, reported["time"]).alias("reported_time"),
            reported["precision"],
            closed.alias("closed_on"),
            _status(cells, closed, lexicon).alias("status"),
            words.alias("category_word"),
            _source(cells, mapping, lexicon).alias("source"),
            *parse_addresses(cells.some(ADDRESS)).get_columns(),
            cells["neighbourhood"],
            cells["block"].alias("block_code"),
            places["lat"],
            places["lon"],
            (reporter_hash(cells["reporter"], key) if "reporter" in cells else cells["reporter"]),
            (mask(cells["note"]) if mapping.keep_notes else cells["note"].clear(cells.height)).alias("note"),
        ]
    ).filter(kept)
    noticed = {
        "closed_unreadable": cells.unreadable(("closed",), closed.is_null() & kept),
        "no_location": cells.unreadable(POSITION, places["lat"].is_null() & kept),
    }
    return Clean(
        _cast(frame, Report),
        _rejected(table, undated, cells, mapping, "date", ("no_date", "not_a_date")),
        int(left_out.sum()),
        _unmapped(frame["category_word"], lexicon, categories),
        {name: rows for name, rows in noticed.items() if rows},
    )


def _dwellings(table: RawTable, mapping: Mapping, cells: Cells) -> Clean:
    address = parse_addresses(cells.some(ADDRESS), ranges=False).drop("number_to")
    places = parse_coordinates(cells.some(POSITION), mapping.crs)
    kept = address["street"].is_not_null()
    contents = cells.raw.select(name for name in ADDRESS if name in cells)
    frame = pl.DataFrame(
        [
            own_keys(cells["id"], contents, mapping.origin).alias("dwelling_key"),
            cells["id"].alias("external_id"),
            *address.get_columns(),
            cells["neighbourhood"],
            cells["block"].alias("block_code"),
            cells["block_name"],
            _is_dwelling(cells).alias("is_dwelling"),
            places["lat"],
            places["lon"],
        ]
    ).filter(kept)
    place = "street" if "street" in cells else "address"
    missing = cells.unreadable(POSITION, places["lat"].is_null() & kept)
    return Clean(
        _cast(frame, Dwelling),
        _rejected(table, ~kept, cells, mapping, place, ("no_street", "not_a_street")),
        noticed={"no_location": missing} if missing else {},
    )


def _category_words(cells: Cells) -> pl.Series:
    """The export's own words: "category › subcategory", or the one there is."""
    main, sub = pl.col("category"), pl.col("subcategory")
    both = pl.DataFrame([cells["category"], cells["subcategory"]])
    return both.select(
        pl.when(sub.is_null() | (main == sub)).then(main).when(main.is_null()).then(sub).otherwise(main + WITHIN + sub)
    ).to_series()


def _left_out(mapping: Mapping, categories: pl.DataFrame) -> list[str]:
    return [*mapping.leave_out, *categories.filter(pl.col("code").is_null())["category_word"]]


def _unmapped(words: pl.Series, lexicon: Lexicon, categories: pl.DataFrame) -> dict[str, int]:
    counts = words.drop_nulls().value_counts(sort=True, name="count")
    if counts.is_empty():
        return {}
    known = resolve(counts.to_series(0), lexicon, categories)
    unknown = known.filter((pl.col("how") == "none") | pl.col("suggest_leave_out"))["category_word"]
    return dict(counts.filter(counts.to_series(0).is_in(unknown.to_list())).rows())


def _time(cells: Cells, of_date: pl.Series) -> pl.Series:
    return parse_times(cells["time"]).fill_null(of_date) if "time" in cells else of_date


def _status(cells: Cells, closed: pl.Series, lexicon: Lexicon) -> pl.Series:
    """What the export says, else closed where there is a closing date, else open where there could have been one."""
    told = status_of(cells["status"], lexicon) if "status" in cells else cells["status"]
    if "closed" not in cells:
        return told
    by_date = pl.when(closed.is_not_null()).then(pl.lit("closed"))
    by_date = by_date if "status" in cells else by_date.otherwise(pl.lit("open"))
    return pl.DataFrame([told.alias("told")]).select(pl.coalesce(pl.col("told").cast(pl.String), by_date)).to_series()


def _source(cells: Cells, mapping: Mapping, lexicon: Lexicon) -> pl.Series:
    told = source_of(cells["source"], lexicon) if "source" in cells else cells["source"]
    return told.cast(pl.String).fill_null(mapping.source)


def _is_dwelling(cells: Cells) -> pl.Series:
    """Whether people live there: yes and no, or words for living; where nothing is said they do."""
    if "is_dwelling" not in cells:
        return pl.select(pl.repeat(True, cells.height)).to_series()
    said = (
        pl.col("is_dwelling").str.strip_chars().str.to_lowercase()
    )  # "x" marks a yes here, so the cells as they stand
    return cells.raw.select(
        pl.when(said.is_in(list(YES)))
        .then(True)
        .when(said.is_in(list(NO)))
        .then(False)
        .when(said.is_null() | (said == ""))
        .then(True)
        .otherwise(said.str.contains(LIVING))
    ).to_series()


def _rejected(
    table: RawTable, which: pl.Series, cells: Cells, mapping: Mapping, name: str, reasons: tuple[str, str]
) -> pl.DataFrame:
    """The rows that the reader rejected and those of ``which``; of the reasons the first is for an empty cell."""
    if not which.any():
        return table.rejected
    empty, unreadable = reasons
    value = pl.col("value")
    more = pl.DataFrame(
        [table.lines.filter(which).alias("line"), cells.said((name,), which).to_series().alias("value")]
    )
    more = more.select(
        "line",
        column=pl.lit(mapping.columns.get(name, name)),
        value=value,
        reason=pl.when(value.is_null()).then(pl.lit(empty)).otherwise(pl.lit(unreadable)),
    ).with_columns(table.cells.filter(which).select(cells=pl.concat_list(pl.all())).to_series())
    return pl.concat([table.rejected, more.cast(dict(Rejected.create_empty().schema))]).sort("line")


def _cast(frame: pl.DataFrame, schema: type[Report] | type[Dwelling]) -> pl.DataFrame:
    types = schema.create_empty().schema
    return frame.select(pl.col(name).cast(dtype) for name, dtype in types.items())
