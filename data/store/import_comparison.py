"""The files of an import beside what the store holds, compared before the import takes the lock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import polars as pl

from data.store import free_texts, row_numbers
from data.store.aged import without_ended
from data.store.database import ROWS, Store, Transaction
from data.store.row_diff import Changes, Read, changes
from data.store.schema import IMPORTED_KINDS
from data.store.staging import Staged
from data.store.tombstones import stones_of
from domain.intake.signals import SIGNAL


@dataclass(frozen=True)
class ImportSource:
    """The origin of an import's rows, and how the file was read.

    ``rows`` counts all rows of the file: those of the frame, those left out by choice and those rejected.
    ``digest`` is the SHA-256 of the file's bytes. ``mapping`` and ``quality`` are stored as given.
    For a manual entry ``file`` and ``digest`` are empty, and ``quality`` describes it: {"what": text}.
    """

    file: str
    digest: str
    kind: str
    encoding: str | None = None
    delimiter: str | None = None
    rows: int = 0
    left_out: int = 0
    rejected: int = 0
    mapping: Mapping[str, Any] = field(default_factory=dict)
    quality: Mapping[str, Any] = field(default_factory=dict)


File = tuple[ImportSource, pl.DataFrame]
"""Where the rows of a file come from, and the rows."""


@dataclass(frozen=True)
class Compared:
    """The files of one import as they may be kept, and what storing them would change.

    An import of hundreds of thousands of rows is compared before it takes the lock, so that nobody waits for that.
    ``versions``: of the store that it was compared with. ``changes``: of each file; None for a second file of a kind,
    which is compared when the first was stored.
    """

    versions: Mapping[str, int]
    files: list[tuple[ImportSource, pl.DataFrame]]
    changes: list[Changes | None]

    @classmethod
    def of(cls, store: Store, files: Sequence[File], keys: Iterable[bytes], edges: Mapping[str, date]) -> "Compared":
        """Compare with the store as it is now."""
        versions = store.versions()
        with store.snapshot() as read:
            kept = as_may_be_kept(read, keys, edges, files)
            kinds = [source.kind for source, _frame in kept]
            changes_of = [
                changes(read, IMPORTED_KINDS[source.kind], frame) if source.kind not in kinds[:at] else None
                for at, (source, frame) in enumerate(kept)
            ]
        return cls(versions, kept, changes_of)

    def numbered(self, store: Store) -> list[Staged | None]:
        """The changes of each file, with numbers that are reserved for them."""
        return [
            Staged.of(
                found,
                row_numbers.reserve(store, row_numbers.IMPORTS, 1),
                row_numbers.reserve(store, source.kind, found.new.height),
            )
            if found
            else None
            for (source, _frame), found in zip(self.files, self.changes, strict=True)
        ]

    @property
    def leaves_signals(self) -> bool:
        """Whether signals that are stored at the same time change nothing in it, nor it in them."""
        return None not in self.changes and not self._has_signals()

    def is_of(self, versions: Mapping[str, int]) -> bool:
        """Whether it is what a comparison with the store at these versions would give, apart from the ids of new rows.

        A signal that came since changes that for files with keys of signals only.
        """
        topics = ROWS if self._has_signals() else ("data",)
        return all(versions[topic] == self.versions[topic] for topic in topics)

    def holds(self, transaction: Transaction) -> bool:
        """``is_of`` the store as it was before this transaction."""
        return self.is_of({topic: version - 1 for topic, version in transaction.versions().items()})

    def _has_signals(self) -> bool:
        return any(
            source.kind == "visits" or (source.kind == "reports" and frame["report_key"].str.starts_with(SIGNAL).any())
            for source, frame in self.files
        )


def as_may_be_kept(read: Read, keys: Iterable[bytes], edges: Mapping[str, date], files: Sequence[File]) -> list[File]:
    """The files without rows that were erased, or whose term ended, after they were checked.

    Their lines in the log name nothing that was erased either.
    """
    found, stones = [], stones_of(read, keys)
    for source, frame in files:
        kept = without_ended(source.kind, frame, edges)
        if stones:
            kept = kept.filter(~stones.erased(IMPORTED_KINDS[source.kind], kept))
            clean = stones.without_mentions
            named = {"file": clean(source.file), "mapping": free_texts.mapped(source.mapping, clean)}
            source = replace(source, **named, quality=free_texts.mapped(source.quality, clean))
        found.append((replace(source, left_out=source.left_out + frame.height - kept.height), kept))
    return found
