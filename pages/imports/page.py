"""The Data screen: upload, check, history, dwellings, unmatched addresses and quality."""

from collections.abc import Callable

import streamlit as st

from data.reading.process import POOL
from data.services.check_file import Checked
from data.store import import_log
from domain.intake.reading.contents import OUTLINE_KINDS
from pages.imports import address_matching, batch, category_choices, needs, outline_steps, result, run, stored_quality
from pages.imports import history as import_history
from pages.imports import steps as import_steps
from pages.imports.batch import Batch, Declined
from pages.imports.group import Group
from pages.imports.pending import HELD_FOR
from pages.imports.run import Checks
from pages.imports.stored_data import drawn_share, stored_data
from pages.shared import access, cached, data_set, focus, navigation, theme
from pages.shared.open_tab import open_tab
from pages.shared.texts import _, day, error_text, escape_markdown, markdown, ngettext, number, percent

ENDINGS = "csv txt tsv xlsx xls ods zip geojson topojson json gpkg kml kmz".split()
# The uploader's own texts are English, and hidden (theme.document); accepted files are listed in its help text.


def main() -> None:
    """Draw the drop zone, the check of its files, and the tabs of stored data."""
    person = access.require(access.PAGES["imports"])
    POOL.warm()  # a process is ready to read by the time that a file is chosen
    import_history.say_undone()
    navigation.opening(_("Data"), _answer())
    kept = run.read(cached.own(), person.actor, _drop_zone())
    if kept:
        _check(kept, person.actor)
    else:
        _unfinished(person.actor)
        _stored(person.actor)


def _answer() -> str:
    """The answer sentence: what is stored."""
    snapshot = stored_data()
    reports = snapshot.placement.height
    if not reports:
        return _("There are no reports yet: start with an export from your own system.")
    return markdown(
        "{n} reports from {first} to {last}; {share} have a place on the map.",
        n=number(reports),
        first=day(snapshot.first_on),
        last=day(snapshot.as_of),
        share=percent(drawn_share()),
    )


def _drop_zone() -> list:
    """The drop zone; in the demo files are still imported into the own data."""
    if cached.is_demo():
        st.caption(_("You are looking at the demo. Files you drop here go to your own data; the demo stays as it is."))
    with st.container(key="drop"):
        return st.file_uploader(
            _("Drop files here: reports, dwellings, outlines, planned works, network, indicators"),
            type=ENDINGS,
            accept_multiple_files=True,
            key=batch.drop_zone_key(),
            help=_("One or more CSV and text files, Excel, ZIP, GeoJSON, KML and GeoPackage, up to 500 MB each."),
        )


def _check(kept: Batch, actor: str) -> None:
    """The check of all files, one layout at a time, and the button that imports them; after the import, its outcome."""
    own = cached.own()
    done = bool(kept.groups) and all(group.outcomes for group in kept.groups)
    for index, declined in enumerate(kept.declined):
        _declined(kept, declined, index)
    checked: list[Checks] = []
    for index, group in enumerate(list(kept.groups)):
        with st.container(border=True, key=group.key("group")):
            _head(kept, group, index, actor)
            if done:
                result.result(group)
            else:
                found = _steps(kept, group)
                checked += [(group, found)] if found else []
    if checked:
        run.offer(own, actor, kept, checked)
    if done:
        result.next_steps(kept.groups)
    else:
        st.caption(
            markdown(
                "The files stay on this server until you import them or discard them, {n} hours at most. "
                "You may leave this page and come back.",
                n=number(HELD_FOR.total_seconds() / 3600),
            )
        )
    st.button(
        _("Done") if done else _("Discard these files"),
        on_click=batch.forget,
        args=(own, actor),
        type="primary" if done else "tertiary",
        icon=":material/done:" if done else ":material/delete:",
        key="forget files",
    )


def _declined(kept: Batch, declined: Declined, index: int) -> None:
    """A declined file, with the reason and a button to map its columns manually."""
    why, otherwise = st.columns([4, 1], vertical_alignment="center")
    why.error(error_text(declined.reason), icon=":material/block:")
    if declined.table and kept.contents:
        otherwise.button(
            _("View the file"),
            help=_("If it does contain reports: say how to read it and what its columns mean."),
            on_click=batch.read_by_hand,
            args=(cached.own(), kept, declined),
            icon=":material/rule:",
            key=f"by hand {index} {declined.file}",
        )


