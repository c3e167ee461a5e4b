"""Imports: the rows of a file are stored in one transaction, logged, and can be undone in any order.

Invariant: the store's content equals the result of applying all imports that are not undone, in their order, each
replacing the rows with its keys. Not every row of every import is stored: of an unchanged row the import only records
the id (``imports.seen``). When the import of a row is undone, the row is reassigned to the first later import that
contained it.

Files that were stored together are one import with a line in the log for each file; ``batch_id``, the number of its
first line, is shared by them, and they are undone together. A manual entry (``enter``) is an import without a file.

The whole of an import is one transaction on one connection, bulk rows and bookkeeping alike (see ``data.store.bulk``),
so a process killed at any moment leaves nothing behind. Before it locks anything, rows are compared
(``data.store.import_comparison``) and put in temporary tables (``data.store.staging``); under the lock they are moved.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import zip_longest
from typing import Any

import polars as pl
import sqlalchemy as sa

from data.store import row_numbers, terms
from data.store.database import Store, Transaction
from data.store.import_comparison import Compared, File, as_may_be_kept
from data.store.import_comparison import ImportSource as ImportSource
from data.store.row_diff import Changes, changes, pack
from data.store.schema import IMPORTED_KINDS, Kind, imports
from data.store.settings import known_keys
from data.store.staging import Staged
from data.store.withdrawal import withdraw
from domain.errors import N_, NotFound, WrongValue
from domain.roles import Act

COMPARED_AT_MOST = 3  # times that an import is compared before it takes the lock; others may write in between


@dataclass(frozen=True)
class ImportPlan:
    """What saving a frame would do, counted in its rows."""

    added: int
    updated: int
    unchanged: int


@dataclass(frozen=True)
class ImportResult:
    """What saving a frame did, counted in its rows."""

    import_id: int
    added: int
    updated: int
    unchanged: int


def plan(store: Store, kind: str, frame: pl.DataFrame) -> ImportPlan:
    """Return what saving a frame would do, without storing anything."""
    found = changes(store.read, IMPORTED_KINDS[kind], frame)
    return ImportPlan(found.added, found.updated, found.unchanged)


def save(
    store: Store, actor: str, source: ImportSource, frame: pl.DataFrame, rejected: pl.DataFrame | None = None
) -> ImportResult:
    """Store a frame of ``domain.schemas`` and log the import, in one transaction. Raises as ``save_all``."""
    (result,) = save_all(store, actor, [(source, frame, rejected)])
    return result


def save_all(
    store: Store, actor: str, files: Sequence[tuple[ImportSource, pl.DataFrame, pl.DataFrame | None]]
) -> list[ImportResult]:
    """Store several files as one import, in one transaction; undone together. A later file replaces an earlier one's
    rows.

    ``files``: each one's source, rows (a frame of ``domain.schemas``) and rejected rows (``schemas.Rejected``), which
    are not stored; only the number of rejected rows per reason is. Rows that were erased meanwhile are left out.

    Raises:
        ValueError: the rows of a file are not accounted for (rows = frame + left out + rejected).
    """
    for source, frame, _rejected in files:
        if source.rows != frame.height + source.left_out + source.rejected:
            raise ValueError(f"{source.rows} rows are not {frame.height} + {source.left_out} + {source.rejected}")
    logged = []
    for source, frame, rejected in files:
        reasons = {} if rejected is None else {"rejected": _counts(rejected["reason"])}
        logged.append((replace(source, quality={**source.quality, **reasons}), frame))
    keys, edges = known_keys(store), terms.edges(store)
    for _attempt in range(COMPARED_AT_MOST):
        compared = Compared.of(store, logged, keys, edges)
        if compared.is_of(store.versions()):
            break
    staged = compared.numbered(store)
    last = ("signals",) if compared.leaves_signals else ()
    with store.begin(
        actor, Act.IMPORT, "data", first=partial(_put_in_tables, compared.files, staged), last=last
    ) as transaction:
        if compared.holds(transaction):
            return _bring_all(transaction, compared.files, staged)
        transaction.take_last_turns()
        return _bring_all(transaction, as_may_be_kept(transaction.read, keys, edges, logged))


def enter(store: Store, actor: str, frames: Mapping[str, pl.DataFrame], what: str, act: Act = Act.WORK) -> list[int]:
    """Store rows that a person entered on a screen, in one transaction; return the import ids.

    ``frames``: for each kind (a key of ``data.store.schema.IMPORTED_KINDS``) its rows; a row with the key of a stored
    one replaces it. ``what`` describes the entry in the person's words ("Signal: litter, Lindehof"), for the history.

    Raises:
        dataframely.exc.ValidationError: a frame violates its schema in ``domain.schemas``, or a key occurs twice.
    """
    valid = {kind: IMPORTED_KINDS[kind].frame.validate(frame) for kind, frame in frames.items()}
    sources = [ImportSource("", "", kind, rows=each.height, quality={"what": what}) for kind, each in valid.items()]
    with store.begin(actor, act, _topic(act)) as transaction:
        return [result.import_id for result in _bring_all(transaction, list(zip(sources, valid.values(), strict=True)))]


def _put_in_tables(files: Sequence[File], staged: list[Staged | None], connection: sa.Connection) -> None:
    """Put the rows of each file in temporary tables of a connection."""
    staged[:] = [
        each and each.in_tables(connection, IMPORTED_KINDS[source.kind])
        for (source, _frame), each in zip(files, staged, strict=True)
    ]


def _topic(act: Act) -> str:
    """The topic that a manual entry changes."""
    return "signals" if act is Act.SIGNAL else "data"


def history(store: Store) -> pl.DataFrame:
    """Return a row per imported file, newest first, with actor, time and counts.

    ``undone_at`` is null unless it was undone. Files of one import have one ``batch_id``. ``what`` is null for a file;
    for a manual entry it holds the description, and ``file`` is empty.
    """
    columns = [column for column in imports.c if column.name not in ("mapping", "quality", "seen")]
    entered = sa.case((imports.c.file == "", imports.c.quality)).label("what")
    found = store.read(sa.select(*columns, entered).order_by(imports.c.import_id.desc()))
    return found.with_columns(pl.col("what").str.json_path_match("$.what"))


def one_row_each(history: pl.DataFrame) -> pl.DataFrame:
    """Return a row per import, newest first, from ``history``.

    Columns: import_id (of the first file), file (of the first file), files (their number), kinds (a list), what, the
    sums rows, added, updated, unchanged, left_out and rejected, actor, at, undone_by, undone_at.
    """
    sums = ("rows", "added", "updated", "unchanged", "left_out", "rejected")
    rows = history.sort("import_id").group_by("batch_id", maintain_order=True)
    return (
        rows.agg(
            pl.col("file").first(),
            pl.len().alias("files"),
            pl.col("kind").unique(maintain_order=True).alias("kinds"),
            pl.col("what").first(),
            pl.col(*sums).sum(),
            pl.col("actor", "at", "undone_by", "undone_at").first(),
        )
        .rename({"batch_id": "import_id"})
        .sort("import_id", descending=True)
    )


def get(store: Store, import_id: int) -> dict[str, Any]:
    """Return one file's line of the log, with its mapping and its quality.

    Raises:
        NotFound: there is no such import.
    """
    columns = [column for column in imports.c if column.name != "seen"]
    for row in store.rows(sa.select(*columns).where(imports.c.import_id == import_id)):
        return dict(row._mapping)
    raise NotFound(N_("There is no import {import_id}."), import_id=import_id)


def undo(store: Store, actor: str, import_id: int, act: Act = Act.IMPORT) -> None:
    """Undo an import, as if it had never happened; later imports are kept.

    Of its words and notices nothing is kept either, and what was deleted is overwritten on the disk. ``import_id``: of
    any of its files; all files of the import are undone, and all rows of a manual entry. ``act``: any but IMPORT
    undoes manual entries only.

    Raises:
        NotFound: there is no such import.
        WrongValue: it was undone already, or what it replaced is not kept any more.
    """
    edges = terms.edges(store)
    with store.begin(actor, act, _topic(act), *(() if act is Act.SIGNAL else ("withdrawn",))) as transaction:
        row = transaction.execute(sa.select(imports).where(imports.c.import_id == import_id)).one_or_none()
        if row is None:
            raise NotFound(N_("There is no import {import_id}."), import_id=import_id)
        if row.file:
            store.require(Act.IMPORT)
        if row.undone_at is not None:
            raise WrongValue(N_("Import {import_id} has already been undone."), import_id=import_id)
        if row.at.date() < edges.get("versions", date.min) and row.updated:
            raise WrongValue(N_("This import is too old to undo: what it replaced is not kept any more."))
        for each in _newest_first(transaction, row.batch_id):
            withdraw(transaction, IMPORTED_KINDS[each.kind], each.import_id)
            transaction.execute(
                imports.update()
                .where(imports.c.import_id == each.import_id)
                .values(
                    undone_by=actor,
                    undone_at=transaction.at,
                    seen=None,
                    quality={name: text for name, text in each.quality.items() if name == "what"},
                )
            )
            transaction.audit("undo", each.kind, each.import_id, file=each.file)
    store.empty_journal()


def _bring_all(
    transaction: Transaction, files: Sequence[File], staged: Sequence[Staged | None] = ()
) -> list[ImportResult]:
    """Store the files of one import, in their order. ``staged``: what each changes, where that is known."""
    results: list[ImportResult] = []
    for (source, frame), found in zip_longest(files, staged):
        results.append(_bring(transaction, source, frame, found, results[0].import_id if results else None))
    return results


def _bring(
    transaction: Transaction,
    source: ImportSource,
    frame: pl.DataFrame,
    found: Staged | None = None,
    batch_id: int | None = None,
) -> ImportResult:
    """Store the rows of one file and log it. ``batch_id``: its import, None for the first file of one."""
    kind = IMPORTED_KINDS[source.kind]
    found = found or _numbered(transaction, kind, changes(transaction.read, kind, frame, by_hand=not source.file))
    counts = {"added": found.added, "updated": found.updated, "unchanged": found.unchanged}
    values = {
        **vars(source),
        **counts,
        "import_id": found.import_id,
        "batch_id": batch_id or found.import_id,
        "seen": pack(found.same),
        "actor": transaction.actor,
        "at": transaction.at,
    }
    transaction.execute(imports.insert().values(values))
    found.store(transaction, kind)
    transaction.audit("import", kind.name, found.import_id, file=source.file, rows=source.rows, **counts)
    return ImportResult(found.import_id, **counts)


def _numbered(transaction: Transaction, kind: Kind, found: Changes) -> Staged:
    """Changes with the next numbers."""
    number = row_numbers.take(transaction.connection, row_numbers.IMPORTS, 1)
    return Staged.of(found, number, row_numbers.take(transaction.connection, kind.name, found.new.height))


def _newest_first(transaction: Transaction, batch_id: int) -> list[sa.Row]:
    """Return the lines of one import, the newest first: rows of an earlier file need not pass to a later one then."""
    mine = sa.select(imports).where(imports.c.batch_id == batch_id).order_by(imports.c.import_id.desc())
    return list(transaction.execute(mine))


def _counts(values: pl.Series) -> dict[str, int]:
    """Return the number of occurrences of each value, the most frequent first."""
    return dict(values.value_counts().sort("count", values.name, descending=[True, False]).rows())
