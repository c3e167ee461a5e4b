"""The Map screen: streets or blocks shaded by rate or count, with a linked table and the card of the chosen area."""

from datetime import date

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from domain.errors import NotFound
from domain.indicators.area_figures import highest_rates
from domain.indicators.hot_spots import CONTROLS, FALSE_DISCOVERY_RATE
from domain.indicators.report_selection import Window, window
from domain.question import Question
from domain.roles import Act
from domain.snapshot.snapshot import Snapshot
from pages.area.area_card import area_card
from pages.map import released_map
from pages.map.highest_list import highest_list
from pages.shared import access, cached, filters, focus, navigation, on_demand, tables
from pages.shared.empty_state import named_by_position, no_coordinates, no_reports
from pages.shared.maps import map_layers, shading
from pages.shared.maps.area_map import area_map
from pages.shared.maps.background import ground
from pages.shared.maps.base_map import AREAS_DRAWN_MAX
from pages.shared.maps.shape_files import shape_file
from pages.shared.name_search import narrowed
from pages.shared.texts import (
    N_,
    _,
    day,
    escape_markdown,
    format_list,
    markdown,
    month,
    ngettext,
    number,
    percent,
    worked_out,
)

HIGHEST_LISTED = 10
IN_A_TABLE = "map-in-a-table"  # of a session: whether the table is opened


def main() -> None:
    """Draw the filters, the map, the table and the area card."""
    access.require(access.PAGES["map"])
    if not access.may(Act.FULL):
        released_map.show()
        return
    snapshot = cached.snapshot()
    if not snapshot.reports.height:
        navigation.opening(_("Map"), _("There is nothing on the map yet."))
        no_reports()
        return
    head = st.container()
    choices = filters.choices("small")
    with choices:
        asked = filters.show(snapshot)
    figures = cached.figures(asked)
    with head:
        navigation.opening(_("Map"), _answer(figures, asked, snapshot))
    if not figures["incidents"].sum():
        filters.nothing_found(asked)
        return
    left, right = st.columns([2, 1], gap="medium")
    with left:
        if shape_file(asked.level).areas.is_empty():
            no_coordinates()
        else:
            _draw(figures, asked, snapshot, choices)
            named_by_position(snapshot)
        _time_slider(snapshot, asked)
    with right:
        _search(figures, asked)
        _card_or_highest(figures, asked)
    _table(figures, snapshot, window(snapshot, asked))


def _answer(figures: pl.DataFrame, asked: Question, snapshot: Snapshot) -> str:
    """The answer sentence: where the rate or count is highest."""
    top = highest_rates(figures).head(2)
    until = asked.as_of or snapshot.as_of
    if not top.height:
        return markdown(N_("Up to {day} too little is known to compare areas."), day=day(until))
    return markdown(N_("Highest up to {day}: {areas}"), day=day(until), areas=format_list(top["name"].to_list()))


def _counted(figures: pl.DataFrame, asked: Question) -> str:
    """How many incidents are counted here, and of how many, as Markdown."""
    places, inside = figures.filter(pl.col("incidents") > 0).height, figures["incidents"].sum()
    every = cached.totals(asked)["now"][0]
    text = N_("{incidents} incidents in {count} places.")
    if inside < every and asked.level == "neighbourhood":
        text = N_("{incidents} of {every} incidents lie in {count} neighbourhoods; {rest} lie in none.")
    elif inside < every:
        text = N_("{incidents} of {every} incidents have a place, {count} places in all.")
    rest = number(every - inside)
    return markdown(text, incidents=number(inside), every=number(every), count=number(places), rest=rest)


def _neighbourhoods(snapshot: Snapshot, asked: Question) -> pl.DataFrame:
    """The middle of each neighbourhood: name, lat, lon; empty where neighbourhoods are not known."""
    return cached.inside(snapshot.neighbourhoods, asked).drop_nulls("lat").select("name", "lat", "lon")


def _draw(figures: pl.DataFrame, asked: Question, snapshot: Snapshot, choices: DeltaGenerator) -> None:
    denominator, span = snapshot.denominator[asked.level], window(snapshot, asked)
    names = shading.measures(denominator)
    with choices:
        measure = st.selectbox(
            _("Shade by"),
            list(names),
            index=list(names).index("incidents" if denominator == "one" else "rate"),
            format_func=names.get,
            key="measure",
            width=190,
            persist_state="session",
        )
        layers = map_layers.choice(snapshot, asked.level)
    if measure == "hot":
        figures = _hot_spots(figures, asked)
    file = shape_file(asked.level)
    areas, legend = shading.shaded(figures, file.areas, measure, denominator)
    area_map(
        areas,
        legend,
        files=[file],
        form=shading.tip_form(denominator, span),
        key="map",
        view=f"{cached.current().url} {asked.level}",
        on_click=focus.choose,
        selected=focus.area(),
        ground=ground(asked.level) if areas.height <= AREAS_DRAWN_MAX / 2 else None,
        height=430,
        tall=True,
        layers=layers,
        places=None if asked.level == "neighbourhood" else _neighbourhoods(snapshot, asked),
    )
    sentences = [_counted(figures, asked), _not_on_the_map(figures, areas), worked_out(span)]
    st.caption(" ".join(part for part in sentences if part))


