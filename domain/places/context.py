"""The context of areas: opportunities (planned works), partners and resident groups.

    opportunity = worth of its kind * share of the area's homes that it touches * how well its period fits

A block approach needs preparation. Works that start in a few months fit best: there is time to join them, and their
date is fairly certain. Running works can be joined, but late. Distant works may be rescheduled.
"""

from datetime import date

import polars as pl

from domain.errors import N_
from domain.places.coverage import reach
from domain.question import months_before
from domain.schemas import PLACE_COLUMNS, Opportunity

QUIET_MONTHS = 12  # months without contact after which a partner or group counts as quiet
PREPARE, AHEAD, FAR = 2.0, 9.0, 18.0  # months from as_of to the start: fits fully from 2 to 9, and not at all from 18
LATE_FIT = 0.5  # the fit of works that start today, or run for at least PREPARE more months
MONTH_DAYS = 365.25 / 12  # days

WORTH = {
    "renovation_occupied": 1.0,  # workers visit every home, and fences, sheds and entrances are included
    "renovation_unoccupied": 0.8,
    "municipal_initiative": 0.7,  # budget and staff for the street, seldom for the homes
    "new_letting": 0.6,  # new residents: an occasion for agreements
    "planned_maintenance": 0.6,
    "other": 0.5,
    "action_day": 0.2,  # only one day, and the same day in all areas
}
"""The worth of an opportunity to a block approach, by kind: 0 to 1. These are judgements."""

OPPORTUNITY_WORDS = {
    "renovation_occupied": N_("Renovation with residents at home"),
    "renovation_unoccupied": N_("Renovation between tenants"),
    "planned_maintenance": N_("Planned maintenance"),
    "new_letting": N_("New letting"),
    "action_day": N_("Action day"),
    "municipal_initiative": N_("Initiative of the municipality"),
    "other": N_("Other opportunity"),
}
"""The names of the kinds of opportunities."""

PARTNER_WORDS = {
    "police": N_("Police"),
    "municipality": N_("Municipality"),
    "welfare": N_("Community work"),
    "care": N_("Care"),
    "school": N_("School"),
    "volunteers": N_("Volunteers"),
    "resident_group": N_("Residents' group"),
    "other": N_("Other partner"),
}
"""The names of the kinds of partners."""


_PLACE = {name: Opportunity.create_empty().schema[name] for name in PLACE_COLUMNS}


def opportunities_in(stored: pl.DataFrame, areas: pl.DataFrame, addresses: pl.DataFrame) -> pl.DataFrame:
    """The opportunities (schemas.Opportunity) that are not dropped, one row per area they touch, earliest first.

    Columns: opportunity_key, work (equal for all rows of one work), kind, title, starts_on, ends_on, contact_role,
    area_id, share (see coverage.py). If the place is unknown there is one row with area_id and share null.
    """
    kept = stored.filter(~pl.col("dropped")).sort("starts_on", "title", "opportunity_key")
    columns = ("opportunity_key", "kind", "title", "starts_on", "ends_on", "contact_role")
    described = kept.select(*columns, work=pl.coalesce("external_id", "title"))
    return _in_areas(kept, described, areas, addresses)


def partners_in(stored: pl.DataFrame, areas: pl.DataFrame, addresses: pl.DataFrame, as_of: date | None) -> pl.DataFrame:
    """The partners and groups (schemas.Partner) that are not dropped, one row per area where they are active, by name.

    Columns: partner_key, name, kind, offers, contact, since, last_contact, quiet, area_id, share; as in
    ``opportunities_in``. ``quiet``: see ``is_quiet``.
    """
    kept = stored.filter(~pl.col("dropped")).sort("name", "partner_key")
    columns = ("partner_key", "name", "kind", "offers", "contact", "since", "last_contact")
    return _in_areas(kept, kept.select(*columns, is_quiet(as_of).alias("quiet")), areas, addresses)


def touched(outline: bytes, areas: pl.DataFrame, addresses: pl.DataFrame) -> tuple[int, int]:
    """The number of blocks that an outline (WKB in degrees) touches, and the number of their homes in it.

    ``areas``, ``addresses``: of a Snapshot. Without positions of addresses, the homes of a block are assumed to be
    spread evenly over it.
    """
    place = pl.DataFrame([dict.fromkeys(PLACE_COLUMNS) | {"outline": outline}], schema=_PLACE)
    blocks = areas.filter(pl.col("level") == "block").select("area_id", "homes")
    blocks = blocks.join(reach(place, areas, addresses), on="area_id")
    return blocks.height, round((blocks["share"] * blocks["homes"]).sum())


def is_quiet(as_of: date | None) -> pl.Expr:
    """Whether there was no contact in the QUIET_MONTHS before ``as_of``; without ``as_of``, whether none is known."""
    last = pl.col("last_contact")
    return last.is_null() if as_of is None else (last <= months_before(as_of, QUIET_MONTHS)).fill_null(True)


def fits(as_of: date) -> pl.Expr:
    """The fit of a period (starts_on, ends_on) to a block approach that is chosen on ``as_of``: 0 to 1.

    1 from PREPARE to AHEAD months before the start, decreasing to 0 at FAR and to LATE_FIT at the start. LATE_FIT in
    the works, decreasing to 0 in their last PREPARE months. 0 afterwards.
    """
    ahead, left = ((pl.col(day) - pl.lit(as_of)).dt.total_days() / MONTH_DAYS for day in ("starts_on", "ends_on"))
    return (
        pl.when(left < 0)
        .then(0.0)
        .when(ahead < 0)
        .then(LATE_FIT * (left / PREPARE).clip(0, 1))
        .when(ahead < PREPARE)
        .then(LATE_FIT + (1 - LATE_FIT) * ahead / PREPARE)
        .otherwise(1 - ((ahead - AHEAD) / (FAR - AHEAD)).clip(0, 1))
    )


def _in_areas(
    stored: pl.DataFrame, described: pl.DataFrame, areas: pl.DataFrame, addresses: pl.DataFrame
) -> pl.DataFrame:
    touched = reach(stored.select(PLACE_COLUMNS), areas, addresses)
    rows = described.with_row_index("place")
    return rows.join(touched, on="place", how="left", maintain_order="left").drop("place")
