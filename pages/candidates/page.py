"""The ranked candidates with their evidence, the shortlist, and the search "why not"."""

from functools import partial

import polars as pl
import streamlit as st

from domain.errors import NotFound
from domain.indicators.report_selection import Window, window
from domain.judgement.postponed import proposed
from domain.question import Question
from domain.schemas import LEVELS
from domain.scoring.candidate_units import KINDS_OF_LEVEL
from domain.scoring.decisions import first_stays_first, standing_out
from domain.scoring.evidence import Evidence
from domain.scoring.ranking import TOP_RANKS, individual_cases, silent_areas, too_little_known
from domain.scoring.weights import Weights
from domain.scoring.why_nothing import why_nothing
from pages.area import shortlist
from pages.area.area_card import area_card
from pages.candidates import compare, why_not
from pages.candidates.candidate_detail import candidate_detail, start_of
from pages.candidates.candidate_facts import available_evidence, compared_by, has_addresses
from pages.candidates.candidate_list import candidate_list, running
from pages.candidates.candidate_map import candidate_map
from pages.candidates.method import how_do_we_know
from pages.candidates.order_stability import how_firm
from pages.candidates.other_lists import other_list
from pages.candidates.print_card import print_page
from pages.shared import (
    access,
    cached,
    cached_shapes,
    chosen_weights,
    filters,
    focus,
    navigation,
    on_demand,
    postponed,
    tables,
    weight_sliders,
)
from pages.shared.candidate_texts import with_short_names
from pages.shared.empty_state import named_by_position, no_coordinates, no_dwellings, no_reports
from pages.shared.open_tab import open_tab
from pages.shared.texts import N_, _, document_text, escape_markdown, markdown, ngettext, number, worked_out
from pages.shared.track_record_line import short_line

CANDIDATES_A_STEP = 10
ALMOST_SURE = 0.9


def main() -> None:
    """Draw the answer, the list and map of candidates, and the tabs below them."""
    access.require(access.PAGES["candidates"])
    snapshot = cached.snapshot()
    if not snapshot.reports.height:
        navigation.opening(_("Candidates"), _("There are no candidates yet: there are no reports."))
        no_reports()
        return
    if printed := st.query_params.get("print"):
        print_page(printed)
        return
    head = st.container()
    choices = filters.choices("medium")
    with choices:
        asked = filters.show(snapshot, levels=False)
    evidence, given = cached.evidence(asked), chosen_weights.current()
    ranked = postponed.marked(with_short_names(cached.ranking(asked, given)))
    with head:
        navigation.opening(_("Candidates"), _answer(ranked))
        record = st.container()
    if not evidence.units.filter(pl.col("list") != "elsewhere")["incidents"].sum():
        filters.nothing_found(asked)
        return
    span = window(snapshot, asked)
    if text := worked_out(span):
        st.caption(text)
    no_dwellings(snapshot, "block")
    named_by_position(snapshot)
    if snapshot.denominator["block"] != "one" and (unsure := compared_by(snapshot.denominator["block"])):
        st.caption(unsure)
    with choices:
        weight_sliders.show(evidence.has_evidence)
    weight_sliders.say_without_data(evidence.has_evidence)
    left, right = st.columns([3, 2], gap="large")
    with left:
        if ranked.is_empty():
            _why_nothing(evidence, asked)
        _lists(ranked, evidence, asked, given, span)
    with right, st.container(key="beside"):  # sticky beside the long list (see theme.document)
        _map_and_details(ranked, evidence, asked, span)
    how_do_we_know(available_evidence(evidence), has_addresses(evidence))
    short_line(record, asked.within)


def _answer(ranked: pl.DataFrame) -> str:
    """The answer sentence: the first candidate that is not postponed, and how many are almost surely at the top."""
    if not ranked.height:
        return _("No area stands out: too little is known.")
    free = proposed(ranked)
    if not free.height:
        return _("All candidates are postponed.")
    top = ranked.head(max(TOP_RANKS, free["rank"][0]))
    return f"{postponed.apart_from(top)} {_first(free['name'][0], free)}".strip()


def _first(name: str, ranked: pl.DataFrame) -> str:
    """The sentence about the first candidate, called ``name``, and the others of ``ranked``, as Markdown."""
    sure = ranked.filter(pl.col("p_top") >= ALMOST_SURE).height
    if not sure and first_stays_first(ranked):
        return markdown(N_("{name} comes first, and probably next year as well."), name=name)
    if not sure:
        found = standing_out(ranked).height
        if not found:
            return markdown(N_("No area clearly stands out. {name} comes first, but it is close."), name=name)
        text = ngettext(
            found,
            N_("{count} area stands out. {name} comes first, but it is close."),
            N_("{count} areas stand out. {name} comes first, but it is close."),
        )
        return text.format(count=number(found), name=escape_markdown(name))
    text = ngettext(
        sure,
        N_("{name} comes first. {count} area will almost surely be among the first {top} next year."),
        N_("{name} comes first. {count} areas will almost surely be among the first {top} next year."),
    )
    return text.format(name=escape_markdown(name), count=number(sure), top=number(TOP_RANKS))


