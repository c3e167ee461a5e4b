"""The import check in three steps: reading options, column mapping, and open tasks."""

from dataclasses import replace

import polars as pl
import pyproj
import streamlit as st

from data.services.recognise import ImportOptions
from data.store.database import Store
from domain.errors import BlokwijzerError
from domain.intake.mapping.fields import DATES, FIELDS
from domain.intake.reading.raw_table import ReadAs, ReadChoices
from domain.schemas import SOURCES
from pages.imports import batch, figures
from pages.imports import group as checks
from pages.imports.batch import Batch
from pages.imports.group import Group
from pages.imports.labels import CRS, DELIMITERS, FINE, KIND_NAMES, LOOK, PERSONAL, became, cell, examples, sureness
from pages.shared.labels import SOURCES as SOURCE_NAMES
from pages.shared.texts import _, error_text, format_list, markdown, ngettext, number

ENCODINGS = ("utf-8", "utf-16", "windows-1252", "iso-8859-15")
FIRST_ROWS = 5
LONGEST_SHOWN = 200  # characters of a cell
CELLS_STYLE = "<style>.cells {font-size: 0.8rem; line-height: 1.25; overflow-wrap: anywhere;}</style>"


def read_as(store: Store, kept: Batch, group: Group) -> None:
    """Step 1: how the bytes were read, with the first rows; each choice can be corrected."""
    how = group.table.read_as
    sheets = [how.sheet] if isinstance(how.sheet, str) else list(how.sheet or ())
    choices_made = [DELIMITERS.get(how.delimiter, how.delimiter), how.encoding] if how.format == "csv" else sheets
    label = markdown(
        "1. Read as: {kind}, {how}, column names on line {line}",
        kind=_(KIND_NAMES[group.kind]),
        how=", ".join(_(item) for item in choices_made if item),
        line=how.header_line,
    )
    corrected = group.wishes != ImportOptions()  # the reader changed an option here
    with st.expander(label, expanded=corrected, icon=FINE, key=group.key("read")):
        st.caption(_("Not how the file should look? Change it here; the rows below follow."))
        kinds, *places = st.columns(4)
        kind = kinds.selectbox(
            _("This is a list of"),
            list(FIELDS),
            index=list(FIELDS).index(group.kind),
            format_func={kind: _(KIND_NAMES[kind]) for kind in FIELDS}.get,
            key=group.key("kind"),
        )
        choices = _choices(group, how, places)
        if (kind, choices) != (group.kind, ReadChoices(how.encoding, how.delimiter, how.header_line, how.sheet)):
            read_again(store, kept, group, ImportOptions(kind=kind, read_choices=choices))
        _first_rows(group)


def sheets(store: Store, kept: Batch, group: Group) -> None:
    """The sheets of a workbook that are read, in view where there is a choice."""
    if group.table is None or len(group.table.sheets) < 2:
        return
    now = group.table.read_as
    read = [now.sheet] if isinstance(now.sheet, str) else list(now.sheet or ())
    chosen = st.pills(
        _("Sheets that are read"), group.table.sheets, selection_mode="multi", default=read, key=group.key("sheet")
    )
    if chosen and set(chosen) != set(read):
        names = tuple(name for name in group.table.sheets if name in chosen)
        sheet = names if len(names) > 1 else names[0]
        choices = ReadChoices(now.encoding, now.delimiter, sheet=sheet)
        read_again(store, kept, group, ImportOptions(kind=group.wishes.kind, read_choices=choices))


