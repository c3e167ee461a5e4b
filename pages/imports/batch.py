"""The files that are being checked: read once, grouped by layout, held by ``pages.imports.pending``."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.reading.process import Progress, part_of, silent
from data.reading.tables import proposed
from data.services.recognise import ImportOptions, Upload, by_layout, recognise, together
from data.store.database import Store
from domain.errors import N_, BlokwijzerError, NotUnderstood
from pages.imports.group import Group
from pages.imports.pending import CHECKS, PENDING_CHECKS_MAX
from pages.shared import access

PLACES = ("dwellings", "blocks")  # kinds of files that reports are located on
CHECK = "check"  # the link's parameter, which holds the token of ``pages.imports.pending``
NO_ROWS = N_("{file} has column names but no rows. We need an export with one row per report or dwelling.")
_DONE = "files that were imported"
_DROP = "drop zone"
_NUMBERS = count(1)  # of the groups of all readers: a check may go on in another session


@dataclass(frozen=True)
class Declined:
    """A file that was declined, with the reason; ``table``: it is one table, so its columns can be mapped manually."""

    file: str
    reason: BlokwijzerError
    table: bool


@dataclass
class Batch:
    """The files of one import, as far as they are checked. ``contents``: their bytes by name, empty once imported."""

    contents: dict[str, bytes]
    groups: list[Group]
    declined: list[Declined]


def drop_zone_key() -> str:
    """The key of the file uploader; a new one empties it."""
    return f"{_DROP} {st.session_state.setdefault(_DROP, 0)}"


def forget(store: Store, actor: str) -> None:
    """Delete the check, with the bytes of its files."""
    CHECKS.drop(_owner(store, actor), _token())
    st.session_state.pop(_DONE, None)
    _hold(None)


def imported(store: Store, actor: str, kept: Batch) -> None:
    """Delete the bytes of imported files; their outcome is kept in this session until it is closed."""
    forget(store, actor)
    kept.contents.clear()
    for group in kept.groups:
        group.forget_cells()
    st.session_state[_DONE] = kept


def in_hand(store: Store, actor: str, files: list[Any], progress: Progress) -> Batch | None:
    """The check of the token in the link or session, with the files that were just dropped; None without either."""
    owner = _owner(store, actor)
    kept = CHECKS.get(owner, _token())
    if files:
        st.session_state.pop(_DONE, None)
        contents = _contents(files, kept.contents if kept else {})
        groups, declined = _understood(store, contents, ImportOptions(), progress)
        empty_drop_zone(files)
        if kept is None:
            kept = Batch({}, [], [])
            _hold(
                CHECKS.put(owner, kept, None if access.open_to_all() else PENDING_CHECKS_MAX)
            )  # all are one person there
        kept.contents.update(contents)
        kept.groups = sorted(
            [*kept.groups, *groups], key=lambda group: group.kind not in PLACES
        )  # reports rest on them
        kept.declined += declined
        st.rerun()
    _hold(_token() if kept else None)
    return kept or st.session_state.get(_DONE)


def elsewhere(store: Store, actor: str) -> str | None:
    """The token of a check that this person began in another session, None without one."""
    return CHECKS.latest(_owner(store, actor))


def go_on(token: str) -> None:
    """Resume the check with this token."""
    _hold(token)


def leave_file(store: Store, actor: str, kept: Batch, group: Group, name: str) -> None:
    """Remove a file from the check; if no file is left, delete the check."""
    group.uploads = [upload for upload in group.uploads if upload.name != name]
    _check_anew(group)
    if not group.uploads:
        kept.groups.remove(group)
    file = name.split("/")[0]
    if not any(upload.name.split("/")[0] == file for each in kept.groups for upload in each.uploads):
        kept.contents.pop(file, None)
    if not kept.groups and not kept.declined:
        forget(store, actor)


def _token() -> str | None:
    return st.query_params.get(CHECK) or st.session_state.get(CHECK)


def _hold(token: str | None) -> None:
    """Store the token in the session and in the link, for when the page is left or reloaded."""
    if token is None:
        st.session_state.pop(CHECK, None)
        st.query_params.pop(CHECK, None)
    else:
        st.session_state[CHECK] = st.query_params[CHECK] = token


def _owner(store: Store, actor: str) -> str:
    return f"{actor} {store.url}"


def empty_drop_zone(files: list[Any]) -> None:
    """Give a new drop zone, and free the memory that Streamlit holds for the files of the old one."""
    context = get_script_run_ctx()
    for file in files:
        context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)
    st.session_state[_DROP] = st.session_state.get(_DROP, 0) + 1


def read_again(store: Store, kept: Batch, group: Group, wishes: ImportOptions) -> None:
    """Read a group's files with other options or as another kind; the group is kept if that fails.

    Of an archive only the files of this group are read, and of a workbook its sheets; sheets that the reader chose are
    those of the first file.

    Raises the ``BlokwijzerError`` of the first file that cannot be read that way.
    """
    files = {upload.name.split("/")[0] for upload in group.uploads}
    again = {name: content for name, content in kept.contents.items() if name in files}
    parts = _sheets_by_file(group, wishes)
    wishes = replace(wishes, read_choices=replace(wishes.read_choices, sheet=None, only=parts))
    groups, declined = _understood(store, again, wishes, silent)
    if not groups and not group.wishes.refuse:  # the columns of this file are mapped manually
        by_hand = replace(wishes, kind=wishes.kind or group.kind, refuse=False)
        groups, declined = _understood(store, again, by_hand, silent)
    if not groups and declined:
        raise declined[0].reason
    read = {_table(upload) for each in groups for upload in each.uploads}
    if not declined and (without_rows := set(parts) - {part for part, _sheets in read}):  # skipped in an archive
        raise NotUnderstood(NO_ROWS, file=min(without_rows))
    place = kept.groups.index(group)
    kept.groups[place : place + 1] = groups
    kept.declined += declined
    for other in [each for each in kept.groups if each not in groups]:  # of the same workbook, read with these now
        left = [upload for upload in other.uploads if _table(upload) not in read]
        if len(left) < len(other.uploads):
            other.uploads = left
            _check_anew(other)
    kept.groups = [each for each in kept.groups if each.uploads]


def read_by_hand(store: Store, kept: Batch, declined: Declined) -> None:
    """Accept a declined file as reports, for manual mapping of its columns."""
    name = declined.file
    wishes = ImportOptions(kind="reports", refuse=False)
    groups, _still = _understood(store, {name: kept.contents[name]}, wishes, silent)
    kept.groups += groups
    kept.declined = [item for item in kept.declined if item.file != name]


def _table(upload: Upload) -> tuple[str, tuple[str, ...]]:
    """The file of a table, with its path in an archive, and its sheets."""
    sheet = (upload.table.read_as.sheet if upload.table else None) or ()
    sheets = (sheet,) if isinstance(sheet, str) else tuple(sheet)
    return upload.name.removesuffix(f"/{', '.join(sheets)}"), sheets


def _sheets_by_file(group: Group, wishes: ImportOptions) -> dict[str, list[str]]:
    """Each file of a group, with the sheets to read of it."""
    sheets: dict[str, list[str]] = {}
    for upload in group.uploads:
        part, own = _table(upload)
        sheets.setdefault(part, []).extend(own)
    chosen = wishes.read_choices.sheet
    if chosen:
        sheets[_table(group.uploads[0])[0]] = [chosen] if isinstance(chosen, str) else list(chosen)
    return sheets


def _check_anew(group: Group) -> None:
    """Forget the results of a group whose files changed."""
    group.words_for = group.checked_for = group.examples_for = group.refused_for = None


def _contents(files: Iterable[Any], known: dict[str, bytes]) -> dict[str, bytes]:
    """The bytes by name of the files that are not ``known``; another file of a known name gets a number."""
    contents: dict[str, bytes] = {}
    for file in files:
        content = file.getvalue()
        if content in known.values():
            continue
        name, times = file.name, 1
        while name in contents or name in known:
            times += 1
            name = f"{times} {file.name}"
        contents[name] = content
    return contents


def _understood(
    store: Store,
    contents: dict[str, bytes],
    wishes: ImportOptions,
    progress: Progress,
) -> tuple[list[Group], list[Declined]]:
    """The tables in these files, grouped, and what was declined."""
    uploads, declined = [], []
    before: dict[str, Upload] = {}
    for index, (name, content) in enumerate(contents.items()):
        reading = part_of(progress, index / len(contents), (index + 1) / len(contents))
        reading(0.0, name)
        try:
            for item in recognise(store, name, content, wishes, before, reading):
                if isinstance(item, Upload):
                    uploads.append(item)
                else:
                    declined.append(Declined(name, item, table=not name.casefold().endswith(".zip")))
        except BlokwijzerError as reason:
            declined.append(Declined(name, reason, table=False))
    return [_group(layout, wishes, part_of(progress, 1.0, 1.0)) for layout in by_layout(uploads)], declined


def _group(uploads: list[Upload], wishes: ImportOptions, progress: Progress) -> Group:
    first = uploads[0]
    group = Group(next(_NUMBERS), uploads, wishes, first.mapping, first.proposal, first.profile)
    if len(uploads) > 1 and first.proposal:
        try:
            group.proposal = proposed(together(uploads), first.kind, {}, refuse=True, progress=progress)
        except NotUnderstood:  # keep the results of the separate files
            return group
        group.mapping = group.proposal.mapping
    return group
