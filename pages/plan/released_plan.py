"""The page Plan for who may not see full figures: who takes on what, from when; without numbers of incidents."""

from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from data import clock
from domain.errors import N_
from domain.planning.effort import WORK
from domain.planning.problem import WHY, Chosen, LeftOut
from domain.question import Question
from pages.plan import capacity, hours_chart, lists
from pages.shared import chosen_weights, district, focus, navigation, released, tables, theme, weight_sliders
from pages.shared.cached_plan import Planned
from pages.shared.interval_list import NO_AXIS, interval_list
from pages.shared.labels import phase_name
from pages.shared.texts import _, format_list, ngettext, number

WITHOUT_FIGURES = {
    **WHY,
    "less": N_("It gains less for its hours than everything in the plan."),
    "postponed": N_("It is postponed until {month}."),
}
"""Why a candidate is not in the plan, without what ``released.plan`` leaves out of the reasons."""


def show() -> None:
    """Draw the answer, the hours, the plan, and what is left out."""
    asked = Question(within=district.current())
    made = released.plan(asked, chosen_weights.current(), clock.today())
    navigation.opening(_("Plan"), _answer(made))
    if not made.problem.jobs:
        return
    weight_sliders.show(released.components(asked))
    if not made.team:
        st.write(_("Enter who has hours, and the plan is made at once. A name and hours a week are enough."))
        capacity.first_consultant()
        return
    capacity.chips(made)
    lists.misfits(made)
    opened, tab = lists.open_list(made)
    with tab:
        if opened == "inside":
            _chosen(made)
            tables.download(partial(_for_download, made), _("plan"), "plan-download")
        else:
            _left_out(made)
    hours_chart.show(made.plan, made.problem)


def _answer(made: Planned) -> str:
    """The answer sentence: how many approaches fit in the hours."""
    if not made.problem.jobs:
        return _("There is nothing to plan yet: no candidate stands out.")
    if not made.team:
        return _("Nobody has hours for planned work yet. Who does?")
    text = ngettext(
        len(made.plan.chosen),
        N_("In {hours} hours a week {count} of the first {all} candidates fits."),
        N_("In {hours} hours a week {count} of the first {all} candidates fit."),
    )
    hours = number(sum(who.hours_week for who in made.team))
    return text.format(hours=hours, count=number(len(made.plan.chosen)), all=number(len(made.problem.jobs)))


def _chosen(made: Planned) -> None:
    """A row for each approach in the plan and each running project, along one time."""
    ramp = [*theme.phase_ramp()]
    rows = [_row(made, each, ramp) for each in made.plan.chosen]
    rows += [lists.running_row(run, made.problem) for run in made.problem.runs if run.spans]
    if not rows:
        st.write(_("Nothing fits yet. Give more hours, or look further ahead."))
        return
    acted = interval_list(
        "released-plan",
        rows,
        lists.time_axis(made.problem),
        {"list_of": _("In the plan"), "axis": "", "keys": ""},
        on_open=focus.choose,
        legend=[{"label": phase_name(phase), "colour": colour} for phase, colour in zip(WORK, ramp, strict=True)],
    )
    if acted and acted.startswith(lists.PROJECT):
        navigation.go("projects", project=acted.removeprefix(lists.PROJECT))


def _row(made: Planned, each: Chosen, ramp: list[str]) -> dict[str, Any]:
    """The row of an approach: as in the list of who sees full figures, without the gain, and without a choice."""
    titles = [chance.title for chance in each.chances]
    why = _("together with {things}").format(things=format_list(titles)) if titles else ""
    return {**lists.chosen_row(made, each, ramp), "why": why, "marks": {}, "action": None}


def _left_out(made: Planned) -> None:
    """A row for each candidate that is not in the plan, with the reason."""
    interval_list(
        "released-left-out",
        [_out(each) for each in made.plan.left_out],
        NO_AXIS,
        {"list_of": _("Left out"), "axis": "", "keys": ""},
        on_open=focus.choose,
    )


def _out(each: LeftOut) -> dict[str, Any]:
    said = [lists.in_words(WITHOUT_FIGURES, why, plain=True) for why in each.why]
    row = {"id": each.job.candidate_id, "number": number(each.job.rank), "name": each.job.name, "place": ""}
    return {**row, "why": " ".join(said), "interval": "", "action": None}


def _for_download(made: Planned) -> pl.DataFrame:
    """One row per phase of each approach in the plan."""
    weeks = made.problem.weeks
    columns = {
        _("Area"): pl.String,
        _("Lead"): pl.String,
        _("Phase"): pl.String,
        _("From"): pl.Date,
        _("Until"): pl.Date,
        _("Hours"): pl.Float64,
    }
    rows = [
        (
            *(each.job.name, each.lead, phase_name(part.phase)),
            *(weeks.monday(part.first), weeks.last_before(part.until), part.hours),
        )
        for each in made.plan.chosen
        for part in each.phases
    ]
    return pl.DataFrame(rows, schema=columns, orient="row")
