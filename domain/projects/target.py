"""The figure that a project's target is about: incidents a year in its areas, of its themes."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from domain.indicators.report_selection import select_reports, window
from domain.question import Question
from domain.schemas import LEVELS
from domain.snapshot.snapshot import Snapshot


def incidents_a_year(
    snapshot: Snapshot, area_ids: Sequence[str], themes: Sequence[str] = (), as_of: date | None = None
) -> int | None:
    """Incidents in the twelve months up to ``as_of`` (default: the newest report) in these areas together.

    An incident in two of them (a street and one of its blocks) counts once. ``themes``: empty for all. None if one of
    the areas is not in the data, or if the data covers less than a year.
    """
    question = Question(as_of=as_of, months=12, themes=tuple(themes))
    span = window(snapshot, question)
    known = set(area_ids)
    if not known or not known <= set(snapshot.areas["area_id"]):
        return None
    if snapshot.begins_on is None or snapshot.begins_on > span.after.replace(day=1):
        return None
    inside = pl.any_horizontal(pl.col(f"{level}_id").cast(pl.String).is_in(sorted(known)) for level in LEVELS)
    reports = select_reports(snapshot, question, "is_first", inside.fill_null(False).alias("inside"), after=span.after)
    return reports.filter("inside")["is_first"].sum()