def _choices(group: Group, how: ReadAs, places: list) -> ReadChoices:
    """The reading options: encoding, delimiter and header line. Sheets are chosen above the steps."""
    encoding, delimiter = how.encoding, how.delimiter
    if how.format == "csv":
        encodings = list(dict.fromkeys((how.encoding, *ENCODINGS)))
        encoding = places[0].selectbox(_("Characters"), encodings, key=group.key("encoding"))
        signs = {sign: _(DELIMITERS.get(sign, sign or "–")) for sign in (how.delimiter, *DELIMITERS)}
        delimiter = places[1].selectbox(
            _("Columns are separated by"), list(signs), format_func=signs.get, key=group.key("delimiter")
        )
    line = places[2].number_input(
        _("Line with the column names"),
        min_value=0,
        value=how.header_line,
        help=_("0: the file has no column names."),
        key=group.key("header"),
    )
    return ReadChoices(encoding, delimiter, int(line), how.sheet)


def _first_rows(group: Group) -> None:
    """The first rows as the program sees them, with their line numbers in the file."""
    first, name = group.table.cells.head(FIRST_ROWS).with_columns(pl.all().str.head(LONGEST_SHOWN)), _("line")
    while name in first.columns:
        name += " "
    lines = group.table.lines.head(FIRST_ROWS).alias(name)
    st.dataframe(first.insert_column(0, lines), hide_index=True, placeholder="", key=group.key("first rows"))


def read_again(store: Store, kept: Batch, group: Group, wishes: ImportOptions) -> None:
    """Read the files again with other choices, and draw the page anew; or say why they cannot be read so."""
    try:
        batch.read_again(store, kept, group, wishes)
    except BlokwijzerError as error:
        st.error(error_text(error), icon=":material/error:")
    else:
        st.rerun()


def means(store: Store, group: Group) -> None:
    """Step 2: the column of each field, with examples of parsed cells."""
    used = len({*group.mapping.columns.values(), *figures.used(group)})
    all_columns = group.table.cells.width
    label = markdown(
        "2. Means: {used} of {all} columns are used, {sure}",
        used=number(used),
        all=number(all_columns),
        sure=_sure(group),
    )
    look = bool(group.questions()) or group.doubtful()
    with st.expander(label, expanded=look, icon=LOOK if look else FINE, key=group.key("means")):
        if group.profile:
            st.caption(markdown("Read as before, with “{profile}”.", profile=group.profile))
        for question in group.questions():
            st.info(markdown(question.text, **question.values), icon=":material/help:")
        _fields(store, group)
        _add_field(group)
        figures.choose(group)
        _not_stored(group)
        _how_to_read(group)


def _sure(group: Group) -> str:
    """The confidence of the mapping, in a few words for the heading."""
    if group.questions():
        return ngettext(len(group.questions()), "one question", "{n} questions").format(
            n=number(len(group.questions()))
        )
    if group.profile:
        return _("as before")
    return _("please check") if group.doubtful() else _("all sure")


def _fields(store: Store, group: Group) -> None:
    """One line per field: its name, column, cells before and after, confidence."""
    widths = (2, 3, 3, 3, 1.4)
    st.html(CELLS_STYLE)
    for place, title in zip(
        st.columns(widths),
        (_("What we need"), _("Column in the file"), _("Cells in the file"), _("Become"), _("Sure?")),
        strict=True,
    ):
        place.caption(title)
    shown = checks.examples(store, group)
    guesses = {guess.field: guess for guess in group.guesses()}
    columns = ["", *group.table.cells.columns]
    for item in group.fields():
        name, column, before, after, sure = st.columns(widths, vertical_alignment="center")
        name.text(_(item.label) + (" *" if item.required else ""))
        chosen = group.mapping.columns.get(item.name, "")
        column.selectbox(
            _(item.label),
            columns,
            index=columns.index(chosen),
            format_func=lambda text: text or "–",
            key=group.key(f"field {item.name}"),
            label_visibility="collapsed",
            on_change=_map,
            args=(group, item.name),
        )
        pairs = shown.get(item.name, [])
        before.html(examples([cell(text) for text, _after in pairs]))
        after.html(examples([became(item.name, text) for _before, text in pairs]))
        sure.text(sureness(guesses.get(item.name), chosen))


