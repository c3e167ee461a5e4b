"""The row of filters: the question, kept in the session across pages and in the link for sharing."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from domain.errors import N_
from domain.question import COMPARISONS, Question
from domain.schemas import AREA_LEVELS, LEVELS, SOURCES, STATUSES, THEMES
from domain.snapshot.snapshot import Snapshot
from pages.shared import district
from pages.shared.labels import category_name, level_name, source_name, status_name, theme_name
from pages.shared.texts import _, meaning

PERIODS = {
    1: N_("1 month"),
    3: N_("3 months"),
    6: N_("6 months"),
    12: N_("12 months"),
    24: N_("24 months"),
    36: N_("36 months"),
}
_FULL = Question("street", date(2000, 1, 1), 1, ("x",), ("x",), ("x",), "open", "neighbourhood")
_WIDGETS = "filter-"
_SHEET = "choices-opened"  # of a session: whether the sheet is open


def question() -> Question:
    """The current question: from the link if that changed, else from the session."""
    link = {name: value for name, value in st.query_params.items() if name in _FULL.to_params()}
    if link and link != st.session_state.get("question-link"):
        _keep(Question.from_params(link))
        _forget_widgets()
    elif st.session_state.get("filters-on") != st.session_state.get("page"):
        _take_in()
    return replace(st.session_state.get("question", Question()), within=district.current())


def choices(gap: str) -> DeltaGenerator:
    """The row for the filters and a page's other choices. On a phone it is a sheet that one button opens and another
    closes (see theme.document).
    """
    opened = st.session_state.get(_SHEET, False)
    label = f"{_('Filters')} · {_period(question().months)}"
    st.button(label, icon=":material/filter_list:", key="choices-open", on_click=_open_sheet, args=(True,))
    with st.container(key="choices"):
        row = st.container(horizontal=True, vertical_alignment="bottom", gap=gap)
        st.button(_("Done"), type="primary", key="choices-close", on_click=_open_sheet, args=(False,))
        if opened:
            st.html('<i class="choices-opened"></i>')
    return row


def _open_sheet(opened: bool) -> None:
    st.session_state[_SHEET] = opened


def show(snapshot: Snapshot, *, levels: bool = True) -> Question:
    """Draw the filters in one row and return the current question. ``levels``: show the choice of the level."""
    asked = question()
    st.session_state["filters-on"] = st.session_state.get("page")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", width="content"):
        known = AREA_LEVELS if snapshot.neighbourhoods.height > 1 else LEVELS
        level = asked.level if asked.level in known else Question.level
        if levels:
            level = st.segmented_control(
                _("Show"), known, format_func=_named(known, level_name), required=True, key=_set("level", level)
            )
        months = st.selectbox(
            _("Period"),
            _periods(asked),
            format_func=_named(_periods(asked), _period),
            key=_set("months", asked.months),
            width=150,
        )
        themes = st.pills(
            _("Theme"),
            THEMES,
            format_func=_named(THEMES, theme_name),
            selection_mode="multi",
            key=_set("themes", asked.themes),
        )
        with st.popover(_more(asked), icon=":material/filter_list:"):
            categories = _several(_("Category"), "categories", _categories(snapshot), category_name, asked.categories)
            sources = _several(_("Seen by whom"), "sources", list(SOURCES), source_name, asked.sources)
            status = st.selectbox(
                _("Status"),
                STATUSES,
                index=None,
                format_func=_named(STATUSES, status_name),
                placeholder=_("Open and closed"),
                key=_set("status", asked.status, unseen=True),
            )
            compare = _compared_with(snapshot, asked)
    narrowed = tuple(themes), tuple(categories), tuple(sources), status or None
    return _keep(Question(level, asked.as_of, months, *narrowed, compare, asked.within))


def _compared_with(snapshot: Snapshot, asked: Question) -> str:
    """The comparison baseline; hidden if no neighbourhoods are known."""
    if snapshot.areas["neighbourhood"].null_count() == snapshot.areas.height:
        return Question.compare
    return st.segmented_control(
        _("Compare with"),
        list(COMPARISONS),
        format_func=_named(COMPARISONS, lambda name: _(COMPARISONS[name])),
        required=True,
        key=_set("compare", asked.compare, unseen=True),
        help=meaning("compare"),
    )


def nothing_found(asked: Question) -> None:
    """Show which filters exclude all data, with a button that clears them."""
    if asked.within:
        district.nothing_inside()
    names = {
        _("Theme"): asked.themes,
        _("Category"): asked.categories,
        _("Seen by whom"): asked.sources,
        _("Status"): asked.status,
    }
    used = [name for name, value in names.items() if value]
    if used:
        st.info(_("Nothing is left with these filters: {filters}.").format(filters=", ".join(used)))
        st.button(_("Show everything"), on_click=_clear, key="filters-clear")
    elif not asked.within:
        st.info(_("There are no reports in this period. Choose a longer one."))


def in_words(asked: Question) -> list[tuple[str, str]]:
    """The filters of a question that are used, each a name and a value."""
    used = [
        (_("Theme"), [theme_name(name) for name in asked.themes]),
        (_("Category"), [category_name(code) for code in asked.categories]),
        (_("Seen by whom"), [source_name(name) for name in asked.sources]),
        (_("Status"), [status_name(asked.status)] if asked.status else []),
        (_("Compare with"), [_(COMPARISONS[asked.compare])] if asked.compare != Question.compare else []),
    ]
    found = [(name, ", ".join(values)) for name, values in used if values]
    return found or [(_("Filters"), _("no filter"))]


def change(**values: object) -> None:
    """Change the question from outside the row of filters, such as a time slider (``as_of=...``)."""
    asked = st.session_state.get("question", Question())
    _keep(Question(**{**asked.__dict__, **values}))
    for name in values:
        st.session_state.pop(_WIDGETS + name, None)


def _clear() -> None:
    change(themes=(), categories=(), sources=(), status=None)


def _take_in() -> None:
    """Keep what was chosen in the same moment as a link was followed; the widgets of that page are forgotten."""
    chosen: dict[str, Any] = {}
    for name in _FULL.to_params():
        if _WIDGETS + name in st.session_state:
            value = st.session_state[_WIDGETS + name]
            if value is not None or name == "status":
                chosen[name] = tuple(value) if isinstance(value, list) else value
    if chosen:
        change(**chosen)
    _forget_widgets()


def _forget_widgets() -> None:
    for key in [key for key in st.session_state if str(key).startswith(_WIDGETS)]:
        del st.session_state[key]


def _keep(asked: Question) -> Question:
    """Store the question in the session and the link."""
    link = replace(asked, within=()).to_params()  # district.py keeps that part of the link
    st.session_state["question"] = asked
    st.session_state["question-link"] = link
    for name in _FULL.to_params():
        if name not in link:
            st.query_params.pop(name, None)
    st.query_params.update(link)
    return asked


def _set(name: str, value: object, *, unseen: bool = False) -> str:
    """Initialise a filter's widget on this page; returns its key.

    ``unseen``: it is in a popover, where the browser makes it when that is opened, with the value of the last run only.
    Its value is therefore sent in each run.
    """
    key = _WIDGETS + name
    if key not in st.session_state:
        st.session_state[key] = list(value) if isinstance(value, tuple) else value
    elif unseen:
        st.session_state[key] = st.session_state[key]
    return key


def _several(
    label: str, name: str, options: list[str], name_of: Callable[[str], str], chosen: tuple[str, ...]
) -> list[str]:
    known = [*options, *(value for value in chosen if value not in options)]
    return st.multiselect(
        label, known, format_func=_named(known, name_of), key=_set(name, chosen, unseen=True), placeholder=_("All")
    )


def _categories(snapshot: Snapshot) -> list[str]:
    counted = snapshot.categories.group_by("code").agg(pl.col("reports").sum()).sort("reports", descending=True)
    return counted["code"].drop_nulls().cast(pl.String).to_list()


def _named(options: Iterable[Any], name_of: Callable[[Any], str]) -> Callable[[Any], str | None]:
    """The current names of options, in the reader's language."""
    return {option: name_of(option) for option in options}.get


def _periods(asked: Question) -> list[int]:
    return sorted({*PERIODS, asked.months})


def _period(months: int) -> str:
    return _(PERIODS[months]) if months in PERIODS else _("{count} months").format(count=months)


def _more(asked: Question) -> str:
    own = asked.compare != Question.compare
    used = sum(bool(part) for part in (asked.categories, asked.sources, asked.status, own))
    return _("More filters ({count} used)").format(count=used) if used else _("More filters")
