"""Disclosure control: the figures that a shared screen, a visitor's phone, minutes and reports may hold.

Everyone in the room sees a shared screen and can photograph it. So it shows areas, never an address, a
report's text or a person, and no figure of an area that could point at one household:

    an area is withheld where it has fewer than HOMES_SHOWN_MIN homes, where its reports name fewer than ADDRESSES
    addresses, where one address is behind most of it, or where it has some incidents but fewer than SMALL

A withheld number must not be derivable from others either. This is enforced on all published figures together:

    one question a session: streets are made of blocks, and this month's year is last month's but for two months
    a division of an area's incidents (by theme; by half year) is shown as a whole, where each part is none or at least
    SMALL, or not at all; two divisions are never crossed
    a total is that of the areas which are shown; a cluster with a withheld block is withheld
    a rate and its certainty are computed again from what is shown and nothing else: the published incidents, and what
    is usual among the published areas. Elsewhere in the app a rate leans on all areas, so that with the method and the
    other areas' rates at hand one could solve for what a withheld area must have had
    the reason for withholding is not shown: it could itself point at a household

So every published number follows from published ones: whatever a withheld area had, as long as it is withheld the
published figures are the same. Of two divisions of n incidents with parts a and
b, their crossing lies between max(0, a + b - n) and min(a, b); where those are equal it is 0, a or b, so it is never a
small number that can be known (Fréchet's bounds; Dobra and Fienberg 2000, PNAS 97: 11885-11892).

After the threshold and dominance rules of statistical offices (Hundepool et al. 2012, Statistical Disclosure Control,
Wiley, chapter 4).
"""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from domain.indicators.area_figures import area_figures
from domain.indicators.area_rates import with_rates
from domain.indicators.change import HALF_YEAR
from domain.indicators.report_selection import select_reports, window
from domain.question import Question, months_before
from domain.schemas import THEMES
from domain.snapshot.snapshot import Snapshot

HOMES_SHOWN_MIN = 5  # fewer homes could make residents identifiable
ADDRESSES = 3  # addresses named in reports: of two, either one can derive the other's
SMALL = 3  # incidents (or hours, or answers) below which a number that is not 0 is withheld
HALVES = 4  # half years that the look back in time has


@dataclass(frozen=True)
class Public:
    """What a shared screen may hold: areas of one level, over one window.

    ``areas``: area_id, name, town, denominator, lat, lon (null where not shown and only reports say where it is),
    shown, and null where not shown: homes, incidents, rate, low, high (per 100 homes a year), p_high, and change (null
    also where the half years are withheld); themes_shown, halves_shown (whether that division is). ``themes``: area_id,
    theme, incidents; ``halves``: area_id, half (its first day), incidents; of the divisions that are shown, the parts
    that are not 0. ``total``: incidents of the areas shown. ``withheld``: how many areas are not. ``half_days``: the
    first day of each half year, oldest first.
    """

    areas: pl.DataFrame
    themes: pl.DataFrame
    halves: pl.DataFrame
    total: int
    withheld: int
    half_days: tuple[date, ...] = ()

    def may_show(self, area_ids: list[str]) -> bool:
        """Whether figures of these areas together may be shown: of each of them they may."""
        return bool(area_ids) and self.areas.filter(pl.col("area_id").is_in(area_ids) & pl.col("shown")).height == len(
            set(area_ids)
        )


def public(snapshot: Snapshot, question: Question) -> Public:
    """What may be shown of the answer to a question to everyone in the room."""
    areas = area_figures(snapshot, question).with_columns(shown=showable()).sort("area_id")
    kept = areas.select("area_id", "shown")
    by_theme, by_half = (
        whole_or_not(parts.join(kept, on="area_id", how="inner")) for parts in _counts(snapshot, question)
    )
    rated = _rated(areas.filter("shown"), window(snapshot, question).years, question.compare)
    is_placed = pl.col("shown") | (pl.col("denominator") == "dwellings")
    published = (
        areas.select(
            *("area_id", "name", "town", "denominator", "shown"),
            *(pl.when(is_placed).then(place).alias(place) for place in ("lat", "lon")),
            themes_shown=pl.col("area_id").is_in(by_theme["area_id"].unique().to_list()),
            halves_shown=pl.col("area_id").is_in(by_half["area_id"].unique().to_list()),
        )
        .join(rated, on="area_id", how="left", maintain_order="left")
        .join(_change(by_half, _half_years(snapshot, question)), on="area_id", how="left", maintain_order="left")
    )
    return Public(
        areas=published,
        themes=by_theme,
        halves=by_half,
        total=int(published["incidents"].sum() or 0),
        withheld=int((~published["shown"]).sum()),
        half_days=tuple(_half_years(snapshot, question)),
    )


