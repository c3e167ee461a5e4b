"""The Data screen: upload, check, history, dwellings, unmatched addresses and quality."""

import polars as pl
import streamlit as st

from data.store import import_log
from pages.imports import address_matching, batch, category_choices, needs, result, run, stored_quality
from pages.imports import history as import_history
from pages.imports import steps as import_steps
from pages.imports.batch import Batch, Group
from pages.shared import access, cached, navigation, theme
from pages.shared.texts import _, day, error_text, escape_markdown, markdown, ngettext, number, percent

ENDINGS = "csv txt tsv xlsx xls ods zip geojson topojson json gpkg kml kmz".split()
# The uploader's own texts are always English; accepted files are listed in its help text.
OWN_WORDS = "<style>.st-key-drop [data-testid='stFileUploaderDropzoneInstructions'] {display: none;}</style>"


def main() -> None:
    """Draw the drop zone, the check of its files, and the tabs of stored data."""
    person = access.require()
    import_history.say_undone()
    navigation.opening(_("Data"), _answer())
    files = _drop_zone()
    if files:
        _check(run.read(cached.own(), files), person.actor)
    else:
        _stored(person.actor)


def _answer() -> str:
    """The answer sentence: what is stored."""
    snapshot = cached.snapshot()
    reports = snapshot.placement.height
    if not reports:
        return _("There are no reports yet: start with an export from your own system.")
    placed = snapshot.placement.filter(pl.col("placed_on") != "nowhere").height
    return markdown(
        "{n} reports from {first} to {last}; {share} have a place.",
        n=number(reports),
        first=day(snapshot.first_on),
        last=day(snapshot.as_of),
        share=percent(placed / reports),
    )


def _drop_zone() -> list:
    """The drop zone; in the demo files are still imported into the own data."""
    if cached.is_demo():
        st.caption(_("You are looking at the demo. Files you drop here go to your own data; the demo stays as it is."))
    st.html(OWN_WORDS)
    with st.container(key="drop"):
        return st.file_uploader(
            _("Drop files here, several at once: reports, dwellings, outlines of blocks, planned works, your network"),
            type=ENDINGS,
            accept_multiple_files=True,
            key=batch.drop_zone_key(),
            help=_("CSV and text files, Excel, ZIP, GeoJSON, KML and GeoPackage, up to 500 MB each."),
        )


def _check(kept: Batch, actor: str) -> None:
    """The check of all files in the drop zone, one layout at a time."""
    for index, declined in enumerate(kept.declined):
        why, otherwise = st.columns([4, 1], vertical_alignment="center")
        why.error(error_text(declined.reason), icon=":material/block:")
        if declined.table:
            otherwise.button(
                _("Look at the file"),
                help=_("When it does hold reports: say how it is read and what its columns mean."),
                on_click=batch.read_by_hand,
                args=(cached.own(), kept, declined),
                icon=":material/rule:",
                key=f"by hand {index} {declined.file}",
            )
    for index, group in enumerate(kept.groups):
        with st.container(border=True, key=group.key("group")):
            st.subheader(_heading(group, index, len(kept.groups)), anchor=False)
            if group.outcomes:
                result.result(group)
            else:
                _steps(kept, group, actor)
    done = all(group.outcomes for group in kept.groups)
    st.button(
        _("Done") if done else _("Leave this"),
        on_click=batch.forget,
        type="primary" if done else "tertiary",
        icon=":material/done:" if done else ":material/close:",
        key="forget files",
    )


def _heading(group: Group, index: int, groups: int) -> str:
    """The file's name, or how many files of one layout there are."""
    names = [upload.name for upload in group.uploads]
    name = escape_markdown(names[0])
    if len(names) > 1:
        name = markdown("{n} files of one layout, such as {name}", n=number(len(names)), name=names[0])
    rows = ngettext(group.rows, "{n} row", "{n} rows").format(n=number(group.rows))
    return f"{name} · {rows}" if groups == 1 else f"{index + 1}. {name} · {rows}"


def _steps(kept: Batch, group: Group, actor: str) -> None:
    """The three steps and the button that imports."""
    own = cached.own()
    if group.kind == "blocks":
        import_steps.outlines(own, kept, group)
    else:
        import_steps.read_as(own, kept, group)
        import_steps.means(own, group)
    checked = run.check(own, group)
    if checked:
        needs.needs_you(group, checked)
        run.offer(own, actor, group, checked)


def _stored(actor: str) -> None:
    """What is stored: history, dwellings and blocks, unmatched addresses, quality."""
    current, snapshot = cached.current(), cached.snapshot()
    if import_log.history(current).is_empty():
        _first_time()
        return
    names = [_("Imported"), _("Dwellings and blocks"), _("Unmatched addresses"), _("Categories"), _("Quality")]
    history, places, addresses, categories, quality = st.tabs(names)
    with history:
        import_history.history(current, actor)
    with places:
        stored_quality.places(current, snapshot)
    with addresses:
        address_matching.unmatched(current, snapshot, actor)
    with categories:
        category_choices.categories(current, snapshot, actor)
    with quality:
        stored_quality.quality(snapshot)


def _first_time() -> None:
    """Which files can be imported, for a first-time user."""
    kinds = {
        _("Reports"): _("A row for each report, from any system: when, what and where. This is all you need to start."),
        _("Dwellings"): _(
            "Your own stock, or addresses from the BAG: street, number and coordinates. Then rates are per 100 "
            "dwellings, and your own blocks or complexes are used."
        ),
        _("Blocks"): _("Outlines that someone drew, with a code or name: GeoJSON, GeoPackage or a zipped shapefile."),
        _("Planning and network"): _(
            "What is coming anyway (renovations, maintenance, action days: what, where, when), and who is active "
            "where. Both lift or hold back an approach."
        ),
    }
    for place, kind in zip(st.columns(len(kinds), border=True), kinds, strict=True):
        place.subheader(kind, anchor=False)
        place.write(kinds[kind])
    st.write(
        _(
            "You check every file before anything is stored, and any import can be undone. Names, phone numbers, "
            "e-mail addresses, BSN and bank accounts are not stored."
        )
    )
    st.button(_("Look at the demo first"), icon=theme.ICONS["demo"], on_click=cached.switch, args=(cached.DEMO,))


main()
