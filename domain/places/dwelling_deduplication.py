"""Merges the homes of all lists, without duplicates.

An association loads its own stock, and often a list of all addresses (BAG) as well. Its homes are then in both. The row
of the stock is kept, because it has the block. Missing values (mostly the position) are taken from the other row.
"""

import polars as pl

from domain.places.address_matching import exactly
from domain.places.locations import numbering

WITH_ZERO = r"^((?:[^/~]+/)?\d+)\.0+$"  # a number as a spreadsheet writes it beside empty cells
BAG_ID = r"^\d{16}$"  # identification of an address or dwelling in the BAG (Catalogus BAG 2018, Kadaster)

ADDRESS = ("street_key", "number", "number_suffix", "postcode", "town_key")
SHARED = ("postcode", "town", "town_key", "neighbourhood", "block_code", "block_name", "lat", "lon", "x", "y")
"""The columns that are the same for all homes at one address, in all lists."""


def deduplicated(listed: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The homes of ``listed`` (comparable dwellings) without duplicates, and the rows that were left out.

    An address has as many homes as the list with most of them. The first rows of the BAG at an address are the homes of
    the stock; additional rows of the BAG are kept, in the block of the stock. A row belongs to the BAG if it has a BAG
    id and no block. Addresses are equal by street, number and suffix, or by postcode, number and suffix, unless
    something contradicts it (see address_matching.py). Second frame: dwelling_key (of a row that was left out), same_as
    (dwelling_key of the row that replaces it).
    """
    is_bag = pl.col("external_id").str.contains(BAG_ID).fill_null(False) & pl.col("block_code").is_null()
    bag, own = listed.filter(is_bag), listed.filter(~is_bag)
    if bag.is_empty() or own.is_empty():
        return listed, pl.DataFrame(schema={"dwelling_key": pl.String, "same_as": pl.String})
    own = own.with_columns(at=pl.Series(numbering(own.select(ADDRESS))[0]))
    bag = _with_their_address(bag, own)
    first = bag.drop_nulls("at").unique("at", keep="first", maintain_order=True)
    own = _completed(own, first).with_columns(homes=pl.col("is_dwelling").sum().over("at"))
    there = own.unique("at", keep="first", maintain_order=True)
    bag = bag.join(there.select("at", "homes", same_as="dwelling_key"), on="at", how="left", maintain_order="left")
    nth = pl.col("is_dwelling").cum_sum().over("at")
    spare = pl.col("at").is_not_null() & (~pl.col("is_dwelling") | (nth <= pl.col("homes")))
    more = _completed(bag.filter(~spare), there, others_first=True)
    return pl.concat([f.select(listed.columns) for f in (own, more)]), bag.filter(spare).select(
        "dwelling_key", "same_as"
    )


def _with_their_address(bag: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """``bag`` with ``at`` (the number of the equal address in ``own``, null if there is none) and its street_key."""
    bag = bag.with_row_index("address")
    pairs = exactly(bag.filter(pl.col("number").is_not_null()), own.with_row_index("dwelling"))
    same = pairs.select("address", *(own[c].gather(pairs["dwelling"]).alias(f"{c}_own") for c in ("at", "street_key")))
    bag = bag.join(same, on="address", how="left", maintain_order="left").rename({"at_own": "at"})
    return bag.with_columns(pl.coalesce("street_key_own", "street_key").alias("street_key")).drop(
        "address", "street_key_own"
    )


def _completed(homes: pl.DataFrame, others: pl.DataFrame, *, others_first: bool = False) -> pl.DataFrame:
    """``homes`` with missing values filled from the row of ``others`` at the same address.

    ``others_first``: the values of ``others`` take precedence.
    """
    values = others.select("at", *(pl.col(c).alias(f"{c}_other") for c in SHARED))
    both = homes.join(values, on="at", how="left", maintain_order="left")
    order = ("{}_other", "{}") if others_first else ("{}", "{}_other")
    filled = (pl.coalesce(*(name.format(c) for name in order)).alias(c) for c in SHARED)
    return both.with_columns(*filled).select(homes.columns)


def renamed(matches: pl.DataFrame, same: pl.DataFrame, keys: pl.Series) -> pl.DataFrame:
    """schemas.AddressMatch, with the dwelling that was kept in place of a duplicate (see ``deduplicated``).

    ``keys``: those of the dwellings. A decision for a number that a spreadsheet wrote as 2400.0 holds for 2400.
    """
    whole = pl.col("dwelling_key").str.replace(WITH_ZERO, "${1}")
    is_whole = ~pl.col("dwelling_key").is_in(keys.implode()) & whole.is_in(keys.implode())
    matches = matches.with_columns(pl.when(is_whole).then(whole).otherwise("dwelling_key").alias("dwelling_key"))
    both = matches.join(same, on="dwelling_key", how="left", maintain_order="left")
    return both.with_columns(dwelling_key=pl.coalesce("same_as", "dwelling_key")).drop("same_as")
