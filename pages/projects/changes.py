"""Other people's changes in projects since the person's last visit."""

from datetime import datetime

import polars as pl
import streamlit as st

from data.store import projects
from domain.errors import N_
from domain.projects.interventions import KINDS
from domain.projects.project import Project
from pages.projects.board import open_project
from pages.projects.fields import field_name
from pages.shared import access, cached
from pages.shared.labels import FIELD_NAMES, who
from pages.shared.texts import _, day, escape_markdown, format_list, local_date, markdown, ngettext, number

LINES_AT_FIRST = 8  # most lines shown at first
DONE = {
    "create": N_("started it"),
    "note": N_("wrote a note"),
    "hours": N_("logged hours"),
    "decision": N_("wrote down a decision"),
    "add action": N_("added “{about}”"),
    "change action": N_("changed “{about}”"),
    "remove action": N_("removed “{about}”"),
    "add intervention": N_("wrote down that this was done: {about}"),
    "change intervention": N_("changed from when this was done: {about}"),
    "remove intervention": N_("removed that this was done: {about}"),
}


def show(every: list[Project]) -> None:
    """List other people's changes since the last visit, one line per project and person; nothing if there are none."""
    since = _since()
    if since is None:
        return
    found = projects.changed_since(cached.current(), access.require().actor, since)
    titles = {project.project_id: project.title for project in every}
    found = found.filter(pl.col("project_id").is_in(list(titles)))
    if not found.height:
        return
    with st.container(border=True):
        text = ngettext(
            found["project_id"].n_unique(),
            N_("Changed since your last visit ({day}): {count} project"),
            N_("Changed since your last visit ({day}): {count} projects"),
        )
        count = number(found["project_id"].n_unique())
        st.markdown(f"**{text.format(day=day(local_date(since)), count=count)}**")
        groups = list(found.group_by("project_id", "actor", maintain_order=True))
        for (project_id, actor), rows in groups[:LINES_AT_FIRST]:
            _line(project_id, titles[project_id], actor, rows)
        if len(groups) > LINES_AT_FIRST:
            with st.expander(_("Show all")):
                for (project_id, actor), rows in groups[LINES_AT_FIRST:]:
                    _line(project_id, titles[project_id], actor, rows)


def _since() -> datetime | None:
    """The person's last visit before this session; read once, because reading it stores a new visit."""
    key = f"projects-since-{cached.current().url}"
    if key not in st.session_state:
        st.session_state[key] = projects.visit(cached.current(), access.require().actor, "projects")
    return st.session_state[key]


def _line(project_id: int, title: str, actor: str, rows: pl.DataFrame) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            escape_markdown(title),
            key=f"changed-{project_id}-{actor}",
            type="tertiary",
            on_click=open_project,
            args=(project_id,),
        )
        st.caption(markdown(N_("{who}: {what}"), who=who(actor), what=format_list(list(dict.fromkeys(_done(rows))))))


def _done(rows: pl.DataFrame) -> list[str]:
    """The changes in words, the newest first."""
    parts = []
    for action, about, fields in rows.select("action", "about", "fields").iter_rows():
        if action in DONE:
            parts.append(_(DONE[action]).format(about=_(KINDS[about]) if about in KINDS else about))
        elif names := [field_name(name) for name in fields if name in FIELD_NAMES]:
            parts.append(_("changed {fields}").format(fields=format_list(names).lower()))
    return parts