def _lists(ranked: pl.DataFrame, evidence: Evidence, asked: Question, given: Weights, span: Window) -> None:
    alone, silent, little = individual_cases(evidence), silent_areas(evidence), too_little_known(evidence)
    others = {
        "individual": (alone, _("Individual cases ({count})")),
        "silent": (silent, _("Silent ({count})")),
        "little": (little, _("Too little known ({count})")),
    }
    if not has_addresses(evidence):
        del others["individual"]
    named = {name: text.format(count=number(areas.height)) for name, (areas, text) in others.items()}
    labels = {"candidates": _("Candidates"), "compare": _("Compare"), "shortlist": _("Shortlist"), **named}
    opened, tab = open_tab("candidates-tab", labels)
    with tab:
        if opened == "candidates":
            _rows(ranked, evidence)
            how_firm(evidence, ranked, given)
            written = partial(tables.candidates_for_download, ranked, span, available_evidence(evidence))
            about = tables.question_about(asked, span)
            tables.download(written, _("candidates"), "candidates-download", about, ranked["members"])
        elif opened == "compare":
            compare.show(ranked, evidence, span)
        elif opened == "shortlist":
            shortlist.show(ranked, evidence)
        else:
            other_list(opened, others[opened][0])


def _why_nothing(evidence: Evidence, asked: Question) -> None:
    """Of each level why nothing is ranked, as ``rank`` says it."""
    here = cached.snapshot_within(asked.within)
    for level in LEVELS:
        units = evidence.units.filter(pl.col("kind").is_in(KINDS_OF_LEVEL[level]), pl.col("list") != "elsewhere")
        st.info(document_text(why_nothing(units, here, asked, level)), icon=":material/info:")


def _rows(ranked: pl.DataFrame, evidence: Evidence) -> None:
    many = st.session_state.get("candidates-shown", CANDIDATES_A_STEP)
    kept = shortlist.ids()
    acted = candidate_list(
        ranked,
        many,
        _opened(ranked),
        kept,
        on_open=focus.choose,
        on_keep=partial(_keep, evidence, kept),
    )
    if ranked.height > many:
        st.button(_("Show ten more"), on_click=_more, args=(many,), key="more")
    if acted and (row := ranked.filter(pl.col("candidate_id") == acted)).height:
        if project := running(row).get(acted):
            navigation.go("projects", project=project)
        if row["postponed_until"].item() is not None:
            focus.choose(acted)
            st.rerun()
        navigation.open_start_form(*start_of(row.row(0, named=True)))


def _opened(ranked: pl.DataFrame) -> str | None:
    """The candidate whose details are shown: that in focus, or the first that is not postponed; None if what is in
    focus is none.
    """
    area = focus.area()
    if area is None:
        free = proposed(ranked)
        return (free if free.height else ranked)["candidate_id"].first()
    own = ranked.filter(pl.col("candidate_id") == area)
    return own["candidate_id"].item() if own.height else None


def _keep(evidence: Evidence, kept: set[str], area_id: str) -> None:
    name = evidence.units.row(by_predicate=pl.col("candidate_id") == area_id, named=True)["name"]
    shortlist.put(area_id, name, area_id not in kept)


def _more(many: int) -> None:
    st.session_state["candidates-shown"] = many + CANDIDATES_A_STEP


def _map_and_details(ranked: pl.DataFrame, evidence: Evidence, asked: Question, span: Window) -> None:
    area = focus.area()
    with st.container(key="beside-map"):  # stays in sight above the details (see theme.document)
        why_not.search()
        if cached_shapes.shapes("block").is_empty() and cached_shapes.shapes("street").is_empty():
            no_coordinates()
        else:
            candidate_map(ranked, _opened(ranked))
    if area:
        focus.bring_into_sight("beside")
    # On a phone the details of a chosen area fill the screen, and those of the first are not shown.
    with st.container(key="details-chosen" if area else "details-first"):
        if area:
            st.button(_("Back to the list"), icon=":material/arrow_back:", key="details-close", on_click=_close)
        _details(ranked, evidence, asked, area, span)


def _close() -> None:
    focus.choose(None)


def _details(ranked: pl.DataFrame, evidence: Evidence, asked: Question, area: str | None, span: Window) -> None:
    """The details of a candidate; of another area its list and reasons, and its card."""
    opened = _opened(ranked)
    if opened:
        row = ranked.row(by_predicate=pl.col("candidate_id") == opened, named=True)
        candidate_detail(row, ranked, evidence, asked, span)
        if row["kind"] == "cluster":
            return
        if card := on_demand.expander(_("All figures of this area"), f"card-{opened}"):
            with card:
                area_card(asked, opened, in_rank=False)
        return
    if area is None:
        return
    why_not.answer(evidence, ranked, area)
    try:
        area_card(asked, area, in_rank=False)
    except NotFound:
        return  # why_not shows the message


main()
