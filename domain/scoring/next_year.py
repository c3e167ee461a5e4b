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
from domain.indicators.data_sufficiency import months_of_data
from domain.indicators.monthly_counts import known_months
from domain.indicators.report_selection import Window
from domain.indicators.temporal_pattern import HIGH_RATIO
from domain.question import Question, months_before
from domain.scoring.components import Coming
from domain.snapshot.snapshot import Snapshot
from domain.statistics.contiguity import neighbour_graph
from domain.statistics.distinct_areas import distinct
from domain.statistics.drift import TOTAL_STEP_VARIANCE, movement
from domain.statistics.empirical_bayes import VAGUE_SHAPE
from domain.statistics.evolutionary_credibility import MEMORY, YEAR_MONTHS
from domain.statistics.negative_binomial import NegativeBinomial
from domain.statistics.predictive import TownMonths, forecast_model, nearness

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LOOK_BACK = MEMORY + YEAR_MONTHS  # months, so that the last year is forecast from as long a past as the coming one
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


def months_back(snapshot: Snapshot, span: Window) -> int:
    """The number of the last LOOK_BACK months that the data covers, the first one possibly in part; at least 1."""
    covered = months_of_data(months_before(span.until, LOOK_BACK), span.until, snapshot.begins_on)
    return max(min(LOOK_BACK, int(covered + 0.6)), 1)


def next_year(
    units: pl.DataFrame,
    past: Mapping[str, Ints],
    snapshot: Snapshot,
    question: Question,
    span: Window,
    ahead: int = YEAR_MONTHS,
) -> NextYear:
    """The forecast of the units for the coming ``ahead`` months.

    ``past``: by kind the incidents within the caps, by area (row) and month (column, oldest first), over
    ``months_back``. For a question of less than a year only its own months are used, because such a question is about
    recent incidents only.
    """
    months = months_back(snapshot, span)
    known = known_months(snapshot.gaps, span.until, months, snapshot.begins_on)
    memory = min(MEMORY, question.months) if question.months < YEAR_MONTHS else MEMORY
    # Where nothing is expected, no count of one year would say that much is.
    mean, shape, more, basis = (
        np.full(units.height, fill) for fill in (EXPECTED_MIN, VAGUE_SHAPE, VAGUE_SHAPE, np.inf)
    )
    average = np.full(units.height, EXPECTED_MIN)
    numbered = units.select(
        "base", "kind", "level_index", "homes", "denominator", "town", "neighbourhood", "members", "candidate_id"
    )
    for _key, part in numbered.with_row_index("at_row").group_by("base", "denominator", maintain_order=True):
        at, tells = part["at_row"].to_numpy(), (part["kind"] != "cluster").to_numpy()
        found = _forecast(part, _of_units(past, part), tells, known, (memory, ahead), snapshot)
        if found is None:
            continue
        coming, added, of_one = found
        mean[at], shape[at], more[at] = coming.mean, coming.shape, added
        homes = part["homes"].to_numpy().astype(float)
        rated = part.with_columns(tells=pl.Series(tells), time=pl.Series(homes), counted=pl.Series(coming.mean))
        average[at] = averages(rated, 1.0, question.compare)[0] * homes
        basis[at] = of_one * average[at]
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
    if known.sum() < FORECAST_MONTHS_MIN:
        columns = columns.with_columns(pl.lit(None, pl.Float64).alias("next"), pl.lit(None, pl.Int64).alias("next_low"))
        columns = columns.with_columns(next_high="next_low")
    return NextYear(columns, Coming(coming, columns["next_ratio"].to_numpy(), more, basis))


def _over(coming: NegativeBinomial, limit: Floats) -> Floats:
    """The probability of more than a limit that moves with the town.

    It is the mean over possible totals of the town. With few incidents in an area it would otherwise hang on whether
    the limit is just below or just above a whole number.
    """
    return np.asarray(np.mean([coming.times(town).above(limit * town) for town in TOWNS], axis=0))


def _of_units(past: Mapping[str, Ints], units: pl.DataFrame) -> Ints:
    """The rows of ``past`` of units, in their order."""
    found = []
    for (kind,), of in units.group_by("kind", maintain_order=True):
        at = of["level_index"].to_numpy()
        found.append(past[kind] if len(at) == len(past[kind]) else past[kind][at])
    return found[0] if len(found) == 1 else np.concatenate(found)


def _forecast(
    part: pl.DataFrame,
    monthly: Ints,
    tells: NDArray[np.bool_],
    known: NDArray[np.bool_],
    looks: tuple[int, int],
    of: Snapshot,
) -> tuple[NegativeBinomial, Floats, Floats] | None:
    """The forecast of units of one kind and denominator; None without incidents in the last known year.

    The second and third result give the ratio that would be estimated from the incidents of one year alone:
    (incidents + second) / (third * incidents at the average rate). ``looks``: memory and months ahead.
    """
    denominator = part["denominator"].first()
    homes = part["homes"].to_numpy().astype(float)
    fitted = np.flatnonzero(tells) if tells.any() else np.arange(part.height)
    ids = part["candidate_id"].gather(fitted)
    of_fitted = monthly if tells.all() else monthly[fitted]
    town = TownMonths(of_fitted, homes[fitted], denominator == "one", known, neighbour_graph(ids, of.neighbours))
    memory, ahead = looks
    moves = movement(town, memory=memory, ahead=ahead)
    found = forecast_model(town, moves, memory=memory, ahead=ahead)
    if found is None or not found.a_year:
        return None
    near = np.ones(part.height)
    near[fitted] = nearness(town, moves.pooling, memory)
    if not tells.all() and tells.any():
        near[~tells] = _of_members(part, ids, near[fitted])[~tells]
    coming = found.forecast(monthly, homes, known, near)
    a_year = homes * found.a_year
    return coming, np.full(part.height, found.prior.shape), 1 + found.prior.weight / near / a_year


def _of_members(part: pl.DataFrame, ids: pl.Series, near: Floats) -> Floats:
    """The mean of ``near`` (of the areas ``ids``) over the members of a unit, per unit; 1 if none is known."""
    of = pl.DataFrame({"members": ids, "near": near})
    each = part.select("members").with_row_index("row").explode("members")
    found = each.join(of, on="members", how="left").group_by("row").agg(pl.col("near").mean()).sort("row")
    return found["near"].fill_null(1.0).to_numpy()
