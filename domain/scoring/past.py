"""What the past of the areas says of the coming year: their months, and the forecast that is fitted on these.

None of it depends on the reports of the question's window, so it is worked out beside the counts of that window.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.indicators.data_sufficiency import months_of_data
from domain.indicators.monthly_counts import PastIncidents, known_months
from domain.indicators.report_selection import Window, incident_rows
from domain.question import Question, months_before
from domain.scoring.candidate_units import in_clusters
from domain.scoring.overlap import BlockClusters
from domain.snapshot.snapshot import Snapshot
from domain.statistics.contiguity import neighbour_graph
from domain.statistics.drift import movement
from domain.statistics.evolutionary_credibility import MEMORY, YEAR_MONTHS
from domain.statistics.predictive import ForecastModel, Movement, TownMonths, forecast_model, nearness

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LOOK_BACK = MEMORY + YEAR_MONTHS  # months, so that the last year is forecast from as long a past as the coming one


@dataclass(frozen=True)
class Fitted:
    """The forecast model of the areas of one level and denominator; None without incidents in the last known year.

    ``ids``: of the areas. ``near``: the factor of their neighbours (predictive.nearness).
    """

    model: ForecastModel | None
    ids: pl.Series
    near: Floats


@dataclass(frozen=True)
class Past:
    """The last ``LOOK_BACK`` months, as far as the data covers them.

    ``known``: whether a month is (monthly_counts.known_months). ``monthly``, ``within_caps``: by level the incidents by
    area (row) and month (column, oldest first); all, and those that count (contribution_caps.py). ``fitted``: by level
    and denominator.
    """

    incidents: PastIncidents
    known: NDArray[np.bool_]
    monthly: Mapping[str, Ints]
    within_caps: Mapping[str, Ints]
    fitted: Mapping[tuple[str, str], Fitted]

    def of_clusters(self, clusters: BlockClusters) -> tuple[Ints, Ints]:
        """``monthly`` and ``within_caps`` of the clusters."""
        of, many = in_clusters(self.incidents.rows, clusters)["cluster"], len(clusters.theme)
        return self.incidents.by_area(of, many), self.incidents.by_area(of, many, within_caps=True)


def months_back(snapshot: Snapshot, span: Window) -> int:
    """The number of the last LOOK_BACK months that the data covers, the first one possibly in part; at least 1."""
    covered = months_of_data(months_before(span.until, LOOK_BACK), span.until, snapshot.begins_on)
    return max(min(LOOK_BACK, int(covered + 0.6)), 1)


def past_of(snapshot: Snapshot, question: Question, span: Window, levels: tuple[str, ...], ahead: int) -> Past:
    """The past up to the end of the window, of areas of these ``levels``, and what forecasts ``ahead`` months after it.

    For a question of less than a year a forecast uses only its own months, because such a question is about recent
    incidents only. How areas move is kept in ``Snapshot.movements``: for all longer periods it is the same.
    """
    months = months_back(snapshot, span)
    known = known_months(snapshot.gaps, span.until, months, snapshot.begins_on)
    memory = min(MEMORY, question.months) if question.months < YEAR_MONTHS else MEMORY
    of_past = replace(question, level="block", as_of=span.until, months=memory, compare="stock", within=())
    incidents = PastIncidents.of(incident_rows(snapshot, question, months), span.until, months)
    monthly, within_caps, fitted = {}, {}, {}
    for level in levels:
        areas, of = snapshot.of_level(level), incidents.rows[level]
        monthly[level] = incidents.by_area(of, areas.height)
        within_caps[level] = incidents.by_area(of, areas.height, within_caps=True)
        rows = areas.select("area_id", "homes", "denominator").with_row_index("row")
        for part in rows.partition_by("denominator", maintain_order=True):
            own = within_caps[level] if part.height == areas.height else within_caps[level][part["row"].to_numpy()]
            denominator = str(part["denominator"].first())
            town = _town(part, own, known, snapshot.neighbours)
            key = (of_past, level, denominator, ahead)
            if key not in snapshot.movements:
                snapshot.movements[key] = movement(town, memory=memory, ahead=ahead)
            fitted[level, denominator] = _fitted(part["area_id"], town, snapshot.movements[key], memory, ahead)
    return Past(incidents, known, monthly, within_caps, fitted)


def _town(areas: pl.DataFrame, monthly: Ints, known: NDArray[np.bool_], neighbours: pl.DataFrame) -> TownMonths:
    """``areas``: area_id, homes, denominator (one only)."""
    homes, truncated = areas["homes"].to_numpy().astype(float), areas["denominator"].first() == "one"
    return TownMonths(monthly, homes, truncated, known, neighbour_graph(areas["area_id"], neighbours))


def _fitted(ids: pl.Series, town: TownMonths, moves: Movement, memory: int, ahead: int) -> Fitted:
    """``ids``: of the areas. ``memory``: months that are used."""
    model = forecast_model(town, moves, memory=memory, ahead=ahead)
    return Fitted(model if model is not None and model.a_year else None, ids, nearness(town, moves.pooling, memory))
