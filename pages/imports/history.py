"""The history of imports and manual entries, newest first, with undo."""

import polars as pl
import streamlit as st

from data import clock
from data.services.baselines import keep_areas
from data.store import import_log
from data.store.database import Store
from domain.calendar import TIME_ZONE
from domain.errors import BlokwijzerError
from domain.intake.mapping.fields import FIELDS
from pages.imports.labels import KIND_NAMES, reason
from pages.imports.result import placed_table
from pages.shared import cached, on_demand
from pages.shared.labels import whose
from pages.shared.plain_table import Cell, Column, plain_table
from pages.shared.texts import _, day, error_text, escape_markdown, format_list, markdown, number

BY_HAND = ":material/edit_note:"
WORDS = 12  # category words named in a quality report
ROWS_AT_FIRST = 10  # of imports
_ALL = "all-imports"  # of a session: whether all imports are shown


def logged(own: Store, current: Store) -> Store:
    """The store whose imports are shown: one's own if anything was ever imported there, else the current."""
    return current if import_log.history(own).is_empty() else own


def history(store: Store, actor: str) -> None:
    """Imported files and manual entries, each as a table, with undo."""
    names = {kind: _(name) for kind, name in KIND_NAMES.items()}
    found = import_log.one_row_each(import_log.history(store)).with_columns(
        pl.col("at").dt.convert_time_zone(TIME_ZONE),
        kind=pl.col("kinds").list.eval(pl.element().replace_strict(names)).list.join(", "),
        undone=pl.col("undone_at").is_not_null(),
    )
    shown = pl.Series(
        "name", [_import_name(*row) for row in found.select("what", "file", "files").iter_rows()], pl.String
    )
    found = found.with_columns(shown)
    files, by_hand = found.filter(pl.col("what").is_null()), found.filter(pl.col("what").is_not_null())
    if cached.is_demo() and store.url == cached.own().url:
        st.caption(_("These are the imports of your own data."))
    if files.is_empty():
        st.write(_("No file has been imported yet."))
    else:
        _files(files)
    if by_hand.height:
        label = _("Entered by hand: {n}").format(n=number(by_hand.height))
        if box := on_demand.expander(label, "entered-by-hand", BY_HAND):
            with box:
                _by_hand(by_hand)
    if box := on_demand.expander(_("View an import, or undo it"), "one-import"):
        with box:
            _one_of_them(store, actor, found)


def _import_name(what: str | None, file: str, files: int) -> str:
    """What an import is called: the entry's description, the file, or the first of several."""
    if what is not None or files == 1:
        return what or file
    return _("{file} and {n} more").format(file=file, n=number(files - 1))


def _files(found: pl.DataFrame) -> None:
    """The imported files, a row for each import: the newest, and all once asked for."""
    columns = (
        Column(_("File")),
        Column(_("Number"), numbers=True),
        Column(_("Contains")),
        Column(_("When")),
        Column(_("By")),
        Column(_("Rows"), numbers=True),
        Column(_("New"), numbers=True),
        Column(_("Changed"), numbers=True),
        Column(_("Already known"), numbers=True),
        Column(_("Left out"), numbers=True),
        Column(_("Set aside"), numbers=True),
        Column(_("Undone")),
    )
    counts = ("rows", "added", "updated", "unchanged", "left_out", "rejected")
    shown = found if st.session_state.get(_ALL) else found.head(ROWS_AT_FIRST)
    rows: list[list[Cell]] = [
        [
            row["name"],
            number(row["import_id"]),
            row["kind"],
            f"{day(row['at'].date())} {row['at']:%H:%M}",
            by,
            *(number(row[name]) for name in counts),
            _("Undone") if row["undone"] else "",
        ]
        for row, by in zip(shown.iter_rows(named=True), whose(shown["actor"]), strict=True)
    ]
    plain_table(_("Imported"), columns, rows)
    if shown.height < found.height:
        label = _("Show all {count}").format(count=number(found.height))
        st.button(label, key="more-imports", on_click=st.session_state.update, args=({_ALL: True},))


