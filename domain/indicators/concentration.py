"""Concentration of an area's reports over addresses and reporters.

A block approach fits nuisance that comes from, or affects, many addresses. The effective number of addresses is the
number of equally named ones that would be as spread (inverse Simpson: Simpson 1949, Nature 163: 688; Hill 1973, Ecology
54: 427-432), and so of the people who report:

    effective number = 1 / the sum over addresses of (its part of the reports)^2

from 1 (all about one address) to the number of addresses (all equally often). It counts reports, not incidents: a house
that is reported every week is one long incident, and would hide among the others.

Not to be used to judge a person: a frequent reporter may be right, and the reported address need not be the source. It
shows which approach fits.
"""

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from domain.errors import N_
from domain.snapshot.incidents import area_of_incident

Ints = NDArray[np.int64]

MAINLY = 0.6  # share of all reports from which one address is behind most of it
AT_LEAST = 5  # reports that name that address: below, the share is chance
ON_DAYS = 3  # different days of those reports: five calls of one evening are one event, not a household in trouble

INDIVIDUAL = N_(
    "At least six in ten of the reports, and five or more on three days or more, are about the same address: a "
    "personal approach fits better than one for the whole area."
)
"""What an individual case is."""


def address_concentration(reports: pl.DataFrame, areas: int) -> pl.DataFrame:
    """How the reports of each area are spread over addresses, in the order of the areas.

    ``reports``: area (its number, from 0; null is nowhere and does not count), address_no (number of the address, null
    where none is named), reported_on.

    Columns: addresses (distinct ones named); top_address_share (of the reports that name one) and effective_addresses,
    both null where no report names one; individual (whether it is an individual case, see INDIVIDUAL).
    """
    placed = reports.filter(pl.col("area").is_not_null())
    area, address = (_numbers(placed[column]) for column in ("area", "address_no"))
    day = placed["reported_on"].to_physical().cast(pl.Int64).to_numpy()
    return pl.DataFrame(
        _concentration(area, address, areas)
        | {"reports": np.bincount(area, minlength=areas), "top_days": top_days(area, address, day, areas)}
    ).select(
        addresses=pl.col("distinct").cast(pl.UInt32),
        top_address_share=_TOP_SHARE,
        effective_addresses=pl.col("even").fill_nan(None),
        individual=individual(pl.col("top"), pl.col("top_days"), pl.col("reports")),
    )


def reporter_concentration(reports: pl.DataFrame, areas: int) -> pl.DataFrame:
    """How the reports of each area are spread over the people who report, in the order of the areas.

    ``reports``: area (as above), reporter (a hash, or its number; null where not known), incident_id. An incident is
    counted for the area of its first report here.

    Columns: reporters (distinct ones known); top_reporter_share (of the reports with a known reporter) and
    effective_reporters, both null where none is known; repeats (reports beyond the first of their incident);
    top_reporter_alone (incidents reported only by the one reporter with most such incidents).
    """
    placed = reports.filter(pl.col("area").is_not_null())
    if placed.schema["reporter"] == pl.String:  # numbers are counted ten times faster
        placed = placed.with_columns(pl.col("reporter").cast(pl.Categorical).to_physical())
    area, reporter, incident = (_numbers(placed[column]) for column in ("area", "reporter", "incident_id"))
    area_of = area_of_incident(area, incident)
    only = _only_reporter(reporter, incident)
    is_alone = (area_of >= 0) & (only >= 0)
    incidents = np.bincount(area_of[area_of >= 0], minlength=areas)
    return pl.DataFrame(
        _concentration(area, reporter, areas)
        | {"repeats": np.bincount(area, minlength=areas) - incidents}
        | {"alone": _concentration(area_of[is_alone], only[is_alone], areas)["top"]}
    ).select(
        reporters=pl.col("distinct").cast(pl.UInt32),
        top_reporter_share=_TOP_SHARE,
        effective_reporters=pl.col("even").fill_nan(None),
        repeats=pl.col("repeats").cast(pl.UInt32),
        top_reporter_alone=pl.col("alone").cast(pl.UInt32),
    )


def individual(top: pl.Expr, days: pl.Expr, reports: pl.Expr) -> pl.Expr:
    """Whether an area is an individual case, see INDIVIDUAL.

    ``top``: reports that name its most named address, on so many different ``days``; of all ``reports``.
    """
    return (top >= AT_LEAST) & (days >= ON_DAYS) & (top >= MAINLY * reports)


def top_days(area: Ints, door: Ints, day: Ints, areas: int) -> Ints:
    """On how many different days the most named address of each area was reported, in the order of the areas.

    ``area``, ``door`` and ``day`` of each report, as numbers; door -1 is none. Of addresses that are named as often,
    the one with most days. Only addresses with AT_LEAST reports are looked at: 0 where there is none.
    """
    named = np.bincount(door + 1, minlength=1)[door + 1] >= AT_LEAST
    named &= door >= 0
    pairs = pl.DataFrame({"area": area[named], "door": door[named], "day": day[named]})
    doors = pairs.group_by("area", "door").agg(reports=pl.len(), days=pl.col("day").n_unique())
    top = doors.filter(pl.col("reports") == pl.col("reports").max().over("area"))
    found = np.zeros(areas, dtype=np.int64)
    np.maximum.at(found, top["area"].to_numpy(), top["days"].to_numpy())
    return found


def effective_number(counts: ArrayLike) -> float:
    """How many equally large parts would be as spread as these counts (see the module); NaN where all are 0.

    >>> effective_number([5, 5]), effective_number([8, 1, 1])
    (2.0, 1.5151515151515151)
    """
    n = np.asarray(counts, dtype=float)
    return float(n.sum() ** 2 / (n @ n)) if n.any() else float("nan")


def _numbers(column: pl.Series) -> Ints:
    """A column as numbers, -1 where null."""
    return column.cast(pl.Int64).fill_null(-1).to_numpy()


_TOP_SHARE = pl.when(pl.col("named") > 0).then(pl.col("top") / pl.col("named"))


def _concentration(area: Ints, thing: Ints, areas: int) -> dict[str, NDArray]:
    """Of each area: distinct things named (-1 is none), named in all, of the top one, and even (effective number).

    Sorted pairs, as a group_by over both keys took three times as long on a million reports.
    """
    known = thing >= 0
    size = int(thing.max(initial=0)) + 1
    pair = np.sort(area[known] * size + thing[known])
    starts = np.flatnonzero(np.diff(pair, prepend=-1))
    of, n = pair[starts] // size, np.diff(starts, append=len(pair))
    named, squares = (np.bincount(of, weights=n**power, minlength=areas) for power in (1, 2))
    top = np.zeros(areas, dtype=np.int64)
    np.maximum.at(top, of, n)
    return {
        "distinct": np.bincount(of, minlength=areas),
        "named": named,
        "top": top,
        "even": np.divide(named**2, squares, out=np.full(areas, np.nan), where=squares > 0),
    }


def _only_reporter(reporter: Ints, incident: Ints) -> Ints:
    """Of each incident, by its number: its only reporter; -1 where nobody is known, or several are."""
    only = np.full(int(incident.max(initial=-1)) + 1, -1)
    only[incident] = reporter
    only[incident[only[incident] != reporter]] = -1
    return only
