"""The Plan screen: which candidates fit in the hours, by whom and from which month; what is left out and why."""

from datetime import date
from functools import partial

import polars as pl
import streamlit as st

from pages.plan import answer, capacity, charts, lists, more_hours
from pages.plan.method import how_do_we_know, rests_on
from pages.shared import access, cached, cached_plan, chosen_weights, filters, incident_hours, navigation, tables
from pages.shared.cached_plan import Planned
from pages.shared.empty_state import no_reports
from pages.shared.labels import phase_name
from pages.shared.texts import N_, _, ngettext, number, percent

IMPROVEMENT_MIN = 0.005  # smallest possible improvement (as a share) that is mentioned


def main() -> None:
    """Draw the answer, the charts, the lists and the capacity."""
    access.require()
    if not cached.snapshot().reports.height:
        navigation.opening(_("Plan"), _("There is nothing to plan yet: there are no reports."))
        no_reports()
        return
    made = cached_plan.planned(filters.question(), chosen_weights.current(), date.today())
    navigation.opening(_("Plan"), answer.answer(made))
    if not made.task.jobs:
        st.write(_("Streets and blocks that stand out in the reports become candidates. You plan them here."))
        navigation.link("candidates", _("Candidates"))
        return
    if not made.team:
        st.write(_("Enter who has hours, and the plan is made at once. A name and hours a week are enough."))
        capacity.consultants(made.team, made.absences)
        return
    answer.show_doubts(made)
    lists.misfits(made)
    left, right = st.columns([3, 2], gap="large")
    with left:
        charts.timeline(made.plan, made.task)
        charts.hours_chart(made.plan, made.task)
        surely = st.container()
        _notes(made)
    with right:
        more_hours.show(made)
        _lists(made)
    _settings(made)
    how_do_we_know(made)
    with surely:  # last, so that everything else is visible while it is computed
        _how_sure(made)


def _how_sure(made: Planned) -> None:
    """Show whether the plan is optimal, or its largest possible improvement; a better plan that is found is shown."""
    if made.plan.gap >= IMPROVEMENT_MIN and not made.checked:
        with st.spinner(_("Looking for a better plan.")):
            found = cached_plan.checked(made)
        if found.value > made.plan.value:
            st.rerun()
    else:
        found = made.plan
    if found.gap < IMPROVEMENT_MIN:
        st.caption(_("Proven to be the best plan for these hours."))
    else:
        text = _("A plan that is at most {gap} better may exist, but was not found.")
        st.caption(text.format(gap=percent(found.gap)))


def _notes(made: Planned) -> None:
    """Notes: running projects without hours, and the basis of hours."""
    parts = []
    names = {who.name.strip().casefold() for who in made.team}
    lost = [run for run in made.task.runs if run.lead.strip().casefold() not in names]
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
    inside, outside = st.tabs(
        [
            _("In the plan ({count})").format(count=number(len(made.plan.chosen))),
            _("Left out ({count})").format(count=number(len(made.plan.left_out))),
        ]
    )
    with inside:
        lists.chosen(made)
    with outside:
        lists.left_out(made)
    if wanted := lists.wanted_in_words(made):
        st.caption(wanted)
    tables.download(partial(_for_download, made), _("plan"), "plan-download")


def _settings(made: Planned) -> None:
    with st.expander(_("Hours, holidays and how far to look"), icon=":material/tune:"):
        capacity.size(made.wishes, made.highest)
        incident_hours.ask()
        capacity.consultants(made.team, made.absences)


def _for_download(made: Planned) -> pl.DataFrame:
    """One row per phase of each project in the plan."""
    monday = made.task.weeks.monday
    rows = [
        {
            _("Area"): each.job.name,
            _("Lead"): each.lead,
            _("Phase"): phase_name(part.phase),
            _("From"): monday(part.first),
            _("Until"): monday(part.until),
            _("Hours"): round(part.hours, 1),
            _("Fewer incidents a year"): round(each.job.gain, 1),
            _("Opportunities"): ", ".join(chance.title for chance in each.chances),
        }
        for each in made.plan.chosen
        for part in each.phases
    ]
    return pl.DataFrame(rows) if rows else pl.DataFrame({_("Area"): []}, schema={_("Area"): pl.String})


main()
