"""One quarter: the first areas of its list with the forecast and the outcome, and the same for other ways to choose."""

import altair as alt
import polars as pl
import streamlit as st

from domain.backtest.measures import FEW
from domain.backtest.track_record import Quarter, Together
from domain.backtest.verdicts import came, stayed
from pages.shared import charts, navigation, theme
from pages.shared.candidate_texts import with_short_names
from pages.shared.open_tab import open_tab
from pages.shared.texts import N_, _, day, document_text, escape_markdown, markdown, number

LABEL_WIDTH = 235  # pixels that the name of an area takes beside the plot; the larger letters of the table take more
STATES = ("held", "missed", "project")


def show(quarter: Quarter) -> None:
    """Draw three tabs: the list of that day, the order by incidents ("busiest first"), and the team's own choices."""
    labels = {"list": _("The list"), "busiest": _("Busiest first"), "team": _("The team's own choices")}
    opened, tab = open_tab("quarter-tab", labels)
    with tab:
        if opened == "list":
            _order(with_short_names(quarter.first), "list")
        elif opened == "busiest":
            st.markdown(_busiest(quarter, quarter.busiest_five))
            _order(with_short_names(quarter.busiest), "busiest")
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


def _order(areas: pl.DataFrame, key: str) -> None:
    """Draw the chart and the table of the first areas of an order."""
    if areas.is_empty():
        st.caption(_("There were no candidates on that day."))
        return
    left, right = st.columns([5, 8], gap="medium")
    with left:
        _plot(areas)
    with right:
        _table(areas, key)


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


def _plot(areas: pl.DataFrame) -> None:
    """A chart of the expected range and the outcome, one row per area."""
    rows = list(areas.iter_rows(named=True))
    names = _numbered(rows)
    shown = areas.select("low", "high", "came").with_columns(
        name=pl.Series(names),
        state=pl.Series([_state(row) for row in rows]),
        words=pl.Series([_remark(row) for row in rows]),
        range=pl.Series([_range(row) for row in rows]),
    )
    ink = theme.INK[theme.shade()]
    labels = alt.Axis(
        labelLimit=LABEL_WIDTH, labelFontSize=13, labelColor=ink, labelFlush=False, ticks=False, domain=False
    )
    base = alt.Chart(shown).encode(
        y=alt.Y("name:N", sort=names, title=None, axis=labels),
        tooltip=[
            alt.Tooltip("name:N", title=_("Area")),
            alt.Tooltip("range:N", title=_("Expected")),
            alt.Tooltip("came:Q", title=_("Actual"), format=",d"),
            alt.Tooltip("words:N", title=" "),
        ],
    )
    x = alt.X("low:Q", title=None, scale=alt.Scale(zero=True), axis=alt.Axis(format=",d", tickCount=5))
    spans = base.mark_rule(strokeWidth=9, opacity=0.35, color=theme.accent(), strokeCap="round").encode(
        x=x, x2="high:Q"
    )
    colours = alt.Scale(domain=list(STATES), range=[theme.accent(), theme.ATTENTION, theme.UNKNOWN])
    dots = base.mark_point(size=90, filled=True, opacity=1).encode(
        x="came:Q",
        color=alt.Color("state:N", legend=None, scale=colours),
        shape=alt.Shape(
            "state:N", legend=None, scale=alt.Scale(domain=list(STATES), range=["circle", "diamond", "cross"])
        ),
    )
    title = _("Expected and actual")
    words = "; ".join(
        _("{name}: expected {range}, actual {came}").format(name=name, range=_range(row), came=number(row["came"]))
        for name, row in zip(names, rows, strict=True)
    )
    st.markdown(f"**{title}**")
    charts.show((spans + dots).properties(height=alt.Step(30)), None, None, f"{title}. {words}")
    st.caption(
        _(
            "Incidents in the year after. Bar: expected, nine times out of ten. Dot: actual; a diamond "
            "if outside the bar, a cross if a project ran."
        )
    )


def _numbered(rows: list[dict]) -> list[str]:
    """The names of areas, each after its rank."""
    return [f"{number(row['rank'])}. {row['name']}" for row in rows]


def _range(row: dict) -> str:
    if row["low"] is None:
        return "–"
    return _("{low} to {high}").format(low=number(row["low"]), high=number(row["high"]))


def _table(areas: pl.DataFrame, key: str) -> None:
    """The expected ranges and outcomes as a table."""
    rows = list(areas.iter_rows(named=True))
    shown = pl.DataFrame({"name": _numbered(rows), "before": areas["before"]}).with_columns(
        expected=pl.Series([_range(row) for row in rows]),
        came=areas["came"],
        place=areas["place"],
        remark=pl.Series([_remark(row) for row in rows]),
    )
    column = st.column_config
    st.dataframe(
        shown,
        hide_index=True,
        placeholder="",
        key=f"quarter-table-{key}",
        height=38 + 35 * len(rows),
        column_config={
            "name": column.TextColumn(_("Area"), width=LABEL_WIDTH + 45),
            "before": column.NumberColumn(_("Year before"), format="localized", width="small"),
            "expected": column.TextColumn(_("Expected"), width=100),
            "came": column.NumberColumn(_("Actual"), format="localized", width="small"),
            "place": column.NumberColumn(_("Place later"), width="small", help=_("A year later")),
            "remark": column.TextColumn(_("What happened"), width="medium"),
        },
    )


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
