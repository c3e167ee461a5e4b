"""Which signals the analysis counts: in a large store those of a few minutes ago, until a person asks for the newest.

Each signal from the street would otherwise have every server work out anew what a million reports say.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock

from data.store.database import WRITES, Store

AT_ONCE_REPORTS_MAX = 100_000  # reports up to which new signals count at once
EVERY_SECONDS = 300  # how often they do in a larger store


@dataclass
class _TakenIn:
    """What this server counts of a store: its data and signals of these versions, since when; how many reports."""

    data: int
    signals: int
    since: float
    reports: int = 0


_known: dict[str, _TakenIn] = {}
_lock = Lock()


# Of each store the number of this process's writes, and the versions that were looked up after these.
_looked_up: ContextVar[dict[str, tuple[int, dict[str, int]]] | None] = ContextVar("_looked_up", default=None)


@contextmanager
def one_run() -> Iterator[None]:
    """Look up the versions of a store once in this block, and again after each write of this process.

    A page asks for them with each cached result, some thirty times. All that it shows is then of the same versions.
    """
    token = _looked_up.set({})
    try:
        yield
    finally:
        _looked_up.reset(token)


def of(store: Store) -> dict[str, int]:
    """The versions of a store to work out results of."""
    known = _looked_up.get()
    if known is None:
        return versions(store.url, store.versions())
    writes = WRITES[store.url]
    if store.url not in known or known[store.url][0] != writes:
        known[store.url] = writes, store.versions()
    return versions(store.url, known[store.url][1])


def versions(url: str, newest: Mapping[str, int]) -> dict[str, int]:
    """The versions to work out results of. ``newest``: those of the store."""
    now = time.monotonic()
    with _lock:
        known = _known.get(url)
        reports = known.reports if known else 0
        at_once = known is None or known.data != newest["data"] or reports <= AT_ONCE_REPORTS_MAX
        if known is None or at_once or (known.signals != newest["signals"] and now - known.since >= EVERY_SECONDS):
            _known[url] = known = _TakenIn(newest["data"], newest["signals"], now, reports)
        return {**newest, "signals": known.signals}


def has_reports(url: str, reports: int) -> None:
    """Take note of the number of reports in a store."""
    with _lock:
        if url in _known:
            _known[url].reports = reports


def waiting(url: str, newest: Mapping[str, int]) -> int:
    """How many times signals were stored or undone that are not counted yet."""
    with _lock:
        return newest["signals"] - _known[url].signals if url in _known else 0


def take_in(url: str) -> None:
    """Count all signals from now on, because a person asks for it."""
    with _lock:
        if url in _known:
            _known[url].since = -EVERY_SECONDS
