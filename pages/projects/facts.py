"""The overview of a project: its target against the current value, its team and resources."""

from dataclasses import replace

import streamlit as st

from data import clock
from data.store import projects
from domain.effects.baseline import as_fixed
from domain.projects.actions import is_late
from domain.projects.project import Project
from domain.projects.target import incidents_a_year
from pages.area.area_card import area_card
from pages.projects import done
from pages.projects.fields import field_name, written
from pages.shared import cached, filters, navigation, on_demand, theme
from pages.shared.texts import N_, _, day, escape_markdown, format_list, markdown, ngettext, number


def show(project: Project) -> None:
    """Draw the overview of one project."""
    _gone(project)
    _figures(project)
    left, right = st.columns(2, gap="large")
    with left:
        _field(project, "goal", _("none yet"))
        _field(project, "measures", _("all incidents"))
        what = done.list_text(projects.interventions(cached.current(), project.project_id))
        st.markdown(f"**{_('What was done')}:** " + (what or f":gray[{_('nothing written down yet')}]"))
        _field(project, "aftercare", _("nothing agreed yet"))
        if project.reason:
            _field(project, "reason", "")
        st.markdown(f"**{_('Period')}:** {period(project)}")
    with right:
        _field(project, "lead", _("nobody yet"))
        _field(project, "team", _("nobody yet"))
        _field(project, "partners", _("none yet"))
        _field(project, "resident_group", _("none yet"))
        _field(project, "opportunities", _("none yet"))
    _areas(project)


def _areas(project: Project) -> None:
    """The card of each of its areas, drawn when it is opened; two beside each other."""
    there = set(cached.snapshot().areas["area_id"])
    asked = filters.question()
    columns = st.columns(2, gap="large") if len(project.areas) > 1 else [st.container()]
    for at, (area_id, name) in enumerate(project.areas):
        if area_id not in there:
            continue
        with columns[at % len(columns)]:
            label = markdown(N_("All figures of {area}"), area=name)
            if card := on_demand.expander(label, f"project-area-{area_id}", theme.ICONS["area"]):
                with card:
                    area_card(replace(asked, level=area_id.partition(":")[0]), area_id)
                    navigation.link(
                        "map", _("Show on the map"), icon=theme.ICONS["map"],
                        area=area_id, level=area_id.partition(":")[0],
                    )  # fmt: skip


def _gone(project: Project) -> None:
    """Say which areas are not in the data any more, and how they are counted on, if they are."""
    there = set(cached.snapshot().areas["area_id"])
    gone = [name for area_id, name in project.areas if area_id not in there]
    if not gone:
        return
    kept = now_a_year(project) is not None
    text = (
        N_("No longer in the data under that name: {areas}. Counting goes on by their addresses and outline.")
        if kept
        else N_("No longer in the data: {areas}. Nothing is counted there until other streets or blocks are chosen.")
    )
    st.warning(markdown(text, areas=format_list(gone)), icon=":material/wrong_location:")


def now_a_year(project: Project) -> int | None:
    """The current value of the project's target."""
    snapshot = as_fixed(cached.snapshot(), project)
    return incidents_a_year(snapshot, [area for area, _name in project.areas], project.measures)


def period(project: Project) -> str:
    """The period of the project, and of the work itself, as Markdown."""
    text = period_begun(project)
    if project.carried_out_from:
        text += markdown(N_(", work from {day}"), day=day(project.carried_out_from))
    if project.carried_out_until:
        text += markdown(N_(" until {day}"), day=day(project.carried_out_until))
    if project.ended_on:
        text += markdown(N_(", ended {day}"), day=day(project.ended_on))
    return text


def period_begun(project: Project) -> str:
    """The start of the project, or its planned start, as Markdown."""
    text = N_("since {day}") if project.started_on <= clock.today() else N_("starts {day}")
    return markdown(text, day=day(project.started_on))


def hours_text(project: Project) -> str:
    """Hours spent and planned, in words."""
    if project.hours_planned is None:
        return markdown(N_("{spent} hours spent"), spent=amount(project.hours_spent))
    return markdown(
        N_("{spent} of {planned} hours spent"),
        spent=amount(project.hours_spent),
        planned=amount(project.hours_planned),
    )


def amount(hours: float) -> str:
    """Hours, with a decimal only if they are not whole."""
    return number(hours, 0 if hours == int(hours) else 1)


def _figures(project: Project) -> None:
    now = now_a_year(project)
    open_ones = [action for action in projects.actions(cached.current(), project.project_id) if action.done_on is None]
    late = sum(is_late(action, clock.today()) for action in open_ones)
    first, second, third = st.columns(3)
    if now is None:
        first.metric(
            _("Incidents in the last 12 months"),
            "–",
            help=_("The data does not cover a whole year, or not all of these streets or blocks."),
            border=True,
            height="stretch",
        )
    else:
        target = _("No target yet")
        if project.target is not None:
            target = _("Target: {target}").format(target=number(project.target))
        help_ = _("Counted up to the newest report. Whether that is due to the project is another question.")
        first.metric(
            _("Incidents in the last 12 months"),
            number(now),
            delta_description=target,
            help=help_,
            border=True,
            height="stretch",
        )
    planned = _("Not planned yet")
    if project.hours_planned is not None:
        planned = _("of {hours} planned").format(hours=amount(project.hours_planned))
    second.metric(
        _("Hours spent"), amount(project.hours_spent), delta_description=planned, border=True, height="stretch"
    )
    late_text = ngettext(late, N_("{count} late"), N_("{count} late")).format(count=number(late)) if late else None
    third.metric(_("Open actions"), number(len(open_ones)), delta_description=late_text, border=True, height="stretch")


def _field(project: Project, name: str, empty: str) -> None:
    st.markdown(
        f"**{field_name(name)}:** " + (escape_markdown(written(name, getattr(project, name))) or f":gray[{empty}]")
    )
