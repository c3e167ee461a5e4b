"""Limits the extent of blocks, and recognises numbers and codes in reports that are not an address or a block.

A block must be small enough for a block approach. Reports of one block can be far apart: one street name at both ends
of a town, or a wrong coordinate. The block then consists of the reports near the first one, and the others are divided
by a grid. No part is wider than BLOCK_WIDTH_MAX, and a later report never moves an earlier one to another block.
"""

import polars as pl

BLOCK_WIDTH_MAX = 600.0  # metres across; the longest row of houses that still counts as one block
REACH = BLOCK_WIDTH_MAX / 2  # metres around the first report of a block
CELL = 400  # metres of a square of the grid; its diagonal is within BLOCK_WIDTH_MAX
ADDRESS_WIDTH_MAX = 150.0  # metres across; reports of one address that are further apart are not about that house
# Share of whole hundreds among house numbers from which these are blocks; normally it is 1 %.
WHOLE_HUNDREDS_SHARE_MIN = 0.1
HOUSE_NUMBERS_MIN = 50  # house numbers needed to judge that share
WIDE_CODES_SHARE_MIN = 0.5  # share of block codes wider than BLOCK_WIDTH_MAX above which all such codes are districts

_RANGE = r"^(?P<low>\d{1,5})\s*(?:[-–/]|to|t/?m)\s*(?P<high>\d{1,5})$"
_HUNDRED = r"(?i)^(\d{1,3})(?:xx|00 block(?: of)?)$"


def with_ranges(spots: pl.DataFrame, codes: pl.Series) -> pl.DataFrame:
    """``spots`` with a range of house numbers in place of a block ("9600-9699", or "3400" if hundreds are common).

    ``codes``: block codes of the stock, which are never ranges. Another code that is a range of house numbers becomes
    number and number_to, because many streets have such a range and these are different blocks.
    """
    if spots["block_code"].count():
        spots = _with_ranges_of_codes(spots, codes)
    whole = (pl.col("number") % 100 == 0) & pl.col("number_to").is_null()
    plain = pl.when(pl.col("number_to").is_null()).then("number")
    named = plain.is_not_null() * pl.col("reports")
    whole_hundreds = (whole.fill_null(False) * pl.col("reports")).sum()
    many = (named.sum() >= HOUSE_NUMBERS_MIN) & (whole_hundreds >= WHOLE_HUNDREDS_SHARE_MIN * named.sum())
    return spots.with_columns(number_to=pl.when(many & whole).then(pl.col("number") + 99).otherwise("number_to"))


def _with_ranges_of_codes(spots: pl.DataFrame, codes: pl.Series) -> pl.DataFrame:
    """``spots`` with number and number_to in place of a block_code that is a range of house numbers."""
    code = pl.col("block_code").str.strip_chars()
    parts = code.str.extract_groups(_RANGE).struct
    hundred = code.str.extract(_HUNDRED, 1).cast(pl.Int32, strict=False) * 100
    low = pl.coalesce(parts["low"].cast(pl.Int32, strict=False), hundred)
    high = pl.coalesce(parts["high"].cast(pl.Int32, strict=False), hundred + 99)
    is_range = low.is_not_null() & (low < high) & ~pl.col("block_code").is_in(codes.implode())
    is_range = is_range.fill_null(False)
    return spots.with_columns(
        number=pl.when(is_range).then(pl.coalesce("number", pl.max_horizontal(low, 1))).otherwise("number"),
        number_to=pl.when(is_range & pl.col("number").is_null()).then(high).otherwise("number_to"),
        block_code=pl.when(~is_range).then("block_code"),
    )


def without_districts(spots: pl.DataFrame, codes: pl.Series) -> pl.DataFrame:
    """``spots`` without the codes outside the stock, if over WIDE_CODES_SHARE_MIN of these are as wide as districts."""
    if not spots["block_code"].count():
        return spots
    rest = spots.filter(~pl.col("block_code").is_in(codes.implode())).drop_nulls(["block_code", "x", "y"])
    spans = rest.group_by("block_code").agg(
        across=((pl.max("x") - pl.min("x")).pow(2) + (pl.max("y") - pl.min("y")).pow(2)).sqrt(), spots=pl.len()
    )
    several = spans.filter(pl.col("spots") > 1)
    if several.is_empty() or (several["across"] > BLOCK_WIDTH_MAX).mean() <= WIDE_CODES_SHARE_MIN:
        return spots
    return spots.with_columns(block_code=pl.when(pl.col("block_code").is_in(codes.implode())).then("block_code"))


def without_scattered(spots: pl.DataFrame) -> pl.DataFrame:
    """``spots`` without addresses (row numbers) whose reports are more than ADDRESS_WIDTH_MAX apart.

    Many systems record the address nearest to a point. For all of a park or a long road that is the same address, which
    is then only a placeholder. The address of a known dwelling is kept.
    """
    loose = spots.filter(pl.col("dwelling").is_null() & pl.all_horizontal(pl.col("address", "x", "y").is_not_null()))
    spans = loose.group_by("address").agg(
        across=((pl.max("x") - pl.min("x")).pow(2) + (pl.max("y") - pl.min("y")).pow(2)).sqrt()
    )
    scattered = spans.filter(pl.col("across") > ADDRESS_WIDTH_MAX)["address"]
    if scattered.is_empty():
        return spots
    return spots.with_columns(address=pl.when(~pl.col("address").is_in(scattered.implode())).then("address"))


def cut(spots: pl.DataFrame, of_homes: pl.Series) -> pl.Series:
    """The block_path of the spots, followed by a square of the grid if a spot is far from the first of its block.

    ``spots``: spot (row number, the oldest first), block_path, x, y, address (row number; an address is never divided).
    ``of_homes``: the blocks with known dwellings, which are not divided.
    """
    cuttable = pl.col("block_path").str.contains("^(?:hundred|pc6)/") & pl.col("x").is_not_null()
    free = spots.filter(cuttable & ~pl.col("block_path").is_in(of_homes.implode()))
    if free.is_empty():
        return spots["block_path"]
    at_door = pl.col("x", "y").sort_by("spot").first().over("address")
    free = free.select(
        "spot", "block_path", pl.when(pl.col("address").is_null()).then(pl.col("x", "y")).otherwise(at_door)
    )
    first = pl.col("x", "y").sort_by("spot").first().over("block_path").name.suffix("_first")
    away = ((pl.col("x") - pl.col("x_first")).pow(2) + (pl.col("y") - pl.col("y_first")).pow(2)).sqrt()
    far = free.with_columns(first).filter(away > REACH)
    if far.is_empty():
        return spots["block_path"]
    column, row = (pl.col(c).floordiv(CELL).cast(pl.Int64) for c in ("x", "y"))
    parts = far.select("spot", part=pl.format("{}/{}.{}", "block_path", column, row))
    return (
        spots.select("spot", "block_path")
        .join(parts, on="spot", how="left", maintain_order="left")
        .select(block_path=pl.coalesce("part", "block_path"))
        .to_series()
    )
