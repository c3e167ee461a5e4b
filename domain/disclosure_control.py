"""Disclosure control: the figures that a shared screen, a visitor's phone, minutes and reports may show.

Everyone in the room sees a shared screen and can photograph it. It therefore shows areas, but never an address, the
text of a report or a person, and no figure of an area that could identify a household. An area is withheld if

- it has fewer than HOMES_SHOWN_MIN homes,
- its reports name fewer than ADDRESSES addresses,
- one address accounts for most of its reports that name an address, or
- it has some incidents, but fewer than SMALL_COUNT.

It must not be possible to derive a withheld number from published ones either:

- Figures leave in releases only, each checked against all earlier ones (domain/releases). Streets consist of blocks,
  and the years up to two successive months differ in two months only, so answers to several questions could be
  subtracted.
- A division of an area's incidents (by theme, or by half year) is published completely if all its parts are 0 or at
  least SMALL_COUNT, otherwise not at all. Two divisions are never crossed.
- A total is the total of the published areas. A cluster with a withheld block is withheld.
- A rate and its certainty are computed again from published figures only: the incidents and the prior of the published
  areas. Elsewhere in the app the prior is based on all areas, so the counts of a withheld area could be solved from the
  rates of the others.
- The reason for withholding is not published, because it could itself identify a household.

Published figures thus depend on published figures only: they are the same whatever a withheld area has. If two
divisions of n incidents have parts a and b, their intersection is between max(0, a + b - n) and min(a, b). If these
bounds are equal, the intersection is 0, a or b, so a small number can never be derived (Fréchet's bounds; Dobra and
Fienberg 2000, PNAS 97: 11885-11892).

The rules follow the threshold and dominance rules of statistical offices (Hundepool et al. 2012, Statistical Disclosure
Control, Wiley, chapter 4).
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from domain.indicators.area_figures import area_figures
from domain.indicators.area_rates import with_rates
from domain.indicators.change import HALF_YEAR
from domain.indicators.concentration import ADDRESS_REPORTS_MIN, INDIVIDUAL_SHARE_MIN
from domain.indicators.report_selection import select_reports, window
from domain.question import Question, months_before
from domain.schemas import THEMES
from domain.snapshot.snapshot import Snapshot

HOMES_SHOWN_MIN = 5  # fewer homes could make residents identifiable
ADDRESSES = 3  # addresses in reports: with two, the residents of one could derive the number of the other
SMALL_COUNT = 3  # incidents (or hours, or answers); a smaller number that is not 0 is withheld
HALF_YEARS_SHOWN = 4  # half years that can be shown


@dataclass(frozen=True)
class Public:
    """The publishable figures of the areas of one level in one window.

    ``areas``: area_id, name, town, denominator, shown (whether the figures of the area are published), themes_shown,
    halves_shown (whether that division is); lat, lon (null if not shown and known from reports only); and, null if not
    shown: homes, incidents, rate, low, high (per 100 homes a year), p_high, change (also null if the half years are
    withheld). ``themes``: area_id, theme, incidents. ``halves``: area_id, half (its first day), incidents. Both contain
    the parts above 0 of published divisions. ``total``: incidents of the shown areas. ``withheld``: the number of other
    areas. ``half_days``: the first days of the half years, oldest first.
    """

    areas: pl.DataFrame
    themes: pl.DataFrame
    halves: pl.DataFrame
    total: int
    withheld: int
    half_days: tuple[date, ...] = ()

    def has_past(self, begins: date) -> bool:
        """Whether data from the month of this day on covers the last two half years, so that their difference says
        something.
        """
        return len(self.half_days) > 1 and self.half_days[-2] >= begins.replace(day=1)

    def of(self, area_ids: Collection[str]) -> "Public":
        """The published figures of some of the areas; their rates stay those of the whole release."""
        areas, themes, halves = (
            frame.filter(pl.col("area_id").is_in(list(area_ids))) for frame in (self.areas, self.themes, self.halves)
        )
        total, withheld = int(areas["incidents"].sum() or 0), int((~areas["shown"]).sum())
        return replace(self, areas=areas, themes=themes, halves=halves, total=total, withheld=withheld)

    def may_show(self, area_ids: list[str]) -> bool:
        """Whether figures of these areas together may be shown: those of all of them may."""
        return bool(area_ids) and self.areas.filter(pl.col("area_id").is_in(area_ids) & pl.col("shown")).height == len(
            set(area_ids)
        )


def public(snapshot: Snapshot, question: Question) -> Public:
    """The figures for a question that may be published if nothing else was: a release is also checked against those.

    See domain/releases/release.py.
    """
    areas = area_figures(snapshot, question).with_columns(shown=showable())
    kept = areas.select("area_id", "shown")
    by_theme, by_half = (
        whole_or_not(parts.join(kept, on="area_id", how="inner")) for parts in _counts(snapshot, question)
    )
    days = half_years(window(snapshot, question).until)
    return published(areas, by_theme, by_half, window(snapshot, question).years, days, question.compare)


def published(
    areas: pl.DataFrame, by_theme: pl.DataFrame, by_half: pl.DataFrame, years: float, days: pl.Series, compare: str
) -> Public:
    """The published figures of areas.

    ``areas``: the columns of ``area_figures`` and shown. ``by_theme``, ``by_half``: the divisions that are shown, see
    ``Public``. ``years``: the length of the window. ``days``: the first days of the half years, see ``half_years``.
    """
    areas = areas.sort("area_id")
    rated = _rated(areas.filter("shown"), years, compare)
    is_placed = pl.col("shown") | (pl.col("denominator") == "dwellings")
    published = (
        areas.select(
            *("area_id", "name", "town", "denominator", "shown"),
            *(pl.when(is_placed).then(place).alias(place) for place in ("lat", "lon")),
            themes_shown=pl.col("area_id").is_in(by_theme["area_id"].unique().to_list()),
            halves_shown=pl.col("area_id").is_in(by_half["area_id"].unique().to_list()),
        )
        .join(rated, on="area_id", how="left", maintain_order="left")
        .join(_change(by_half, days), on="area_id", how="left", maintain_order="left")
    )
    return Public(
        areas=published,
        themes=by_theme,
        halves=by_half,
        total=int(published["incidents"].sum() or 0),
        withheld=int((~published["shown"]).sum()),
        half_days=tuple(days),
    )


def _rated(shown: pl.DataFrame, years: float, compare: str) -> pl.DataFrame:
    """The figures of the shown areas, computed from those areas only.

    Columns: area_id, homes, incidents, rate, low, high, p_high (see domain/indicators/area_rates.py).

    All incidents count, also those of frequent reporters, because leaving some out would reveal how often someone
    reported.
    """
    basis = ("area_id", "town", "neighbourhood", "level", "homes", "denominator", "incidents")
    found = with_rates(shown.select(*basis, counted="incidents"), years, compare)
    return found.select("area_id", "homes", "incidents", "rate", "low", "high", "p_high")


def showable() -> pl.Expr:
    """Whether an area's figures may be shown.

    From homes, denominator, incidents, named (reports that name an address), addresses (how many), top_address_share
    (of the reports that name one). Reports without an address say nothing about how many households report, so they
    do not make one address less prominent.
    """
    few_homes = (pl.col("homes") < HOMES_SHOWN_MIN) & (pl.col("denominator") != "one")
    fewest = (
        pl.when(pl.col("denominator") == "one").then(HOMES_SHOWN_MIN).otherwise(ADDRESSES)
    )  # without known homes the addresses stand in for them
    few_addresses = pl.col("addresses").is_between(1, fewest - 1)
    share = pl.col("top_address_share").fill_null(0)
    one_address = (share >= INDIVIDUAL_SHARE_MIN) & ((share * pl.col("named")).round() >= ADDRESS_REPORTS_MIN)
    return ~(few_homes | few_addresses | one_address | small("incidents"))


def small(column: str) -> pl.Expr:
    """Whether a number is withheld because it is small: above 0 and below SMALL_COUNT."""
    return pl.col(column).is_between(1, SMALL_COUNT - 1)


def whole_or_not(parts: pl.DataFrame) -> pl.DataFrame:
    """The divisions that may be shown completely; other divisions are left out completely.

    ``parts``: area_id, shown (of the area), a column with the part, incidents; a row per part that is not 0.
    """
    return parts.filter(pl.col("shown") & ~small("incidents").any().over("area_id")).drop("shown")


def _change(halves: pl.DataFrame, days: pl.Series) -> pl.DataFrame:
    """The incidents of the last half year minus those of the one before, from the published half years only."""
    sign = (pl.col("half") == days[-1]).cast(pl.Int64) - (pl.col("half") == days[-2]).cast(pl.Int64)
    return halves.group_by("area_id").agg(change=(sign * pl.col("incidents")).sum())


def half_years(until: date) -> pl.Series:
    """The first days of the last HALF_YEARS_SHOWN half years up to a day."""
    return pl.Series(
        "half", [months_before(until, HALF_YEAR * back) for back in range(HALF_YEARS_SHOWN, 0, -1)]
    ).dt.offset_by("1d")


def _counts(snapshot: Snapshot, question: Question) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The incidents by area and theme (in the window), and by area and half year."""
    span = window(snapshot, question)
    days = half_years(span.until)
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
