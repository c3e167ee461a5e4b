"""The incidents of the units next year without intervention, forecast from their past (statistics/predictive.py).

Incidents are counted within the caps of statistics/contribution_caps.py, per year. As with rates (area_rates.py), units
of one kind with one denominator are forecast together. The town as a whole is assumed to have as many incidents next
year as in the last one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtri

from domain.indicators.area_rates import averages
from domain.indicators.temporal_pattern import HIGH_RATIO
from domain.question import Question
from domain.scoring.components import Coming
from domain.scoring.past import Fitted, Past
from domain.statistics.distinct_areas import distinct
from domain.statistics.drift import TOTAL_STEP_VARIANCE
from domain.statistics.empirical_bayes import VAGUE_SHAPE
from domain.statistics.negative_binomial import NegativeBinomial

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FORECAST_MONTHS_MIN = 9  # known months; with fewer, a season could look like a year, so no numbers are shown
# Next year's total of the town / that of the last year.
TOWNS = np.exp(np.sqrt(TOTAL_STEP_VARIANCE) * ndtri(np.arange(0.1, 1, 0.2)))
EXPECTED_MIN = 1e-9  # expected incidents if there were none at all


@dataclass(frozen=True)
class NextYear:
    """The forecast of the units, in their order.

    ``columns``: next (expected incidents), next_low, next_high (its 90 % interval), all three null with fewer than
    FORECAST_MONTHS_MIN known months; next_ratio (expected / those at the average rate); p_high_next (probability of
    over HIGH_RATIO times the average, whatever the town as a whole does). ``coming``: the distribution.
    """

    columns: pl.DataFrame
    coming: Coming


def next_year(units: pl.DataFrame, monthly: Mapping[str, Ints], past: Past, question: Question) -> NextYear:
    """The forecast of the units for the coming months that ``past`` was fitted for.

    ``monthly``: by kind the incidents within the caps, by unit (row) and month (column, oldest first).
    """
    # Where nothing is expected, no count of one year would say that much is.
    mean, shape, more, basis = (
        np.full(units.height, fill) for fill in (EXPECTED_MIN, VAGUE_SHAPE, VAGUE_SHAPE, np.inf)
    )
    average = np.full(units.height, EXPECTED_MIN)
    numbered = units.select(
        "base", "kind", "level_index", "homes", "denominator", "town", "neighbourhood", "members", "candidate_id"
    )
    for (base, denominator), part in numbered.with_row_index("at_row").group_by(
        "base", "denominator", maintain_order=True
    ):
        of = past.fitted[base, denominator]
        if of.model is None:
            continue
        at, homes = part["at_row"].to_numpy(), part["homes"].to_numpy().astype(float)
        tells, near = (part["kind"] != "cluster").to_numpy(), _near(part, of)
        coming = of.model.forecast(_of_units(monthly, part), homes, past.known, near)
        mean[at], shape[at], more[at] = coming.mean, coming.shape, of.model.prior.shape
        rated = part.with_columns(tells=pl.Series(tells), time=pl.Series(homes), counted=pl.Series(coming.mean))
        average[at] = averages(rated, 1.0, question.compare)[0] * homes
        basis[at] = (1 + of.model.prior.weight / near / (homes * of.model.a_year)) * average[at]
    coming = NegativeBinomial(np.maximum(mean, EXPECTED_MIN), shape)
    firsts, at = distinct(mean, shape, average)
    different = coming.of(firsts)
    low, high = different.interval()
    over = np.where(mean[firsts] > EXPECTED_MIN, _over(different, HIGH_RATIO * average[firsts]), 0.0)
    columns = pl.DataFrame(
        {
            "next": coming.mean,
            "next_low": low[at],
            "next_high": high[at],
            "next_ratio": coming.mean / average,
            "p_high_next": over[at],
        }
    )
    if past.known.sum() < FORECAST_MONTHS_MIN:
        columns = columns.with_columns(pl.lit(None, pl.Float64).alias("next"), pl.lit(None, pl.Int64).alias("next_low"))
        columns = columns.with_columns(next_high="next_low")
    return NextYear(columns, Coming(coming, columns["next_ratio"].to_numpy(), more, basis))


def _over(coming: NegativeBinomial, limit: Floats) -> Floats:
    """The probability of more than a limit that moves with the town.

    It is the mean over possible totals of the town. With few incidents in an area it would otherwise hang on whether
    the limit is just below or just above a whole number.
    """
    return np.asarray(np.mean([coming.times(town).above(limit * town) for town in TOWNS], axis=0))


def _of_units(monthly: Mapping[str, Ints], units: pl.DataFrame) -> Ints:
    """The rows of ``monthly`` of units, in their order."""
    found = []
    for (kind,), of in units.group_by("kind", maintain_order=True):
        at = of["level_index"].to_numpy()
        found.append(monthly[kind] if len(at) == len(monthly[kind]) else monthly[kind][at])
    return found[0] if len(found) == 1 else np.concatenate(found)


def _near(units: pl.DataFrame, fitted: Fitted) -> Floats:
    """The factor of the neighbours of units; of a cluster the mean over its blocks, 1 if none is known."""
    tells = (units["kind"] != "cluster").to_numpy()
    if tells.all():
        return fitted.near
    of = pl.DataFrame({"members": fitted.ids, "near": fitted.near})
    each = units.select("members").with_row_index("row").explode("members")
    found = each.join(of, on="members", how="left").group_by("row").agg(pl.col("near").mean()).sort("row")
    near = found["near"].fill_null(1.0).to_numpy(writable=True)
    near[tells] = fitted.near
    return near
