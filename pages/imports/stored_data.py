"""The stored data, for whoever imports; that is allowed without full figures, because they check it."""

from data.store.database import Store
from domain.indicators import overview
from domain.roles import Act
from domain.snapshot.snapshot import Snapshot
from pages.shared import cached
from pages.shared.cached import cached_per_version


@cached_per_version(max_entries=4, reads=Act.IMPORT)
def stored_data(_store: Store) -> Snapshot:
    """The snapshot of the current store."""
    return cached.snapshot()


@cached_per_version(max_entries=4, reads=Act.IMPORT)
def drawn_share(_store: Store) -> float:
    """``domain.indicators.overview.drawn_share`` of the current store."""
    return overview.drawn_share(stored_data())
