"""The Plan screen: which candidates fit in the hours, by whom and from which month; what is left out and why."""

from functools import partial

import polars as pl
import streamlit as st

from data import clock
from domain.roles import Act
from pages.plan import answer, capacity, details, hours_chart, lists, more_hours, released_plan
from pages.plan.method import how_do_we_know, rests_on
from pages.shared import access, cached, cached_plan, chosen_weights, filters, focus, navigation, tables
from pages.shared.cached_plan import Planned
from pages.shared.empty_state import no_reports
from pages.shared.labels import phase_name
from pages.shared.texts import N_, _, ngettext, number


def main() -> None:
    """Draw the answer, the hours, the lists with the details of one, and the hours by week."""
    access.require(access.PAGES["plan"])
    if not access.may(Act.FULL):
        released_plan.show()
        return
    if not cached.snapshot().reports.height:
        navigation.opening(_("Plan"), _("There is nothing to plan yet: there are no reports."))
        no_reports()
        return
    made = cached_plan.planned_at_once(filters.question(), chosen_weights.current(), clock.today())
    navigation.opening(_("Plan"), answer.answer(made))
    if not made.problem.jobs:
        st.write(_("Streets and blocks that stand out in the reports become candidates. You plan them here."))
        navigation.link("candidates", _("Candidates"))
        return
    if not made.team:
        st.write(_("Enter who has hours, and the plan is made at once. A name and hours a week are enough."))
        capacity.first_consultant()
        return
    capacity.chips(made)
    answer.show_doubts(made)
    lists.misfits(made)
    answer.search_status(made)
    left, right = st.columns([2, 1], gap="large")
    with left:
        _lists(made)
        hours_chart.show(made.plan, made.problem)
        _notes(made)
        more_hours.show(made)
    shown = "details-chosen" if focus.area() else "details-first"  # on a phone: fills the screen, or is not shown
    with right, st.container(key="beside"), st.container(key=shown):  # sticky beside the list (see theme.document)
        details.show(made)
    how_do_we_know(made)


def _notes(made: Planned) -> None:
    """Notes: running projects without hours, and the basis of hours."""
    parts = []
    names = {who.name.strip().casefold() for who in made.team}
    lost = [run for run in made.problem.runs if run.lead.strip().casefold() not in names]
    if lost:
        text = ngettext(
            len(lost),
            N_("One running project has a lead without hours here, so its hours are not counted."),
            N_("{count} running projects have a lead without hours here, so their hours are not counted."),
        )
        parts.append(text.format(count=number(len(lost))))
    if text := " ".join(part for part in (*parts, rests_on(made)) if part):
        st.caption(text)


def _lists(made: Planned) -> None:
    opened, tab = lists.open_list(made)
    with tab:
        if opened == "inside":
            lists.chosen(made)
            tables.download(partial(_for_download, made), _("plan"), "plan-download", _about(made))
        else:
            lists.left_out(made)


def _about(made: Planned) -> list[tuple[str, str]]:
    """The hours and the candidates that the plan is made with."""
    hours = " · ".join(f"{who.name}: {number(who.hours_week, 1)}" for who in made.team)
    looked_at = _("the first {count}").format(count=number(made.wishes.candidates))
    return [(_("Hours a week"), hours), (_("Candidates to consider"), looked_at)]


def _for_download(made: Planned) -> pl.DataFrame:
    """One row per phase of each project in the plan."""
    monday = made.problem.weeks.monday
    rows = [
        {
            _("Area"): each.job.name,
            _("Lead"): each.lead,
            _("Phase"): phase_name(part.phase),
            _("From"): monday(part.first),
            _("Until"): made.problem.weeks.last_before(part.until),
            _("Hours"): round(part.hours, 1),
            _("Fewer incidents a year"): round(each.job.gain, 1),
            _("Opportunities"): ", ".join(chance.title for chance in each.chances),
        }
        for each in made.plan.chosen
        for part in each.phases
    ]
    return pl.DataFrame(rows) if rows else pl.DataFrame({_("Area"): []}, schema={_("Area"): pl.String})


main()
