"""The town of the bench: 20,000 blocks, 200,000 dwellings, and 1,000,000 reports as one export; or fewer of them."""

from functools import cache

import numpy as np
import polars as pl

REPORTS = 1_000_000
BLOCKS = 20_000
HOMES_PER_BLOCK = 10
SEED = 20261122
FIRST = (
    "Berk Café Dorps Eiken Fluiten Graaf Haven Iepen Jonkheer Kastanje Linden Molen Nieuwe Olmen Prinsen Reiger".split()
)
MIDDLE = ["", *"hof hoek kamp berg dal veld bos duin meer akker burg wal dijk zand rug".split()]
LAST = "straat laan weg plein kade singel pad steeg gracht dreef plantsoen gaarde erf park oord baan".split()
WORDS = [
    "Geluidsoverlast",
    "Vervuiling portiek",
    "Zwerfvuil",
    "Burenruzie",
    "Rattenoverlast",
    "Tuinonderhoud",
    "Drugsoverlast",
    "Stankoverlast",
    "Grofvuil naast container",
    "Vandalisme",
    "Hangjongeren",
    "Één of ander",
]


@cache
def dwellings(homes: int = HOMES_PER_BLOCK, blocks: int = BLOCKS) -> pl.DataFrame:
    """The rows of the stock file: blocks of ten houses in a row on a grid of 141 by 142, five blocks per street."""
    block = np.repeat(np.arange(blocks), homes)
    home = np.tile(np.arange(homes), blocks)
    street = block // 5
    names = np.array([f"{first}{middle}{last}" for first in FIRST for middle in MIDDLE for last in LAST])
    frame = pl.DataFrame({"block": block, "home": home, "street": names[street], "pc4": 1000 + street // 5})
    return frame.select(
        pl.format("VHE{}", pl.int_range(pl.len()) + 1).alias("VHE-nummer"),
        pl.col("street").alias("Straat"),
        (pl.col("block") % 5 * 20 + pl.col("home") * 2 + 1).cast(pl.String).alias("Huisnummer"),
        pl.format("{}A{}", "pc4", pl.Series(np.array(list("BCDEG"))[street % 5])).alias("Postcode"),
        pl.lit("Benchstad").alias("Plaats"),
        pl.format("C{}", "block").alias("Complexnummer"),
        decimal_comma(52.4 + (pl.col("block") // 141) * 0.001).alias("Breedtegraad"),
        decimal_comma(5.2 + (pl.col("block") % 141) * 0.0016 + pl.col("home") * 0.0001).alias("Lengtegraad"),
    )


def decimal_comma(degrees: pl.Expr) -> pl.Expr:
    """Write degrees as a Dutch spreadsheet does."""
    return degrees.round(6).cast(pl.String).str.replace(".", ",", literal=True)


@cache
def export(reports: int = REPORTS, homes_per_block: int = HOMES_PER_BLOCK, blocks: int = BLOCKS) -> bytes:
    """The export: Windows-1252, ``;``, CRLF, dd-mm-yyyy, decimal comma; about 110 MB with 1,000,000 reports."""
    rng = np.random.default_rng(SEED)
    homes = dwellings(homes_per_block, blocks)
    # A few blocks have many reports, as in reality: a gamma-Poisson town.
    weight = np.repeat(rng.gamma(0.8, 1.0, blocks), homes_per_block)
    at = homes[rng.choice(homes.height, reports, p=weight / weight.sum())]
    day = pl.Series(rng.integers(0, 3 * 365, reports), dtype=pl.Int32)
    reported = pl.lit(19_662, dtype=pl.Int32) + day  # days since 1970; the first is 1 November 2023
    took = pl.Series(rng.integers(0, 60, reports), dtype=pl.Int32)
    minute = pl.Series(rng.integers(0, 1440, reports), dtype=pl.Int64)
    word = pl.Series(np.array(WORDS)[rng.integers(0, len(WORDS), reports)])
    closed = pl.Series(rng.random(reports) < 0.9)
    frame = at.select(
        pl.format("M{}", pl.int_range(pl.len()) + 1_000_000).alias("Meldnummer"),
        reported.cast(pl.Date).dt.strftime("%d-%m-%Y").alias("Datum melding"),
        (pl.lit(minute) * 60_000_000_000).cast(pl.Time).dt.strftime("%H:%M").alias("Tijd"),
        pl.lit(word).alias("Soort melding"),
        (pl.col("Straat") + " " + pl.col("Huisnummer")).alias("Adres overlast"),
        "Postcode",
        "Plaats",
        pl.lit("Bewoner").alias("Bron"),
        "Breedtegraad",
        "Lengtegraad",
        pl.when(pl.lit(closed)).then(pl.lit("Afgehandeld")).otherwise(pl.lit("Open")).alias("Status"),
        pl.when(pl.lit(closed)).then((reported + took).cast(pl.Date).dt.strftime("%d-%m-%Y")).alias("Datum gereed"),
    )
    return frame.write_csv(separator=";", line_terminator="\r\n").encode("cp1252")


@cache
def stock(homes: int = HOMES_PER_BLOCK, blocks: int = BLOCKS) -> bytes:
    """The dwellings as an export in the same dialect."""
    return dwellings(homes, blocks).write_csv(separator=";", line_terminator="\r\n").encode("cp1252")
