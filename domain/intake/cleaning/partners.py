"""Turn a list of partners and resident groups into the network (``schemas.Partner``).

A row needs a name. A partner without a place is active everywhere. Of the contact details of resident groups or
volunteers only a role is kept: the rest is personal data.
"""

import polars as pl

from domain.intake.cleaning.cells import Cells, Clean, Refused, cast, rejected
from domain.intake.cleaning.location import PLACE, whereabouts
from domain.intake.cleaning.opportunities import roles
from domain.intake.cleaning.privacy import mask
from domain.intake.cleaning.record_keys import content_keys
from domain.intake.mapping.lexicon import Lexicon
from domain.intake.mapping.mapping import Mapping
from domain.intake.parsing.dates import reads_day_first
from domain.intake.parsing.periods import parse_periods
from domain.intake.parsing.vocabulary import partner_of
from domain.intake.reading.raw_table import RawTable
from domain.schemas import Partner

OF_RESIDENTS = ("resident_group", "volunteers")


def partners(table: RawTable, mapping: Mapping, cells: Cells, lexicon: Lexicon) -> Clean:
    """The rows of a list of partners; ``mapping`` was checked."""
    order = mapping.day_first
    if order is None:
        order = reads_day_first(pl.concat([cells["since"].alias(""), cells["last_contact"].alias("")])) is not False
    since, spoken = (_day(cells[name], order).alias(name) for name in ("since", "last_contact"))
    place, kind = whereabouts(cells, mapping.crs), kinds(cells, lexicon)
    contact = pl.DataFrame([cells["contact"], roles(cells["contact"], lexicon).alias("role"), kind]).select(
        contact=pl.when(pl.col("kind").is_in(OF_RESIDENTS)).then("role").otherwise("contact")
    )
    unnamed = cells["name"].is_null()
    names = pl.DataFrame([keys(cells, mapping), kind, cells["name"], mask(cells["offers"]), since, spoken])
    frame = pl.concat([names, contact, place], how="horizontal").with_columns(
        outline=pl.lit(None, pl.Binary), dropped=pl.lit(False)
    )
    noticed = {
        f"{each.name}_unreadable": cells.unreadable((each.name,), each.is_null() & ~unnamed) for each in (since, spoken)
    }
    return Clean(
        cast(frame.filter(~unnamed), Partner),
        rejected(table, cells, mapping, Refused(unnamed, "name", "no_name", "no_name")),
        noticed={name: rows for name, rows in noticed.items() if rows},
    )


def kinds(cells: Cells, lexicon: Lexicon) -> pl.Series:
    """The kind of each partner, by the words for its kind, else by its name, else "other"."""
    by_column = [partner_of(cells[name], lexicon).cast(pl.String) for name in ("sort", "name")]
    return pl.DataFrame(by_column).select(kind=pl.coalesce("sort", "name", pl.lit("other"))).to_series()


def keys(cells: Cells, mapping: Mapping) -> pl.Series:
    """A key for each row: the partner's own number, else its name, and the place."""
    who = cells["id"].to_frame().select(who=pl.coalesce("id", cells["name"])).to_series()
    place = cells.raw.select(name for name in PLACE if name in cells)
    return content_keys(pl.concat([who.to_frame(), place], how="horizontal"), mapping.origin).alias("partner_key")


def _day(cells: pl.Series, day_first: bool) -> pl.Series:
    """The date, or the first day of a named period ("2019")."""
    return parse_periods(cells, cells.clear(cells.len()), day_first)["starts_on"]
