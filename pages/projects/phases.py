"""The phases of a project: the current phase, the next ones, and their required fields."""

import html

import streamlit as st

from domain.projects.progress import Period
from domain.projects.project import ENDED, PHASES, RUNNING, TRANSITIONS, Project, missing, next_phases
from pages.projects import saving
from pages.projects.fields import field_name
from pages.shared import theme
from pages.shared.labels import phase_name
from pages.shared.texts import N_, _, day, markdown, number


def stepper(project: Project, passed: list[Period]) -> None:
    """Every phase in order with its start date; the current one is highlighted by more than colour."""
    order = [phase for phase in PHASES if phase != ("closed" if project.phase == "stopped" else "stopped")]
    since = {period.phase: day(period.starts_on) for period in reversed(passed)}
    if project.ended_on:
        since[project.phase] = day(project.ended_on)
    colours = [*theme.phase_ramp(), theme.UNKNOWN]
    at, ground = order.index(project.phase), theme.GROUND[theme.shade()]
    steps = []
    for place, phase in enumerate(order):
        now, begun = place == at, phase in since and place <= at
        bar = f"border-top:6px solid {colours[place]}" if begun else f"border-top:2px solid {ground};margin-top:4px"
        weight = "700" if now else "400"
        steps.append(
            f'<li style="flex:1 1 96px;{bar};padding-top:4px;font-weight:{weight}"{" aria-current=step" * now}>'
            f"{number(place + 1)}. {html.escape(phase_name(phase))}"
            f'<div style="font-weight:400;font-size:13px;opacity:.8;min-height:1.2em">'
            f"{html.escape(since[phase] if begun else '')}</div></li>"
        )
    listed = "".join(steps)
    st.html(f'<ol style="display:flex;flex-wrap:wrap;gap:6px 4px;list-style:none;padding:0;margin:0">{listed}</ol>')


def next_steps(project: Project) -> None:
    """The phases that may follow, and their required fields."""
    with st.container(horizontal=True, vertical_alignment="center", key="next-steps"):
        st.markdown(f"**{_('What next?')}**", width="content")
        following = next_phases(project.phase)
        for phase in following:
            if "reason" in TRANSITIONS[project.phase][phase]:
                _stop(project, phase)
            else:
                _one(project, phase, is_usual=phase == following[0])
    usual = following[0]
    if lacking := missing(project, usual):
        with st.container(horizontal=True, vertical_alignment="center"):
            fields = ", ".join(field_name(name) for name in lacking)
            text = markdown(N_("For “{phase}” first fill in: {fields}."), phase=phase_name(usual), fields=fields)
            st.markdown(text, width="content")
            st.button(_("Fill in"), icon=":material/edit:", on_click=saving.begin, args=(project,), key="fill")


def _one(project: Project, phase: str, is_usual: bool) -> None:
    again = project.phase in ENDED
    back = not again and RUNNING.index(project.phase) > (RUNNING.index(phase) if phase in RUNNING else len(RUNNING))
    text = N_("Reopen: {phase}") if again else N_("Back to: {phase}") if back else N_("To: {phase}")
    st.button(
        markdown(text, phase=phase_name(phase)),
        key=f"to-{phase}",
        type="primary" if is_usual and not again else "secondary",
        on_click=saving.move,
        args=(project, phase),
        disabled=bool(missing(project, phase)),
    )


def _stop(project: Project, phase: str) -> None:
    with st.popover(markdown(N_("To: {phase}"), phase=phase_name(phase)), key=f"to-{phase}"):
        reason = st.text_input(_("Why does it stop?"), key="stop-reason")
        st.button(
            _("Stop the project"),
            on_click=saving.move,
            args=(project, phase, reason),
            disabled=not reason.strip(),
        )
