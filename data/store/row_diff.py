"""The difference between an import's rows and the stored rows.

A row whose digest equals the stored one is unchanged, so a second import of the same file reads only keys and digests.
Rows with another digest are compared value by value, so a later Polars version that computes other digests costs time
only. (Probability that a changed row has the digest of the stored one: 1 in 2**64 for each changed row.)
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

import numpy as np
import polars as pl
import polars_hash
import sqlalchemy as sa

from data.store import bulk
from data.store.schema import IS_SIGNAL, Kind
from domain.intake.signals import SIGNAL

_WITH_ZERO = r"^((?:[^/~]+/)?\d+)\.0+(/\d{4}-\d{2}-\d{2})?$"  # as domain.intake.cleaning.record_keys made them
FEW = 20  # stored rows for each that is sought, from which the database finds them sooner than all are read
Read = Callable[[sa.Select], pl.DataFrame]


@dataclass(frozen=True)
class Changes:
    """The effect of storing a frame, and how its rows are counted.

    ``new``: rows of unknown keys. ``changed``: rows of known keys with other content, with the ``id`` of the stored
    row; ``replaced``: those stored rows, with the import they came from. ``same``: ids of stored rows that the frame
    holds unchanged. ``added``, ``updated`` and ``unchanged`` count the frame's rows; together they are all of them.
    """

    new: pl.DataFrame
    changed: pl.DataFrame
    replaced: pl.DataFrame
    same: pl.Series
    added: int
    updated: int
    unchanged: int


def changes(read: Read, kind: Kind, frame: pl.DataFrame, *, by_hand: bool = False) -> Changes:
    """Compare a frame with what the store holds.

    ``by_hand``: its rows are few, and the program made their keys. If a key occurs more than once, the last row is
    stored. Each earlier row is counted as if it had been imported alone.
    """
    rows = as_stored(kind, frame)
    ids = _with_keys(read, kind, rows[kind.key]) if by_hand else _alike(read, kind, rows[kind.key])
    repeated = rows[kind.key].is_duplicated()
    if not repeated.any():
        new, changed, replaced, same = _against(read, kind, rows, ids)
        return Changes(new, changed, replaced, same, new.height, changed.height, len(same))
    again = rows.filter(repeated)
    first = again[kind.key].is_first_distinct()
    moved = int(again.select(_differs_from_before(kind, first)).to_series().sum()) if not first.all() else 0
    starts = pl.concat([rows.filter(~repeated), again.filter(first)])
    counted = _against(read, kind, starts, ids)
    ends = rows.unique(kind.key, keep="last", maintain_order=True)
    new, changed, replaced, same = _against(read, kind, ends, ids)
    added, updated = counted[0].height, counted[1].height + moved
    return Changes(new, changed, replaced, same, added, updated, rows.height - added - updated)


def _alike(read: Read, kind: Kind, keys: pl.Series) -> pl.DataFrame:
    """The stored rows with one of these keys, and perhaps others: id, the key as it is written now, stored_digest.

    Of a night's export, which is a small part of what is stored, the database seeks the keys, so that the keys of ten
    million rows do not leave it. It reads its whole table for that (docs/decisions/ten-million-reports.md).
    """
    select = _stored(kind)
    if len(keys) * FEW <= read(sa.select(sa.func.coalesce(sa.func.max(kind.now.c.id), 0).label("last"))).item():
        now = kind.now.c[kind.key]
        sought = pl.concat([keys, _without_zero(keys)])
        select = select.where(sa.or_(bulk.one_of(now, sought), now.contains(".0")))
    return _whole(read(select), kind.key)


def _with_keys(read: Read, kind: Kind, keys: pl.Series) -> pl.DataFrame:
    """The stored rows with one of these keys, which are few; signals are found through their index."""
    of_signals = kind.name == "reports" and keys.str.starts_with(SIGNAL).all()
    return read(_stored(kind).where(bulk.one_of(kind.now.c[kind.key], keys), *([IS_SIGNAL] if of_signals else [])))


def _stored(kind: Kind) -> sa.Select:
    """The stored rows, by which they are compared."""
    return sa.select(kind.now.c.id, kind.now.c[kind.key], kind.now.c.digest.label("stored_digest"))


def _whole(ids: pl.DataFrame, key: str) -> pl.DataFrame:
    """The stored keys, of which those of a number that a spreadsheet wrote as 2400.0 are as they are written now: 2400.

    A key that the store holds in both forms is left as it is.
    """
    if not ids[key].str.contains(".0", literal=True).any():
        return ids
    ids = ids.sort("id")
    whole = _without_zero(ids[key])
    free = ~whole.is_in(ids[key].implode()) & whole.is_first_distinct()
    return ids.with_columns(whole.zip_with(free, ids[key]))


def _without_zero(keys: pl.Series) -> pl.Series:
    return keys.str.replace(_WITH_ZERO, "${1}${2}")


def as_stored(kind: Kind, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame's columns as the store returns them, with their ``digest``.

    That is: no enums, no NaN, times to the microsecond.
    """
    schema = kind.schema
    texts = [name for name, dtype in schema.items() if dtype == pl.Enum]
    times = [name for name, dtype in schema.items() if dtype == pl.Time]
    numbers = [name for name, dtype in schema.items() if dtype.is_integer()]
    stored = frame.select(
        pl.col(name).cast(schema[name]).fill_nan(None) if schema[name].is_float() else pl.col(name).cast(schema[name])
        for name in kind.columns
    ).with_columns(
        pl.col(texts).cast(pl.String),
        (pl.col(times).cast(pl.Int64) // 1000 * 1000).cast(pl.Time),
        pl.col(numbers).cast(pl.Int64),
    )
    return stored.with_columns(_digest(stored))


def _digest(rows: pl.DataFrame) -> pl.Series:
    """Return a 64-bit hash of each row's content."""
    cells = [
        (column.bin.encode("hex") if rows.schema[column.meta.output_name()] == pl.Binary else column.cast(pl.String))
        for column in map(pl.col, rows.columns)
    ]
    content = pl.concat_str([cell.fill_null("\0") for cell in cells], separator="\x1f")
    hashed = rows.select(content.alias("digest")).select(polars_hash.col("digest").nchash.xxh3_64())
    return hashed["digest"].reinterpret(signed=True)


def pack(ids: pl.Series) -> bytes:
    """Return ids in compact form: compressed differences. An unchanged full export takes a few kB."""
    steps = np.diff(np.sort(ids.to_numpy()), prepend=0)
    return zlib.compress(steps.astype("<u4").tobytes())


def unpack(packed: bytes) -> pl.Series:
    """Return the ids that ``pack`` packed, in ascending order."""
    steps = np.frombuffer(zlib.decompress(packed), dtype="<u4")
    return pl.Series("id", np.cumsum(steps, dtype=np.int64))


def _against(
    read: Read, kind: Kind, rows: pl.DataFrame, ids: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.Series]:
    """Compare rows of distinct keys with the stored ones: (new, changed, replaced, same) of ``Changes``."""
    found = rows.select(kind.key).join(ids, on=kind.key, how="left", maintain_order="left")
    rows = rows.with_columns(found["id"])
    new = rows.filter(found["id"].is_null()).drop("id")
    same = found["id"].filter(found["stored_digest"] == rows["digest"])
    perhaps = rows.filter(found["stored_digest"] != rows["digest"])
    if perhaps.is_empty():
        return new, perhaps, perhaps, same
    table = kind.now
    lowest, highest = perhaps.select(lowest=pl.col("id").min(), highest=pl.col("id").max()).row(0)
    scattered = perhaps.height * FEW <= highest - lowest
    these = bulk.one_of(table.c.id, perhaps["id"]) if scattered else table.c.id.between(lowest, highest)
    near = read(sa.select(table).where(these))
    stored = perhaps.select("id").join(near, on="id", how="left", maintain_order="left")
    differs = reduce(or_, (perhaps[name].ne_missing(stored[name]) for name in kind.columns))
    same = pl.concat([same, perhaps["id"].filter(~differs)])
    return new, perhaps.filter(differs), stored.filter(differs), same


def _differs_from_before(kind: Kind, first: pl.Series) -> pl.Expr:
    """Whether a row differs from the row of its key just before it, false for the first."""
    differs = pl.any_horizontal(
        pl.col(name).ne_missing(pl.col(name).shift(1).over(kind.key)) for name in kind.columns if name != kind.key
    )
    return differs & ~pl.lit(first)
