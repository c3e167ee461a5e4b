"""The context components: opportunity (planned works) and network (active partners).

    opportunity = 100 * (b + LITTLE * (1 - b) * min(1, the others together))
        b = the best chance; a chance = worth of its kind * part of the homes that it touches * how well its period fits
        (places/context.py)
    network = 100 * (1 - 2 ^ -h)
        h = each resident group 1, each partner HELP_OF_A_PARTNER; half that when it is quiet, and half where it is
        active at few of the homes, all of it where it is active at all of them

So one chance that touches all homes in time is all that can be asked for, and a second adds little. One resident group
makes 50, a second 75: the first is what a block approach lacks most. Neither is drawn at random: the data do not give
the uncertainty of a planned renovation or of a group's help.
"""

from datetime import date

import polars as pl

from domain.places.context import WORTH, fits

LITTLE = 0.25  # of what is lacking that all other chances together can add
HELP_OF_A_PARTNER = 0.5
QUIET_PART = 0.5  # of its help that is left of one that went quiet
FEW_HOMES = 0.5  # of its help where it is active at hardly any of the homes

_COMING = {
    "opportunity": pl.Float64,
    "opportunity_kind": pl.String,
    "opportunity_title": pl.String,
    "opportunity_from": pl.Date,
    "opportunity_until": pl.Date,
    "opportunity_runs": pl.Boolean,
    "opportunity_homes": pl.UInt32,
}
_ACTIVE = {"network": pl.Float64, "active": pl.List(pl.String), "quiet": pl.List(pl.String)}


def opportunity_component(
    members: pl.Series, opportunities: pl.DataFrame, areas: pl.DataFrame, as_of: date
) -> pl.DataFrame:
    """One row per unit: opportunity (0-100), and of its best chance what it is, when, and how many homes it touches.

    ``members``: the area ids of each unit. ``opportunities``: ``Snapshot.opportunities``. ``areas``: schemas.Area.
    Columns: opportunity, opportunity_kind, opportunity_title, opportunity_from, opportunity_until, opportunity_runs
    (whether it has begun), opportunity_homes; null without a chance.
    """
    rows = _at(members, opportunities, areas)
    if rows.is_empty():
        return _nothing(members, _COMING).with_columns(pl.col("opportunity").fill_null(0.0))
    worth = pl.col("kind").cast(pl.String).replace_strict(WORTH, return_dtype=pl.Float64)
    rows = rows.with_columns(chance=worth * fits(as_of) * pl.col("part")).filter(pl.col("chance") > 0)
    works = rows.sort("starts_on", "opportunity_key").group_by("unit", "work", maintain_order=True)
    each = works.agg(
        pl.col("chance").sum().clip(0, 1),
        pl.first("kind", "title"),
        opportunity_homes=(pl.col("part").sum().clip(0, 1) * pl.first("homes")).round(),
        opportunity_from=pl.min("starts_on"),
        opportunity_until=pl.max("ends_on"),
    )
    best = pl.col("chance").first()
    others = (pl.col("chance").sum() - best).clip(0, 1)
    first_of = each.sort("unit", -pl.col("chance"), "opportunity_from", "work").group_by("unit", maintain_order=True)
    found = first_of.agg(
        pl.first("opportunity_from", "opportunity_until", "opportunity_homes"),
        opportunity=100 * (best + LITTLE * (1 - best) * others),
        opportunity_kind=pl.first("kind").cast(pl.String),
        opportunity_title=pl.first("title"),
    ).with_columns(opportunity_runs=pl.col("opportunity_from") < as_of)
    return _of_units(members, found, _COMING).with_columns(pl.col("opportunity").fill_null(0.0))


def active(members: pl.Series, partners: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """One row per unit: network (0-100), active and quiet (names of partners and groups there, groups first).

    ``partners``: ``Snapshot.partners``; the others as in ``opportunity_component``.
    """
    rows = _at(members, partners, areas)
    if rows.is_empty():
        return _nothing(members, _ACTIVE).with_columns(_filled())
    group = pl.col("kind").cast(pl.String) == "resident_group"
    each = rows.group_by("unit", "name").agg(
        pl.col("part").sum().clip(0, 1), group.any().alias("group"), pl.col("quiet").all()
    )
    help_ = pl.when("group").then(1.0).otherwise(HELP_OF_A_PARTNER) * pl.when("quiet").then(QUIET_PART).otherwise(1.0)
    each = each.with_columns(help=help_ * (FEW_HOMES + (1 - FEW_HOMES) * pl.col("part")))
    found = (
        each.sort("unit", ~pl.col("group"), -pl.col("help"), "name")
        .group_by("unit", maintain_order=True)
        .agg(
            network=100 * (1 - 2.0 ** -pl.col("help").sum()),
            active=pl.col("name").filter(~pl.col("quiet")),
            quiet=pl.col("name").filter("quiet"),
        )
    )
    return _of_units(members, found, _ACTIVE).with_columns(_filled())


def _filled() -> list[pl.Expr]:
    return [pl.col("network").fill_null(0.0), pl.col("active", "quiet").fill_null([])]


def _at(members: pl.Series, things: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """``things`` in each unit: with unit (row number), homes (of the unit) and part (of its homes that it touches)."""
    each = pl.DataFrame({"area_id": members}).with_row_index("unit").explode("area_id")
    each = each.join(areas.select("area_id", pl.col("homes").alias("of")), on="area_id", how="left")
    each = each.with_columns(homes=pl.col("of").sum().over("unit"))
    rows = each.join(things.drop_nulls("area_id"), on="area_id")
    return rows.with_columns(part=pl.col("share") * pl.col("of") / pl.col("homes"))


def _nothing(members: pl.Series, schema: dict) -> pl.DataFrame:
    return pl.DataFrame({name: pl.Series([None], dtype=kind) for name, kind in schema.items()})[[0] * len(members)]


def _of_units(members: pl.Series, found: pl.DataFrame, schema: dict) -> pl.DataFrame:
    units = pl.DataFrame({"unit": pl.int_range(len(members), dtype=pl.UInt32, eager=True)})
    return units.join(found, on="unit", how="left", maintain_order="left").select(
        pl.col(name).cast(kind) for name, kind in schema.items()
    )
