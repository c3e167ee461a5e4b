"""The files in the drop zone, kept in the session while they are checked: read once, grouped by layout."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl
import streamlit as st

from data.reference import lexicon
from data.services import import_file
from data.services.import_file import Background, Checked, Outcome, Progress, silent
from data.services.recognise import ImportOptions, Upload, by_layout, in_the_words_of, recognise, together
from data.store import settings
from data.store.database import Store
from domain import schemas
from domain.errors import N_, BlokwijzerError, NotUnderstood, WrongValue
from domain.intake.mapping import preview, proposal
from domain.intake.mapping.fields import FIELDS, Field
from domain.intake.mapping.mapping import WGS84, Mapping
from domain.intake.mapping.proposal import Guess, MappingQuestion, Proposal
from domain.intake.reading.reader import RawTable
from pages.shared.texts import _

_KEPT = "files being checked"
_DROP = "drop zone"
SURE = 0.5  # confidence below which the reader is asked to check
WORDS = {"category_word": pl.String, "reports": pl.UInt32}


@dataclass
class Group:
    """Files of one layout: checked once, imported together.

    ``mapping`` starts as the profile's or the program's proposal and is changed by the reader; ``choices`` are the
    category words that the reader assigned (a code) or left out (null) and that are not stored yet; ``added`` the
    added fields, ``replaced`` the known words to reassign.
    ``words``: category_word and its number of reports, before those choices. ``number`` changes each time the
    files are read, so that no widget keeps a value of an earlier reading.
    """

    number: int
    uploads: list[Upload]
    wishes: ImportOptions
    mapping: Mapping | None = None
    proposal: Proposal | None = None
    profile: str | None = None
    choices: dict[str, str | None] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    words: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=WORDS))
    words_for: Any = None
    stored_choices: pl.DataFrame = field(default_factory=schemas.CategoryChoice.create_empty)
    checked: list[Checked] = field(default_factory=list)
    checked_for: Any = None
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The kind of the files."""
        return self.uploads[0].kind

    @property
    def table(self) -> RawTable:
        """The first file's table, shown on the screen for all files."""
        return self.uploads[0].table

    @property
    def rows(self) -> int:
        """The rows of all files together."""
        return sum(upload.rows for upload in self.uploads)

    def guesses(self) -> list[Guess]:
        """The proposed columns, one per field with a column."""
        return self.proposal.guesses if self.proposal else []

    def doubtful(self) -> bool:
        """Whether a proposed column has low confidence and is not yet confirmed by the reader."""
        return any(
            guess.confidence < SURE and self.mapping.columns.get(guess.field) == guess.column
            for guess in self.guesses()
            if self.profile is None
        )

    def questions(self) -> list[MappingQuestion]:
        """The open questions that the program could not decide."""
        asked = self.proposal.questions if self.proposal else []
        answered = {"day_first": self.mapping.day_first is not None, "crs": self.mapping.crs != WGS84}
        return [question for question in asked if not answered.get(question.key)]

    def personal(self) -> dict[str, str]:
        """The columns with personal data, and what they contain."""
        return self.proposal.personal if self.proposal else {}

    def fields(self) -> list[Field]:
        """The fields on the screen: with a column, required, or added."""
        if self.mapping is None:
            return []
        shown = {*self.mapping.columns, *self.added}
        return [item for item in FIELDS[self.kind] if item.required or item.name in shown]

    def key(self, name: str) -> str:
        """A widget's key: unique for each reading of the files."""
        return f"check {self.number} {name}"


@dataclass(frozen=True)
class Declined:
    """A file that was declined, with the reason; ``table``: it is one table, so its columns can be mapped manually."""

    file: str
    reason: BlokwijzerError
    table: bool


@dataclass
class Batch:
    """The content of the drop zone."""

    signature: tuple[str, ...]
    contents: dict[str, bytes]
    groups: list[Group]
    declined: list[Declined]


def drop_zone_key() -> str:
    """The key of the file uploader; a new one empties it."""
    return f"{_DROP} {st.session_state.setdefault(_DROP, 0)}"


def forget() -> None:
    """Empty the drop zone and free its memory."""
    st.session_state[_DROP] = st.session_state.get(_DROP, 0) + 1
    st.session_state.pop(_KEPT, None)


def batch(store: Store, files: Iterable[Any], progress: Progress) -> Batch:
    """The files in the drop zone, read and grouped; read again only if the files change."""
    signature = tuple(f"{store.url} {file.file_id}" for file in files)
    kept = st.session_state.get(_KEPT)
    if kept is None or kept.signature != signature:
        contents = _contents(files)
        kept = Batch(signature, contents, *_understood(store, contents, ImportOptions(), progress))
        st.session_state[_KEPT] = kept
    return kept


