"""Turn rows of text into clean reports, dwellings, works, partners or indicators, without losing a row.

    rows of the file = rows of ``Clean.frame`` + rows of ``Clean.rejected`` + ``Clean.left_out``

A report needs a date, a dwelling a street; a row without is rejected with its reason. Any other unreadable value is
null and counted in ``Clean.noticed``: a report without a place or with an odd closing date is still a report.
The requirements for other kinds are in domain/intake/cleaning/opportunities.py, domain/intake/cleaning/partners.py and
domain/intake/cleaning/indicators.py.
"""

import polars as pl

from domain.errors import N_, WrongValue
from domain.intake.cleaning.categories import WITHIN, resolve
from domain.intake.cleaning.cells import ADDRESS, POSITION, Cells, Clean, Refused, cast, rejected
from domain.intake.cleaning.default_points import on_default_point
from domain.intake.cleaning.groups import filled_down
from domain.intake.cleaning.indicators import indicators
from domain.intake.cleaning.opportunities import opportunities
from domain.intake.cleaning.partners import partners
from domain.intake.cleaning.privacy import mask, reporter_hash
from domain.intake.cleaning.record_keys import identifying, own_keys, report_keys
from domain.intake.cleaning.second_list import second_list
from domain.intake.cleaning.status_history import last_status_last
from domain.intake.mapping.column_profile import LIVING, NO, YES
from domain.intake.mapping.lexicon import Lexicon
from domain.intake.mapping.mapping import Mapping
from domain.intake.parsing.addresses import parse_addresses
from domain.intake.parsing.coordinates import parse_coordinates
from domain.intake.parsing.dates import parse_dates, parse_times, reads_day_first
from domain.intake.parsing.no_places import names_no_place
from domain.intake.parsing.per_distinct import at_once
from domain.intake.parsing.turned_dates import turned_back
from domain.intake.parsing.vocabulary import home_state_of, source_of, status_of
from domain.intake.reading.raw_table import RawTable
from domain.schemas import Dwelling, Report

MAX_CATEGORIES = 20_000  # different category words in a file; the widest real export at hand has a few hundred
LONGEST_CATEGORY = 1_000  # characters
NO_CATEGORIES = N_(
    "“{column}” has {count} different values of up to {length} characters. These are not "
    "categories. Choose another column for the category."
)
LONGEST_CASE = 20 * 365  # days; a longer open case is a typing error or a mark for "never"


def clean(table: RawTable, mapping: Mapping, lexicon: Lexicon, key: bytes | None, categories: pl.DataFrame) -> Clean:
    """Clean the rows of a file by a mapping.

    ``key``: the secret key of the reporter hashes; None: reporters stay as they are written. ``categories``:
    ``schemas.CategoryChoice``, the team's decisions on category words.

    Raises:
        WrongValue: the mapping names something that does not exist, or no categories as the category.
    """
    mapping.check(table.cells.columns)
    if mapping.kind == "indicators":
        return indicators(table, mapping, lexicon)
    cells = Cells(table, mapping, lexicon)
    if mapping.kind == "dwellings":
        return _dwellings(table, mapping, cells)
    if mapping.kind == "opportunities":
        return opportunities(table, mapping, cells, lexicon)
    if mapping.kind == "partners":
        return partners(table, mapping, cells, lexicon)
    return _reports(table, mapping, cells, lexicon, key, categories)