def _hot_spots(figures: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """The figures with each area's hot spot certainty; also shows the number of hot spots and the method."""
    control = st.segmented_control(
        _("Correction for chance"),
        list(CONTROLS),
        format_func={name: _(text) for name, text in CONTROLS.items()}.get,
        default="bh",
        required=True,
        key="hot-control",
        help=_(
            "Among many areas, some always look striking by chance. Benjamini-Hochberg limits that "
            "where neighbours are alike. Benjamini-Yekutieli always limits it, and is much stricter."
        ),
    )
    found = cached.hot_spots(asked, control)
    hot = found["hot"].sum()
    text = ngettext(
        hot,
        N_(
            "{count} hot spot: high together with its neighbours. At most {level} of the hot spots is "
            "expected to be chance (Getis-Ord Gi*, {control})."
        ),
        N_(
            "{count} hot spots: high together with their neighbours. At most {level} of the hot spots "
            "is expected to be chance (Getis-Ord Gi*, {control})."
        ),
    )
    if not hot:
        text = _(
            "No hot spot: nowhere is clearly high together with its neighbours. A single block can "
            "still be high: see the rates (Getis-Ord Gi*, at most {level} chance, {control})."
        )
    st.markdown(
        text.format(
            count=number(hot),
            level=escape_markdown(percent(FALSE_DISCOVERY_RATE)),
            control=escape_markdown(_(CONTROLS[control])),
        )
    )
    if hot:
        names = figures.join(found.filter("hot").sort("gi_star_p"), on="area_id", maintain_order="right")["name"]
        st.caption(escape_markdown(format_list(names.head(HIGHEST_LISTED).to_list())))
    return figures.join(found, on="area_id", how="left", maintain_order="left")


def _not_on_the_map(figures: pl.DataFrame, areas: pl.DataFrame) -> str:
    missing = figures.join(areas, on="area_id", how="anti")["incidents"].sum()
    return markdown(N_("{count} incidents have no place on the map."), count=number(missing)) if missing else ""


def _time_slider(snapshot: Snapshot, asked: Question) -> None:
    """Move the time window, month by month; the last step ends at the newest report."""
    ends = _month_ends(snapshot.first_on, snapshot.as_of)
    if len(ends) < 2:
        return
    now = asked.as_of or snapshot.as_of
    st.select_slider(
        markdown(N_("The {count} months up to the end of"), count=number(asked.months)),
        ends,
        value=min(ends, key=lambda end: abs((end - now).days)),
        format_func=month,
        key="until",
        on_change=lambda: filters.change(
            as_of=None if st.session_state["until"] == ends[-1] else st.session_state["until"]
        ),
    )


def _month_ends(first: date, last: date) -> list[date]:
    whole = pl.date_range(first, last, "1mo", eager=True).dt.month_end()
    return sorted({end for end in whole.to_list() if end < last} | {last})


def _search(figures: pl.DataFrame, asked: Question) -> None:
    several_towns = figures["town"].drop_nulls().n_unique() > 1
    shown = pl.concat_str("name", "town", separator=" · ", ignore_nulls=True) if several_towns else pl.col("name")
    every = dict(figures.sort("name").select("area_id", shown.alias("shown")).iter_rows())
    names = narrowed(every, "search", [focus.area()])
    key = f"search-{focus.area() or ''}"
    st.selectbox(
        _("Find a neighbourhood") if asked.level == "neighbourhood" else _("Find a street or block"),
        list(names),
        index=list(names).index(focus.area()) if focus.area() in names else None,
        format_func=names.get,
        placeholder=_("Type a name"),
        key=key,
        on_change=focus.choose_from,
        args=(key, []),
    )


def _card_or_highest(figures: pl.DataFrame, asked: Question) -> None:
    if focus.area():
        try:
            area_card(asked, focus.area())
        except NotFound:
            st.info(_("This area is no longer in the data, or belongs to another level (streets, blocks)."))
        st.button(_("Back to the highest"), icon=":material/arrow_back:", on_click=focus.choose, args=(None,))
        return
    st.subheader(_("The ten highest"), anchor=False)
    highest_list(highest_rates(figures).head(HIGHEST_LISTED), window(cached.snapshot(), asked))


def _table(figures: pl.DataFrame, snapshot: Snapshot, span: Window) -> None:
    """The table and its files, once opened: to draw a table takes a browser half as long as an empty page."""
    box = on_demand.expander(_("The same in a table"), IN_A_TABLE)
    if box is None:
        return
    denominator = snapshot.denominator[figures["level"].first() or "block"]
    columns = tables.area_columns(denominator, span)
    shown = tables.without_denominator(figures, denominator).filter(pl.col("incidents") > 0)
    shown = map_layers.with_layers(shown.select("area_id", *columns), snapshot)
    names = tables.headings(denominator, span)
    about = tables.question_about(filters.question(), span)
    each = shown.select(pl.concat_list("area_id")).to_series()
    with box:
        tables.area_table(shown.head(tables.ROWS_LISTED), denominator, span, key="map-table")
        tables.say_what_is_listed(shown.height)
        tables.download(lambda: shown.drop("area_id").rename(names), _("areas"), "map-download", about, each)


main()
