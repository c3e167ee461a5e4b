"""The ranked candidates with their evidence, the shortlist, and the search "why not"."""

from functools import partial

import polars as pl
import streamlit as st

from domain.analysis import Question
from domain.errors import NotFound
from domain.indicators.overview import standing_out
from domain.scoring.evidence import Evidence
from domain.scoring.ranking import TOP, individual_cases, silent_areas, too_little_known
from domain.scoring.weights import Weights
from pages.area import shortlist
from pages.area.area_card import area_card
from pages.candidates import compare, weights, why_not
from pages.candidates.candidate_map import candidate_map
from pages.candidates.candidate_row import candidate_row, compared_by, with_short_names
from pages.candidates.method import how_do_we_know
from pages.candidates.order_stability import how_firm
from pages.candidates.other_lists import other_list
from pages.candidates.print_card import print_page
from pages.shared import access, cached, charts, filters, focus, navigation, tables, theme
from pages.shared.empty_state import no_coordinates, no_dwellings, no_reports
from pages.shared.texts import N_, _, escape_markdown, markdown, ngettext, number
from pages.track_record.short_line import short_line

STEP = 10
MOST_IN_PLOT = 15
ALMOST_SURE = 0.9


def main() -> None:
    """Draw the answer, the list and map of candidates, and the tabs below them."""
    access.require()
    snapshot = cached.snapshot()
    if not snapshot.reports.height:
        navigation.opening(_("Candidates"), _("There are no candidates yet: there are no reports."))
        no_reports()
        return
    if printed := st.query_params.get("print"):
        print_page(printed)
        return
    head = st.container()
    asked = filters.show(snapshot, levels=False)
    evidence, given = cached.evidence(asked), weights.current()
    ranked = with_short_names(cached.ranking(asked, given))
    ranked = ranked.join(
        cached.diagnostics(asked).drop("candidate_id"), on="unit_id", how="left", maintain_order="left"
    )
    with head:
        navigation.opening(_("Candidates"), _answer(ranked))
        record = st.container()
    if not evidence.units["incidents"].sum():
        filters.nothing_found(asked)
        return
    no_dwellings(snapshot, "block")
    if snapshot.denominator["block"] != "one" and (unsure := compared_by(snapshot.denominator["block"])):
        st.caption(unsure)
    weights.show(evidence)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _lists(ranked, evidence, given)
    with right, st.container(key="beside"):  # sticky beside the long list (see theme.document)
        _map_and_card(ranked, evidence, asked)
    how_do_we_know()
    short_line(record)


def _answer(ranked: pl.DataFrame) -> str:
    """The answer sentence: the first candidate, and how many are almost surely at the top."""
    if not ranked.height:
        return _("No area stands out: there is too little to go on.")
    sure = ranked.filter(pl.col("p_top") >= ALMOST_SURE).height
    if not sure:
        found = standing_out(ranked).height
        if not found:
            return markdown(
                N_("No area clearly stands out; {name} comes first, but others could as well."), name=ranked["name"][0]
            )
        text = ngettext(
            found,
            N_("{count} area stands out; {name} comes first, but others could as well."),
            N_("{count} areas stand out; {name} comes first, but others could as well."),
        )
        return text.format(count=number(found), name=escape_markdown(ranked["name"][0]))
    text = ngettext(
        sure,
        N_("{name} comes first; {count} area is almost surely among the first {top} next year."),
        N_("{name} comes first; {count} areas are almost surely among the first {top} next year."),
    )
    return text.format(name=escape_markdown(ranked["name"][0]), count=number(sure), top=number(TOP))


def _lists(ranked: pl.DataFrame, evidence: Evidence, given: Weights) -> None:
    alone, silent, little = individual_cases(evidence), silent_areas(evidence), too_little_known(evidence)
    tabs = st.tabs(
        [
            _("Candidates"),
            _("Compare"),
            _("Shortlist"),
            _("Individual cases ({count})").format(count=number(alone.height)),
            _("Silent ({count})").format(count=number(silent.height)),
            _("Too little known ({count})").format(count=number(little.height)),
        ]
    )
    with tabs[0]:
        _plot(ranked)
        how_firm(evidence, ranked, given)
        _rows(ranked, evidence)
        tables.download(partial(tables.candidates_for_download, ranked), _("candidates"), "candidates-download")
    with tabs[1]:
        compare.show(ranked, evidence)
    with tabs[2]:
        shortlist.show(ranked, evidence)
    for tab, name, areas in zip(tabs[3:], ("individual", "silent", "little"), (alone, silent, little), strict=True):
        with tab:
            other_list(name, areas)


def _plot(ranked: pl.DataFrame) -> None:
    shown = ranked.filter(pl.col("p_top").is_not_null()).head(MOST_IN_PLOT)
    if shown.height:
        charts.places_plot(
            shown.with_columns(name=pl.format("{}. {}", "rank", "name")),
            TOP,
            _("How firm is each one's place?"),
            _("Dot: its place; bar: the places it has in eight chances of ten; dashed: the first {top}").format(
                top=TOP
            ),
        )


def _rows(ranked: pl.DataFrame, evidence: Evidence) -> None:
    many = st.session_state.get("candidates-shown", STEP)
    kept = shortlist.ids()
    last_clear = standing_out(ranked)["rank"].max() or 0
    for row in ranked.head(many).iter_rows(named=True):
        candidate_row(row, ranked, evidence, row["candidate_id"] in kept)
        if row["rank"] == last_clear:
            st.info(_("What follows does not clearly stand out: look there for other reasons, or further ahead."))
    if ranked.height > many:
        st.button(_("Show ten more"), on_click=_more, args=(many,), key="more")


def _more(many: int) -> None:
    st.session_state["candidates-shown"] = many + STEP


def _map_and_card(ranked: pl.DataFrame, evidence: Evidence, asked: Question) -> None:
    why_not.search()
    area = focus.area()
    if area:
        why_not.answer(evidence, ranked, area)
    if cached.shapes("block").is_empty() and cached.shapes("street").is_empty():
        no_coordinates()
    else:
        candidate_map(ranked)
    if not area:
        st.caption(_("Choose an area on the map or in the list to see its card here."))
        return
    unit = evidence.units.filter(pl.col("candidate_id") == area)
    names = dict(evidence.units.select("candidate_id", "name").iter_rows())
    if unit.height and unit["kind"].item() == "cluster":
        st.markdown(f"**{_('The blocks')}**")
        for block in unit["members"].item():
            st.button(
                escape_markdown(names[block]),
                icon=theme.ICONS["area"],
                key=f"block-{block}",
                type="tertiary",
                on_click=focus.choose,
                args=(block,),
            )
        return
    try:
        area_card(asked, area, in_rank=False)
    except NotFound:
        return  # why_not shows the message


main()
