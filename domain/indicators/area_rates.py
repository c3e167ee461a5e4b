"""The rates of areas with their intervals, the same on every screen, and the average that they are compared with."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.indicators.in_parts import in_parts
from domain.indicators.temporal_pattern import HIGH_RATIO
from domain.question import COMPARISONS
from domain.statistics.empirical_bayes import AREAS_TO_FIT_RATES_MIN, GammaPrior, estimates, probability_above
from domain.statistics.zero_truncated import fit_rates

Floats = NDArray[np.float64]

SHAPE_WITHOUT_HOMES_MAX = 2.0  # largest shape of the prior if homes are unknown, see _rates
PER = {"dwellings": 100, "area_file": 100, "one": 1}  # the number of homes in the unit of a rate


def with_rates(
    areas: pl.DataFrame, years: float, compare: str = "stock", *, level: str = "level", usual: pl.Expr | None = None
) -> pl.DataFrame:
    """Adds rates with their certainty, fitted separately for every ``level`` and denominator.

    ``areas``: counted (incidents within the caps, see statistics/contribution_caps.py), homes, denominator, town,
    neighbourhood, and the column ``level``. ``years``: the length of the window. ``usual``: a mask of the areas that
    the prior is fitted on; by default all.

    Adds raw_rate (counted), rate (estimated), low, high (its 90 % interval) and average (of the areas that it is
    compared with), all per 100 homes a year, or per area a year with denominator "one"; ratio (rate / average), p_high
    (probability that the true rate is over HIGH_RATIO times the average), ratio_shape and ratio_rate (parameters of the
    gamma distribution of the ratio), compared_with (a key of COMPARISONS).

    The rate does not depend on the comparison. A neighbourhood has its own average if it has at least
    AREAS_TO_FIT_RATES_MIN areas with homes, and any incident. Otherwise, or if the neighbourhood is unknown, the
    average is that of the stock.
    """
    usual = pl.lit(True) if usual is None else usual
    telling = areas.with_columns(tells=usual)
    return in_parts(telling, [level, "denominator"], lambda part: _rates(part, years, compare)).drop("tells")


def _rates(areas: pl.DataFrame, years: float, compare: str) -> pl.DataFrame:
    """The rates of areas with one denominator.

    Areas with denominator "one" are in the data only if something was reported there, so their prior is fitted with a
    zero-truncated likelihood (zero_truncated.py). If their counts vary less than by chance, the fit would make all
    areas equal. The shape of the prior is therefore at most SHAPE_WITHOUT_HOMES_MAX, so that the estimates stay close
    to the counts.
    """
    denominator = str(areas["denominator"].first() or "one")
    y, t, per = areas["counted"].to_numpy(), areas["homes"].to_numpy() * years, PER[denominator]
    tells = areas["tells"].to_numpy() if areas["tells"].any() else np.ones(len(y), dtype=bool)
    prior = fit_rates(y[tells], t[tells], truncated=denominator == "one")
    if denominator == "one":
        prior = GammaPrior(min(prior.shape, SHAPE_WITHOUT_HOMES_MAX), prior.mean)
    rate, low, high = estimates(y, t, prior)
    average, compared_with = averages(areas.with_columns(tells=tells, time=pl.Series(t)), prior.mean, compare)
    return areas.with_columns(
        raw_rate=pl.Series(np.divide(y, t, out=np.zeros(len(y)), where=t > 0) * per),
        rate=pl.Series(rate * per),
        low=pl.Series(low * per),
        high=pl.Series(high * per),
        average=pl.Series(average * per),
        ratio=pl.Series(rate / average),
        p_high=pl.Series(probability_above(y, t, prior, HIGH_RATIO * average)),
        ratio_shape=pl.Series(y + prior.shape),
        ratio_rate=pl.Series((t + prior.weight) * average),
        compared_with=compared_with,
    )


def averages(areas: pl.DataFrame, otherwise: float, compare: str) -> tuple[Floats, pl.Series]:
    """The average that an area is compared with (incidents per home-year), and its kind (see ``with_rates``)."""
    areas = areas.select("town", "neighbourhood", "counted", "tells", "time")
    lived_in = areas.filter(pl.col("tells") & (pl.col("time") > 0))
    total = lived_in.select((pl.col("counted").sum() / pl.col("time").sum()).fill_nan(None)).item()
    stock = pl.lit(total or otherwise)
    if compare == "neighbourhood":
        here = ("town", "neighbourhood")
        counted, time = pl.col("counted").sum(), pl.col("time").sum()
        own = lived_in.drop_nulls("neighbourhood").group_by(here).agg(own=counted / time, areas=pl.len())
        own = own.filter((pl.col("areas") >= AREAS_TO_FIT_RATES_MIN) & (pl.col("own") > 0)).drop("areas")
        areas = areas.join(own, on=here, how="left", nulls_equal=True, maintain_order="left")
    else:
        areas = areas.with_columns(own=pl.lit(None, pl.Float64))
    which = pl.when(pl.col("own").is_null()).then(pl.lit("stock")).otherwise(pl.lit("neighbourhood"))
    found = areas.select(average=pl.coalesce("own", stock), compared_with=which.cast(pl.Enum(list(COMPARISONS))))
    return found["average"].to_numpy(), found["compared_with"]
