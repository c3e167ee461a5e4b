"""The fields of a project as readable text; also from the history and from a conflict."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from pages.shared import cached
from pages.shared.labels import FIELD_NAMES, phase_name, theme_name
from pages.shared.texts import _, day, number

_DAYS = ("started_on", "ended_on", "carried_out_from", "carried_out_until", "due_on", "done_on", "done_from")


def field_name(name: str) -> str:
    """The name of a field."""
    return _(FIELD_NAMES[name])


def written(name: str, value: Any) -> str:
    """A field's value in words, as plain text; empty if it has none."""
    if value is None or value == "" or value == {}:
        return ""
    if name == "baseline":
        return _("stored")
    if name == "phase":
        return phase_name(value)
    if name == "areas":
        return ", ".join(area for _id, area in value)
    if name == "team":
        return team_written(value)
    if name == "measures":
        return ", ".join(theme_name(theme) for theme in value)
    if name == "opportunities":
        titles = opportunity_titles()
        return ", ".join(titles.get(key, _("no longer known")) for key in value)
    if name == "hours_by_phase":
        return ", ".join(f"{phase_name(phase)} {number(hours, 1)}" for phase, hours in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(value)
    if isinstance(value, date):
        return day(value)
    return number(value, 0 if value == int(value) else 1) if isinstance(value, int | float) else str(value)


def recalled(name: str, text: str | None) -> Any:
    """A field's value from the history (``data.store.audit.changes``), where non-text is JSON and dates are ISO."""
    if not text:
        return None
    if name in _DAYS:
        return date.fromisoformat(text)
    if name in ("target", "hours_planned", "baseline") or text[0] in "[{":
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def team_written(team: tuple[tuple[str, str], ...]) -> str:
    """The team as "role: name", separated by commas."""
    return ", ".join(f"{role}: {name}" if role else name for role, name in team)


def opportunity_titles(areas: Collection[str] | None = None) -> dict[str, str]:
    """Every opportunity, or those in these areas, by its key, as its title and period; the first to start on top."""
    known = cached.snapshot().opportunities
    if areas is not None:
        known = known.filter(pl.col("area_id").cast(pl.String).is_in(list(areas)))
    rows = known.select("opportunity_key", "title", "starts_on", "ends_on").unique(maintain_order=True).iter_rows()
    return {key: f"{title} ({day(starts)} – {day(ends)})" for key, title, starts, ends in rows}


def both_versions(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> None:
    """A table of the fields in which two versions differ."""
    names = [name for name in mine if name in FIELD_NAMES]
    st.dataframe(
        pl.DataFrame(
            {
                _("What"): [field_name(name) for name in names],
                _("Mine"): [written(name, mine[name]) for name in names],
                _("As it is now"): [written(name, theirs[name]) for name in names],
            }
        ),
        hide_index=True,
        placeholder="",
    )