def _reports(
    table: RawTable, mapping: Mapping, cells: Cells, lexicon: Lexicon, key: bytes | None, categories: pl.DataFrame
) -> Clean:
    (days, turned), (ends, ends_turned) = turned_back(cells["date"]), turned_back(cells["closed"])
    order = mapping.day_first
    if order is None:
        order = reads_day_first(pl.concat([days.alias(""), ends.alias("")])) is not False
    reported = parse_dates(days, order)
    grouped, filled = filled_down(cells.some((*ADDRESS, "category")), reported["date"].is_not_null())
    if "category" in filled:
        cells = cells.replaced(grouped["category"])
    written = grouped.select(name for name in grouped.columns if name in ADDRESS)
    address, places, ended, times, status, source, words = at_once(
        lambda: parse_addresses(written if written.width else cells.some(ADDRESS)),
        lambda: parse_coordinates(cells.some(POSITION), mapping.crs),
        lambda: parse_dates(ends, order)["date"],
        lambda: _time(cells, reported["time"]),
        lambda: status_of(cells["status"], lexicon) if "status" in cells else cells["status"],
        lambda: _source(cells, mapping, lexicon),
        lambda: _category_words(cells),
    )
    closed = _plausible(ended, reported["date"])
    _require_categories(words, mapping)
    default = on_default_point(places, address["street"])
    if default.any():
        places = places.select(pl.when(~default).then(axis).alias(axis) for axis in ("lat", "lon"))
    deleted = _deleted(cells)
    left_out = words.is_in(_left_out(mapping, categories)).fill_null(False) & ~deleted
    undated = reported["date"].is_null() & ~(left_out | deleted)
    kept = ~(undated | left_out | deleted)
    keys = report_keys(cells["id"], reported["date"], cells.raw.select(identifying(mapping.columns)), mapping.origin)
    frame = pl.DataFrame(
        [
            keys,
            cells["id"].alias("external_id"),
            reported["date"].alias("reported_on"),
            times.alias("reported_time"),
            reported["precision"],
            closed.alias("closed_on"),
            _status(cells, status, ended, closed).alias("status"),
            words.alias("category_word"),
            source.alias("source"),
            *address.get_columns(),
            cells["neighbourhood"],
            cells["block"].alias("block_code"),
            places["lat"],
            places["lon"],
            (reporter_hash(cells["reporter"], key) if key and "reporter" in cells else cells["reporter"]),
            (mask(cells["note"]) if mapping.keep_notes else cells["note"].clear(cells.height)).alias("note"),
        ]
    ).filter(kept)
    unplaced = _without_place(written, frame, kept)  # before the rows are reordered
    frame, earlier = last_status_last(frame, parse_dates(cells["updated"], order).filter(kept))
    noticed = {
        "closed_unreadable": cells.unreadable(("closed",), ended.is_null() & kept),
        "closed_odd": (ended.is_not_null() & closed.is_null() & kept).sum(),
        "dates_turned": ((turned | ends_turned) & kept).sum(),
        "week_only": (frame["precision"] == "week").sum(),
        "month_only": (frame["precision"] == "month").sum(),
        "status_unknown": (cells["status"].is_not_null() & status.is_null() & kept).sum(),
        "again": earlier,
        "second_list": second_list(table.cells, mapping.columns),
        "no_location": cells.unreadable(POSITION, places["lat"].is_null() & ~default & kept),
        "default_point": int((default & kept).sum()),
        **unplaced,
        **{f"{name}_filled_down": rows for name, rows in filled.items()},
    }
    unmapped = _unmapped(frame["category_word"], lexicon, categories)
    noticed["no_kind_known"] = frame.height if sum(unmapped.values()) == frame.height else 0
    return Clean(
        cast(frame, Report),
        rejected(
            table,
            cells,
            mapping,
            Refused(undated, "date", "no_date", "not_a_date"),
            Refused(deleted, "deleted", "deleted", "deleted"),
        ),
        int(left_out.sum()),
        unmapped,
        {name: rows for name, rows in noticed.items() if rows},
    )


def _deleted(cells: Cells) -> pl.Series:
    """Whether the source marks the row as deleted: with yes, a mark, or the day of it."""
    text = cells["deleted"].str.to_lowercase()
    return (text.is_not_null() & ~text.is_in(list(NO))).fill_null(False)


def _without_place(written: pl.DataFrame, frame: pl.DataFrame, kept: pl.Series) -> dict[str, int]:
    """The number of reports without a place although their address is filled: only a town, or a word for no place."""
    nowhere = frame["street"].is_null() & frame["block_code"].is_null() & frame["lat"].is_null()
    texts = [name for name in ("address", "street") if name in written.columns]
    if not texts or not nowhere.any():
        return {}
    places = frame.filter(nowhere).select(pl.col("town", "postcode").name.prefix("of_"))
    rows = pl.concat([written.filter(kept).filter(nowhere).select(texts), places], how="horizontal")
    rows = rows.filter(~pl.col("of_postcode").str.contains(r"\p{L}").fill_null(False))
    flags = rows.select(
        filled=pl.any_horizontal(pl.col(texts).is_not_null()),
        placeholder=names_no_place(*rows.select(texts)),
        town=pl.any_horizontal(pl.col("of_town", "of_postcode").is_not_null()),
    )
    only = flags.select((pl.col("filled") & pl.col("town") & ~pl.col("placeholder")).sum()).item()
    return {"no_place_named": flags["placeholder"].sum(), "town_only": only}


