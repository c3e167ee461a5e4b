"""From the store to a ``domain.snapshot.snapshot.Snapshot``: the only module that loads the input of the analysis."""

from collections.abc import Sequence
from weakref import WeakValueDictionary

from data.reference import lexicon
from data.store import choices, expired, records
from data.store.database import Store
from data.store.incident_days import incident_days, incident_longest
from domain.places import Places
from domain.roles import Act
from domain.snapshot.district import Within, named
from domain.snapshot.placed_reports import OF_REPORTS, PlacedReports, Stored, left_out, oldest_first, placed_reports
from domain.snapshot.snapshot import Snapshot, build_snapshot, with_categories


def stored(store: Store) -> Stored:
    """The stored input of the analysis.

    Raises:
        NotAllowed: whoever uses the store may not read full figures.
    """
    store.require(Act.FULL)
    return Stored(
        reports=oldest_first(records.load(store, "reports", OF_REPORTS)),
        dwellings=records.load(store, "dwellings"),
        polygons=records.load(store, "blocks"),
        matches=choices.matches(store),
        choices=choices.categories(store),
        opportunities=records.load(store, "opportunities"),
        partners=records.load(store, "partners"),
        visits=records.load(store, "visits"),
        neighbourhoods=records.load(store, "neighbourhoods"),
        expired=expired.load(store),
        streets_apart=choices.streets_apart(store),
    )


def load_snapshot(store: Store) -> Snapshot:
    """Build the snapshot: every stored report with its location, category and incident."""
    return built(store, stored(store))


def words_left_out(store: Store) -> tuple[str, ...]:
    """The category words that the team left out."""
    return left_out(choices.categories(store))


_newest: WeakValueDictionary[str, Places] = WeakValueDictionary()
"""By the address of a store the places that were worked out last, as long as something else holds them."""


def load_placed_reports(store: Store, left_out: tuple[str, ...]) -> PlacedReports:
    """Place every stored report but those with these category words (``domain.snapshot.placed_reports``)."""
    found = placed_reports(stored(store), left_out, _newest.get(store.url))
    _newest[store.url] = found.places
    return found


def categorised(store: Store, placed: PlacedReports) -> Snapshot:
    """The snapshot of placed reports with the team's categories and settings, which leave out the same words."""
    return with_categories(placed, choices.categories(store), lexicon(), incident_days(store), incident_longest(store))


def district_of(store: Store, names: Sequence[str]) -> Within:
    """The district of these names or ids of towns and neighbourhoods; empty without any.

    Raises:
        NotFound: there is no such town or neighbourhood.
    """
    return named(load_snapshot(store), names) if names else ()


def built(store: Store, known: Stored) -> Snapshot:
    """Build the snapshot of what was known, a part of ``stored``, with the team's settings."""
    return build_snapshot(known, lexicon(), incident_days(store), incident_longest(store))
