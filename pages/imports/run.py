"""Reading, checking and storing the files in the drop zone, with progress on the screen."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import PurePath
from typing import Any

import streamlit as st

from data.reading.process import Progress
from data.services import data_choices, import_file
from data.services.check_file import Checked
from data.store import profiles
from data.store.database import Store
from data.store.profiles import Profile
from domain.errors import N_, BlokwijzerError
from domain.intake.mapping.mapping import fingerprint
from domain.intake.reading.contents import OUTLINE_KINDS
from pages.imports import batch
from pages.imports import group as checks
from pages.imports.batch import Batch
from pages.imports.group import Group
from pages.shared import cached, data_set
from pages.shared.texts import _, error_text, escape_markdown, format_list, markdown, ngettext, number

Checks = tuple[Group, list[Checked]]
PREVIEW_ROWS_MAX = 200_000  # rows above which the preview of new rows is skipped, because it is slow


def read(own: Store, actor: str, files: list[Any]) -> Batch | None:
    """The check in progress, with the files that were just dropped; None without either.

    The reading of dropped files can be stopped: ``progress`` then ends this run, and with it the reading.
    """
    with _progress() as progress:
        if files:
            st.button(
                _("Stop reading"),
                on_click=batch.empty_drop_zone,
                args=(files,),
                type="tertiary",
                icon=":material/stop_circle:",
                key="stop reading",
            )
        return batch.in_hand(own, actor, files, progress)


def check(own: Store, kept: Batch, group: Group) -> list[Checked] | None:
    """Check every row of a group with the current mapping; returns null, with a message, if that fails.

    Reports are located on the dwellings and blocks of the same import as well.
    """
    places = [each for each in kept.groups if each.kind in batch.PLACES]
    beside = [found for each in places for found in each.checked] if group.kind == "reports" else []
    try:
        with _progress() as progress:
            return checks.check(own, group, beside, progress)
    except BlokwijzerError as error:
        st.error(error_text(error), icon=":material/error:")
        return None


def foresee(own: Store, group: Group, checked: list[Checked]) -> None:
    """What an import of these files would do, and the name by which their layout is remembered."""
    going = sum(each.frame.height for each in checked)
    left_out = sum(each.left_out for each in checked)
    if left_out and group.kind != "indicators":  # there a notice says why
        st.caption(
            ngettext(left_out, "{n} row is left out, as you chose.", "{n} rows are left out, as you chose.").format(
                n=number(left_out)
            )
        )
    if len(checked) == 1 and 0 < going <= PREVIEW_ROWS_MAX:
        _new_rows(own, checked[0])
    if group.kind not in OUTLINE_KINDS:
        group.remember_as = st.text_input(
            _("Remember this layout as"),
            value=_name(group),
            help=_("The next file with these columns is then read in the same way."),
            key=group.key("profile"),
            width=420,
        )


def _new_rows(own: Store, each: Checked) -> None:
    """The number of new rows of a file, before it is stored."""
    plan = import_file.foresee(own, each)
    parts = [
        ngettext(plan.added, "{n} row is new", "{n} rows are new").format(n=number(plan.added)),
        ngettext(plan.updated, "{n} has changed", "{n} have changed").format(n=number(plan.updated)),
        ngettext(plan.unchanged, "{n} is already known", "{n} are already known").format(n=number(plan.unchanged)),
    ]
    counts = (plan.added, plan.updated, plan.unchanged)
    st.markdown(f"**{format_list([part for part, n in zip(parts, counts, strict=True) if n])}.**")


def _name(group: Group) -> str:
    """The name under which the layout is stored: given by the reader, of a known profile, or from the file name."""
    if group.remember_as is not None:
        return group.remember_as
    return group.profile or _suggested_name(group)


def offer(own: Store, actor: str, kept: Batch, checked: list[Checks]) -> None:
    """The button that imports all files that could be checked, as one import."""
    going = sum(each.frame.height for _group, found in checked for each in found)
    aside = sum(each.rejected.height for _group, found in checked for each in found)
    label = ngettext(going, "Import {n} row", "Import {n} rows").format(n=number(going))
    if aside:
        label = _("Import {n} rows now, set {m} aside").format(n=number(going), m=number(aside))
    files = sum(len(found) for _group, found in checked)
    if len(checked) < len(kept.groups):
        st.caption(_("Files that cannot be read yet (see above) are not part of this import."))
    if files > 1:
        st.caption(markdown("The {n} files are one import, which you can undo in one go.", n=number(files)))
    if st.button(label, type="primary", icon=":material/download_done:", disabled=not going, key="import files"):
        _import(own, actor, kept, checked)


def _suggested_name(group: Group) -> str:
    """A profile name from the file name, without its date."""
    stem = PurePath(group.uploads[0].name).stem
    return re.sub(r"[\d\s._-]*\d[\d\s._-]*", " ", stem).strip(" _-.") or stem


def _import(own: Store, actor: str, kept: Batch, checked: list[Checks]) -> None:
    """Store the choices of category, the profiles and all rows; the files are one import, in one transaction."""
    try:
        with _progress() as progress:
            progress(0.1, N_("Storing"))
            for group, _found in checked:
                _remember(own, actor, group)
            outcomes = iter(import_file.keep_all(own, actor, [each for _group, found in checked for each in found]))
            for group, found in checked:
                group.outcomes = [next(outcomes) for _each in found]
    except BlokwijzerError as error:
        st.error(error_text(error), icon=":material/error:")
        return
    kept.groups = [group for group, _found in checked]
    batch.imported(own, actor, kept)
    if cached.is_demo():
        data_set.switch(cached.OWN)
    st.rerun()


def _remember(own: Store, actor: str, group: Group) -> None:
    if group.choices:
        data_choices.choose_categories(own, actor, group.choices)
    name = (group.remember_as or "").strip()
    if name and group.mapping:
        layout = fingerprint(group.table.cells.columns)
        mapping = replace(group.mapping, period="")  # the next file is about another period
        profiles.save(own, actor, Profile(name, group.kind, layout, mapping.to_dict()))


@contextmanager
def _progress() -> Iterator[Progress]:
    """A progress bar with a message or a file name, shown while the job runs."""
    place = st.empty()

    def show(fraction: float, text: str) -> None:
        place.progress(min(max(fraction, 0.0), 1.0), escape_markdown(_(text)))

    try:
        yield show
    finally:
        place.empty()
