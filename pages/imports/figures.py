"""The figures of areas in a file: which columns hold them, their period, and what was found."""

from dataclasses import replace

import polars as pl
import streamlit as st

from data.reference import lexicon
from data.services.check_file import Checked
from domain.intake.mapping.figure_headers import answers_of
from domain.judgement.area_indicators import period
from pages.imports.group import Group
from pages.shared.texts import _, plain_text


def used(group: Group) -> set[str]:
    """The columns of figures and, beside these, of their numbers of answers."""
    if not group.mapping.figures:
        return set()
    counted = [column for column in group.table.cells.columns if answers_of(column, lexicon()) is not None]
    return {*group.mapping.figures, *counted}


def choose(group: Group) -> None:
    """The columns of figures of a wide table, and the period where the file does not say it."""
    if group.kind != "indicators":
        return
    mapping = group.mapping
    if "value" not in mapping.columns:
        taken = set(mapping.columns.values())
        free = [column for column in group.table.cells.columns if column not in taken]
        st.multiselect(
            _("Columns of figures"),
            [column for column in free if column in mapping.figures or answers_of(column, lexicon()) is None],
            default=list(mapping.figures),
            placeholder=_("Choose columns"),
            help=_("Each column is a measure. A year in its name is the period of its figures."),
            key=group.key("figures"),
            on_change=_take,
            args=(group,),
        )
    if "period" not in mapping.columns:
        st.text_input(
            _("Period of the figures, where the file does not say it"),
            value=mapping.period,
            placeholder=_("For example 2025, or Q2 2025"),
            key=group.key("period"),
            on_change=_date,
            args=(group,),
            width=420,
        )


def _take(group: Group) -> None:
    chosen = st.session_state[group.key("figures")]
    in_order = tuple(column for column in group.table.cells.columns if column in chosen)
    group.mapping = replace(group.mapping, figures=in_order)


def _date(group: Group) -> None:
    group.mapping = replace(group.mapping, period=st.session_state[group.key("period")].strip())


def found(checked: list[Checked]) -> None:
    """A table of what is measured in the files, when, and for how many areas; nothing for other files."""
    tables = [each.measures for each in checked if each.measures is not None]
    if not tables:
        return
    rows = pl.concat(tables)
    st.markdown(f"**{_('Measures in the file')}**")
    shown = {
        _("What was measured"): rows["measure"],
        _("Period"): [plain_text(period(first, last)) for first, last in rows.select("from", "until").iter_rows()],
        _("Areas"): rows["areas"],
        _("Known in your data"): rows["known"],
    }
    if rows["withheld"].sum():
        shown[_("Fewer than five answers")] = rows["withheld"]
    st.dataframe(shown, hide_index=True, placeholder="", height=min(38 + 35 * rows.height, 424))
