"""The report of one project or of all: on the screen, and as PDF or workbook, in Dutch or English.

The screen and the files have the same content, which is limited to publishable figures.
"""

import json
from collections.abc import Iterable
from functools import partial

import altair as alt
import polars as pl
import streamlit as st

from data import clock
from data.documents.pdf import pdf
from data.documents.xlsx import xlsx
from data.texts import language as notation
from domain.documents.document import Bars, Document, Facts, Heading, Intervals, Paragraph, Part, Points, Table
from domain.errors import NotFound
from domain.message import Text
from domain.roles import Act
from pages.shared import access, cached, charts, district, navigation, released, theme
from pages.shared.texts import LANGUAGES, _, error_text, escape_markdown, language

PARAM, EVERY = "report", "all"
_TYPES = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def link(asked: str | int, label: str) -> None:
    """The button to a report: of a project by its number, or of all (EVERY)."""
    st.button(label, icon=":material/summarize:", key="report", on_click=_open, args=(str(asked),))


def _open(asked: str) -> None:
    st.query_params.clear()
    st.query_params[PARAM] = asked


def show(asked: str) -> None:
    """Draw the report given in the link."""
    try:
        which = None if asked == EVERY else int(asked)
        document = released.report(which, clock.today(), district.current())
    except (NotFound, ValueError) as error:
        st.error(error_text(error) if isinstance(error, NotFound) else _("This link does not lead to a project."))
        st.button(_("All projects"), icon=":material/arrow_back:", on_click=st.query_params.clear)
        return
    to = st.session_state.get("report-language") or language()
    navigation.opening(_("Projects"), _text(document.title, to))
    _actions(document, asked, to)
    st.caption(
        _(
            "Without names, addresses and numbers that could point at a household. Title and goal are "
            "as someone wrote them. Check them before you send the report."
        )
    )
    with st.container(border=True, key="paper"):
        st.markdown(f"**{_text(document.answer, to)}**")
        for part in document.parts:
            draw(part, to)
        st.caption(_text(document.footer, to))


def _actions(document: Document, asked: str, to: str) -> None:
    """The link back, the language of the report, and the downloads."""
    name = f"{notation.translated('Report', to).lower()}-{asked}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        to_all = asked == EVERY or not access.may(Act.FULL)  # who sees released figures has no more of a project
        back = {} if to_all else {"project": asked}
        label = _("All projects") if to_all else _("Back to the project")
        st.button(label, icon=":material/arrow_back:", key="report-back", on_click=_back, args=(back,))
        st.selectbox(
            _("Language of the report"),
            list(LANGUAGES),
            index=list(LANGUAGES).index(to),
            format_func=LANGUAGES.__getitem__,
            key="report-language",
            width=180,
        )
        for form, write in (("pdf", pdf), ("xlsx", xlsx)):
            st.download_button(
                form.upper(),
                partial(write, document, to, is_demo=cached.is_demo()),
                file_name=f"{name}.{form}",
                mime=_TYPES[form],
                icon=theme.ICONS["download"],
                type="primary" if form == "pdf" else "secondary",
                on_click="ignore",
                key=f"report-{form}",
            )


def _back(to: dict[str, str]) -> None:
    st.query_params.clear()
    st.query_params.update(to)


def _text(text: Text, to: str) -> str:
    """A text of the document for Markdown, in the report's language."""
    return notation.render(text, to, escape_markdown)


def draw(part: Part, to: str) -> None:
    """Draw a part of a document in a language."""
    match part:
        case Heading():
            st.subheader(_text(part.text, to), anchor=False)
        case Paragraph():
            (st.caption if part.small else st.markdown)(" ".join(_text(each, to) for each in part.sentences))
        case Points():
            st.markdown("\n".join(f"- {_text(item, to)}" for item in part.items))
        case Facts():
            _facts(part, to)
        case Table():
            _table(part, to)
        case Intervals():
            intervals(part, to)
        case Bars():
            _bars(part, to)


