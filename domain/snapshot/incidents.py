"""Group reports into incidents: the same incident_group at one place within a short time is counted once.

Ten calls about one broken container are one incident; a hundred incidents on one block are a hundred. Without this step
the most frequent caller would create the hot spot (Liu, Bhandaram and Garg 2022, arXiv 2204.08620).
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]

DAYS = 14  # two weeks: about the time a landlord takes to act, so a second call within it is about the same trouble
LONGEST = 28  # days from the first report: what is still reported after four weeks was not solved, or came back


def incidents(
    reports: pl.DataFrame,
    placement: pl.DataFrame,
    incident_group: pl.Series,
    word: pl.Series,
    days: int = DAYS,
    longest: int = LONGEST,
) -> pl.DataFrame:
    """schemas.Incident: one row per report, in the order of the reports.

    A report belongs to the incident of the report before it when both are about the same incident_group
    (``incident_group``: a number for each report, equal within a category group), at one place, at most ``days`` days
    apart, and at most ``longest`` days (or ``days``, where that is more) after the incident's first report: a report
    every week for a year is no one incident. The place is the front door (dwelling, or address where the dwelling is
    not known); failing that the block, then the street. There many people live, so the category word must be the same
    as well (``word``: a number for each report, null where there is none). A report that is placed nowhere is an
    incident by itself.

    A report that is known to the month only (police data) is an incident by itself as well: such files hold one row a
    crime, moved to a point that stands for a whole street. Many separate events share month, point and kind, and
    nothing tells which of them belong together.

    ``reports``: report_key, reported_on, precision. ``placement``: the columns address_no, block_id and street_id of
    domain.places.placement.Places. ``incident_id``: row number of the incident's first report (by date, then by order);
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


def _started(follows: NDArray[np.bool_], since: Ints, longest: int) -> Ints:
    """The position of the first report of each report's incident.

    ``follows``: whether a report goes on with the chain before it; ``since``: its day, rising within a chain. A chain
    is cut where a report is more than ``longest`` days after the first of its piece: each cut is looked up from the one
    before it, in all chains at once, so that there are as many steps as the longest chain has pieces.
    """
    position = np.arange(len(follows))
    heads = np.flatnonzero(~follows)
    if not len(heads):
        return position
    ends = np.append(heads[1:], len(follows)) - 1
    long = since[ends] - since[heads] > longest
    first, last = heads[long], ends[long]
    chain = np.cumsum(~follows)
    ahead = chain * (int(since.max()) + longest + 2) + since  # rises from report to report, over all chains
    starts = ~follows
    while len(first):
        first = np.searchsorted(ahead, ahead[first] + longest, side="right")
        inside = first <= last
        first, last = first[inside], last[inside]
        starts[first] = True
    return np.maximum.accumulate(np.where(starts, position, 0))


def _place() -> pl.Expr:
    """One number for one place; the remainder by three tells what kind of place, so that kinds never meet."""
    kinds = (pl.col("address_no"), pl.col("block_id").to_physical(), pl.col("street_id").to_physical())
    return pl.coalesce(place.cast(pl.Int64) * 3 + i for i, place in enumerate(kinds))
