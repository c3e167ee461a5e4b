"""The areas with the highest rates, each with the interval of its rate on one axis."""

from typing import Any

import polars as pl

from domain.indicators.report_selection import Window
from pages.shared import focus
from pages.shared.interval_list import interval_list
from pages.shared.texts import HOMES_KNOWN, N_, _, counted_rate, interval, number

AXES = {
    (True, True): N_("Per 100 homes a year; dashed: the average"),
    (True, False): N_("Per 100 homes a year"),
    (False, True): N_("Estimated a year; dashed: the average"),
    (False, False): N_("Estimated a year"),
}
"""The title of the axis, by whether homes are known and whether all areas are compared with one average."""
MOST_TICKS = 3  # of the axis, beside 0
STEPS = [digit * 10**power for power in range(-1, 7) for digit in (1, 2, 5)]  # between ticks


def highest_list(highest: pl.DataFrame, span: Window) -> None:
    """Draw the rows; a click puts the area in focus. ``highest``: of ``area_figures``, the highest rate first."""
    if not highest.height:
        return
    averages = highest["average"].unique()
    average = averages.item() if averages.len() == 1 else None
    far = float(highest["high"].max()) * 1.05
    step = next(step for step in STEPS if step >= far / MOST_TICKS)
    ticks = [step * times for times in range(MOST_TICKS + 1) if step * times <= far]
    interval_list(
        "highest",
        [_row(place, row, span) for place, row in enumerate(highest.iter_rows(named=True), start=1)],
        {"log": False, "far": far, "line": average, "ticks": [{"at": at, "label": number(at)} for at in ticks]},
        {
            "list_of": _("The ten highest"),
            "axis": _(AXES[highest["denominator"][0] in HOMES_KNOWN, average is not None]),
        },
        on_open=focus.choose,
    )


def _row(place: int, row: dict[str, Any], span: Window) -> dict[str, Any]:
    return {
        "id": row["area_id"],
        "number": number(place),
        "name": row["name"],
        "place": "",
        "why": counted_rate(row["incidents"], row["rate"], row["denominator"], span),
        "low": row["low"],
        "value": row["rate"],
        "high": row["high"],
        "interval": _("probably {interval}").format(interval=interval(row["low"], row["high"])),
        "action": None,
    }
