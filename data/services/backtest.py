"""Backtest on the store: the candidate list at past dates, compared with the incidents that followed."""

import time
from collections.abc import Callable
from typing import Any

from data.services.snapshot import built, stored
from data.store import projects
from data.store.database import Store
from data.store.team_weights import weights_on
from domain.backtest.cuts import few_lost, known_on, quarter_ends
from domain.backtest.look_back import look_back
from domain.backtest.placebo import placebos
from domain.backtest.results import results
from domain.backtest.team import worked_on
from domain.effects.monthly_panel import Counts
from domain.question import Question, months_before

DATES, PLACEBOS = 8, 100


def backtest(
    store: Store,
    *,
    level: str = "block",
    months: int = 12,
    ahead: int = 12,
    dates: int = DATES,
    placebo: int = PLACEBOS,
    progress: Callable[[str], None] = lambda _line: None,
) -> dict[str, Any]:
    """Compare the list at each of the last ``dates`` quarter ends with the incidents of the next ``ahead`` months.

    ``months``: the window of the list. ``placebo``: number of areas at each date for which the effect of a
    fictitious project is estimated. ``progress`` receives a line for each date. Returns the object of results,
    and seconds.
    """
    began = time.monotonic()
    everything = stored(store)
    now = built(store, everything)
    every = projects.load(store)
    ends = quarter_ends(now.begins_on, now.as_of, months=months, ahead=ahead, dates=dates, complete=few_lost(now))
    found, never_were = [], []
    for number, end in enumerate(ends, start=1):
        then = built(store, known_on(everything, end))
        until = months_before(end, -ahead)
        since = Counts(now, until)
        question = Question(level=level, as_of=end, months=months)
        at_date = look_back(
            then,
            now,
            question,
            ahead=ahead,
            weights=weights_on(store, end),
            left_out=worked_on(every, since, level, until),
        )
        found.append(at_date)
        if placebo:
            never_were.append(placebos(Counts(then, end), since, at_date.busy, end, most=placebo, seed=number))
        progress(f"{number} of {len(ends)}: {end}, {at_date.date['areas']} areas, {time.monotonic() - began:.0f} s")
    record = results(found, never_were, level=level, months=months, ahead=ahead)
    return record | {"seconds": round(time.monotonic() - began, 1)}