def _by_hand(found: pl.DataFrame) -> None:
    """Manual entries; rows that were entered together are one line."""
    column = st.column_config
    st.dataframe(
        found.select("import_id", "name", "kind", "at", whose(found["actor"]), "rows", "undone"),
        hide_index=True,
        placeholder="",
        key="entered by hand",
        column_config={
            "import_id": column.NumberColumn(_("Number"), width="small"),
            "name": column.TextColumn(_("What"), width="medium"),
            "kind": column.TextColumn(_("Contains")),
            "at": column.DatetimeColumn(_("When"), format="DD-MM-YYYY HH:mm", timezone=TIME_ZONE),
            "actor": column.TextColumn(_("By")),
            "rows": column.NumberColumn(_("Rows"), format="localized"),
            "undone": column.CheckboxColumn(_("Undone")),
        },
    )


def _one_of_them(store: Store, actor: str, found: pl.DataFrame) -> None:
    """Choose an import: its options, its outcome, and undo."""
    names = {
        number: _("{number}: {file}, {rows} rows").format(number=number, file=name, rows=rows)
        for number, name, rows in found.select("import_id", "name", "rows").iter_rows()
    }
    standing = set(found.filter(~pl.col("undone"))["import_id"])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("Import"),
            list(names),
            index=None,
            format_func=lambda number: names.get(number, str(number)),
            placeholder=_("Choose an import"),
            key="chosen import",
            width=480,
        )
        with st.popover(_("Undo…"), icon=":material/undo:", disabled=chosen not in standing, width="content"):
            if chosen in standing:
                _confirm(store, actor, chosen, names[chosen])
    if chosen not in names:
        return
    files = import_log.history(store).filter(pl.col("batch_id") == chosen).sort("import_id")
    ids = dict(files.filter(pl.col("file") != "").select("import_id", "file").iter_rows())
    one = next(iter(ids), None)
    if len(ids) > 1:
        one = st.selectbox(
            _("Which of its files"),
            list(ids),
            format_func=lambda number: ids.get(number, ""),
            key="chosen file",
            width=480,
        )
    if one is not None:
        _quality(import_log.get(store, one))


def _quality(kept: dict) -> None:
    """The quality report of an import, at the time of import."""
    if kept["undone_at"]:
        st.caption(_("This import was undone. Nothing of it is kept."))
        return
    quality, left, right = kept["quality"], *st.columns(2, gap="large")
    with left:
        if kept["kind"] == "reports":
            placed_table(quality["placed"])
        for key, rows in quality.get("rejected", {}).items():
            st.markdown(markdown("{n} set aside: {reason}", n=number(rows), reason=reason(key, "…", "…")))
        unknown = quality.get("unmapped", {})
        if unknown:
            words = [f"{word} ({number(rows)})" for word, rows in unknown.items()]
            st.caption(markdown("Categories that were not assigned: {words}.", words=format_list(words[:WORDS])))
        left_out = kept["left_out"] - sum(quality.get("noticed", {}).get(name, 0) for name in ("erased", "ended"))
        if left_out:
            st.caption(markdown("{n} rows left out because of their category.", n=number(left_out)))
        for text, values in quality.get("notices", []):
            st.caption(markdown(text, **values))
    with right:
        mapping = kept["mapping"]
        if mapping:
            labels = {item.name: _(item.label) for item in FIELDS[kept["kind"]]}
            columns = mapping["columns"]
            st.dataframe(
                {
                    _("What we need"): [labels.get(name, name) for name in columns],
                    _("Column in the file"): list(columns.values()),
                },
                hide_index=True,
                placeholder="",
                key="mapping of import",
            )


def _confirm(store: Store, actor: str, import_id: int, name: str) -> None:
    """Explain the effect of undo, with its button."""
    st.markdown(
        markdown(
            "**{name}** Everything becomes as if this file was never imported. Other imports stay.",
            name=name,
        )
    )
    if st.button(_("Undo the import"), type="primary", key="undo for sure"):
        try:
            keep_areas(store, actor, clock.today())
            import_log.undo(store, actor, import_id)
        except BlokwijzerError as error:
            st.error(error_text(error))
        else:
            st.session_state["undone"] = name
            st.rerun()


def say_undone() -> None:
    """Show once that an import was undone."""
    name = st.session_state.pop("undone", None)
    if name:
        st.toast(escape_markdown(_("Undone: {name}").format(name=name)), icon=":material/undo:")
