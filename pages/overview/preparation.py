"""Works out what the Overview shows before anyone opens it: when the server starts, and after new data.

The first reader of a day would otherwise wait for the snapshot of all reports, and for the figures of now, of half a
year ago and of past quarters.
"""

import logging
import os
import time
from dataclasses import replace
from threading import Thread

from data.cli.server import PREPARE
from data.monitoring import log
from data.services import track_record
from data.store import import_log
from data.store.database import Store
from data.store.team_weights import current_weights
from domain.indicators import overview
from domain.question import Question
from pages.overview.totals import half_a_year_before
from pages.shared import cached, cached_quarters, cached_totals, stores, track_record_line

EVERY = 60  # seconds after which the server looks for new data
_THREAD = "preparation"
# Warns at each spinner that nobody sees it.
_SPINNERS = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")


def begin() -> None:
    """Begin, in a thread of its own, where the environment asks for it."""
    if os.environ.get(PREPARE) == "1":
        _SPINNERS.addFilter(lambda record: record.threadName != _THREAD)
        Thread(target=_go_on, name=_THREAD, daemon=True).start()


def _go_on() -> None:
    done: tuple[str, int] | None = None
    while True:
        try:
            store = _first_shown()
            now = store.url, store.version()
            if now != done:
                done, started = now, time.perf_counter()
                cached.in_store(store, work_out)
                log.event("overview prepared", seconds=time.perf_counter() - started)
        except Exception as error:  # a reader meets it as well, and is told
            log.failure("the overview could not be prepared", error)
        time.sleep(EVERY)


def _first_shown() -> Store:
    """The store that a new reader sees: the own one, or the demo as long as that is empty."""
    own = stores.own()
    return own if import_log.history(own)["undone_at"].null_count() else stores.demo()


def work_out() -> None:
    """Work out what the Overview of the current store shows to a reader who chose nothing (``cached.in_store``)."""
    snapshot, question = cached.snapshot(), Question()
    if not snapshot.reports.height:
        return
    weights = current_weights(cached.current())
    cached.figures(question)
    cached.ranking(question, weights)
    cached.totals(question)
    cached_totals.months_by_theme(question)
    then = replace(question, as_of=half_a_year_before(snapshot.as_of))
    if overview.covers_half_a_year(snapshot.begins_on, then.as_of):
        cached.ranking(then, weights)
    if cached.emerging_clusters(question).height and not track_record_line.is_long():
        for as_of in track_record.emerging_ends(snapshot):
            cached_quarters.emerged(as_of)
