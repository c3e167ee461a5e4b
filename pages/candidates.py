"""Which next, why, how sure? The ranked list, each with its interval and one sentence; the shortlist; a project."""

import polars as pl
import streamlit as st

from domain.analysis import Question, Situation
from domain.errors import NotFound
from pages.parts import access, charts, chosen, filters, page, project_start, shading, shortlist, store, tables, theme
from pages.parts.area_card import area_card
from pages.parts.area_map import MOST, area_map
from pages.parts.empty import no_reports
from pages.parts.reasons import why, why_in_text
from pages.parts.texts import _, chance, interval, mark, number, plain, rate, say, several

STEP = 10
MOST_IN_PLOT = 15


def main() -> None:
    """Draw the page."""
    access.require()
    situation = store.situation()
    if not situation.reports.height:
        page.opening(_("Candidates"), _("There are no candidates yet: there are no reports."))
        no_reports()
        return
    head = st.container()
    asked = filters.show(situation)
    ranked = store.candidates(asked)
    with head:
        page.opening(_("Candidates"), _answer(ranked))
    if not ranked["incidents"].sum():
        filters.nothing_found(asked)
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        _lists(ranked, asked, situation)
    with right, st.container(key="beside"):  # stays in sight beside the long list (see theme.document)
        _map_and_card(ranked, asked, situation)
    _how_do_we_know(asked, situation)


def _answer(ranked: pl.DataFrame) -> str:
    """The sentence with the answer in it: how many stand out, and the first."""
    listed = ranked.filter(_is_candidate())
    if not listed.height:
        return _("No area stands out: there is too little to go on.")
    sure = listed.filter(pl.col("p_high") >= 0.9).height
    first = listed.row(0, named=True)
    text = several(
        sure,
        mark("{count} area is almost surely far above average; {name} comes first."),
        mark("{count} areas are almost surely far above average; {name} comes first."),
    )
    return text.format(count=number(sure), name=plain(first["name"]))


def _is_candidate() -> pl.Expr:
    return pl.col("rank").is_not_null() & ~pl.col("individual")


def _lists(ranked: pl.DataFrame, asked: Question, situation: Situation) -> None:
    listed = ranked.filter(_is_candidate())
    alone = ranked.filter(pl.col("individual"))
    little = ranked.filter(~pl.col("enough") & ~pl.col("individual") & (pl.col("incidents") > 0))
    tabs = st.tabs(
        [
            _("Candidates"),
            _("Shortlist"),
            _("Individual cases ({count})").format(count=number(alone.height)),
            _("Too little to go on ({count})").format(count=number(little.height)),
        ]
    )
    with tabs[0]:
        _plot(listed, situation.homes_are[asked.level])
        _rows(listed, asked)
        tables.download(_for_download(listed), _("candidates"), "candidates-download")
    with tabs[1]:
        shortlist.show(ranked, asked)
    with tabs[2]:
        st.write(
            _(
                "One address is behind most of the reports here. "
                "That asks for an individual approach, not for one of the whole block."
            )
        )
        _few(alone)
    with tabs[3]:
        st.write(
            _("Too few incidents or too few homes to say anything about these areas. That is not the same as calm.")
        )
        _few(little)


def _plot(listed: pl.DataFrame, homes_are: str) -> None:
    shown = listed.head(MOST_IN_PLOT)
    if not shown.height:
        return
    first = shown.row(0, named=True)
    charts.interval_plot(
        shown.with_columns(name=pl.format("{}. {}", "rank", "name")),
        first["rate"] / first["ratio"] if first["ratio"] else None,
        _("The highest, and how sure that is"),
        _("Dot: estimate; bar: nine chances in ten it lies here; dashed line: average of these areas"),
        _(shading.TITLES[homes_are]),
    )


def _rows(listed: pl.DataFrame, asked: Question) -> None:
    many = st.session_state.get("candidates-shown", STEP)
    kept = shortlist.ids()
    for row in listed.head(many).iter_rows(named=True):
        _row(row, asked, row["area_id"] in kept)
    if listed.height > many:
        st.button(_("Show ten more"), on_click=_more, args=(many,), key="more")


def _more(many: int) -> None:
    st.session_state["candidates-shown"] = many + STEP


def _row(row: dict, asked: Question, is_kept: bool) -> None:
    """One candidate: place in the list, name, figures, why, and what can be done with it."""
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"#### {number(row['rank'])}. {plain(row['name'])}", width="content")
            st.markdown(f"**{plain(rate(row['rate'], row['homes_are']))}**", width="content")
        st.markdown(f"{why(row)} {_how_sure(row)}")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                _("Show here"),
                icon=theme.ICONS["area"],
                key=f"show-{row['area_id']}",
                type="tertiary",
                on_click=chosen.choose,
                args=(row["area_id"],),
            )
            shortlist.button(row["area_id"], row["name"], is_kept)
            project_start.link(row["area_id"], asked.level)


def _how_sure(row: dict) -> str:
    return say(
        mark("Probably {interval}; {sure} certain that it is over 1.5 times the average."),
        interval=interval(row["low"], row["high"]),
        sure=chance(row["p_high"]),
    )


def _few(areas: pl.DataFrame) -> None:
    if not areas.height:
        st.caption(_("There are none."))
        return
    tables.area_table(areas.select("area_id", "name", "homes", "reports", "incidents"), f"few-{areas['area_id'][0]}")


def _for_download(listed: pl.DataFrame) -> pl.DataFrame:
    why = pl.Series([why_in_text(row) for row in listed.iter_rows(named=True)], dtype=pl.String)
    return (
        listed.select(list(tables.area_columns()))
        .with_columns(why.alias("why"))
        .rename(tables.headings() | {"why": _("Why")})
    )


def _map_and_card(ranked: pl.DataFrame, asked: Question, situation: Situation) -> None:
    areas, legend = shading.shaded(ranked, store.shapes(asked.level), "rate", situation.homes_are[asked.level])
    area_map(
        areas,
        legend,
        key="candidates-map",
        view=f"{store.current().url} {asked.level}",
        on_click=chosen.choose,
        selected=chosen.area(),
        ground=store.ground(asked.level) if areas.height <= MOST / 2 else None,
        height=420,
        legend_on_map=False,
    )
    if not chosen.area():
        st.caption(_("Choose an area on the map or in the list to see its card here."))
        return
    try:
        area_card(asked, chosen.area())
    except NotFound:
        st.info(_("This area is not in the data any more, or belongs to the other view (streets or blocks)."))


def _how_do_we_know(asked: Question, situation: Situation) -> None:
    with st.expander(_("How do we know?")):
        st.markdown(
            _(
                "Reports of the same kind at the same place within 14 days count as one incident. An area's rate is "
                "pulled towards the average of all areas, more so the fewer homes and incidents it has (empirical "
                "Bayes, gamma-Poisson: (incidents + a) / (home years + b), with a and b estimated from all areas). The "
                "bar is the 90% interval of that estimate. Areas are ranked by the estimate, so that a small area with "
                "a few incidents does not come first by chance."
            )
        )
        st.markdown(
            say(mark("Rates are divided by: {homes}."), homes=_(shading.TITLES[situation.homes_are[asked.level]]))
        )


main()