def _dwellings(table: RawTable, mapping: Mapping, cells: Cells) -> Clean:
    address = parse_addresses(cells.some(ADDRESS), ranges=False).drop("number_to")
    places = parse_coordinates(cells.some(POSITION), mapping.crs)
    kept = address["street"].is_not_null()
    state = home_state_of(cells["state"], cells.lexicon)
    contents = cells.raw.select(name for name in ADDRESS if name in cells)
    frame = pl.DataFrame(
        [
            own_keys(cells["id"], contents, mapping.origin).alias("dwelling_key"),
            cells["id"].alias("external_id"),
            *address.get_columns(),
            cells["neighbourhood"],
            cells["block"].alias("block_code"),
            cells["block_name"],
            (_is_dwelling(cells) & (state != "gone").fill_null(True)).alias("is_dwelling"),
            places["lat"],
            places["lon"],
        ]
    ).filter(kept)
    place = "street" if "street" in cells else "address"
    noticed = {
        "no_location": cells.unreadable(POSITION, places["lat"].is_null() & kept),
        "home_gone": ((state == "gone") & kept).sum(),
        "home_sold": ((state == "sold") & kept).sum(),
    }
    return Clean(
        cast(frame, Dwelling),
        rejected(table, cells, mapping, Refused(~kept, place, "no_street", "not_a_street")),
        noticed={name: rows for name, rows in noticed.items() if rows},
    )


def _category_words(cells: Cells) -> pl.Series:
    """The export's own words: "category › subcategory", or the only one present."""
    main, sub = pl.col("category"), pl.col("subcategory")
    both = pl.DataFrame([cells["category"], cells["subcategory"]])
    return both.select(
        pl.when(sub.is_null() | (main == sub)).then(main).when(main.is_null()).then(sub).otherwise(main + WITHIN + sub)
    ).to_series()


def _require_categories(words: pl.Series, mapping: Mapping) -> None:
    """Refuse words that cannot be categories: people choose among them, one by one.

    Raises:
        WrongValue: there are too many, or they are too long.
    """
    count, length = words.n_unique(), int(words.str.len_chars().max() or 0)
    if count > MAX_CATEGORIES or length > LONGEST_CATEGORY:
        columns = [mapping.columns[name] for name in ("category", "subcategory") if name in mapping.columns]
        raise WrongValue(NO_CATEGORIES, column=" › ".join(columns), count=count, length=length)


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


def _plausible(closed: pl.Series, reported: pl.Series) -> pl.Series:
    """Plausible closing dates: not before the report, and at most LONGEST_CASE after it ("3020-01-09" means never)."""
    days = (closed - reported).dt.total_days()
    possible = days.is_null() | days.is_between(0, LONGEST_CASE)
    return pl.select(pl.when(possible).then(closed)).to_series().alias("closed")


def _status(cells: Cells, status: pl.Series, ended: pl.Series, closed: pl.Series) -> pl.Series:
    """The export's status, else closed with a closing date, else open if there is a column for one.

    Null where the closing date is implausible.
    """
    if "closed" not in cells:
        return status
    by_date = pl.when(closed.is_not_null()).then(pl.lit("closed"))
    by_date = by_date if "status" in cells else by_date.when(ended.is_null()).then(pl.lit("open"))
    return (
        pl.DataFrame([status.alias("status")])
        .select(pl.coalesce(pl.col("status").cast(pl.String), by_date))
        .to_series()
    )


def _source(cells: Cells, mapping: Mapping, lexicon: Lexicon) -> pl.Series:
    source = source_of(cells["source"], lexicon) if "source" in cells else cells["source"]
    return source.cast(pl.String).fill_null(mapping.source)


def _is_dwelling(cells: Cells) -> pl.Series:
    """Whether it is residential: yes or no, or words for residential use; True if empty."""
    if "is_dwelling" not in cells:
        return pl.select(pl.repeat(True, cells.height)).to_series()
    text = pl.col("is_dwelling").str.strip_chars().str.to_lowercase()  # "x" means yes here, so the raw cells are used
    return cells.raw.select(
        pl.when(text.is_in(list(YES)))
        .then(True)
        .when(text.is_in(list(NO)))
        .then(False)
        .when(text.is_null() | (text == ""))
        .then(True)
        .otherwise(text.str.contains(LIVING))
    ).to_series()
