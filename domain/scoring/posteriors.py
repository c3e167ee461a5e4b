"""The posteriors of the units from their counts: next year, recent share, shared address, resident share."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.indicators.inspection_effort import is_calm
from domain.indicators.under_reporting import under_reporting
from domain.scoring.components import Beta, Coming, Probable
from domain.statistics import beta_binomial

Floats = NDArray[np.float64]

# Largest weight in incidents of the prior of the recent share: about a year of a block. Most areas change with the
# town, so the fitted prior would hide the few that do not, which are the ones of interest.
STEADY_SHAPE = 20.0
# Weight in reports of the prior of a shared address, because few reports are seldom at one address.
ADDRESS_PRIOR_WEIGHT = 5.0
# The kind on whose areas priors are fitted.
BASE = {"block": "block", "cluster": "block", "street": "street", "neighbourhood": "neighbourhood"}
BASES = tuple(dict.fromkeys(BASE.values()))


def with_silence(units: pl.DataFrame) -> pl.DataFrame:
    """Adds the columns of indicators/under_reporting.py (silence as silence_is), separately for each of BASES.

    Clusters are estimated together with blocks.
    """
    parts, bases = [], _bases(units)
    needed = units.select("unit_id", "residents", "staff", "both", "incidents", "looks", "clear_visit_days")
    for base in BASES:
        of = needed.filter(bases == base)
        calm = of.select(is_calm(pl.col("incidents"))).to_series()
        found = under_reporting(of["residents"], of["staff"], of["both"], calm).rename({"silence": "silence_is"})
        parts.append(of.select("unit_id").hstack(found))
    return units.join(pl.concat(parts), on="unit_id", how="left", maintain_order="left")


def _bases(units: pl.DataFrame) -> pl.Series:
    """The kind on whose areas the prior of each unit is fitted."""
    return units["kind"].replace_strict(BASE, default=None)


def posteriors(units: pl.DataFrame, coming: Coming) -> Probable:
    """The posteriors of the units, see components.py. ``coming``: their coming year (next_year.py)."""
    seen = units.select(pl.col("residents") + pl.col("staff") - pl.col("both")).to_series()
    recent, usual_recent = _shares(units, units["recent"], units["recent"] + units["before"], STEADY_SHAPE)
    residents, usual_residents = _shares(units, units["residents"], seen)
    incidents = units["incidents"].to_numpy().astype(float)
    return Probable(
        coming=coming,
        p_high_next=units["p_high_next"].to_numpy(),
        recent=recent,
        usual_recent=usual_recent,
        same=_same_address(units),
        care=np.divide(units["care"].to_numpy(), incidents, out=np.zeros(len(incidents)), where=incidents > 0),
        residents=residents,
        usual_residents=usual_residents,
        opportunity=units["opportunity"].to_numpy(),
        network=units["network"].to_numpy(),
    )


def _shares(
    units: pl.DataFrame, counted: pl.Series, seen: pl.Series, most: float = beta_binomial.PRECISION_MAX
) -> tuple[Beta, Floats]:
    """The posterior of the true share per unit, and the average of its kind (BASE).

    ``counted``, ``seen``: see statistics/beta_binomial.py. ``most``: largest precision of the prior.
    """
    k, n = counted.to_numpy().astype(float), seen.to_numpy().astype(float)
    a, b, usual = np.ones((3, units.height))
    bases = _bases(units)
    for base in BASES:
        of = (bases == base).to_numpy()
        first = (units["kind"] == base).to_numpy()
        fitted = first if first.any() else of
        if of.any():
            prior = beta_binomial.usual_shares(k[fitted], n[fitted])
            prior = beta_binomial.BetaPrior(prior.mean, min(prior.precision, most))
            a[of], b[of], usual[of] = k[of] + prior.a, n[of] - k[of] + prior.b, prior.mean
    return Beta(a, b), usual


def _same_address(units: pl.DataFrame) -> Beta:
    """The posterior of the probability that two reports of a unit with an address have the same one.

    The observed share of pairs is (named / effective addresses - 1) / (named - 1). The prior is the average over all
    units with a weight of ADDRESS_PRIOR_WEIGHT reports. The evidence is the number of incidents instead of reports,
    because the reports of one incident are not independent.
    """
    named, incidents = (units[name].to_numpy().astype(float) for name in ("named", "incidents"))
    effective = units["effective_addresses"].fill_null(1.0).to_numpy()
    pairs = np.divide(named / effective - 1, named - 1, out=np.zeros(len(named)), where=named > 1)
    sure = np.where(named > 1, np.minimum(named, incidents), 0.0)
    usual = float((np.sum(sure * pairs) + 1) / (sure.sum() + 2))
    return Beta(sure * pairs + ADDRESS_PRIOR_WEIGHT * usual, sure * (1 - pairs) + ADDRESS_PRIOR_WEIGHT * (1 - usual))
