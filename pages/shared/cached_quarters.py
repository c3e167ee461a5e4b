"""The past quarters of the track record, cached."""

from datetime import date

import polars as pl

from data.services import cluster_work, track_record
from data.store.database import Store
from data.store.team_weights import weights_on
from domain.backtest.emerging_record import Emerged
from domain.backtest.track_record import Quarter
from domain.projects.project import Project
from domain.scoring.weights import Weights
from domain.snapshot.district import Within, units_inside
from pages.shared.cached import basis, cached_per_version, current, snapshot


def past_quarter(as_of: date, within: Within = ()) -> Quarter:
    """``data.services.track_record.look_back`` of the current store, cached until its projects or weights change."""
    store = current()
    return _past_quarter(as_of, within, track_record.projects_of(store), weights_on(store, as_of))


def last_quarter(within: Within = ()) -> Quarter | None:
    """The newest quarter of the track record; None if the data covers too short a time."""
    ends = track_record.ends(snapshot())
    return past_quarter(ends[-1], within) if ends else None


@cached_per_version(max_entries=4 * track_record.QUARTER_ENDS_MAX, reads_rows=True)
def _past_quarter(
    _store: Store, as_of: date, within: Within, projects: tuple[Project, ...], weights: Weights
) -> Quarter:
    return cluster_work.past_quarter(basis(), snapshot, as_of, within, (projects, weights))


def emerged(as_of: date, within: Within = ()) -> tuple[Emerged, ...]:
    """The messages of ``data.services.track_record.look_back_at_emerging`` that are in a district."""
    found = _emerged(as_of)
    if not found or not within:
        return found
    inside = units_inside(pl.DataFrame({"members": [each.members for each in found]}), snapshot(), within)
    return tuple(each for each, is_inside in zip(found, inside, strict=True) if is_inside)


@cached_per_version(max_entries=4 * track_record.QUARTER_ENDS_MAX, reads_rows=True)
def _emerged(_store: Store, as_of: date) -> tuple[Emerged, ...]:
    """``data.services.track_record.look_back_at_emerging`` of the current store."""
    return cluster_work.emerged(basis(), snapshot, as_of)
