"""The residents' readiness to report, measured by how often two of them report the same incident.

Where people report readily, a second one often reports the same incident. Where they do not, most incidents are
reported once and many never. This needs no second source (Liu, Bhandaram and Garg 2022, arXiv 2204.08620).

    duplicate share = incidents that two or more residents reported / incidents that residents reported

Two reports by the same person count once if the reporter is known. The share is shrunk to the average
(beta_binomial.py).

Do not use it to compare kinds of incidents: many people see a fire, few a leaking tap. Do not use it on an export from
which duplicates were removed either, as the share is then low everywhere.
"""

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from domain.errors import N_
from domain.statistics.beta_binomial import estimates, usual_shares

DEFINITION = N_(
    "The share of residents' incidents that two or more of them reported. If a second resident "
    "often reports the same, people report readily. If that is rare, more goes unreported."
)
"""The definition, to be shown with the figure."""


def duplicate_reports(reports: pl.DataFrame, areas: int) -> np.ndarray:
    """The number of incidents that two or more residents reported, in the order of the areas.

    ``reports``: area (its number, from 0; null is in no area), incident_id, source, reporter (number, null if unknown).
    An incident belongs to the area of its first report in ``reports``.
    """
    by = reports.filter((pl.col("source") == "resident") & pl.col("area").is_not_null())
    incident = by["incident_id"].cast(pl.Int64).to_numpy()
    several = np.bincount(incident, minlength=1)[incident] > 1
    again = by.filter(several).select("incident_id", "reporter", area=pl.col("area").cast(pl.Int64))
    known = again.filter(pl.col("reporter").is_not_null()).unique(["incident_id", "reporter"], maintain_order=True)
    people = pl.concat([known, again.filter(pl.col("reporter").is_null())])
    each = people.group_by("incident_id").agg(pl.col("area").first(), people=pl.len())
    return np.bincount(each.filter(pl.col("people") > 1)["area"].to_numpy(), minlength=areas)


def readiness(again: ArrayLike, reported: ArrayLike) -> pl.DataFrame:
    """The estimated duplicate shares, a row per area.

    ``again``: see ``duplicate_reports``. ``reported``: incidents that residents reported. Columns: duplicate_share,
    duplicate_low, duplicate_high (its 90 % interval), duplicate_usual (the average); null for areas without reports by
    residents.
    """
    counted, of_all = (np.asarray(each, dtype=np.int64) for each in (again, reported))
    usual = usual_shares(counted, of_all)
    share, low, high = estimates(counted, of_all, usual)
    found = {
        "duplicate_share": share,
        "duplicate_low": low,
        "duplicate_high": high,
        "duplicate_usual": np.full(len(share), usual.mean),
    }
    return pl.DataFrame(found).select(pl.when(pl.Series(of_all > 0)).then(pl.all()))
