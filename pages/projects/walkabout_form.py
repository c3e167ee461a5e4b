"""The form of a walkabout, for a phone in the street: a grade for each aspect, with its description.

The grades are kept in the link as well, so that they survive a reload of the page. The note is not, because links are
shared.
"""

from dataclasses import replace

import streamlit as st

from data import clock
from data.store import walkabouts
from domain.errors import BlokwijzerError
from domain.projects.project import Project
from domain.projects.walkabouts import ASPECT_WORDS, ASPECTS, GRADES, HELP, NOTE_LENGTH_MAX, Walkabout
from pages.shared import access, cached, navigation, phone
from pages.shared.texts import N_, _, error_text, escape_markdown, format_list, markdown, number

PARAM = "walkabout"  # in the link of a project: NEW for a new one, else the number of the one to correct
NEW = "1"
USUAL = "B"  # the usual target grade; its description is shown if none is chosen
_WRONG = "walkabout-wrong"


def link(project: Project) -> None:
    """A button to a new walkabout of a project."""
    st.button(
        _("New walkabout"),
        icon=":material/directions_walk:",
        type="primary",
        on_click=st.query_params.update,
        args=({PARAM: NEW},),
        key="new-walkabout",
    )
    if not project.areas:
        st.caption(_("Choose at least one street or block for the project."))


def show(project: Project, asked: str) -> None:
    """Draw the form; ``asked``: the value of PARAM in the link."""
    stored = next(
        (one for one in walkabouts.of_project(cached.current(), project.project_id) if asked == _number(one)), None
    )
    with phone.column():
        head = st.container()
        st.button(_("Back to the project"), icon=":material/arrow_back:", on_click=_close)
        _fields(project, stored)
        graded = [aspect for aspect in ASPECTS if _grade(aspect, stored)]
        with head:
            navigation.opening(_("Walkabout"), _answer(project, len(graded)))
        st.text_area(
            _("Note"),
            stored.note if stored else "",
            height=80,
            max_chars=NOTE_LENGTH_MAX,
            placeholder=_("No names or addresses of residents, please."),
            key=_key("remark", stored),
        )
        if wrong := st.session_state.pop(_WRONG, None):
            st.error(wrong, icon=":material/error:")
        st.button(
            _("Save the walkabout"),
            type="primary",
            icon=":material/save:",
            width="stretch",
            on_click=_save,
            args=(project, stored),
            key="save-walkabout",
        )
        st.caption(_("The grades are the quality levels of CROW. The explanations are ours, not CROW's."))


def _answer(project: Project, graded: int) -> str:
    if not graded:
        return markdown(N_("How does {title} look today?"), title=format_list([name for _id, name in project.areas]))
    return markdown(N_("{count} of {all} aspects have a grade."), count=number(graded), all=number(len(ASPECTS)))


def _fields(project: Project, stored: Walkabout | None) -> None:
    """The area, if the project has several; and the date."""
    names = dict(project.areas)
    if stored and stored.area_id not in names:
        names[stored.area_id] = stored.area_name
    ids = list(names)
    if len(ids) > 1:
        st.selectbox(
            _("Where"),
            ids,
            index=ids.index(stored.area_id) if stored else 0,
            format_func=names.get,
            key=_key("where", stored),
        )
    st.date_input(
        _("Day"),
        stored.walked_on if stored else clock.today(),
        max_value=clock.today(),
        format="DD-MM-YYYY",
        key=_key("walked", stored),
    )


def _grade(aspect: str, stored: Walkabout | None) -> str | None:
    """Five buttons, and the description of the chosen grade, or of the usual target grade."""
    with st.container(key=f"row-{aspect}", gap=None):
        grade = st.segmented_control(
            f"**{_(ASPECT_WORDS[aspect])}**",
            list(GRADES),
            default=stored.grades.get(aspect) if stored else None,
            key=_key(aspect, stored),
            width="stretch",
            **_bound(stored),
        )
        st.caption(f"{escape_markdown(grade or USUAL)}: {escape_markdown(_(HELP[aspect][grade or USUAL]))}")
    return grade


def _bound(stored: Walkabout | None) -> dict[str, str]:
    """Bind a new walkabout to the link; a corrected one is in the store already."""
    return {} if stored else {"bind": "query-params"}


def _key(field: str, stored: Walkabout | None) -> str:
    """The key of a widget, also its name in the link."""
    return f"{field}-{stored.walkabout_id}" if stored else field


def _number(walkabout: Walkabout) -> str:
    """The value in the link of a walkabout to correct; NEW for a new one."""
    return f"n{walkabout.walkabout_id}"


def correct(walkabout: Walkabout) -> None:
    """Open the form of a stored walkabout."""
    st.query_params[PARAM] = _number(walkabout)


def _save(project: Project, stored: Walkabout | None) -> None:
    kept, names = st.session_state, dict(project.areas)
    first = stored.area_id if stored else next(iter(names), "")
    area_id = kept.get(_key("where", stored)) or first
    walkabout = Walkabout(
        area_id=area_id,
        area_name=names.get(area_id) or (stored.area_name if stored else ""),
        walked_on=kept.get(_key("walked", stored)) or clock.today(),
        grades={aspect: grade for aspect in ASPECTS if (grade := kept.get(_key(aspect, stored)))},
        note=kept.get(_key("remark", stored)) or "",
        project_id=project.project_id,
    )
    try:
        actor = access.require().actor
        if stored:
            corrected = replace(walkabout, walkabout_id=stored.walkabout_id)
            walkabouts.correct(cached.current(), actor, corrected, clock.today())
        else:
            walkabouts.add(cached.current(), actor, walkabout, clock.today())
    except BlokwijzerError as error:
        kept[_WRONG] = error_text(error)
        return
    _close()


def _close() -> None:
    """Return to the project and discard the form's values."""
    for aspect in ASPECTS:
        if aspect in st.session_state:
            st.session_state[aspect] = None
    st.query_params.pop(PARAM, None)
    st.session_state["project-tabs"] = _("Walkabouts")
