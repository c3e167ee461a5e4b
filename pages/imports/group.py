"""The files of one layout while they are checked: how they are read, and their rows once checked."""

from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from data.reading import tables
from data.services import check_file
from data.services.check_file import Background, Checked, Progress, without_cells
from data.services.import_file import Outcome
from data.services.recognise import ImportOptions, Upload
from data.store import settings
from data.store.database import Store
from domain import schemas
from domain.errors import N_, BlokwijzerError, NotUnderstood, WrongValue
from domain.intake.cleaning.privacy import reporter_hash
from domain.intake.mapping.fields import FIELDS, Field
from domain.intake.mapping.mapping import WGS84, Mapping
from domain.intake.mapping.proposal import Guess, MappingQuestion, Proposal
from domain.intake.reading.raw_table import RawTable
from pages.shared.texts import _

CONFIDENCE_TO_CHECK = 0.5  # confidence below which the reader is asked to check
WORDS = {"category_word": pl.String, "reports": pl.UInt32}


@dataclass
class Group:
    """Files of one layout: checked once, imported together.

    ``remember_as``: the name that the reader gave the layout, null as long as the reader gave none.
    ``mapping`` starts as the profile's or the program's proposal and is changed by the reader; ``choices`` are the
    category words that the reader assigned (a code) or left out (null) and that are not stored yet; ``added`` the
    added fields, ``replaced`` the known words to reassign.
    ``refused``: why the check failed, so that it is not tried again before something changes.
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
    remember_as: str | None = None
    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    words: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=WORDS))
    words_for: Any = None
    stored_choices: pl.DataFrame = field(default_factory=schemas.CategoryChoice.create_empty)
    checked: list[Checked] = field(default_factory=list)
    checked_for: Any = None
    refused: BlokwijzerError | None = None
    refused_for: Any = None
    outcomes: list[Outcome] = field(default_factory=list)
    examples: dict[str, list[tuple[str, str | None]]] = field(default_factory=dict)
    examples_for: Any = None

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
            guess.confidence < CONFIDENCE_TO_CHECK and self.mapping.columns.get(guess.field) == guess.column
            for guess in self.guesses()
            if self.profile is None
        )

    def questions(self) -> list[MappingQuestion]:
        """The open questions that the program could not decide."""
        asked = self.proposal.questions if self.proposal else []
        answered = {
            "day_first": self.mapping.day_first is not None,
            "crs": self.mapping.crs != WGS84,
            "period": bool(self.mapping.period) or "period" in self.mapping.columns,
            "figures": bool(self.proposal) and self.mapping.figures != self.proposal.mapping.figures,
        }
        return [question for question in asked if not answered.get(question.key)]

    def personal(self) -> dict[str, str]:
        """The columns with personal data, and what they contain."""
        return self.proposal.personal if self.proposal else {}

    def fields(self) -> list[Field]:
        """The fields on the screen: with a column, required, or added."""
        if self.mapping is None:
            return []
        shown = {*self.mapping.columns, *self.added}
        return [item for item in FIELDS[self.kind] if item.name in shown or self._needs(item)]

    def _needs(self, item: Field) -> bool:
        """Whether a field needs a column: a column of figures, a header or a person can say the same."""
        if self.kind == "indicators" and item.name in ("value", "period"):
            return item.name == "value" and not self.mapping.figures
        return item.required

    def lacking(self) -> list[Field]:
        """The fields that need a column and have none."""
        return [item for item in self.fields() if self._needs(item) and item.name not in self.mapping.columns]

    def forget_cells(self) -> None:
        """Forget the cells of the files; their clean and rejected rows stay."""
        self.checked = [without_cells(each) for each in self.checked]
        self.uploads = [each.upload for each in self.checked]

    def key(self, name: str) -> str:
        """A widget's key: unique for each reading of the files."""
        return f"check {self.number} {name}"


def check(store: Store, group: Group, beside: list[Checked], progress: Progress) -> list[Checked]:
    """Check each file of the group with the current mapping and choices. ``beside``: files of the same import."""
    needed = group.lacking()
    if needed:
        raise WrongValue(N_("Choose above which column is “{field}”."), field=_(needed[0].label))
    others = tuple((each.upload.digest, each.frame.height) for each in beside)
    mapped = (group.mapping and group.mapping.to_dict(), store.version(), others)
    if group.refused_for == mapped:
        raise group.refused
    if group.words_for != mapped:
        against = Background(store, beside=beside)
        try:
            group.checked = _checked(group, against, progress)
        except BlokwijzerError as refused:
            group.refused, group.refused_for = refused, mapped
            raise
        group.checked_for = (mapped, {})
        group.words, group.words_for = _words(group.checked), mapped
        group.stored_choices = against.categories
    wanted = (mapped, dict(group.choices))
    if group.checked_for != wanted:
        pending = pl.DataFrame(
            {"category_word": list(group.choices), "code": list(group.choices.values())},
            schema=schemas.CategoryChoice.create_empty().schema,
        )
        group.checked, group.checked_for = _checked(group, Background(store, pending, beside), progress), wanted
    return group.checked


def _checked(group: Group, against: Background, progress: Progress) -> list[Checked]:
    mapped = [
        replace(upload, mapping=group.mapping and group.mapping.in_the_words_of(upload.table.cells.columns))
        for upload in group.uploads
    ]
    return check_file.check(mapped, against, progress)


def _words(checked: list[Checked]) -> pl.DataFrame:
    """Count the reports of each category word."""
    found = [each.frame.select("category_word") for each in checked if "category_word" in each.frame.columns]
    if not found:
        return pl.DataFrame(schema=WORDS)
    counted = pl.concat(found).drop_nulls().group_by("category_word").len("reports")
    return counted.sort("reports", "category_word", descending=[True, False])


def examples(store: Store, group: Group) -> dict[str, list[tuple[str, str | None]]]:
    """Example cells before and after, for each mapped field; made again if the mapping or the first file changes."""
    first = group.uploads[0]
    wanted = (first.name, first.digest, group.mapping.to_dict())
    if group.examples_for != wanted:
        group.examples, group.examples_for = _examples(group, settings.hash_key(store)), wanted
    return group.examples


def _examples(group: Group, key: bytes) -> tables.Examples:
    """None for a file whose first rows take too much to clean: the check says so."""
    try:
        found = tables.examples(group.table, group.mapping)
    except NotUnderstood:
        return {}
    if "reporter" in found:
        before, after = zip(*found["reporter"], strict=True) if found["reporter"] else ((), ())
        hashes = reporter_hash(pl.Series(after, dtype=pl.String), key)
        found["reporter"] = list(zip(before, hashes, strict=True))
    return found