def _map(group: Group, name: str) -> None:
    """Apply the column chosen for a field; no column removes the field."""
    chosen = st.session_state[group.key(f"field {name}")]
    others = {key: column for key, column in group.mapping.columns.items() if key != name}
    group.mapping = replace(group.mapping, columns=others | ({name: chosen} if chosen else {}))


def _add_field(group: Group) -> None:
    shown = {item.name for item in group.fields()}
    left = [item for item in FIELDS[group.kind] if item.name not in shown]
    labels = {item.name: _(item.label) for item in left}

    def add() -> None:
        chosen = st.session_state.get(group.key("another"))
        if chosen:
            group.added.append(chosen)

    st.selectbox(
        _("Use a column for something else"),
        list(labels),
        index=None,
        format_func=lambda name: labels.get(name, name),
        placeholder=_("Choose what it is"),
        key=group.key("another"),
        on_change=add,
    )


def _not_stored(group: Group) -> None:
    """The personal and the unused columns; neither is stored."""
    used = {*group.mapping.columns.values(), *figures.used(group)}
    personal = {column: what for column, what in group.personal().items() if column not in used}
    unused = [column for column in group.table.cells.columns if column not in used and column not in personal]
    if personal:
        columns = format_list([f"{column} ({_(PERSONAL.get(what, what))})" for column, what in personal.items()])
        st.caption(markdown("About people, so not stored: {columns}.", columns=columns))
    if unused:
        st.caption(markdown("Not used and not stored: {columns}.", columns=format_list(unused)))


def _how_to_read(group: Group) -> None:
    """The options for all rows: date order, coordinates, source, system."""
    mapping, places = group.mapping, st.columns(4)
    orders = {None: _("as the dates show"), True: _("day first"), False: _("month first")}
    order, crs = mapping.day_first, mapping.crs
    if set(DATES) & set(mapping.columns) or group.kind == "reports":
        order = places[0].selectbox(
            _("3-4-2026 is read as"),
            list(orders),
            index=list(orders).index(order),
            format_func=orders.get,
            key=group.key("order"),
        )
    if {"latitude", "x", "coordinates"} & set(mapping.columns):
        codes = {str(code): _(CRS[code]) if code in CRS else f"EPSG:{code}" for code in (crs, *CRS)}
        typed = places[1].selectbox(
            _("Coordinates are"),
            list(codes),
            index=list(codes).index(str(crs)),
            format_func=lambda code: codes.get(code, f"EPSG:{code}"),
            accept_new_options=True,
            help=_("Or type the EPSG code of another system."),
            key=group.key("crs"),
        )
        crs = known_crs(typed, crs)
    changed = {"day_first": order, "crs": crs}
    if group.kind == "reports":
        changed["source"] = places[2].selectbox(
            _("Seen by, where a row does not say"),
            SOURCES,
            index=SOURCES.index(mapping.source),
            format_func={source: _(SOURCE_NAMES[source]) for source in SOURCES}.get,
            key=group.key("source"),
        )
        changed["origin"] = places[3].text_input(
            _("System this export comes from"),
            value=mapping.origin,
            help=_("Only needed where two systems give out the same report numbers."),
            key=group.key("origin"),
        )
        if "note" in mapping.columns:
            changed["keep_notes"] = st.checkbox(
                _("Keep the free text; e-mail addresses, phone numbers, BSN and IBAN are masked, names are not"),
                value=mapping.keep_notes,
                key=group.key("notes"),
            )
    if replace(mapping, **changed) != mapping:
        group.mapping = replace(mapping, **changed)
        st.rerun()  # the examples above still show the previous mapping


def known_crs(typed: str, before: int) -> int:
    """The chosen or typed EPSG code; if it is unknown, the previous one with a message."""
    digits = typed.upper().removeprefix("EPSG:").strip()
    try:
        return pyproj.CRS.from_epsg(int(digits)).to_epsg() or before
    except (ValueError, pyproj.exceptions.CRSError):
        st.error(markdown("{code} is not a coordinate system. Give an EPSG code, such as 2056.", code=typed))
        return before
