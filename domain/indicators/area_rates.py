"""The rate of each area with its interval, the same on every screen, and the average it is compared with."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.errors import N_
from domain.indicators.temporal_pattern import HIGH
from domain.statistics.empirical_bayes import FEW, GammaPrior, estimates, probability_above
from domain.statistics.zero_truncated import fit_rates

Floats = NDArray[np.float64]

LOOSE = 2.0  # shape of the prior, at most, where homes are not known: see _rates
PER = {"dwellings": 100, "area_file": 100, "one": 1}  # homes that a rate is given for

COMPARISONS = {"stock": N_("The whole stock"), "neighbourhood": N_("The own neighbourhood")}
"""What an area can be compared with."""


def with_rates(
    areas: pl.DataFrame, years: float, compare: str = "stock", *, level: str = "level", usual: pl.Expr | None = None
) -> pl.DataFrame:
    """Rates with their certainty, fitted for each ``level`` and each way of counting homes by itself.

    ``areas``: counted (incidents that count, see statistics/contribution_caps.py), homes, denominator, town,
    neighbourhood, and the column ``level``. ``years`` that were looked at. ``usual``: which of them tell what is usual;
    all by default.

    Adds raw_rate, rate, low, high (as counted; as estimated; its 90 % interval), average (of what it is compared with),
    all per 100 dwellings a year, or a year where an area counts as one; ratio (rate over average), p_high
    (probability that the true rate is over HIGH times the average), ratio_shape and ratio_rate (the gamma distribution
    of the ratio), compared_with (a key of COMPARISONS).

    The rate itself is the same whatever it is compared with. A neighbourhood has an average of its own where FEW areas
    with homes and an incident are in it; elsewhere, and where the neighbourhood is not known, it is that of the stock.
    """
    usual = pl.lit(True) if usual is None else usual
    numbered = areas.with_row_index("at_first").with_columns(tells=usual)
    parts = [
        _rates(part, years, compare) for _key, part in numbered.group_by(level, "denominator", maintain_order=True)
    ]
    found = pl.concat(parts) if parts else _rates(numbered, years, compare)
    return found.sort("at_first").drop("at_first", "tells")


def _rates(areas: pl.DataFrame, years: float, compare: str) -> pl.DataFrame:
    """Rates of areas whose homes are counted one way.

    Areas that count as one are known only because something was reported there, so their prior is fitted with a
    likelihood without zeros (zero_truncated.py). Their counts may still differ less than by chance, and the fit would
    call all areas equal; there a wide prior is taken: areas stand nearly by their own counts.
    """
    denominator = str(areas["denominator"].first() or "one")
    y, t, per = areas["counted"].to_numpy(), areas["homes"].to_numpy() * years, PER[denominator]
    tells = areas["tells"].to_numpy() if areas["tells"].any() else np.ones(len(y), dtype=bool)
    prior = fit_rates(y[tells], t[tells], truncated=denominator == "one")
    if denominator == "one":
        prior = GammaPrior(min(prior.shape, LOOSE), prior.mean)
    rate, low, high = estimates(y, t, prior)
    average, compared_with = averages(areas.with_columns(tells=tells, time=pl.Series(t)), prior.mean, compare)
    return areas.with_columns(
        raw_rate=pl.Series(np.divide(y, t, out=np.zeros(len(y)), where=t > 0) * per),
        rate=pl.Series(rate * per),
        low=pl.Series(low * per),
        high=pl.Series(high * per),
        average=pl.Series(average * per),
        ratio=pl.Series(rate / average),
        p_high=pl.Series(probability_above(y, t, prior, HIGH * average)),
        ratio_shape=pl.Series(y + prior.shape),
        ratio_rate=pl.Series((t + prior.weight) * average),
        compared_with=compared_with,
    )


def averages(areas: pl.DataFrame, otherwise: float, compare: str) -> tuple[Floats, pl.Series]:
    """What each area is compared with, incidents a home-year, and whose average that is (see ``with_rates``)."""
    lived_in = areas.filter(pl.col("tells") & (pl.col("time") > 0))
    total = lived_in.select((pl.col("counted").sum() / pl.col("time").sum()).fill_nan(None)).item()
    stock = pl.lit(total or otherwise)
    if compare == "neighbourhood":
        here = ("town", "neighbourhood")
        counted, time = pl.col("counted").sum(), pl.col("time").sum()
        own = lived_in.drop_nulls("neighbourhood").group_by(here).agg(own=counted / time, areas=pl.len())
        own = own.filter((pl.col("areas") >= FEW) & (pl.col("own") > 0)).drop("areas")
        areas = areas.join(own, on=here, how="left", nulls_equal=True, maintain_order="left")
    else:
        areas = areas.with_columns(own=pl.lit(None, pl.Float64))
    which = pl.when(pl.col("own").is_null()).then(pl.lit("stock")).otherwise(pl.lit("neighbourhood"))
    found = areas.select(average=pl.coalesce("own", stock), compared_with=which.cast(pl.Enum(list(COMPARISONS))))
    return found["average"].to_numpy(), found["compared_with"]
