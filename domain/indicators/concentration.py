"""Concentration of an area's reports over addresses and reporters.

A block approach fits nuisance that comes from, or affects, many addresses. The effective number of addresses is the
number of equally frequent addresses with the same concentration (inverse Simpson index: Simpson 1949, Nature 163: 688;
Hill 1973, Ecology 54: 427-432).

    effective number = 1 / sum over addresses of (share of the reports)^2

It is between 1 (all reports are about one address) and the number of addresses (all equally often). It counts reports
instead of incidents: a house that is reported every week would be one long incident among many.

Do not use it to judge a person: a frequent reporter may be right, and the reported address need not be the source. It
only shows which approach fits.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.errors import N_
from domain.snapshot.incidents import area_of_incident

Ints = NDArray[np.int64]

INDIVIDUAL_SHARE_MIN = 0.6  # smallest share of all reports about one address for an individual case
ADDRESS_REPORTS_MIN = 5  # fewest reports about that address; with fewer, the share is chance
ADDRESS_DAYS_MIN = 3  # fewest days with those reports: five calls on one evening are one event

INDIVIDUAL = N_(
    "At least six in ten reports are about the same address, and there are at least five, on "
    "three days or more. An individual approach fits better than one for the whole area."
)
"""The definition of an individual case, for screens."""


def address_concentration(reports: pl.DataFrame, areas: int) -> pl.DataFrame:
    """The concentration of reports over addresses, in the order of the areas.

    ``reports``: area (its number, from 0; null is in no area and is ignored), address_no (number of the address, null
    without one), reported_on.

    Columns: reports; named (reports with an address); addresses (number of distinct addresses); top_address_share (of
    the reports with an address) and effective_addresses, both null without a report with an address; individual (see
    INDIVIDUAL).
    """
    placed = reports.filter(pl.col("area").is_not_null())
    area, address = (_numbers(placed[column]) for column in ("area", "address_no"))
    found = _concentration(area, address, areas) | {"reports": np.bincount(area, minlength=areas)}
    mostly_one = (found["top"] >= ADDRESS_REPORTS_MIN) & (found["top"] >= INDIVIDUAL_SHARE_MIN * found["reports"])
    at = np.flatnonzero(mostly_one[area])  # few reports, so their days are counted only there
    days = top_days(area[at], address[at], placed["reported_on"].to_physical().gather(at).to_numpy(), areas)
    return pl.DataFrame(found | {"individual": mostly_one & (days >= ADDRESS_DAYS_MIN)}).select(
        "reports",
        pl.col("named").cast(pl.Int64),
        pl.col("distinct").cast(pl.UInt32).alias("addresses"),
        _TOP_SHARE.alias("top_address_share"),
        pl.col("even").fill_nan(None).alias("effective_addresses"),
        "individual",
    )


def reporter_concentration(reports: pl.DataFrame, areas: int) -> pl.DataFrame:
    """The concentration of reports over reporters, in the order of the areas.

    ``reports``: area (as in ``address_concentration``), reporter (a hash, or its number; null if unknown), incident_id.
    An incident belongs to the area of its first report in ``reports``.

    Columns: reporters (number of distinct known reporters); top_reporter_alone (incidents that only one reporter
    reported, of the reporter with most of these).
    """
    placed = reports.filter(pl.col("area").is_not_null())
    if placed.schema["reporter"] == pl.String:  # numbers are counted ten times as fast
        placed = placed.with_columns(pl.col("reporter").cast(pl.Categorical).to_physical())
    area, reporter, incident = (_numbers(placed[column]) for column in ("area", "reporter", "incident_id"))
    area_of = area_of_incident(area, incident)
    only = _only_reporter(reporter, incident)
    is_alone = (area_of >= 0) & (only >= 0)
    return pl.DataFrame(
        _concentration(area, reporter, areas)
        | {"alone": _concentration(area_of[is_alone], only[is_alone], areas)["top"]}
    ).select(
        reporters=pl.col("distinct").cast(pl.UInt32),
        top_reporter_alone=pl.col("alone").cast(pl.UInt32),
    )


def top_days(area: Ints, door: Ints, day: Ints, areas: int) -> Ints:
    """The number of days with reports about the most frequent address, in the order of the areas.

    ``area``, ``door``, ``day``: of the reports, as numbers; door -1 is no address. Of equally frequent addresses the
    one with most days counts. 0 if no address has ADDRESS_REPORTS_MIN reports.
    """
    named = np.bincount(door + 1, minlength=1)[door + 1] >= ADDRESS_REPORTS_MIN
    named &= door >= 0
    found = np.zeros(areas, dtype=np.int64)
    if not named.any():
        return found
    doors, first, last = int(door.max()) + 1, int(day.min()), int(day.max())
    days = last - first + 1
    each = np.sort((area[named] * doors + door[named]) * days + day[named] - first)  # by area, door and day
    pair = each // days
    starts = _starts(pair)
    of, reports = pair[starts] // doors, np.diff(starts, append=len(pair))
    distinct = np.add.reduceat(np.diff(each, prepend=-1) != 0, starts, dtype=np.int64)
    most = np.zeros(areas, dtype=np.int64)
    np.maximum.at(most, of, reports)
    is_top = reports == most[of]
    np.maximum.at(found, of[is_top], distinct[is_top])
    return found


def _numbers(column: pl.Series) -> Ints:
    """A column as numbers, -1 where null."""
    return column.cast(pl.Int64).fill_null(-1).to_numpy()


def _starts(ordered: Ints) -> NDArray[np.intp]:
    """Where equal numbers begin, in numbers in their order."""
    return np.flatnonzero(np.concatenate([np.ones(min(len(ordered), 1), dtype=bool), ordered[1:] != ordered[:-1]]))


_TOP_SHARE = pl.when(pl.col("named") > 0).then(pl.col("top") / pl.col("named"))


def _concentration(area: Ints, thing: Ints, areas: int) -> dict[str, NDArray]:
    """Arrays by area: distinct (number of distinct things), named (rows with a thing), top (of the most frequent
    thing), even (effective number). ``thing``: a number per row, -1 for none.

    Implemented with sorted pairs: a group_by over both keys took three times as long with a million reports.
    """
    known = thing >= 0
    size = int(thing.max(initial=0)) + 1
    pair = np.sort(area[known] * size + thing[known])
    starts = _starts(pair)
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
    """The only reporter by incident number; -1 if the reporter is unknown or there are several."""
    only = np.full(int(incident.max(initial=-1)) + 1, -1)
    only[incident] = reporter
    only[incident[only[incident] != reporter]] = -1
    return only