def _rated(shown: pl.DataFrame, years: float, compare: str) -> pl.DataFrame:
    """The figures of the shown areas, computed from those areas only.

    Columns: area_id, homes, incidents, rate, low, high, p_high (see domain/indicators/area_rates.py).

    All incidents count, also those of one who often rings: which do not would tell how often someone rang.
    """
    basis = ("area_id", "town", "neighbourhood", "level", "homes", "denominator", "incidents")
    found = with_rates(shown.select(*basis, counted="incidents"), years, compare)
    return found.select("area_id", "homes", "incidents", "rate", "low", "high", "p_high")


def showable() -> pl.Expr:
    """Whether an area's figures may be shown: of homes, denominator, incidents, addresses and individual."""
    few_homes = (pl.col("homes") < HOMES_SHOWN_MIN) & (pl.col("denominator") != "one")
    fewest = (
        pl.when(pl.col("denominator") == "one").then(HOMES_SHOWN_MIN).otherwise(ADDRESSES)
    )  # its homes are at least these
    few_addresses = pl.col("addresses").is_between(1, fewest - 1)
    return ~(few_homes | few_addresses | pl.col("individual") | small("incidents"))


def small(column: str) -> pl.Expr:
    """Whether a number is withheld for being small: not 0, and below SMALL."""
    return pl.col(column).is_between(1, SMALL - 1)


def whole_or_not(parts: pl.DataFrame) -> pl.DataFrame:
    """The areas' divisions that may be shown; of the others nothing, not even which parts there are.

    ``parts``: area_id, shown (the area), a column that names the part, incidents; a row for each part that is not 0.
    """
    return parts.filter(pl.col("shown") & ~small("incidents").any().over("area_id")).drop("shown")


def _change(halves: pl.DataFrame, days: pl.Series) -> pl.DataFrame:
    """The incidents of the last half year less those of the one before: nothing that the halves do not tell."""
    sign = (pl.col("half") == days[-1]).cast(pl.Int64) - (pl.col("half") == days[-2]).cast(pl.Int64)
    return halves.group_by("area_id").agg(change=(sign * pl.col("incidents")).sum())


def _half_years(snapshot: Snapshot, question: Question) -> pl.Series:
    """The first day of each of the HALVES half years up to the end of the window."""
    until = window(snapshot, question).until
    return pl.Series("half", [months_before(until, HALF_YEAR * back) for back in range(HALVES, 0, -1)]).dt.offset_by(
        "1d"
    )


def _counts(snapshot: Snapshot, question: Question) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The incidents of each area by theme (in the window) and by half year."""
    span = window(snapshot, question)
    days = _half_years(snapshot, question)
    area = pl.col(f"{question.level}_id").cast(pl.String).alias("area_id")
    after = min(span.after, days[0] - timedelta(1))
    seen = select_reports(snapshot, question, area, "theme", "reported_on", "is_first", after=after)
    first = seen.filter(pl.col("is_first") & pl.col("area_id").is_not_null())
    theme = pl.col("theme").cast(pl.Enum(THEMES))
    by_theme = first.filter(pl.col("reported_on") > span.after).group_by("area_id", theme).agg(incidents=pl.len())
    in_half = first.filter(pl.col("reported_on") >= days[0])
    half = days.gather(days.search_sorted(in_half["reported_on"], side="right") - 1)
    by_half = in_half.group_by("area_id", half).agg(incidents=pl.len())
    return by_theme.sort("area_id", "theme"), by_half.sort("area_id", "half")
