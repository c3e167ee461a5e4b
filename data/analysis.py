"""From the store to a ``domain.analysis.Situation``: the one place that loads all that the analysis reads."""

from data import blocks, choices, dwellings, reports
from data.database import Store
from data.reference import lexicon
from domain import analysis
from domain.analysis import Situation, Stored


def stored(store: Store) -> Stored:
    """Everything the analysis reads, as it is stored now."""
    return Stored(
        reports=reports.load(store),
        dwellings=dwellings.load(store),
        polygons=blocks.load(store),
        matches=choices.matches(store),
        choices=choices.categories(store),
    )


def situation(store: Store) -> Situation:
    """Every stored report with its place, category and incident."""
    return analysis.situate(stored(store), lexicon())
