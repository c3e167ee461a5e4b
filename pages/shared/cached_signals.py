"""What the forms for signals and places offer to choose from, cached."""

import polars as pl

from data.services import signals
from data.store.database import Store
from domain.roles import Act
from pages.shared.cached import cached_per_version


@cached_per_version(max_entries=4, reads=Act.SIGNAL, reads_rows=True)
def signal_places(store: Store) -> tuple[pl.DataFrame, pl.DataFrame]:
    """``data.services.signals.places`` of the current store: where a signal can be about."""
    return signals.places(store)


@cached_per_version(max_entries=4, reads=Act.SIGNAL, reads_rows=True)
def signal_buttons(store: Store) -> list[str]:
    """``data.services.signals.buttons`` of the current store."""
    return signals.buttons(store)
