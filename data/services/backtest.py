"""Backtest on the store: the candidate list at past dates, compared with the incidents that followed."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from data.reference import lexicon
from data.services.snapshot import stored
from data.store import projects, weights
from data.store.database import Store
from data.store.incident_days import incident_days
from domain.analysis import Question, Stored, build_snapshot
from domain.backtest.cuts import quarter_ends
from domain.backtest.look_back import look_back
from domain.backtest.placebo import placebos
from domain.backtest.track_record import track_record
from domain.effects.monthly_panel import Counts
from domain.projects.project import Project
from domain.question import months_before
from domain.scoring.weights import Weights

DATES, PLACEBOS = 8, 100


def backtest(
    store: Store,
    *,
    level: str = "block",
    months: int = 12,
    ahead: int = 12,
    dates: int = DATES,
    placebo: int = PLACEBOS,
    progress: Callable[[str], None] = lambda _line: None,
) -> dict[str, Any]:
    """Compare the list at each of the last ``dates`` quarter ends with the incidents of the next ``ahead`` months.

    ``months``: the window of the list. ``placebo``: number of areas at each date for which the effect of a
    fictitious project is estimated. ``progress`` receives a line for each date. Returns the object of track_record,
    and seconds.
    """
    began = time.monotonic()
    everything, days = stored(store), incident_days(store)
    now = build_snapshot(everything, lexicon(), days)
    every, kept = projects.load(store), weights.team_weights(store)
    ends = quarter_ends(now.begins_on, now.as_of, months=months, ahead=ahead, dates=dates)
    found, never_were = [], []
    for number, end in enumerate(ends, start=1):
        then = build_snapshot(known_on(everything, end), lexicon(), days)
        until = months_before(end, -ahead)
        since = Counts(now, until)
        chosen = kept.weights if kept and kept.at.date() <= end else Weights()
        question = Question(level=level, as_of=end, months=months)
        at_date = look_back(
            then, now, question, ahead=ahead, weights=chosen, left_out=_worked_on(every, since, level, until)
        )
        found.append(at_date)
        if placebo:
            never_were.append(placebos(Counts(then, end), since, at_date.busy, end, most=placebo, seed=number))
        progress(f"{number} of {len(ends)}: {end}, {at_date.date['areas']} areas, {time.monotonic() - began:.0f} s")
    record = track_record(found, never_were, level=level, months=months, ahead=ahead)
    return record | {"seconds": round(time.monotonic() - began, 1)}


def known_on(everything: Stored, day: date) -> Stored:
    """The data known on a day, as far as it is dated: reports and visits until then, no opportunities or partners.

    Dwellings, polygons and category choices have no date: their present state is used.
    """
    return replace(
        everything,
        reports=everything.reports.filter(pl.col("reported_on") <= day),
        visits=everything.visits.filter(pl.col("visited_on") <= day),
        opportunities=everything.opportunities.clear(),
        partners=everything.partners.clear(),
    )


def _worked_on(every: list[Project], counts: Counts, level: str, until: date) -> frozenset[str]:
    """The areas of a level where the work of a project had started by a day."""
    begun = [each for each in every if each.carried_out_from and each.carried_out_from <= until]
    ids = [area_id for each in begun for area_id, _name in each.areas]
    touched = counts.covered(ids, level)
    return frozenset(area_id for area_id, is_one in zip(counts.level(level).ids, touched, strict=True) if is_one)
