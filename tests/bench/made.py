"""The town of the bench: 20,000 blocks, 200,000 dwellings, and 1,000,000 reports as one export; or fewer of them.

More reports than that are several exports of one town, each of a period of its own (``Part``).
"""

from dataclasses import dataclass
from datetime import date, timedelta
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


@dataclass(frozen=True)
class Part:
    """An export of a period: ``number`` draws other reports, with numbers of their own, of the same town."""

    number: int = 0
    reports: int = REPORTS
    first_on: date = date(2023, 11, 1)
    days: int = 3 * 365

    @property
    def last_on(self) -> date:
        """The last day on which there can be a report."""
        return self.first_on + timedelta(self.days - 1)


@cache
def export(reports: int = REPORTS, homes_per_block: int = HOMES_PER_BLOCK, blocks: int = BLOCKS) -> bytes:
    """The export: Windows-1252, ``;``, CRLF, dd-mm-yyyy, decimal comma; about 110 MB with 1,000,000 reports."""
    return written(rows_of(Part(reports=reports), homes_per_block, blocks))


def written(rows: pl.DataFrame) -> bytes:
    """The file of an export or of a stock."""
    return rows.write_csv(separator=";", line_terminator="\r\n").encode("cp1252")


def rows_of(part: Part, homes_per_block: int = HOMES_PER_BLOCK, blocks: int = BLOCKS) -> pl.DataFrame:
    """The rows of an export, all texts."""
    reports, rng = part.reports, np.random.default_rng(SEED)
    homes = dwellings(homes_per_block, blocks)
    # A few blocks have many reports, as in reality: a gamma-Poisson town.
    weight = np.repeat(rng.gamma(0.8, 1.0, blocks), homes_per_block)
    if part.number:
        rng = np.random.default_rng([SEED, part.number])
    at = homes[rng.choice(homes.height, reports, p=weight / weight.sum())]
    day = pl.Series(rng.integers(0, part.days, reports), dtype=pl.Int32)
    reported = pl.lit((part.first_on - date(1970, 1, 1)).days, dtype=pl.Int32) + day
    took = pl.Series(rng.integers(0, 60, reports), dtype=pl.Int32)
    minute = pl.Series(rng.integers(0, 1440, reports), dtype=pl.Int64)
    word = pl.Series(np.array(WORDS)[rng.integers(0, len(WORDS), reports)])
    closed = pl.Series(rng.random(reports) < 0.9)
    return at.select(
        pl.format("M{}", pl.int_range(pl.len()) + 1_000_000 * (1 + part.number)).alias("Meldnummer"),
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


@cache
def stock(homes: int = HOMES_PER_BLOCK, blocks: int = BLOCKS) -> bytes:
    """The dwellings as an export in the same dialect."""
    return written(dwellings(homes, blocks))
