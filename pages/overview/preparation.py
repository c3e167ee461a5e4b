"""Works out what the first pages show before anyone opens them: when the server starts, and after new data.

The first reader of a day would otherwise wait for the parts of the program, for the snapshot of all reports, and for
the figures of now, of half a year ago and of past quarters. A thread of each server looks every few seconds at the
versions of the store. It keeps nothing on the disk (docs/decisions/work-ahead.md). It also lets go of what is not used,
and looks whether the cluster is there.
"""

import contextlib
import ctypes
import gc
import os
import pkgutil
import time
from dataclasses import replace
from functools import cache
from importlib import import_module
from threading import Event, Thread

import pages
from data.cli.server import PREPARE
from data.monitoring import log
from data.services import cluster, track_record
from data.services.snapshot import words_left_out
from data.store import import_log
from data.store.database import Store
from data.store.team_weights import current_weights
from domain.errors import BlokwijzerError
from domain.indicators import overview
from domain.question import Question
from domain.schemas import LEVELS
from pages.overview.totals import half_a_year_before
from pages.shared import (
    cached,
    cached_quarters,
    cached_totals,
    postponed,
    stale_results,
    stores,
    taken_in,
    track_record_line,
)
from pages.shared.maps import shape_files

LOOKS_EVERY = 5  # seconds
TIDIES_EVERY = 60  # seconds
AGAIN_AFTER = 60  # seconds after a failure
SCRIPTS = ("start", "page")  # modules that Streamlit runs


def begin() -> Event:
    """Begin, in a thread of its own, which ends when the event is set; it works ahead where the environment asks."""
    stop = Event()
    Thread(target=_go_on, args=(stop,), name="preparation", daemon=True).start()
    return stop


def _go_on(stop: Event) -> None:
    tidied = time.monotonic() - TIDIES_EVERY
    while not stop.is_set():
        taken_in.ASKED.clear()
        worked, wait = False, LOOKS_EVERY
        is_time = time.monotonic() - tidied >= TIDIES_EVERY
        try:
            if is_time:
                cluster.look(stores.own().url)
            if os.environ.get(PREPARE) == "1":
                import_parts()
                worked = look(_first_shown(), keep=is_time)
        except BlokwijzerError:  # the store cannot be opened, or is of another version: health tells
            wait = AGAIN_AFTER
        except Exception as error:  # readers meet it themselves; see ``look``
            log.failure("the overview could not be prepared", error)
            wait = AGAIN_AFTER
        if worked or is_time:
            tidy()
            tidied = time.monotonic()
        taken_in.ASKED.wait(wait)


@cache
def import_parts() -> None:
    """Import the parts of all pages, once, which takes half a second. Streamlit runs their scripts itself.

    The parts of the program are 400,000 objects that stay until the end. Looking through them for what can go took a
    quarter of a second each time, three times while new data is worked out, in which nobody's page went on.
    """
    for each in pkgutil.walk_packages(pages.__path__, "pages."):
        if each.name.rpartition(".")[2] not in SCRIPTS:
            import_module(each.name)
    gc.collect()
    gc.freeze()


def look(store: Store, *, keep: bool = True) -> bool:
    """Work out the newest data of a store where the screens do not show it yet; return whether there was any.

    ``keep``: also ask for what is ready, so that it stays in the memory. Where the work fails, readers do it themselves
    from then on, as without this module.
    """
    newest = store.versions()
    is_due = taken_in.is_due(store.url, newest)
    began = time.monotonic()
    if is_due or (keep and not taken_in.waiting(store.url, newest)):
        try:
            with taken_in.worked_on(store.url) if is_due else contextlib.nullcontext():
                cached.in_store(store, work_out, newest)
        except Exception:
            taken_in.show_the_newest(store.url)
            raise
        now = store.versions()
        if all(now[topic] == newest[topic] for topic in _AS_READ):
            taken_in.show(store.url, newest)
    if is_due:
        log.event("overview prepared", seconds=round(time.monotonic() - began, 1))
    stale_results.seen(store.url, taken_in.oldest_shown(store.url, taken_in.of(store)))
    return is_due


_AS_READ = ("data", "matches", "choices", "withdrawn")  # a change of these while it was read may have been read in part


def tidy() -> None:
    """Let go of results that nobody asked for since long, and give memory that is free back to the system."""
    stale_results.forget_unseen()
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):  # another C library than glibc
        ctypes.CDLL(None).malloc_trim(0)


def _first_shown() -> Store:
    """The store that a new reader sees: the own one, or the demo as long as that is empty."""
    own = stores.own()
    return own if import_log.history(own)["undone_at"].null_count() else stores.demo()


def work_out() -> None:
    """Work out what Overview, Map and Candidates of the current store show to a reader who chose nothing, and may see
    all (``cached.in_store``).
    """
    snapshot, question = cached.snapshot(), Question()
    if not snapshot.reports.height:
        return
    weights = current_weights(cached.current())
    cached.placed_reports(words_left_out(cached.current()))
    cached.figures(question)
    postponed.marked(cached.ranking(question, weights))
    cached.totals(question)
    _count()
    for level in LEVELS:
        shape_files.file_for(level, (), full=True)
    cached.theme_rates(question)
    then = replace(question, as_of=half_a_year_before(snapshot.as_of))
    if overview.covers_half_a_year(snapshot.begins_on, then.as_of):
        cached.ranking(then, weights)
    found = cached.emerging_clusters(question)
    if track_record_line.is_long():
        return
    cached_quarters.last_quarter()
    if found.height:
        for as_of in track_record.emerging_ends(snapshot):
            cached_quarters.emerged(as_of)


def _count() -> None:
    """Count over all reports, and the areas that a reader may choose from."""
    cached_totals.months_by_theme(Question())
    cached_totals.mostly_outside()
    cached_totals.later_signals()
    cached_totals.drawn_share()
    cached_totals.districts()
    cached.district_ids(())
