"""The opportunities and the partners of the current store as lists: one row per work, partner or group."""

from datetime import date

import polars as pl

from data import clock
from data.store import records
from domain.intake.manual_entries import is_everywhere, place_in_words, surface
from domain.places.context import OPPORTUNITY_WORDS, PARTNER_WORDS, is_quiet
from pages.shared import cached
from pages.shared.maps.context_layers import NAMES_IN_TIP_MAX, few, months_quiet
from pages.shared.texts import _, number

HECTARE = 10_000  # square metres
WHOLE_HECTARES_MIN = 100  # hectares from which no decimal is shown


def works() -> pl.DataFrame:
    """The works that were not removed, earliest first.

    Columns: work, kind, title, starts_on, ends_on, contact_role, keys (of its rows), where (in words), first_place
    (the same, shorter), areas (affected), unknown (whether one of its places could not be located).
    """
    rows = records.load(cached.current(), "opportunities").filter(~pl.col("dropped"))
    rows = rows.with_columns(work=pl.coalesce("external_id", "title"))
    each = _together(rows, cached.snapshot().opportunities, "opportunity_key", "work")
    grouped = rows.group_by("work").agg(
        pl.first("kind", "title", "contact_role"), pl.min("starts_on"), pl.max("ends_on"), keys="opportunity_key"
    )
    return grouped.join(each, on="work").sort("starts_on", "title")


def network() -> pl.DataFrame:
    """The partners and groups that were not removed: quiet ones first, the longest first; then by name.

    Columns: name, kind, offers, contact, since, last_contact, quiet, keys, where, first_place, areas, unknown (as
    ``works``).
    """
    rows = records.load(cached.current(), "partners").filter(~pl.col("dropped"))
    each = _together(rows, cached.snapshot().partners, "partner_key", "name")
    grouped = rows.group_by("name").agg(
        pl.first("kind"),
        pl.col("offers", "contact").drop_nulls().first(),
        pl.min("since"),
        pl.max("last_contact"),
        keys="partner_key",
    )
    quiet = is_quiet(cached.snapshot().as_of or clock.today()).alias("quiet")
    return (
        grouped.join(each, on="name")
        .with_columns(quiet)
        .sort(~pl.col("quiet"), "last_contact", "name", nulls_last=[False, False, False])
    )


def _together(rows: pl.DataFrame, placed: pl.DataFrame, key: str, by: str) -> pl.DataFrame:
    """For each record: where and first_place (in words), areas, unknown."""
    words = pl.Series("place", places_in_words(rows), dtype=pl.String)
    where = rows.select(by, key, words).group_by(by).agg(pl.col("place").unique(maintain_order=True))
    columns = {
        name: pl.Series([few(names, most) for names in where["place"].to_list()], dtype=pl.String)
        for name, most in (("where", NAMES_IN_TIP_MAX), ("first_place", 1))
    }
    where = where.with_columns(**columns).drop("place")
    touched = placed.select(pl.col(key), "area_id").join(rows.select(key, by), on=key)
    areas = touched.group_by(by).agg(
        areas=pl.col("area_id").drop_nulls().unique(), unknown=pl.col("area_id").is_null().any()
    )
    return where.join(areas, on=by)


def places_in_words(rows: pl.DataFrame) -> list[str]:
    """The place of each row as text in the reader's language."""
    areas = cached.snapshot().areas
    return [_place(row, areas) for row in rows.iter_rows(named=True)]


def _place(row: dict, areas: pl.DataFrame) -> str:
    if is_everywhere(row):
        return _("everywhere")
    if row["block_name"] is None and row["street"] is None and row["block_code"] is not None:
        name = areas.filter(pl.col("area_id") == f"block:own/{row['block_code']}")["name"].to_list()
        return name[0] if name else row["block_code"]
    if row["outline"] is not None:
        name = areas.filter(pl.col("outline") == row["outline"])["name"].to_list()  # for a block without a code
        return name[0] if name else _("drawn outline of {size}").format(size=surface_in_words(row["outline"]))
    return place_in_words(row)


def surface_in_words(outline: bytes) -> str:
    """The area of an outline: "850 m²", "1.2 ha"."""
    metres = surface(outline)
    if metres < HECTARE:
        return f"{number(metres)} m²"
    return f"{number(metres / HECTARE, 1 if metres < WHOLE_HECTARES_MIN * HECTARE else 0)} ha"


def works_for_reading(found: pl.DataFrame) -> pl.DataFrame:
    """``works`` as a table for the screen and for a file."""
    kinds = {kind: _(text) for kind, text in OPPORTUNITY_WORDS.items()}
    return found.select(
        pl.col("kind").cast(pl.String).replace_strict(kinds, return_dtype=pl.String).alias(_("Kind")),
        pl.col("title").alias(_("What")),
        pl.col("starts_on").alias(_("Start")),
        pl.col("ends_on").alias(_("End")),
        pl.col("where").alias(_("Where")),
        pl.col("contact_role").fill_null("").alias(_("Contact (job title)")),
    )


def network_for_reading(found: pl.DataFrame, today: date) -> pl.DataFrame:
    """``network`` as a table for the screen and for a file."""
    kinds = {kind: _(text) for kind, text in PARTNER_WORDS.items()}
    silent = [months_quiet(row, today) for row in found.iter_rows(named=True)]
    return found.select(
        pl.col("name").alias(_("Name")),
        pl.col("kind").cast(pl.String).replace_strict(kinds, return_dtype=pl.String).alias(_("Kind")),
        pl.col("where").alias(_("Where")),
        pl.col("offers").fill_null("").alias(_("What they can do")),
        pl.col("last_contact").alias(_("Last contact")),
        pl.Series(_("Months without contact"), silent, dtype=pl.Int32),
        pl.col("since").alias(_("Active since")),
        pl.col("contact").fill_null("").alias(_("Contact")),
    )
