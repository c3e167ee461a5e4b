"""The lists of the Network page: quiet partners, the calendar, opportunities, partners, and annual proposals."""

from datetime import date, timedelta
from functools import partial

import polars as pl
import streamlit as st

from data import clock
from domain.intake.annual_days import proposed
from pages.area import area_context
from pages.network import form as network_form
from pages.network import lists_data
from pages.network import map as network_map
from pages.network.calendar import calendar
from pages.shared import cached, navigation, tables, theme
from pages.shared.maps.context_layers import last_contact, period
from pages.shared.texts import _, escape_markdown

MOST_QUIET = 6
ACTION_DAYS_AHEAD = 366  # days ahead that action days are proposed for
SAME_DAYS = 4  # most days between two dates of the same action day


def quiet(network: pl.DataFrame, today: date) -> None:
    """Partners without recent contact, the longest first, each with a button to store a contact today."""
    silent = network.filter("quiet")
    if silent.is_empty():
        return
    st.subheader(_("Out of touch"), anchor=False)
    for row in silent.head(MOST_QUIET).iter_rows(named=True):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            where = f"{escape_markdown(row['where'])} · {escape_markdown(last_contact(row, today))}"
            st.markdown(f"**{escape_markdown(row['name'])}**  \n{where}")
            st.button(
                _("Contact today"),
                icon=":material/call:",
                help=_("Record that someone spoke to them today"),
                key=f"contact-{row['name']}",
                on_click=network_form.contacted,
                args=(row["name"],),
            )


def in_area(area_id: str) -> None:
    """Opportunities and partners in the clicked area."""
    area = cached.snapshot().areas.filter(pl.col("area_id") == area_id)
    if area.is_empty():
        return
    with st.container(border=True):
        st.markdown(f"**{escape_markdown(area['name'].item())}**")
        area_context.around(area_id)
        navigation.link("map", _("Show on the map"), icon=theme.ICONS["area"], area=area_id, level=area["level"].item())


def coming(found: pl.DataFrame, today: date) -> None:
    """The calendar of works; the one that is opened stands out on the map as well, and can be changed."""
    kind, key = st.session_state.get(network_map.SELECTED) or (None, None)
    one = found.filter(pl.col("work") == key).to_dicts() if kind == "works" else []
    if one:
        _change("opportunity", key, one[0]["title"], "opportunities", one[0]["keys"])
    calendar(found, today, key if one else None, partial(_open, "works"))


def works(found: pl.DataFrame) -> None:
    """The works as a table, with actions to change one."""
    if found.is_empty():
        st.caption(_("None yet."))
        return
    shown = lists_data.works_for_reading(found)
    row = _table(shown, "works", found["work"].to_list())
    if row is not None:
        one = found.row(row, named=True)
        _change("opportunity", one["work"], one["title"], "opportunities", one["keys"])
    tables.download(lambda: shown, _("opportunities"), "works-download")


def network(found: pl.DataFrame, today: date) -> None:
    """The partners and groups as a table, with actions to change one."""
    if found.is_empty():
        st.caption(_("None yet."))
        return
    shown = lists_data.network_for_reading(found, today)
    row = _table(shown, "network", found["name"].to_list())
    if row is not None:
        one = found.row(row, named=True)
        _change("partner", one["name"], one["name"], "partners", one["keys"])
    tables.download(lambda: shown, _("partners"), "network-download")


def _table(shown: pl.DataFrame, kind: str, ids: list[str]) -> int | None:
    """A table with single selection; returns the index of the selected row."""
    days = {
        name: st.column_config.DateColumn(name, format="DD-MM-YYYY")
        for name, dtype in shown.schema.items()
        if dtype == pl.Date
    }
    key = f"{kind}-table"
    chosen = st.dataframe(
        shown,
        hide_index=True,
        column_config=days,
        key=key,
        selection_mode="single-row",
        on_select=partial(_select, key, kind, ids),
        placeholder="",
        height=min(38 + 35 * shown.height, 430),
    )
    rows = chosen.selection.rows if hasattr(chosen, "selection") else []
    return rows[0] if rows and rows[0] < shown.height else None


def _select(key: str, kind: str, ids: list[str]) -> None:
    rows = st.session_state[key].selection.rows
    _open(kind, ids[rows[0]] if rows else None)


def _open(kind: str, key: str | None) -> None:
    st.session_state[network_map.SELECTED] = (kind, key) if key else None


def _change(form: str, of: str, name: str, kind: str, keys: list[str]) -> None:
    """Actions for the selected row."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{escape_markdown(name)}**", width="content")
        st.button(
            _("Edit"), icon=":material/edit:", on_click=network_form.open_form, args=(form, of), key=f"edit-{kind}"
        )
        st.button(
            _("Remove"),
            icon=":material/event_busy:",
            on_click=network_form.take_off,
            args=(kind, keys, name),
            key=f"off-{kind}",
        )


def proposals(found: pl.DataFrame) -> None:
    """The action days of the coming year that are not in the list yet; each can be added once its date is confirmed."""
    today = clock.today()
    coming = pl.concat([proposed(today.year), proposed(today.year + 1)]).filter(
        pl.col("starts_on").is_between(today, today + timedelta(ACTION_DAYS_AHEAD))
    )
    known = found.filter(pl.col("kind").cast(pl.String) == "action_day")["starts_on"].to_list()
    rows = [
        row
        for row in coming.iter_rows(named=True)
        if not any(abs((day - row["starts_on"]).days) <= SAME_DAYS for day in known)
    ]
    if not rows:
        return
    st.subheader(_("Every year: add them, but check the date"), anchor=False)
    for row in rows:
        _proposal(row)


def _proposal(row: dict) -> None:
    """One annual day, with its date to confirm."""
    title, key = _(row["title"]), f"{row['title']}-{row['starts_on']}"
    when = escape_markdown(period(row["starts_on"], row["ends_on"]))
    words, add = st.columns([3, 2], vertical_alignment="center")
    words.markdown(f"**{escape_markdown(title)}**  \n{when}. {escape_markdown(_(row['check']))}")
    opened = add.popover(_("Add"), icon=":material/add:", on_change="rerun", key=f"date-{key}")
    if not opened.open:
        return
    with opened:
        days = st.date_input(
            _("From and to"), (row["starts_on"], row["ends_on"]), format="DD-MM-YYYY", key=f"days-{key}"
        )
        st.button(
            _("Add"),
            key=f"add-{key}",
            type="primary",
            disabled=not days,
            on_click=network_form.enter_action_day,
            args=(title, days),
        )
