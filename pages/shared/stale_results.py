"""Which cached results belong to a version of the data that is past, so that they leave the memory at once.

Streamlit keeps a number of results of each function, whatever version they are of: after 200 imports the server held
more than twice what it needs.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any


@dataclass
class KeptResults:
    """The keys of the results that one cached function keeps. ``forget`` takes a key out of its cache."""

    forget: Callable[[Any], None]
    of: dict[Hashable, tuple[str, Mapping[str, int], Any]] = field(default_factory=dict)

    def add(self, url: str, versions: Mapping[str, int], key: Any) -> None:
        """Note that the result with this key, of these versions of a store, is kept."""
        with _lock:
            self.of[repr(key)] = (url, versions, key)


_functions: list[KeptResults] = []
_newest: dict[str, dict[str, int]] = {}  # store -> topic -> the highest version seen
_lock = Lock()


def register(forget: Callable[[Any], None]) -> KeptResults:
    """Register a cached function."""
    kept = KeptResults(forget)
    _functions.append(kept)
    return kept


def seen(url: str, versions: Mapping[str, int]) -> None:
    """Take note of the versions of a store; where one is new, all results of older ones are forgotten."""
    with _lock:
        known = _newest.setdefault(url, {})
        if all(known.get(topic, -1) >= version for topic, version in versions.items()):
            return
        known.update({topic: max(version, known.get(topic, -1)) for topic, version in versions.items()})
        stale = [(kept, name, key) for kept in _functions for name, key in _stale(kept, url, known)]
        for kept, name, _key in stale:
            del kept.of[name]
    for kept, _name, key in stale:
        kept.forget(key)


def _stale(kept: KeptResults, url: str, newest: Mapping[str, int]) -> list[tuple[Hashable, Any]]:
    return [
        (name, key)
        for name, (of, versions, key) in kept.of.items()
        if of == url and any(version < newest.get(topic, -1) for topic, version in versions.items())
    ]
