"""The history of each field of a project and of its actions: person, change and time."""

import polars as pl
import streamlit as st

from data.store import audit
from domain.projects.interventions import KINDS
from domain.projects.project import Project
from pages.projects.fields import field_name, recalled, written
from pages.shared import cached
from pages.shared.labels import FIELD_NAMES, who
from pages.shared.texts import _, day, local_date


def show(project: Project) -> None:
    """Draw every change, the newest first."""
    changes = audit.changes(cached.current(), "project", project.project_id)
    changes = changes.filter(pl.col("field").is_in(list(FIELD_NAMES)))
    rows = [
        {
            _("When"): day(local_date(row["at"])),
            _("Who"): who(row["actor"]),
            _("What"): field_name(row["field"]) + _about(row["about"]),
            _("From"): written(row["field"], recalled(row["field"], row["old"])),
            _("To"): written(row["field"], recalled(row["field"], row["new"])),
        }
        for row in changes.iter_rows(named=True)
    ]
    st.dataframe(
        pl.DataFrame([row for row in rows if row[_("From")] or row[_("To")]]),
        hide_index=True,
        placeholder="",
        key="history",
    )


def _about(about: str | None) -> str:
    """The action or the kind of intervention that a change was about."""
    return f" · {_(KINDS.get(about, about))}" if about else ""
