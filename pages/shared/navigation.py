"""The heading of every page, and links between pages."""

from html import escape
from pathlib import Path
from typing import NoReturn

import streamlit as st

from pages.shared import access, theme
from pages.shared.texts import N_, _

AREAS_SEPARATOR = ","  # between the areas of a link
PAGES = (
    ("overview", "", N_("Overview")),
    ("map", "map", N_("Map")),
    ("candidates", "candidates", N_("Candidates")),
    ("plan", "plan", N_("Plan")),
    ("track_record", "track-record", N_("Track record")),
    ("projects", "projects", N_("Projects")),
    ("network", "network", N_("Network")),
    ("session", access.GUEST, N_("Team session")),
    ("signals", "signal", N_("Signal")),
    ("imports", "data", N_("Data")),
    ("settings", "settings", N_("Settings")),
    ("audit", "audit", N_("Audit trail")),
    ("person", "person", N_("Access and erasure")),
    ("glossary", "glossary", N_("Glossary")),
)
"""The pages in the order of the navigation: folder, address, title."""
UNLISTED = ("audit", "person", "glossary")  # not in the navigation: Settings and each page's header link to them
UNKNOWN = "unknown"  # the parameter of the first page's link after an address that leads to no page
_FOLDER = Path(__file__).parents[1]


def script(name: str) -> Path:
    """The file that Streamlit runs for the page of this name ("map")."""
    return _FOLDER / name / "page.py"


def opening(name: str, answer: str) -> None:
    """The page's name and, as its only first-level heading, a sentence with the answer.

    On a wide screen the name is left out where the navigation above shows it (see theme.document). ``answer`` is
    Markdown; escape data in it (``texts.markdown``).
    """
    with st.container(gap=None):
        if _is_listed():
            st.html(f'<span class="page-name">{escape(name)}</span>')
        else:
            st.caption(name)
        st.title(answer, anchor=False)


def _is_listed() -> bool:
    """Whether the navigation names the current page."""
    listed = {path for name, path, _title in PAGES if name not in UNLISTED}
    return st.session_state.get("page") in listed


def link(to: str, label: str, icon: str | None = None, **params: object) -> None:
    """A link to another page of the app by its name ("map"), with parameters; nothing if this person may not open it.

    ``label`` is Markdown; escape data in it (``texts.escape_markdown``).
    """
    if script(to).exists() and access.may_open(to):
        query = {name: str(value) for name, value in params.items() if value is not None}
        st.page_link(script(to), label=label, icon=icon, query_params=query)


def say_if_unknown() -> None:
    """Say that the address that was opened leads to no page (middleware.KnownPages), once."""
    if st.query_params.pop(UNKNOWN, None) is not None:
        text = _("There is no page at this address. This is the first page; the others are at the top.")
        st.info(text, icon=":material/link_off:")


def go(to: str, **params: object) -> NoReturn:
    """Open another page of the app by its name ("map"), with parameters; the rest of this run is left."""
    st.switch_page(script(to), query_params={name: str(value) for name, value in params.items() if value is not None})


def start_project_link(area_id: str, level: str, *others: str) -> None:
    """A link from an area, or from several with one shared problem, to the form for a new project."""
    areas = AREAS_SEPARATOR.join((area_id, *others))
    link("projects", _("Start a project"), icon=theme.ICONS["projects"], start=areas, level=level)


def open_start_form(area_id: str, level: str, *others: str) -> NoReturn:
    """Open that form at once."""
    go("projects", start=AREAS_SEPARATOR.join((area_id, *others)), level=level)
