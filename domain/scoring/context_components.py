"""The context components: opportunity (planned works) and network (active partners).

    opportunity = 100 * (b + OTHER_WORKS_SHARE * (1 - b) * min(1, sum of the other values))
        b = the highest value; value = worth of its kind * share of the homes that it touches * fit of its period
        (places/context.py)
    network = 100 * (1 - 2 ^ -h)
        h = sum over those active: 1 per resident group, PARTNER_FACTOR per partner; times QUIET_FACTOR if quiet; times
        FEW_HOMES_FACTOR (active at hardly any homes) to 1 (active at all homes)

One opportunity that touches all homes at the right time gives 100, and a second adds little. One resident group gives
50 and a second 75, because the first is what a block approach lacks most. These components are not drawn at random: the
data do not contain the uncertainty of a planned renovation or of a group's help.
"""

from datetime import date

import polars as pl

from domain.places.context import WORTH, fits

OTHER_WORKS_SHARE = 0.25  # share of the difference to 1 that all other opportunities together can add
PARTNER_FACTOR = 0.5  # relative to a resident group
QUIET_FACTOR = 0.5  # factor for a quiet partner or group
FEW_HOMES_FACTOR = 0.5  # factor for one that is active at hardly any of the homes

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
    """The opportunity component, with the best opportunity; one row per unit.

    ``members``: the area ids per unit. ``opportunities``: ``Snapshot.opportunities``. ``areas``: schemas.Area.
    Columns: opportunity (0-100); of the best opportunity, null without one: opportunity_kind, opportunity_title,
    opportunity_from, opportunity_until, opportunity_runs (whether it has begun), opportunity_homes (that it touches).
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
        opportunity=100 * (best + OTHER_WORKS_SHARE * (1 - best) * others),
        opportunity_kind=pl.first("kind").cast(pl.String),
        opportunity_title=pl.first("title"),
    ).with_columns(opportunity_runs=pl.col("opportunity_from") < as_of)
    return _of_units(members, found, _COMING).with_columns(pl.col("opportunity").fill_null(0.0))


def active(members: pl.Series, partners: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """The network component; one row per unit: network (0-100), active and quiet (names, groups first).

    ``partners``: ``Snapshot.partners``. The other arguments are those of ``opportunity_component``.
    """
    rows = _at(members, partners, areas)
    if rows.is_empty():
        return _nothing(members, _ACTIVE).with_columns(_filled())
    group = pl.col("kind").cast(pl.String) == "resident_group"
    each = rows.group_by("unit", "name").agg(
        pl.col("part").sum().clip(0, 1), group.any().alias("group"), pl.col("quiet").all()
    )
    help_ = pl.when("group").then(1.0).otherwise(PARTNER_FACTOR) * pl.when("quiet").then(QUIET_FACTOR).otherwise(1.0)
    each = each.with_columns(help=help_ * (FEW_HOMES_FACTOR + (1 - FEW_HOMES_FACTOR) * pl.col("part")))
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
    """``things`` by unit: with unit (row number), homes (of the unit) and part (share of its homes touched)."""
    each = pl.DataFrame({"area_id": members}).with_row_index("unit")
    each = (each.clear() if things.is_empty() else each).explode("area_id")
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
