"""Reports to incidents: the same incident_group at one place within a short time is counted once.

Ten calls about one broken container are one incident; a hundred incidents on one block are a hundred. Without this step
whoever rings most often makes the hot spot (Liu, Bhandaram and Garg 2022, arXiv 2204.08620).
"""

import numpy as np
import polars as pl

DAYS = 14  # two weeks: about the time a landlord takes to act, so a second call within it is about the same trouble


def incidents(
    reports: pl.DataFrame, placement: pl.DataFrame, incident_group: pl.Series, days: int = DAYS
) -> pl.DataFrame:
    """tables.Incident: one row a report, in the order of the reports.

    A report belongs to the incident of the report before it when both are about the same incident_group
    (``incident_group``: a number for each report, equal within a category group), at one place, and at most ``days``
    days apart. It is a chain: a report every week for a year is one long incident. The place is the front door
    (dwelling, or address where the dwelling is not known); failing that the block, then the street. A report that is
    placed nowhere is an incident by itself.

    A report that is known to the month only (police data) is an incident by itself as well: such files hold one row a
    crime, moved to a point that stands for a whole street. Many separate events share month, point and kind, and
    nothing tells which of them belong together.

    ``placement``: the columns address_no, block_id and street_id of domain.places.Places. ``incident_id``: row number
    of the incident's first report (by date, then by order); ``is_first`` marks that report.
    """
    at = placement.select(place=_place()).hstack([incident_group.alias("incident_group")])
    at = at.hstack(reports.select(day=pl.col("reported_on").to_physical(), exact=pl.col("precision") == "day"))
    chained = pl.all_horizontal("exact", pl.col("place", "incident_group").is_not_null())
    rows = np.flatnonzero(at.select(chained).to_series())
    place, kind, day = (at[c].cast(pl.Int64).to_numpy()[rows] for c in ("place", "incident_group", "day"))
    same = place * (kind.max(initial=0) + 1) + kind
    since = day - day.min(initial=0)
    order = np.argsort(same * (since.max(initial=0) + 1) + since, kind="stable")
    follows = np.zeros(len(order), dtype=bool)
    follows[1:] = (np.diff(same[order]) == 0) & (np.diff(day[order]) <= days)
    started = np.maximum.accumulate(np.where(follows, 0, np.arange(len(order))))
    incident = np.arange(reports.height, dtype=np.uint32)
    incident[rows[order]] = rows[order][started]
    return reports.select("report_key", incident_id=pl.Series(incident)).with_columns(
        is_first=pl.col("incident_id") == pl.int_range(pl.len(), dtype=pl.UInt32)
    )


def _place() -> pl.Expr:
    """One number for one place; the remainder by three tells what kind of place, so that kinds never meet."""
    kinds = (pl.col("address_no"), pl.col("block_id").to_physical(), pl.col("street_id").to_physical())
    return pl.coalesce(place.cast(pl.Int64) * 3 + i for i, place in enumerate(kinds))
