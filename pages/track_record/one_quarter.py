"""One quarter: the first areas of its list with the forecast and the outcome, and the same for other ways to choose."""

import polars as pl
import streamlit as st

from domain.backtest.measures import FEW
from domain.backtest.track_record import Quarter, Together
from domain.backtest.verdicts import came, stayed
from pages.shared import navigation
from pages.shared.candidate_texts import with_short_names
from pages.shared.open_tab import open_tab
from pages.shared.plain_table import Axis, Cell, Column, Picture, plain_table
from pages.shared.texts import N_, _, day, document_text, escape_markdown, markdown, number
from pages.shared.ticks import tick_values

MARKS = {"held": "dot", "missed": "diamond", "project": "cross"}


def show(quarter: Quarter) -> None:
    """Draw three tabs: the list of that day, the order by incidents ("busiest first"), and the team's own choices."""
    labels = {"list": _("The list"), "busiest": _("Busiest first"), "team": _("The team's own choices")}
    opened, tab = open_tab("quarter-tab", labels)
    with tab:
        if opened == "list":
            _order(with_short_names(quarter.first))
        elif opened == "busiest":
            st.markdown(_busiest(quarter, quarter.busiest_five))
            _order(with_short_names(quarter.busiest))
        else:
            _chosen(quarter)


def _busiest(quarter: Quarter, five: Together | None) -> str:
    """The outcome of the first areas in the order of their incidents, compared with the list; Markdown."""
    sentences = [_("The same areas, ordered only by their incidents in the year before.")]
    sentences += [document_text(stayed(quarter, five)), *([document_text(came(five))] if five else [])]
    mine = quarter.list_five
    if five and mine and five.homes and mine.homes:
        text = N_(
            "These are {homes} homes, compared with {mine} in the list: {rate} incidents per 100 homes, "
            "compared with {own}."
        )
        values = {"homes": five.homes, "mine": mine.homes}
        rates = {"rate": 100 * five.came / five.homes, "own": 100 * mine.came / mine.homes}
        sentences.append(markdown(text, **{name: number(value) for name, value in (values | rates).items()}))
    return " ".join(sentences)


def _order(areas: pl.DataFrame) -> None:
    """Draw the first areas of an order: the expected ranges and outcomes, as a picture and in numbers."""
    if areas.is_empty():
        st.caption(_("There were no candidates on that day."))
        return
    rows = list(areas.iter_rows(named=True))
    ticks = tick_values(areas.select(pl.max_horizontal(pl.col("high", "came").max())).item())
    columns = (
        Column(_("Area")),
        Column(_("Year before"), numbers=True),
        Column(_("Expected and actual"), axis=Axis(ticks[-1], tuple((at, number(at)) for at in ticks))),
        Column(_("Expected"), numbers=True),
        Column(_("Actual"), numbers=True),
        Column(_("Place later"), _("A year later"), numbers=True),
        Column(_("What happened")),
    )
    plain_table(_("Expected and actual"), columns, [_row(row) for row in rows])
    st.caption(
        _(
            "Incidents in the year after. Bar: expected, nine times out of ten. Dot: actual; a diamond "
            "if outside the bar, a cross if a project ran."
        )
    )


def _row(row: dict) -> list[Cell]:
    words = _("expected {range}, actual {came}").format(range=_range(row), came=number(row["came"]))
    return [
        f"{number(row['rank'])}. {row['name']}",
        number(row["before"]),
        Picture(words, low=row["low"], high=row["high"], value=row["came"], mark=MARKS[_state(row)]),
        _range(row),
        number(row["came"]),
        number(row["place"]),
        _remark(row),
    ]


def _state(row: dict) -> str:
    if row["project"]:
        return "project"
    return "held" if row["low"] is None or row["low"] <= row["came"] <= row["high"] else "missed"


def _remark(row: dict) -> str:
    """The outcome of an area in words, as plain text."""
    if row["project"]:
        return _("A project ran: no test")
    parts = [_("stayed") if row["stayed"] else _("did not stay")]
    if _state(row) == "missed":
        parts.append(_("more than expected") if row["came"] > row["high"] else _("fewer than expected"))
    return ", ".join(parts)


def _range(row: dict) -> str:
    if row["low"] is None:
        return "–"
    return _("{low} to {high}").format(low=number(row["low"]), high=number(row["high"]))


def _chosen(quarter: Quarter) -> None:
    """The projects that began around the date, and the ranks of their areas in the list."""
    st.markdown(
        _(
            "The projects that began within three months of this day. Something was done there, so they "
            "do not test what was expected. They show whether the team and the list chose the same."
        )
    )
    for each in quarter.chosen:
        with st.container(gap=None):
            navigation.link("projects", f"**{escape_markdown(each.title)}**", project=each.project_id)
            st.caption(_where(each.rank, day(each.started_on)))
    if not quarter.chosen:
        st.caption(_("No project began around this day."))


def _where(rank: int | None, started: str) -> str:
    if rank is None:
        return markdown(N_("Started on {day}; not in the list at that time."), day=started)
    if rank <= FEW:
        return markdown(
            N_("Started on {day}; number {rank} in the list, so the list agreed."), day=started, rank=number(rank)
        )
    return markdown(N_("Started on {day}; number {rank} in the list."), day=started, rank=number(rank))
