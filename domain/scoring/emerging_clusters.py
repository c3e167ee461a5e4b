"""Emerging clusters: adjoining blocks with a recent increase beyond that of the town, and the day it began."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from domain.indicators.area_counts import counted_areas, counting_incidents
from domain.indicators.data_sufficiency import months_of_data
from domain.indicators.monthly_counts import area_months, known_months
from domain.indicators.report_selection import incident_rows, report_rows, window
from domain.question import Question, months_before
from domain.scoring.overlap import CLUSTER_BLOCKS_MAX, CLUSTER_HOMES_SHARE_MAX, OBSERVED_TO_EXPECTED_MIN
from domain.snapshot.snapshot import Snapshot
from domain.statistics.clusters import Asked, simulated_towns
from domain.statistics.contiguity import neighbour_graph
from domain.statistics.drift import change
from domain.statistics.predictive import TownMonths
from domain.statistics.scan_windows import neighbour_windows, on_sphere
from domain.statistics.space_time_scan import space_time_clusters

EMERGING_MONTHS = 24  # of data that are used: every season twice
RECENT_MONTHS_MAX = 6  # largest number of last months in a cluster
P_EMERGING_MAX = 0.01  # largest p-value that is reported; areas in simulated towns change as they usually do
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "members": pl.List(pl.String),
    "names": pl.List(pl.String),
    "since": pl.Date,
    "until": pl.Date,
    "incidents": pl.Int64,
    "expected": pl.Float64,
    "p": pl.Float64,
}


def emerging_clusters(snapshot: Snapshot, question: Question, *, seed: int) -> pl.DataFrame:
    """The emerging clusters of blocks, highest likelihood ratio first. The question's level and months are not used.

    Months are counted back from the last day, so they are complete; last months that an export does not cover are left
    out. Only incidents within the caps (statistics/contribution_caps.py) are used, in blocks that can be compared and
    are no individual case. The method is the space-time scan along neighbouring blocks (statistics/space_time_scan.py),
    against simulated towns whose areas change as much as these do. ``seed``: random seed; makes p-values reproducible.

    Columns: members (area ids of the blocks), names (of those), since, until (first and last day), incidents, expected
    (from its own past and the change of the whole town), p (probability of a cluster at least as strong by chance).
    """
    months = min(EMERGING_MONTHS, int(months_of_data(date.min, window(snapshot, question).until, snapshot.begins_on)))
    of_blocks = Question(**question.__dict__ | {"level": "block", "months": max(months, 1)})
    until = window(snapshot, of_blocks).until
    known = known_months(snapshot.gaps.filter(pl.col("part").is_null()), until, months, snapshot.begins_on)
    whole = int(np.flatnonzero(known).max(initial=-1)) + 1
    blocks = counted_areas(snapshot, report_rows(snapshot, of_blocks), "block")
    taking = blocks.filter("takes_part")
    if whole < 2 * RECENT_MONTHS_MAX or taking.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    incidents = incident_rows(snapshot, of_blocks, months).rename({"block": "area"}).drop_nulls("area")
    counting = incidents.filter(counting_incidents(incidents, blocks.height))
    monthly = area_months(counting, blocks.height, until, months)[blocks["takes_part"].to_numpy(), :whole]
    points = on_sphere(taking["lon"].cast(pl.Float64).to_numpy(), taking["lat"].cast(pl.Float64).to_numpy())
    graph = neighbour_graph(taking["area_id"], snapshot.neighbours)
    denominator = taking["denominator"].mode().first()
    everywhere = TownMonths(monthly, taking["homes"].to_numpy().astype(float), denominator == "one", known[:whole])
    windows = neighbour_windows(
        graph, taking["homes"].to_numpy(), points, share=CLUSTER_HOMES_SHARE_MAX, largest=CLUSTER_BLOCKS_MAX
    )
    ends = months_before(until, months - whole)
    found = [
        {
            "members": taking["area_id"].gather(list(cluster.areas)).to_list(),
            "names": taking["name"].gather(list(cluster.areas)).to_list(),
            "since": months_before(ends, cluster.periods) + timedelta(1),
            "until": ends,
            "incidents": cluster.cases,
            "expected": cluster.expected,
            "p": cluster.p,
        }
        for cluster in space_time_clusters(
            monthly,
            windows,
            seed=seed,
            longest=RECENT_MONTHS_MAX,
            simulations=simulated_towns(int(monthly.sum())),
            leap=change(everywhere, RECENT_MONTHS_MAX),
            asked=Asked(p_max=P_EMERGING_MAX, ratio_min=OBSERVED_TO_EXPECTED_MIN),
        )
        if cluster.periods is not None
    ]
    return pl.DataFrame(found, schema=SCHEMA)
