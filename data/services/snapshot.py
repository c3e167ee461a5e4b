"""From the store to a ``domain.analysis.Snapshot``: the only module that loads the input of the analysis."""

from data.reference import lexicon
from data.store import blocks, choices, dwellings, opportunities, partners, reports, visits
from data.store.database import Store
from data.store.incident_days import incident_days, incident_longest
from data.store.streets_apart import streets_apart
from domain import analysis
from domain.analysis import Snapshot, Stored


def stored(store: Store) -> Stored:
    """The stored input of the analysis."""
    return Stored(
        reports=reports.load(store),
        dwellings=dwellings.load(store),
        polygons=blocks.load(store),
        matches=choices.matches(store),
        choices=choices.categories(store),
        opportunities=opportunities.load(store),
        partners=partners.load(store),
        visits=visits.load(store),
        streets_apart=streets_apart(store),
    )


def load_snapshot(store: Store) -> Snapshot:
    """Build the snapshot: every stored report with its location, category and incident."""
    return analysis.build_snapshot(stored(store), lexicon(), incident_days(store), incident_longest(store))