def read_again(store: Store, kept: Batch, group: Group, wishes: ImportOptions) -> None:
    """Read a group's files with other options or as another kind; the group is kept if that fails.

    Raises the ``BlokwijzerError`` of the first file that cannot be read that way.
    """
    files = {upload.name.split("/")[0] for upload in group.uploads}
    again = {name: content for name, content in kept.contents.items() if name in files}
    groups, declined = _understood(store, again, wishes, silent)
    if not groups and not group.wishes.refuse:  # the columns of this file are mapped manually
        by_hand = replace(wishes, kind=wishes.kind or group.kind, refuse=False)
        groups, declined = _understood(store, again, by_hand, silent)
    if not groups:
        raise declined[0].reason
    place = kept.groups.index(group)
    kept.groups[place : place + 1] = groups
    kept.declined += declined


def read_by_hand(store: Store, kept: Batch, declined: Declined) -> None:
    """Accept a declined file as reports, for manual mapping of its columns."""
    name = declined.file
    wishes = ImportOptions(kind="reports", refuse=False)
    groups, _still = _understood(store, {name: kept.contents[name]}, wishes, silent)
    kept.groups += groups
    kept.declined = [item for item in kept.declined if item.file != name]


def check(store: Store, group: Group, progress: Progress) -> list[Checked]:
    """Check each file of the group with the current mapping and choices."""
    needed = [item for item in group.fields() if item.required and item.name not in group.mapping.columns]
    if needed:
        raise WrongValue(N_("Choose above which column is “{field}”."), field=_(needed[0].label))
    mapped = (group.mapping and group.mapping.to_dict(), store.version())
    if group.words_for != mapped:
        against = Background(store)
        group.checked = _checked(group, against, progress)
        group.checked_for = (mapped, {})
        group.words, group.words_for = _words(group.checked), mapped
        group.stored_choices = against.categories
    wanted = (mapped, dict(group.choices))
    if group.checked_for != wanted:
        pending = pl.DataFrame(
            {"category_word": list(group.choices), "code": list(group.choices.values())},
            schema=schemas.CategoryChoice.create_empty().schema,
        )
        group.checked, group.checked_for = _checked(group, Background(store, pending), progress), wanted
    return group.checked


def _checked(group: Group, against: Background, progress: Progress) -> list[Checked]:
    mapped = [
        replace(upload, mapping=group.mapping and in_the_words_of(group.mapping, upload.table))
        for upload in group.uploads
    ]
    return import_file.check(lexicon(), mapped, against, progress)


def _words(checked: list[Checked]) -> pl.DataFrame:
    """Count the reports of each category word."""
    found = [each.frame.select("category_word") for each in checked if "category_word" in each.frame.columns]
    if not found:
        return pl.DataFrame(schema=WORDS)
    counted = pl.concat(found).drop_nulls().group_by("category_word").len("reports")
    return counted.sort("reports", "category_word", descending=[True, False])


def examples(store: Store, group: Group) -> dict[str, list[tuple[str, str | None]]]:
    """Example cells before and after, for each mapped field."""
    return preview.examples(group.table, group.mapping, lexicon(), settings.hash_key(store))


def _contents(files: Iterable[Any]) -> dict[str, bytes]:
    """The bytes by name; a second file with the same name gets a number."""
    contents: dict[str, bytes] = {}
    for file in files:
        name, times = file.name, 1
        while name in contents:
            times += 1
            name = f"{times} {file.name}"
        contents[name] = file.getvalue()
    return contents


def _understood(
    store: Store, contents: dict[str, bytes], wishes: ImportOptions, progress: Progress
) -> tuple[list[Group], list[Declined]]:
    uploads, declined = [], []
    before: dict[str, Upload] = {}
    for index, (name, content) in enumerate(contents.items()):
        progress(index / len(contents), name)
        try:
            for item in recognise(store, lexicon(), name, content, wishes, before):
                if isinstance(item, Upload):
                    uploads.append(item)
                else:
                    declined.append(Declined(name, item, table=not name.casefold().endswith(".zip")))
        except BlokwijzerError as reason:
            declined.append(Declined(name, reason, table=False))
    return [_group(layout, wishes) for layout in by_layout(uploads)], declined


def _group(uploads: list[Upload], wishes: ImportOptions) -> Group:
    st.session_state["groups checked"] = number = st.session_state.get("groups checked", 0) + 1
    first = uploads[0]
    group = Group(number, uploads, wishes, first.mapping, first.proposal, first.profile)
    if len(uploads) > 1 and first.proposal:
        try:
            group.proposal = proposal.propose(together(uploads), lexicon(), first.kind)
        except NotUnderstood:  # keep the results of the separate files
            return group
        group.mapping = group.proposal.mapping
    return group
