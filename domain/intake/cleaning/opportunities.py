"""Turn a planning of works and actions into opportunities (``schemas.Opportunity``).

A row needs a date or period, a kind or title, and a place; only general opportunities (an action day, a plan of the
municipality) may lack a place. Of the contact only the role is kept.
"""

import polars as pl

from domain.intake.cleaning.cells import Cells, Clean, Refused, cast, rejected
from domain.intake.cleaning.location import PLACE, whereabouts
from domain.intake.cleaning.privacy import mask
from domain.intake.cleaning.record_keys import content_keys
from domain.intake.mapping.lexicon import Lexicon
from domain.intake.mapping.mapping import Mapping
from domain.intake.parsing.periods import parse_periods
from domain.intake.parsing.vocabulary import work_of
from domain.intake.reading.raw_table import RawTable
from domain.schemas import Opportunity

FOR_ALL = ("action_day", "municipal_initiative")  # kinds that may lack a place
# A title before a name, initials, or a second word with a capital.
_NAMED = r"(?i:\b(?:dhr|mevr|mw|mevrouw|de heer|hr|mr|mrs|ms|herr|frau)\b)|\b\p{Lu}\. ?\p{Lu}|\s\p{Lu}\p{Ll}+"


def opportunities(table: RawTable, mapping: Mapping, cells: Cells, lexicon: Lexicon) -> Clean:
    """The rows of a planning; ``mapping`` was checked."""
    period = parse_periods(cells["starts"], cells["ends"], mapping.day_first)
    place = whereabouts(cells, mapping.crs)
    kind = kinds(cells, lexicon)
    title = cells["title"].to_frame().select(pl.coalesce("title", cells["work"])).to_series()
    undated = period["starts_on"].is_null()
    backward = (period["ends_on"] < period["starts_on"]).fill_null(False)
    nothing = title.is_null() & ~undated & ~backward
    nowhere = ~(place["somewhere"] | kind.is_in(FOR_ALL)) & ~undated & ~backward & ~nothing
    kept = ~(undated | backward | nothing | nowhere)
    frame = pl.concat(
        [
            pl.DataFrame([keys(cells, mapping, title, kind), cells["id"].alias("external_id"), kind.alias("kind")]),
            pl.DataFrame([mask(title).alias("title"), roles(cells["contact"], lexicon).alias("contact_role")]),
            period,
            place,
        ],
        how="horizontal",
    ).with_columns(outline=pl.lit(None, pl.Binary), dropped=pl.lit(False))
    missing = cells.unreadable(("ends",), kept & ~_dated(cells["ends"]))
    return Clean(
        cast(frame.filter(kept), Opportunity),
        rejected(
            table,
            cells,
            mapping,
            Refused(undated, "starts", "no_start", "not_a_period"),
            Refused(backward, "ends" if "ends" in cells else "starts", "ends_before", "ends_before"),
            Refused(nothing, "title", "no_work", "no_work"),
            Refused(nowhere, _place_field(cells), "no_place", "no_place"),
        ),
        noticed={"end_unreadable": missing} if missing else {},
    )


def kinds(cells: Cells, lexicon: Lexicon) -> pl.Series:
    """The kind of each opportunity, by the words for the kind of work, else by the title, else "other"."""
    by_column = [work_of(cells[name], lexicon).cast(pl.String) for name in ("work", "title")]
    return pl.DataFrame(by_column).select(kind=pl.coalesce("work", "title", pl.lit("other"))).to_series()


def keys(cells: Cells, mapping: Mapping, title: pl.Series, kind: pl.Series) -> pl.Series:
    """A key for each row: the work's own number and the place, else title, kind and place; not the dates, which may
    change."""
    place = cells.raw.select(name for name in PLACE if name in cells)
    numbered = cells["id"].is_not_null()
    named = pl.DataFrame([cells["id"], title.alias("title"), kind.alias("kind")]).select(
        id=pl.coalesce("id", pl.lit("")),
        title=pl.when(numbered).then(pl.lit("")).otherwise("title"),
        kind=pl.when(numbered).then(pl.lit("")).otherwise("kind"),
    )
    content = pl.concat([named, place.rename(lambda name: f"at {name}")], how="horizontal")
    return content_keys(content, mapping.origin).alias("opportunity_key")


def roles(cells: pl.Series, lexicon: Lexicon) -> pl.Series:
    """The role in each cell, null without one; a person's name beside it is dropped.

    "Projectleider renovatie" stays; "Opzichter J. de Vries, 06-12345678" is "Opzichter"; "Jan de Vries" is null.
    """
    words = "|".join(sorted(lexicon.values("role"), key=len, reverse=True))
    role = pl.col("contact").str.extract(rf"(?i)\b((?:{words})\b)")
    about_someone = pl.col("contact").str.contains(_NAMED) | (pl.col("contact") != pl.col("masked"))
    both = pl.DataFrame([cells.alias("contact"), mask(cells).alias("masked")])
    return both.select(pl.when(role.is_null() | about_someone).then(role).otherwise("contact")).to_series()


def _dated(ends: pl.Series) -> pl.Series:
    return parse_periods(ends, ends.clear(ends.len()))["starts_on"].is_not_null()


def _place_field(cells: Cells) -> str:
    """The field to report for a missing place: the first that has a column."""
    return next((name for name in PLACE if name in cells), "address")
