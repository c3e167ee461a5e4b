"""Which cached results leave the memory: those of past data at once, others when nobody asked for them for long.

Streamlit keeps a number of results of each function, whatever version they are of: after 200 imports the server held
more than twice what it needs.
"""

import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

UNSEEN_SECONDS = 30 * 60  # how long a result is kept that nobody asks for
Key = tuple[str, Mapping[str, int], Any]
"""The key of a cached result: the store's address, the versions that it is of, and what was asked."""


@dataclass
class KeptResults:
    """The keys of the results that one cached function keeps, and when they were last asked for.

    ``forget`` takes a key out of its cache.
    """

    forget: Callable[[Any], None]
    of: dict[Hashable, tuple[Key, float]] = field(default_factory=dict)

    def add(self, key: Key) -> None:
        """Note that the result with this key is kept, and was asked for."""
        with _lock:
            self.of[repr(key)] = (key, time.monotonic())

    def has(self, key: Key) -> bool:
        """Whether the result with this key is kept."""
        with _lock:
            return repr(key) in self.of


_functions: list[KeptResults] = []
_shown: dict[str, dict[str, int]] = {}  # store -> topic -> the version before which nothing is kept
_lock = Lock()


def register(forget: Callable[[Any], None]) -> KeptResults:
    """Register a cached function."""
    kept = KeptResults(forget)
    _functions.append(kept)
    return kept


def seen(url: str, versions: Mapping[str, int]) -> None:
    """Take note of the oldest versions of a store that screens show; results of older ones are forgotten."""
    with _lock:
        known = _shown.setdefault(url, {})
        if all(known.get(topic, -1) >= version for topic, version in versions.items()):
            return
        known.update({topic: max(version, known.get(topic, -1)) for topic, version in versions.items()})
    _forget(lambda key, _asked: key[0] == url and any(each < known.get(topic, -1) for topic, each in key[1].items()))


def forget_unseen(now: float | None = None) -> int:
    """Forget what nobody asked for since UNSEEN_SECONDS; return how many results that were."""
    before = (time.monotonic() if now is None else now) - UNSEEN_SECONDS
    return _forget(lambda _key, asked: asked < before)


def _forget(goes: Callable[[Key, float], bool]) -> int:
    with _lock:
        going = [(kept, name, key) for kept in _functions for name, (key, asked) in kept.of.items() if goes(key, asked)]
        for kept, name, _key in going:
            del kept.of[name]
    for kept, _name, key in going:
        kept.forget(key)
    return len(going)
