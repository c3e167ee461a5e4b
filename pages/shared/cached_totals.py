"""Counts over all reports and areas of the current store, cached: a redraw does not count a million reports again."""

from dataclasses import replace

import polars as pl

from data.store.database import Store
from domain import analysis
from domain.indicators import overview
from domain.indicators.overview import Outside
from domain.question import Question
from domain.snapshot import district
from pages.shared.cached import cached_per_version, snapshot, snapshot_within

MONTHS = 36  # of a chart by month


@cached_per_version(max_entries=64, regardless_of=("level", "months"))
def months_by_theme(_store: Store, question: Question) -> pl.DataFrame:
    """``domain.analysis.months_by_theme`` of the reports in the question's district, of the last MONTHS."""
    return analysis.months_by_theme(snapshot_within(question.within), replace(question, months=MONTHS))


@cached_per_version(max_entries=4)
def drawn_share(_store: Store) -> float:
    """``domain.indicators.overview.drawn_share``."""
    return overview.drawn_share(snapshot())


@cached_per_version(max_entries=4)
def mostly_outside(_store: Store) -> Outside | None:
    """``domain.indicators.overview.mostly_outside``."""
    return overview.mostly_outside(snapshot())


@cached_per_version(max_entries=4)
def later_signals(_store: Store) -> int:
    """``domain.indicators.overview.later_signals``."""
    return overview.later_signals(snapshot())


@cached_per_version(max_entries=4, reads=None)
def districts(_store: Store) -> pl.DataFrame:
    """``domain.snapshot.district.choices``."""
    return district.choices(snapshot())
