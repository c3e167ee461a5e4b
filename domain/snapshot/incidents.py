"""Groups reports into incidents: reports of one category group at one place within a short time count once.

Ten calls about one broken container are one incident. Without this step the most frequent caller would create the hot
spot (Liu, Bhandaram and Garg 2022, arXiv 2204.08620).
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]

# About the time a landlord takes to act, so a second call within it is about the same problem.
DAYS_BETWEEN_REPORTS_MAX = 14
INCIDENT_DAYS_MAX = 28  # days from the first report; a later report is about a problem that was not solved or came back


def incidents(
    reports: pl.DataFrame,
    placement: pl.DataFrame,
    incident_group: pl.Series,
    word: pl.Series,
    days: int = DAYS_BETWEEN_REPORTS_MAX,
    longest: int = INCIDENT_DAYS_MAX,
) -> pl.DataFrame:
    """schemas.Incident: one row per report, in the order of the reports.

    A report belongs to the incident of the previous report if both have the same ``incident_group`` (a number per
    report, the same within a category group) and the same place, if they are at most ``days`` days apart, and if it is
    at most ``longest`` days (or ``days``, if more) after the incident's first report. A report every week for a year is
    thus several incidents.

    The place is the address (the dwelling, or the address if the dwelling is unknown), else the block, else the street.
    Many people live in a block or street, so there the category word must be the same too (``word``: a number per
    report, null without a word). A report without a place is an incident of its own.

    A report with only a month (police data) is an incident of its own as well. Such files have one row per crime, at a
    point that represents a whole street. Many separate events share month, point and kind, and the file does not say
    which belong together.

    ``reports``: report_key, reported_on, precision. ``placement``: the columns address_no, block_id and street_id of
    domain.places.placement.Places. ``incident_id``: row number of the incident's first report (by date, then by order).
    ``is_first`` marks that report.
    """
    at = placement.select(place=_place(), door=pl.col("address_no").is_not_null()).hstack(
        [
            incident_group.alias("incident_group"),
            word.alias("word"),
            reports["reported_on"].alias("day"),
            reports["precision"],
        ]
    )
    kind = (
        pl.when("door")
        .then(2 * pl.col("incident_group").cast(pl.Int64))
        .otherwise(2 * pl.col("word").cast(pl.Int64) + 1)
    )
    at = at.lazy().select(
        pl.int_range(pl.len()).alias("row"), "place", "precision", kind=kind, day=pl.col("day").to_physical()
    )
    at = at.filter((pl.col("precision") == "day") & pl.col("place").is_not_null() & pl.col("kind").is_not_null())
    at = at.drop("precision").cast(pl.Int64).collect()
    rows, place, kinds, day = (at[c].to_numpy() for c in ("row", "place", "kind", "day"))
    same = place * (kinds.max(initial=0) + 1) + kinds
    since = day - day.min(initial=0)
    order = np.argsort(same * (since.max(initial=0) + 1) + since, kind="stable")
    follows = np.zeros(len(order), dtype=bool)
    follows[1:] = (np.diff(same[order]) == 0) & (np.diff(day[order]) <= days)
    started = _started(follows, since[order], max(longest, days))
    incident = np.arange(reports.height, dtype=np.uint32)
    incident[rows[order]] = rows[order][started]
    return reports.select("report_key", incident_id=pl.Series(incident)).with_columns(
        is_first=pl.col("incident_id") == pl.int_range(pl.len(), dtype=pl.UInt32)
    )


def area_of_incident(area: Ints, incident: Ints) -> Ints:
    """The area of the first report of each incident, by the incident's number; -1 for a number without a report.

    ``area`` and ``incident``: the numbers of each report, oldest first.
    """
    found = np.full(int(incident.max(initial=-1)) + 1, -1, dtype=np.int64)
    found[incident[::-1]] = area[::-1]  # of equals the last one written stays: the first report
    return found


def _started(follows: NDArray[np.bool_], since: Ints, longest: int) -> Ints:
    """For every report, the position of the first report of its incident.

    ``follows``: whether a report continues the chain of the previous one. ``since``: its day, ascending within a chain.
    A chain is cut at a report that is more than ``longest`` days after the first of its piece. The next cuts of all
    chains are found at once, so the number of steps is the number of pieces of the longest chain.
    """
    position = np.arange(len(follows))
    heads = np.flatnonzero(~follows)
    if not len(heads):
        return position
    ends = np.append(heads[1:], len(follows)) - 1
    long = since[ends] - since[heads] > longest
    first, last = heads[long], ends[long]
    chain = np.cumsum(~follows)
    ahead = chain * (int(since.max()) + longest + 2) + since  # ascending over all chains
    starts = ~follows
    while len(first):
        first = np.searchsorted(ahead, ahead[first] + longest, side="right")
        inside = first <= last
        first, last = first[inside], last[inside]
        starts[first] = True
    return np.maximum.accumulate(np.where(starts, position, 0))


def _place() -> pl.Expr:
    """A number per place; its remainder by three is the kind of place, so different kinds never share a number."""
    kinds = (pl.col("address_no"), pl.col("block_id").to_physical(), pl.col("street_id").to_physical())
    return pl.coalesce(place.cast(pl.Int64) * 3 + i for i, place in enumerate(kinds))
