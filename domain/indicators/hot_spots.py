"""Hot spots: areas that are high together with their neighbours, with control of the false discovery rate."""

import numpy as np
import polars as pl

from domain.errors import N_
from domain.indicators.data_sufficiency import HOMES_MIN
from domain.statistics.contiguity import neighbour_graph
from domain.statistics.false_discovery_rate import Method, adjusted
from domain.statistics.getis_ord import local_g

FALSE_DISCOVERY_RATE = 0.05  # accepted false discovery rate: the expected share of false positives among hot spots

CONTROLS: dict[Method, str] = {"bh": N_("Benjamini-Hochberg"), "by": N_("Benjamini-Yekutieli")}
"""The methods to control false discoveries, see statistics/false_discovery_rate.py."""


def hot_spots(areas: pl.DataFrame, neighbours: pl.DataFrame, control: Method = "bh") -> pl.DataFrame:
    """Getis-Ord G* of the rates of the areas of one level: area_id, gi_star_z, gi_star_p, hot; in the same order.

    ``areas``: area_id, rate, homes, denominator, comparable (see area_figures.area_figures). Areas that cannot be
    compared, or have fewer than HOMES_MIN homes, are excluded. ``neighbours``: schemas.Neighbour.

    ``gi_star_z``: standard deviations above the expectation (statistics/getis_ord.py). ``gi_star_p``: the p-value,
    adjusted over all included areas by ``control`` (0 to 1). Both are null for excluded areas, and for areas without an
    included neighbour. ``hot``: whether gi_star_p is at most FALSE_DISCOVERY_RATE.
    """
    lived_in = (pl.col("homes") >= HOMES_MIN) | (pl.col("denominator") == "one")
    takes_part = areas.select(lived_in & pl.col("comparable")).to_series().to_numpy()
    taking = areas.filter(takes_part)
    graph = neighbour_graph(taking["area_id"], neighbours)
    found = local_g(taking["rate"], graph)
    beside = np.diff(graph.indptr) > 0
    at = np.flatnonzero(takes_part)[beside]
    z, p = np.full((2, areas.height), np.nan)
    z[at], p[at] = found.z[beside], adjusted(found.p_upper[beside], control)
    scores = areas.select("area_id", gi_star_z=pl.Series(z).fill_nan(None), gi_star_p=pl.Series(p).fill_nan(None))
    return scores.with_columns(hot=(pl.col("gi_star_p") <= FALSE_DISCOVERY_RATE).fill_null(False))
