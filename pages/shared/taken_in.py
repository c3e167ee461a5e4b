"""Which version of a store's data the screens show.

In a large store newer data is worked out behind the screens (``pages.overview.preparation``), which show the data
before until that is done. Signals from the street, category choices and address matches are taken along every few
minutes, or when a person asks. What was withdrawn is seen at once, and so is everything in a small store.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event, Lock

from data.store.database import INPUT, WRITES, Store

AT_ONCE_REPORTS_MAX = 100_000  # reports up to which new data is seen at once
EVERY_SECONDS = 300  # how often new signals and choices are counted in a larger store
_WAIT = tuple(topic for topic in INPUT if topic != "data")  # topics that count every few minutes
_TOPICS = (*INPUT, "withdrawn")


@dataclass
class _TakenIn:
    """The versions of a store's input that this server shows, since when.

    ``behind``: whether newer data is worked out behind the screens. ``begun``: since when that goes on, if it does.
    ``asked``: whether a person asked for what waits.
    """

    versions: dict[str, int]
    since: float
    asked: bool = False
    behind: bool = False
    begun: datetime | None = None

    def changed(self, newest: Mapping[str, int]) -> set[str]:
        """The topics that were written to since."""
        return {topic for topic in _TOPICS if newest[topic] != self.versions[topic]}

    def is_time(self) -> bool:
        """Whether it is time to count new signals and choices."""
        return self.asked or time.monotonic() - self.since >= EVERY_SECONDS


_known: dict[str, _TakenIn] = {}
_reports: dict[str, int] = {}  # how many a store has
_runs: list[dict[str, dict[str, int]]] = []  # of each run of a page: the versions that it shows, by store
_run: ContextVar[dict[str, dict[str, int]] | None] = ContextVar("_run", default=None)
# Of each store the number of this process's writes, and the versions that were looked up after these.
_looked_up: ContextVar[dict[str, tuple[int, dict[str, int]]] | None] = ContextVar("_looked_up", default=None)
_lock = Lock()
ASKED = Event()
"""Set when there may be something to work out behind the screens."""


def of(store: Store) -> dict[str, int]:
    """The versions of a store to work out results of."""
    return versions(store.url, newest(store))


def newest(store: Store) -> dict[str, int]:
    """The versions of a store as they are, see ``one_run``."""
    known = _looked_up.get()
    if known is None:
        return store.versions()
    writes = WRITES[store.url]
    if store.url not in known or known[store.url][0] != writes:
        known[store.url] = writes, store.versions()
    return known[store.url][1]


def versions(url: str, newest: Mapping[str, int]) -> dict[str, int]:
    """The versions to work out results of. ``newest``: those of the store."""
    with _lock:
        known = _known.get(url)
        if known is None:
            known = _known[url] = _TakenIn(_input(newest), time.monotonic())
        changed = known.changed(newest)
        if changed and _is_seen_at_once(known, changed, _reports.get(url, 0)):
            known.versions, known.since, known.asked = _input(newest), time.monotonic(), False
        run, shown = _run.get(), known.versions
        if run is not None:
            first = run.setdefault(url, shown)
            if known.behind and first["withdrawn"] == shown["withdrawn"]:
                shown = first
            run[url] = shown
        return {**newest, **shown}


def _is_seen_at_once(known: _TakenIn, changed: set[str], reports: int) -> bool:
    if reports <= AT_ONCE_REPORTS_MAX or "withdrawn" in changed:
        return True
    return not known.behind and ("data" in changed or known.is_time())


def _input(newest: Mapping[str, int]) -> dict[str, int]:
    return {topic: newest[topic] for topic in _TOPICS}


@contextmanager
def one_run() -> Iterator[None]:
    """Look up the versions of a store once in this block, and again after each write of this process.

    A page asks for them with each cached result, some thirty times. All that it shows is of the same versions, also
    where newer data is ready before it ends.
    """
    run: dict[str, dict[str, int]] = {}
    token, looked_up = _run.set(run), _looked_up.set({})
    with _lock:
        _runs.append(run)
    try:
        yield
    finally:
        _run.reset(token)
        _looked_up.reset(looked_up)
        with _lock:
            _runs[:] = [each for each in _runs if each is not run]


def oldest_shown(url: str, newest: Mapping[str, int]) -> dict[str, int]:
    """Of each topic of a store the oldest version that a run of a page still shows, else that of ``newest``.

    Results of older versions are worked out by nobody any more. With several people some run is always under way.
    """
    with _lock:
        shown = [newest, *(run[url] for run in _runs if url in run)]
    return {**newest, **{topic: min(each[topic] for each in shown) for topic in _TOPICS}}


def has_reports(url: str, reports: int) -> None:
    """Take note of the number of reports in a store."""
    with _lock:
        _reports[url] = reports


def waiting(url: str, newest: Mapping[str, int]) -> dict[str, int]:
    """How many times each of the topics that wait was written to since it was counted; topics without are left out."""
    with _lock:
        shown = _known[url].versions if url in _known else newest
        return {topic: newest[topic] - shown[topic] for topic in _WAIT if newest[topic] > shown[topic]}


def take_in(url: str) -> None:
    """Count all signals and choices as they are now, because a person asks for it.

    Where that is done behind the screens, it is told from now on that it is.
    """
    with _lock:
        if known := _known.get(url):
            known.asked = True
            if known.behind and known.begun is None:
                known.begun = datetime.now(UTC)
    ASKED.set()


def is_due(url: str, newest: Mapping[str, int]) -> bool:
    """Whether there is data to work out that the screens do not show, or that nobody has asked for yet."""
    with _lock:
        known = _known.get(url)
        changed = known.changed(newest) if known else {"data"}
        return bool(changed - set(_WAIT)) or (bool(changed) and known is not None and known.is_time())


@contextmanager
def worked_on(url: str) -> Iterator[None]:
    """Say that newer data of a store is being worked out."""
    with _lock:
        if known := _known.get(url):
            known.begun, known.asked = known.begun or datetime.now(UTC), False
    try:
        yield
    finally:
        with _lock:
            if known := _known.get(url):
                known.begun = datetime.now(UTC) if known.behind and known.asked else None


def worked_on_since(store: Store) -> datetime | None:
    """Since when newer data than the screens show is being worked out; None where that is not so."""
    url, now = store.url, newest(store)
    versions(url, now)  # takes in what is seen at once
    with _lock:
        known = _known[url]
        return known.begun if known.behind and known.changed(now) else None


def show(url: str, newest: Mapping[str, int]) -> None:
    """Show these versions from now on, and let newer ones be worked out behind the screens."""
    with _lock:
        known = _known.setdefault(url, _TakenIn(_input(newest), time.monotonic()))
        if all(newest[topic] >= known.versions[topic] for topic in _TOPICS):
            known.versions, known.since = _input(newest), time.monotonic()
        known.behind = True


def show_the_newest(url: str) -> None:
    """Let readers wait for newer data, because it cannot be worked out behind the screens."""
    with _lock:
        if url in _known:
            _known[url].behind = False
