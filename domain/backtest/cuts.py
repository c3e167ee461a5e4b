"""The cut-off dates of the backtest: the last quarter ends with known outcomes; and what was known on a day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import polars as pl

from domain.indicators.data_sufficiency import MONTHS_SHARE_MIN, REPORTS_LOST_SHARE_MAX, months_of_data, part_missed
from domain.question import months_before
from domain.snapshot.placed_reports import Stored
from domain.snapshot.snapshot import Snapshot

MONTHS_BETWEEN_CUTS = 3  # months


def quarter_ends(
    begins_on: date | None,
    as_of: date | None,
    *,
    months: int,
    ahead: int,
    dates: int,
    complete: Callable[[date, date], bool] = lambda _after, _until: True,
) -> list[date]:
    """The last ``dates`` quarter ends with ``ahead`` whole months after them and ``months`` before them; oldest first.

    The data runs from ``begins_on`` to ``as_of`` (both inclusive; None: no data). A tenth of the months before may be
    missing. ``complete``: whether the days ``after`` < day <= ``until`` are known well enough, see ``few_lost``.
    """
    if begins_on is None or as_of is None:
        return []
    end = _quarter_end(months_before(as_of + timedelta(1), ahead) - timedelta(1))
    found = []
    while len(found) < dates and _looks_back(end, begins_on, months):
        if complete(months_before(end, months), end) and complete(end, months_before(end, -ahead)):
            found.append(end)
        end = months_before(end, MONTHS_BETWEEN_CUTS)
    return found[::-1]


def few_lost(now: Snapshot) -> Callable[[date, date], bool]:
    """Whether no more reports were lost in gaps (coverage_gaps.py) than a list may lack; for ``quarter_ends``."""

    def complete(after: date, until: date) -> bool:
        reports = now.reports.select(((pl.col("reported_on") > after) & (pl.col("reported_on") <= until)).sum()).item()
        return part_missed(now.gaps, after, until, reports) <= REPORTS_LOST_SHARE_MAX

    return complete


def first_known_on(begins_on: date, *, months: int, ahead: int) -> date:
    """The day from which data that begins on ``begins_on`` has a quarter end with that many months before and after.

    >>> first_known_on(date(2025, 2, 10), months=12, ahead=12)
    datetime.date(2027, 4, 1)
    """
    end = _quarter_end(begins_on)
    while not _looks_back(end, begins_on, months):
        end = _quarter_end(months_before(end + timedelta(1), -MONTHS_BETWEEN_CUTS))
    return months_before(end + timedelta(1), -ahead)


def overlapping(dates: int, ahead: int) -> int:
    """How many of so many successive quarter ends share a month of the ``ahead`` months after them; at least 1.

    >>> overlapping(8, ahead=12)
    4
    """
    return max(min(dates, ahead // MONTHS_BETWEEN_CUTS), 1)


def _quarter_end(day: date) -> date:
    """The last quarter end that is not after a day."""
    after = day + timedelta(1)
    return after.replace(month=(after.month - 1) // MONTHS_BETWEEN_CUTS * MONTHS_BETWEEN_CUTS + 1, day=1) - timedelta(1)


def _looks_back(end: date, begins_on: date, months: int) -> bool:
    return months_of_data(months_before(end, months), end, begins_on) >= MONTHS_SHARE_MIN * months


def known_on(everything: Stored, day: date) -> Stored:
    """The data known on a day, as far as it is dated: reports and visits until then, no opportunities or partners.

    Dwellings, polygons and category choices have no date: their present state is used.
    """
    return replace(
        everything,
        reports=everything.reports.filter(pl.col("reported_on") <= day),
        expired=everything.expired.filter(pl.col("month") <= day),
        visits=everything.visits.filter(pl.col("visited_on") <= day),
        opportunities=everything.opportunities.clear(),
        partners=everything.partners.clear(),
    )