def _head(kept: Batch, group: Group, index: int, actor: str) -> None:
    """The heading of a layout's files, with buttons that remove a file from the check."""
    heading, out = st.columns([5, 1], vertical_alignment="center")
    heading.subheader(_heading(group, index, len(kept.groups)), anchor=False)
    names = [upload.name for upload in group.uploads]
    if group.outcomes or len(names) + len(kept.groups) == 2:
        return
    with out.popover(_("Not this file"), icon=":material/close:"):
        for name in names:
            st.button(
                escape_markdown(name),
                on_click=batch.leave_file,
                args=(cached.own(), actor, kept, group, name),
                type="tertiary",
                icon=":material/close:",
                key=group.key(f"not {name}"),
            )


def _unfinished(actor: str) -> None:
    """Offer to resume a check that this person began in another session; not if everyone has access without sign-in."""
    own = cached.own()
    token = None if access.open_to_all() else batch.elsewhere(own, actor)
    if token is None:
        return
    text, button = st.columns([4, 1], vertical_alignment="center")
    text.info(_("You began to check some files and have not imported them yet."), icon=":material/pending:")
    button.button(_("Go on"), on_click=batch.go_on, args=(token,), icon=":material/arrow_forward:", key="go on")


def _heading(group: Group, index: int, groups: int) -> str:
    """The file's name, or how many files of one layout there are."""
    names = [upload.name for upload in group.uploads]
    name = escape_markdown(names[0])
    if len(names) > 1:
        name = markdown("{n} files of one layout, such as {name}", n=number(len(names)), name=names[0])
    rows = ngettext(group.rows, "{n} row", "{n} rows").format(n=number(group.rows))
    if group.mapping and group.mapping.figures:
        rows = ngettext(group.rows, "{n} figure", "{n} figures").format(n=number(group.rows))
    return f"{name} · {rows}" if groups == 1 else f"{index + 1}. {name} · {rows}"


def _steps(kept: Batch, group: Group) -> list[Checked] | None:
    """The three steps; the checked rows, None while the check fails."""
    own = cached.own()
    import_steps.sheets(own, kept, group)
    if group.kind in OUTLINE_KINDS:
        outline_steps.outlines(own, kept, group)
    else:
        import_steps.read_as(own, kept, group)
        import_steps.means(own, group)
    checked = run.check(own, kept, group)
    if checked:
        needs.needs_you(group, checked)
        run.foresee(own, group, checked)
    return checked


def _stored(actor: str) -> None:
    """What is stored: history, dwellings and blocks, unmatched addresses, quality."""
    current, snapshot = cached.current(), stored_data()
    logged = import_history.logged(cached.own(), current)
    if import_log.history(logged).is_empty():
        _first_time()
        return
    labels = {
        "history": _("Imported"),
        "places": _("Dwellings and blocks"),
        "addresses": _("Unmatched addresses"),
        "categories": _("Categories"),
        "quality": _("Quality"),
    }
    parts: dict[str, Callable[[], None]] = {
        "history": lambda: import_history.history(logged, actor),
        "places": lambda: stored_quality.places(current, snapshot),
        "addresses": lambda: address_matching.unmatched(current, snapshot, actor),
        "categories": lambda: category_choices.categories(current, snapshot, actor),
        "quality": lambda: stored_quality.quality(snapshot),
    }
    asked = st.query_params.get("show")
    with st.container(key="stored"):
        opened, tab = open_tab("stored-tab", labels, asked if asked in labels else None)
    if asked in labels:
        focus.bring_into_sight("stored")
    with tab:
        parts[opened]()


def _first_time() -> None:
    """Which files can be imported, for a first-time user."""
    kinds = {
        _("Reports"): _(
            "One row for each report, from any system: when, what and where. That is all you need to start."
        ),
        _("Dwellings"): _(
            "Your own stock, or addresses from the BAG: street, number and coordinates. Rates are then "
            "per 100 homes, for your own blocks or complexes."
        ),
        _("Blocks"): _("Drawn outlines with a code or name: GeoJSON, GeoPackage or a zipped shapefile."),
        _("Planning and network"): _(
            "What is planned anyway (renovations, maintenance, action days: what, where, when), and who "
            "is active where. A project can join in with both."
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
    st.button(_("View the demo first"), icon=theme.ICONS["demo"], on_click=data_set.switch, args=(cached.DEMO,))


main()