def _facts(facts: Facts, to: str) -> None:
    if not facts.large:
        st.markdown("  \n".join(f"{_text(name, to)}: **{_text(value, to)}**" for name, value in facts.pairs))
        return
    for column, (name, value) in zip(st.columns(len(facts.pairs)), facts.pairs, strict=True):
        column.metric(_text(name, to), notation.render(value, to))


def _table(table: Table, to: str) -> None:
    """The table as in the file: numbers, dates and texts in the notation of the report's language."""
    names = [notation.render(name, to) for name in table.header]
    lines = [[notation.render(each, to) for each in line] for line in table.lines]
    st.dataframe(
        pl.DataFrame(lines, schema=dict.fromkeys(names, pl.String), orient="row"), hide_index=True, placeholder=""
    )


def intervals(part: Intervals, to: str, listed: bool = True) -> None:
    """A dot with its interval for each row, with a dashed line at no change; ``listed``: in words below as well."""
    rows = [(row.middle, row.low, row.high, notation.render(row.text, to)) for row in part.rows]
    schema = {"middle": pl.Float64, "low": pl.Float64, "high": pl.Float64, "words": pl.String}
    names = [notation.render(row.name, to) for row in part.rows]
    base = _rows(pl.DataFrame(rows, schema=schema, orient="row"), names)
    x = alt.X("middle:Q", title=None, axis=alt.Axis(format="%" if part.shares else "d", tickCount=4))
    spans = base.mark_rule(strokeWidth=8, opacity=0.35, strokeCap="round", color=theme.accent())
    dots = base.mark_circle(size=110, opacity=1, color=theme.accent()).encode(x=x)
    ink = theme.INK[theme.shade()]
    none = alt.Chart(pl.DataFrame({"none": [0]})).mark_rule(strokeDash=[4, 4], color=ink).encode(x="none:Q")
    pairs = zip(names, [row[-1] for row in rows], strict=True)
    _chart(spans.encode(x="low:Q", x2="high:Q") + none + dots, part.title, pairs, to, listed)
    st.caption(_text(part.axis, to))


def _bars(part: Bars, to: str) -> None:
    """A bar for each amount, with a line at the planned amount."""
    rows = [(amount, planned, notation.render(words, to)) for _name, amount, planned, words in part.rows]
    schema = {"amount": pl.Float64, "planned": pl.Float64, "words": pl.String}
    names = [notation.render(row[0], to) for row in part.rows]
    base = _rows(pl.DataFrame(rows, schema=schema, orient="row"), names)
    x = alt.X("amount:Q", title=None, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=4))
    bars = base.mark_bar(height=14, opacity=0.5, color=theme.accent()).encode(x=x)
    lines = base.mark_tick(thickness=3, size=22, color=theme.INK[theme.shade()]).encode(x="planned:Q")
    _chart(bars + lines, part.title, zip(names, [row[-1] for row in rows], strict=True), to)


def _rows(shown: pl.DataFrame, names: list[str]) -> alt.Chart:
    """A chart with one row per item, also if two have the same name; ``words``: the tooltip."""
    axis = alt.Axis(
        labelExpr=f"{json.dumps(names)}[datum.value]", labelLimit=220, labelFontSize=13, labelFlush=False, ticks=False,
        domain=False, labelColor=theme.INK[theme.shade()],
    )  # fmt: skip
    base = alt.Chart(shown.with_row_index("row"))
    return base.encode(y=alt.Y("row:O", title=None, axis=axis), tooltip=[alt.Tooltip("words:N", title=" ")])


def _chart(chart: alt.LayerChart, title: Text, rows: Iterable[tuple[str, str]], to: str, listed: bool = True) -> None:
    """The chart under its title, with a text alternative below; a title within a chart is truncated on a phone."""
    lines = [": ".join(row) for row in rows]
    st.markdown(f"**{_text(title, to)}**")
    charts.show(chart.properties(height=alt.Step(34)), None, None, f"{notation.render(title, to)}. {'; '.join(lines)}")
    if listed:
        st.caption(" · ".join(escape_markdown(each) for each in lines))
