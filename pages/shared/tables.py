"""Tables of areas: the columns that all lists share, and downloads."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial

import polars as pl
import polars.selectors as cs
import streamlit as st

from data import clock
from data.store.database import Store
from domain.documents import geographic, spreadsheet
from domain.indicators.report_selection import Window
from domain.question import Question
from domain.roles import Act
from domain.scoring.ranking import TOP_RANKS
from domain.scoring.weights import COMPONENT_WORDS
from pages.shared import cached, csv_notation, filters, full_figures, postponed, theme
from pages.shared import focus as area_focus
from pages.shared.cached import cached_per_version
from pages.shared.candidate_texts import against_text, context_text, reason_text
from pages.shared.labels import HOMES_HEADED
from pages.shared.texts import N_, _, change, day, in_this_language, markdown, ngettext, number

ROWS_LISTED = 500  # of a table of all areas
DIVIDED = ("rate", "low", "high")  # per 100 dwellings where their number is known, else a year


def without_denominator(areas: pl.DataFrame, denominator: str) -> pl.DataFrame:
    """The areas, with null for values that do not fit the table headers of this denominator.

    Homes are null if their number is unknown. If ``denominator`` is not "one", the rates of such areas are null too,
    because they are not per 100 homes.
    """
    unknown = pl.col("denominator") == "one"
    hidden = ("homes",) if denominator == "one" else ("homes", *DIVIDED)
    return areas.with_columns(pl.when(~unknown).then(pl.col(name)).alias(name) for name in hidden)


def incidents_headed(span: Window) -> str:
    """The header of a number of incidents; with its period if that is no year, as rates stand beside it."""
    if span.is_year:
        return _("Incidents")
    months = ngettext(span.months, N_("Incidents in {count} month"), N_("Incidents in {count} months"))
    return months.format(count=number(span.months))


def area_columns(denominator: str, span: Window) -> dict[str, object]:
    """Headers and formats of the columns of ``area_figures``; the browser formats the numbers.

    ``denominator``: how homes are counted; named in the header. Without a known number there is no column of homes,
    and rates are incidents a year. ``span``: the days that are counted.
    """
    column = st.column_config
    rate = partial(column.NumberColumn, format="localized", step=1)
    if denominator == "one":
        a_year = rate(_("Estimated a year"), help=_("Estimated incidents a year"))
    else:
        a_year = rate(_("Per 100 a year"), help=_("Estimated incidents per 100 homes a year"))
    columns = {
        "name": column.TextColumn(_("Area"), width="large"),
        "town": column.TextColumn(_("Town")),
        "homes": column.NumberColumn(_(HOMES_HEADED[denominator]), format="localized"),
        "reports": column.NumberColumn(_("Reports"), format="localized"),
        "incidents": column.NumberColumn(incidents_headed(span), format="localized"),
        "rate": a_year,
        "low": rate(_("At least"), help=_("Lower end of the 90% range")),
        "high": rate(_("At most"), help=_("Upper end of the 90% range")),
        "change": column.NumberColumn(_("Change"), help=_("Last 6 months compared with the 6 before")),
    }
    return {name: shown for name, shown in columns.items() if not (name == "homes" and denominator == "one")}


def headings(denominator: str, span: Window) -> dict[str, str]:
    """The columns of ``area_columns`` by translated name."""
    return {name: column["label"] for name, column in area_columns(denominator, span).items()}


def candidate_columns(denominator: str, span: Window, has_evidence: Mapping[str, bool]) -> dict[str, str]:
    """The columns of a downloaded ranking, by translated name; without components that the data says nothing about.

    ``denominator`` and ``span`` as in ``area_columns``.
    """
    columns = {
        "rank": _("Rank"),
        "name": _("Area"),
        "town": _("Town"),
        "score": _("Score"),
        **{f"by_{name}": _(words).capitalize() for name, words in COMPONENT_WORDS.items() if has_evidence[name]},
        "p_top": _("Chance of being among the first {top} next year").format(top=TOP_RANKS),
        "rank_low": _("Place at best"),
        "rank_high": _("Place at worst"),
        "homes": _(HOMES_HEADED[denominator]),
        "reports": _("Reports"),
        "incidents": incidents_headed(span),
        "rate": _("Estimated a year") if denominator == "one" else _("Per 100 a year"),
        "low": _("At least"),
        "high": _("At most"),
        "change": _("Change"),
        "why": _("Why"),
        "around": _("In favour"),
        "against": _("Points against"),
    }
    return {name: text for name, text in columns.items() if not (name == "homes" and denominator == "one")}


def candidates_for_download(ranked: pl.DataFrame, span: Window, has_evidence: Mapping[str, bool]) -> pl.DataFrame:
    """The ranking with ``candidate_columns`` and its sentences; nothing per 100 homes where homes are not known."""
    known = ranked["denominator"].filter(ranked["denominator"] != "one").cast(pl.String)
    denominator = known.first() or "one"
    headers = candidate_columns(denominator, span, has_evidence)
    rows = list(ranked.iter_rows(named=True))
    texts_by_column = {
        "why": [reason_text(row) for row in rows],
        "around": [" ".join(context_text(row)) for row in rows],
        "against": [" ".join(against_text(row)) for row in rows],
    }
    if ranked["postponed_until"].count():
        headers |= {"postponed": _("Postponed")}
        texts_by_column["postponed"] = [postponed.in_words(row) for row in rows]
    columns = [name for name in headers if name not in texts_by_column]
    texts = [pl.Series(name, values, pl.String) for name, values in texts_by_column.items()]
    shown = without_denominator(ranked, denominator)
    if denominator == "one":  # of several blocks the rates are those of one
        shown = shown.with_columns(pl.col(DIVIDED) * ranked["homes"])
    return shown.select(columns).with_columns(texts).rename(headers)


def unit_table(units: pl.DataFrame, key: str) -> None:
    """A table of units of the evidence; choosing a row sets the focus.

    ``units``: candidate_id, and any of name, homes, incidents, p_silent, why, of which empty ones are left out.
    """
    ids = units["candidate_id"].to_list()
    units = units.drop(name for name in units.columns if units[name].null_count() == units.height)
    column = st.column_config
    st.dataframe(
        units.drop("candidate_id"),
        hide_index=True,
        placeholder="",
        column_config={
            "name": column.TextColumn(_("Area")),
            "homes": column.NumberColumn(_("Homes"), format="localized", width="small"),
            "incidents": column.NumberColumn(_("Incidents"), format="localized", width="small"),
            "p_silent": column.NumberColumn(_("Chance"), format="percent", width="small"),
            "why": column.TextColumn(_("Why"), width="large"),
        },
        key=key,
        on_select=partial(area_focus.choose_from, key, ids),
        selection_mode="single-row",
        height=min(38 + 35 * len(ids), 430),
    )


def say_what_is_listed(areas: int) -> None:
    """Say that a table of areas is not whole, where it is not. ``areas``: how many there are."""
    if areas > ROWS_LISTED:
        text = N_("The first {count} of {all} areas. All are in the files below.")
        st.caption(markdown(text, count=number(ROWS_LISTED), all=number(areas)))


def area_table(areas: pl.DataFrame, denominator: str, span: Window, key: str) -> None:
    """A sortable table of areas; choosing a row sets the focus.

    ``areas``: area_id and columns of ``area_columns``, of which empty ones are left out.
    """
    ids = areas["area_id"].to_list()
    silent = [name for name in areas.columns if areas[name].null_count() == areas.height]
    shown = areas.drop("area_id", *silent).with_columns(cs.float().round())
    # a column's own format cannot write a change as elsewhere: "+3", "−3", but "0"
    written = {"change": change} if "change" in shown.columns else {}
    st.dataframe(
        shown.to_pandas(use_pyarrow_extension_array=True).style.format(written, na_rep=""),
        hide_index=True,
        placeholder="",
        column_config=area_columns(denominator, span),
        key=key,
        on_select=partial(area_focus.choose_from, key, ids),
        selection_mode="single-row",
        height=min(38 + 35 * len(ids), 430),
    )


def question_about(asked: Question, span: Window) -> list[tuple[str, str]]:
    """What a table of a question rests on: its period and its filters, each a name and a value."""
    period = _("{first} to {last}").format(first=day(span.after + timedelta(1)), last=day(span.until))
    return [(_("Period"), period), *filters.in_words(asked)]


def download(
    table: Callable[[], pl.DataFrame],
    name: str,
    key: str,
    about: Sequence[tuple[str, str]] = (),
    members: pl.Series | None = None,
) -> None:
    """Offer a table as CSV and XLSX, and as GeoPackage and GeoJSON if its rows are about areas.

    ``table``: makes it when the button is pressed, so that no redraw waits for it. It is called outside of a run: in
    the reader's language, but without session or query parameters. ``about``: what it rests on, such as a filter; the
    day and the data set are added. It stands above the rows of a CSV, on the second sheet of a workbook, and in the
    description of a layer. ``members``: the areas of each row (lists of area ids). In a CSV or workbook, cells that a
    spreadsheet would run as a formula are escaped. A download by who may see full figures is recorded.
    """
    whole = [(_("What"), name), *about, (_("Made on"), day(clock.today())), (_("Data"), _data_set())]
    notation, sheet = csv_notation.current(), _("About this list")
    record = full_figures.recorder(key.removesuffix("-download"))

    def read() -> pl.DataFrame:
        found = table()
        record(found.height)
        return found

    files: dict[str, tuple[str, Callable[[], bytes]]] = {
        ".csv": ("CSV", lambda: spreadsheet.to_csv(spreadsheet.rounded(read()), notation, whole)),
        ".xlsx": ("XLSX", lambda: spreadsheet.to_xlsx(spreadsheet.rounded(read()), whole, sheet, name)),
    }
    if members is not None:
        files |= _geographic(read, name, whole, members)
    with st.container(horizontal=True):
        for ending, (form, write) in files.items():
            st.download_button(
                _("Download {ending}").format(ending=form),
                data=in_this_language(write),
                file_name=f"{name}-{clock.today():%Y-%m-%d}{ending}",
                icon=theme.ICONS["download"],
                key=f"{key}{ending}",
                on_click="ignore",
            )
    if members is not None and len(members) and ".gpkg" not in files:
        st.caption(_(geographic.NO_OUTLINES))


def _geographic(
    table: Callable[[], pl.DataFrame], name: str, about: Sequence[tuple[str, str]], members: pl.Series
) -> dict[str, tuple[str, Callable[[], bytes]]]:
    """The files for a map by their ending, each a name and what makes it; none if nothing has an outline."""
    areas = _outlines()
    if not geographic.has_outlines(members, areas):
        return {}

    def write(form: str) -> bytes:
        outlines = geographic.outlines(members, areas)
        return geographic.to_geographic(spreadsheet.rounded(table()), outlines, form, name, about=about)

    return {".gpkg": ("GeoPackage", partial(write, ".gpkg")), ".geojson": ("GeoJSON", partial(write, ".geojson"))}


@cached_per_version(max_entries=4, reads=Act.DISCLOSED)
def _outlines(_store: Store) -> pl.DataFrame:
    """The areas of all levels of the current store: area_id, outline. All may have them who may see the map."""
    return cached.snapshot().every_area.select("area_id", "outline")


def _data_set() -> str:
    return _("Demo: a made-up neighbourhood; nothing here is about anyone") if cached.is_demo() else _("Your own data")
