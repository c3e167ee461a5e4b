"""Reading, checking and storing the files in the drop zone, with progress on the screen."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any

import streamlit as st

from data.services import import_file
from data.services.import_file import Checked, Progress
from data.store import choices, profiles
from data.store.database import Store
from data.store.profiles import Profile
from domain.errors import BlokwijzerError
from domain.intake.mapping.mapping import fingerprint
from pages.imports import batch
from pages.imports.batch import Batch, Group
from pages.shared import cached
from pages.shared.texts import _, error_text, escape_markdown, format_list, ngettext, number

LONG = 200_000  # rows above which the preview of new rows is skipped, because it is slow


def read(own: Store, files: list[Any]) -> Batch:
    """Read the files in the drop zone."""
    with _progress() as progress:
        return batch.batch(own, files, progress)


def check(own: Store, group: Group) -> list[Checked] | None:
    """Check every row of a group with the current mapping; returns null, with a message, if that fails."""
    try:
        with _progress() as progress:
            return batch.check(own, group, progress)
    except BlokwijzerError as error:
        st.error(error_text(error), icon=":material/error:")
        return None


def offer(own: Store, actor: str, group: Group, checked: list[Checked]) -> None:
    """The import button with a preview, and the input for a profile name."""
    going = sum(each.frame.height for each in checked)
    aside = sum(each.rejected.height for each in checked)
    left_out = sum(each.left_out for each in checked)
    if left_out:
        st.caption(
            ngettext(left_out, "{n} row is left out by choice.", "{n} rows are left out by choice.").format(
                n=number(left_out)
            )
        )
    if len(checked) == 1 and 0 < going <= LONG:
        _foresee(own, checked[0])
    if group.kind != "blocks":
        st.text_input(
            _("Remember this layout as"),
            value=group.profile or _suggested_name(group),
            help=_("The next file with these columns is then read the same way, by itself."),
            key=group.key("profile"),
            width=420,
        )
    label = ngettext(going, "Import {n} row", "Import {n} rows").format(n=number(going))
    if aside:
        label = _("Import {n} rows now, keep {m} aside").format(n=number(going), m=number(aside))
    if st.button(label, type="primary", icon=":material/download_done:", disabled=not going, key=group.key("import")):
        _import(own, actor, group, checked)


def _foresee(own: Store, each: Checked) -> None:
    """The number of new rows of a file, before it is stored."""
    plan = import_file.foresee(own, each)
    parts = [
        ngettext(plan.added, "{n} row is new", "{n} rows are new").format(n=number(plan.added)),
        ngettext(plan.updated, "{n} has changed", "{n} have changed").format(n=number(plan.updated)),
        ngettext(plan.unchanged, "{n} is known already", "{n} are known already").format(n=number(plan.unchanged)),
    ]
    counts = (plan.added, plan.updated, plan.unchanged)
    st.markdown(f"**{format_list([part for part, n in zip(parts, counts, strict=True) if n])}.**")


def _suggested_name(group: Group) -> str:
    """A profile name from the file name, without its date."""
    stem = PurePath(group.uploads[0].name).stem
    return re.sub(r"[\d\s._-]*\d[\d\s._-]*", " ", stem).strip(" _-.") or stem


def _import(own: Store, actor: str, group: Group, checked: list[Checked]) -> None:
    """Store the choices of category, the profile and every file, each file in its own transaction."""
    try:
        with _progress() as progress:
            _remember(own, actor, group)
            outcomes = []
            for index, each in enumerate(checked):
                progress(index / len(checked), each.upload.name)
                outcomes.append(import_file.keep(own, actor, each))
            group.outcomes = outcomes
    except BlokwijzerError as error:
        st.error(error_text(error), icon=":material/error:")
        return
    if cached.is_demo():
        cached.switch(cached.OWN)
    st.rerun()


def _remember(own: Store, actor: str, group: Group) -> None:
    if group.choices:
        choices.choose_category(own, actor, group.choices)
    name = (st.session_state.get(group.key("profile")) or "").strip()
    if name and group.mapping:
        layout = fingerprint(group.table.cells.columns)
        profiles.save(own, actor, Profile(name, group.kind, layout, group.mapping.to_dict()))


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
