"""The backtest of one past date: the forecasts of that day against the outcome.

The forecasts use only the data that was known on that day, with the app's own functions (evidence, ranking). The
outcome is counted as in the list: incidents, with the cap on one person or address. The change of the whole town is
removed, because something like a lockdown cannot be forecast; "next_total" gives it. Areas with a project are left out.

The outcome of a rank is the rank with next year's incidents in place of last year's, all else equal (components.after).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.backtest.measures import Chances, order_measures
from domain.indicators.monthly_counts import PastIncidents
from domain.indicators.report_selection import incident_rows
from domain.indicators.temporal_pattern import HIGH_RATIO
from domain.question import Question, months_before
from domain.scoring.components import after
from domain.scoring.evidence import Evidence, evidence
from domain.scoring.ranking import TOP_RANKS, parts_of, ranking
from domain.scoring.weights import COMPONENTS, Weights
from domain.snapshot.snapshot import Snapshot
from domain.statistics.negative_binomial import NegativeBinomial

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

INTERVAL_INCIDENTS_MIN = 10  # fewest incidents before the date for an area's interval to be tested
RANKS_TESTED = 100  # the rank intervals of this many first candidates are tested
ORDERS = ("score", "forecast", "count", "rate", "recent")


@dataclass(frozen=True)
class LookedBack:
    """The results of one date.

    ``date``: as_of, areas (their number), known_share (share of the outcome in areas known then; None without
    incidents), next_total (incidents of the outcome, in all areas). ``covered``, ``rank_covered``: whether the
    intervals contained the outcome. ``p_high_next``, ``p_top``: probabilities with their outcomes. ``orders``: the
    accuracy measures by order. ``busy``: ids of the areas whose intervals were tested.
    """

    date: dict[str, Any]
    covered: NDArray[np.bool_]
    rank_covered: NDArray[np.bool_]
    p_high_next: Chances
    p_top: Chances
    orders: dict[str, dict[str, float]]
    busy: tuple[str, ...]


def look_back(
    then: Snapshot,
    now: Snapshot,
    question: Question,
    *,
    ahead: int,
    weights: Weights,
    left_out: frozenset[str] = frozenset(),
    seed: int = 0,
) -> LookedBack:
    """The forecasts of ``question.as_of`` against the outcome in the ``ahead`` months after it.

    ``then``: the snapshot of what was known on that day. ``now``: the snapshot of all data. ``left_out``: ids of areas
    with a project. ``seed``: random seed of the ranking.
    """
    known = evidence(then, question, kinds=(question.level,), ahead=ahead)
    ranked = ranking(known, weights, seed)
    found, total = incidents_after(now, question, ahead)
    units = known.units.join(found, left_on="candidate_id", right_on="area_id", how="left", maintain_order="left")
    came = units["came"].fill_null(0).to_numpy()
    tested = units.select(pl.col("comparable") & ~pl.col("candidate_id").is_in(list(left_out))).to_series().to_numpy()
    expected = known.posteriors.coming.incidents
    became = came[tested].sum() / expected.mean[tested].sum() if tested.any() else 1.0
    at_date = {
        "as_of": question.as_of.isoformat(),
        "areas": units.height,
        "known_share": round(float(came.sum() / total), 4) if total else None,
        "next_total": int(total),
    }
    counted = units["counted"].to_numpy()
    busy = tested & (counted >= INTERVAL_INCIDENTS_MIN)
    order = {
        "score": _score(known, weights),
        "forecast": expected.mean,
        "count": counted,
        "rate": units["raw_rate"].to_numpy(),
        "recent": units["recent"].to_numpy(),
    }
    return LookedBack(
        at_date,
        covered(expected.times(max(became, 1e-9)).of(busy), came[busy]),
        *_places(known, ranked, weights, came / max(became, 1e-9), tested),
        {name: order_measures(order[name][tested], came[tested]) for name in ORDERS},
        tuple(units["candidate_id"].filter(busy)),
    )


def incidents_after(now: Snapshot, question: Question, ahead: int) -> tuple[pl.DataFrame, int]:
    """The counted incidents of the ``ahead`` months after the question's day (area_id, came), and their sum."""
    until = months_before(question.as_of, -ahead)
    later = Question(**question.__dict__ | {"as_of": until, "months": ahead})
    rows = incident_rows(now, later, ahead)
    ids = now.areas.filter(pl.col("level") == question.level)["area_id"]
    past = PastIncidents.of(rows, until, ahead)
    came = past.by_area(rows[question.level], len(ids), within_caps=True).sum(axis=1)
    return pl.DataFrame({"area_id": ids, "came": came}), int(came.sum())


def _score(known: Evidence, weights: Weights) -> Floats:
    """The scores of the units, lowered by 100 for units that are no candidates."""
    score = known.units.select(COMPONENTS).to_numpy() @ parts_of(known, weights)
    return np.where((known.units["list"] == "candidate").to_numpy(), score, score - 100)


def covered(forecast: NegativeBinomial, came: NDArray) -> NDArray[np.bool_]:
    """Whether the 90 % interval of a forecast contains the outcome, per area."""
    low, high = forecast.interval()
    return (low <= came) & (came <= high)


def places_after(known: Evidence, listed: pl.DataFrame, weights: Weights, came: Floats) -> Ints:
    """The ranks of the candidates of a list after a year with these incidents, all else equal.

    ``listed``: its rows (column unit_id) in the order of the list. ``came``: incidents per unit of ``known``, corrected
    for the change of the whole town.
    """
    score = after(known.posteriors, came)[listed["unit_id"].to_numpy()] @ parts_of(known, weights)
    place = np.empty(len(score), dtype=np.int64)
    place[np.argsort(-score, kind="stable")] = np.arange(1, len(score) + 1)
    return place


def _places(
    known: Evidence, ranked: pl.DataFrame, weights: Weights, came: Floats, tested: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], Chances, Chances]:
    """Whether the rank intervals of the first candidates held the outcome; and p_high_next and p_top with outcomes.

    ``came``: incidents per unit, corrected for the change of the whole town. ``tested``: a mask of the units that are
    tested.
    """
    homes = known.units["homes"].to_numpy()
    average = came[tested].sum() / max(homes[tested].sum(), 1)
    p_high_next = Chances(known.units["p_high_next"].to_numpy()[tested], (came > HIGH_RATIO * average * homes)[tested])
    listed = ranked.filter(pl.col("rank_low").is_not_null())
    number = listed["unit_id"].to_numpy()
    place = places_after(known, listed, weights, came)
    kept = tested[number]
    told = kept & listed["p_top"].is_not_null().to_numpy()
    p_top = Chances(listed["p_top"].to_numpy()[told], (place <= TOP_RANKS)[told])
    low, high = (listed[name].to_numpy() for name in ("rank_low", "rank_high"))
    held = ((low <= place) & (place <= high))[kept][:RANKS_TESTED]
    return held, p_high_next, p_top
