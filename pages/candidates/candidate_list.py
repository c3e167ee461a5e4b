"""The list of candidates: a row each, with a sentence, the interval of its place on a common axis, and one action."""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from data.store import projects
from domain.projects.project import ENDED
from domain.scoring.decisions import standing_out
from domain.scoring.ranking import TOP_RANKS
from pages.candidates.candidate_facts import where_it_is
from pages.shared import cached, postponed
from pages.shared.candidate_texts import RANK_INTERVAL, place_text, reason_text
from pages.shared.interval_list import interval_list
from pages.shared.texts import _, number, percent

TICKS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)


def candidate_list(
    ranked: pl.DataFrame,
    many: int,
    selected: str | None,
    kept: set[str],
    *,
    on_open: Callable[[str], None],
    on_keep: Callable[[str], None],
) -> str | None:
    """Draw the first ``many`` of ``ranked``; returns the candidate whose action was clicked, for one run.

    ``selected``: the candidate whose details are open. ``kept``: areas on the shortlist. ``on_open`` and ``on_keep``
    are called with a candidate_id, before the page reruns.
    """
    shown = ranked.head(many)
    far = max(int(shown["rank_high"].max() or 0), shown.height, TOP_RANKS + 1)
    clear = standing_out(ranked)
    return interval_list(
        "candidate-list",
        rows(shown, kept, running(shown)),
        {
            "log": True,
            "far": far,
            "line": TOP_RANKS + 0.5,
            "ticks": [{"at": tick, "label": number(tick)} for tick in TICKS if tick <= far],
        },
        {
            "list_of": _("Candidates"),
            "axis": _("Place next year ({sure} sure)").format(sure=percent(RANK_INTERVAL)),
            "keys": _("Arrow keys: up and down. Enter: open. S: shortlist."),
            "unclear": _("The areas below do not clearly stand out. Look there only for another reason, or later."),
        },
        on_open=on_open,
        on_mark=lambda _name, candidate_id: on_keep(candidate_id),
        marks=[
            {"name": "keep", "icon": "star", "key": "s", "on": _("Add to shortlist"), "off": _("Remove from shortlist")}
        ],
        selected=selected,
        last_clear=clear["candidate_id"].last() if clear.height else None,
    )


def rows(shown: pl.DataFrame, kept: set[str], running: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of the list, as plain data, see ``interval_list``. ``running``: candidate_id -> project_id."""
    return [
        {
            "id": row["candidate_id"],
            "number": number(row["rank"]),
            "name": row["name"],
            "place": " · ".join(part for part in (where_it_is(row), _project_runs(row, running)) if part),
            "why": f"{postponed.in_words(row)} {reason_text(row)}".strip(),
            "muted": row["postponed_until"] is not None,
            "low": row["rank_low"],
            "value": row["rank"],
            "high": row["rank_high"],
            "interval": place_text(row) if row["rank_low"] is not None else _("Not examined"),
            "marks": {"keep": row["candidate_id"] in kept},
            **_action(row, running),
        }
        for row in shown.iter_rows(named=True)
    ]


def _project_runs(row: Mapping[str, Any], running: Mapping[str, str]) -> str:
    return _("project running") if row["candidate_id"] in running else ""


def _action(row: Mapping[str, Any], running: Mapping[str, str]) -> dict[str, str]:
    """The one action of a row, by its short and its whole name."""
    if row["candidate_id"] in running:
        return {"action": _("Open"), "does": _("Open project")}
    if row["postponed_until"] is not None:
        return {"action": _("Look"), "does": _("See why it is postponed")}
    return {"action": _("Start"), "does": _("Start a project")}


def running(ranked: pl.DataFrame) -> dict[str, str]:
    """The project that runs at a candidate, or at one of its areas: candidate_id -> project_id."""
    of = {
        area: project.project_id
        for project in projects.load(cached.current())
        if project.phase not in ENDED
        for area, _name in project.areas
    }
    areas = ranked.select("candidate_id", pl.concat_list("candidate_id", "members", "folded").alias("areas"))
    found = {candidate: [of[area] for area in each if area in of] for candidate, each in areas.iter_rows()}
    return {candidate: each[0] for candidate, each in found.items() if each}
