"""Tombstones: keyed hashes of what was erased, so that no later export or restored backup brings it back.

The key lies outside the store and its backups (``data.store.settings.hash_key``). Without it nobody can tell from a
tombstone what was erased. What a mark can stand for, with the value that is hashed:

- "row": the kind and key of a record ("reports", its report_key);
- "address": a form of the address (``domain.intake.cleaning.one_address.FORMS``), for reports up to a day;
- "reporter": the hash of a reporter, for reports up to a day;
- "phrase", "numbered": words by which free text names it (``domain.intake.cleaning.mentions``); "numbered" ones end
  with a number.
"""

import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl
import sqlalchemy as sa

from data.store.database import Transaction
from data.store.schema import Kind, tombstones
from domain.intake.cleaning import mentions, one_address

Read = Callable[[sa.Select], pl.DataFrame]
DAYS = {"reports": "reported_on", "visits": "visited_on"}  # the day of a record of these kinds
WITH_ADDRESS = ("reports", "visits", "opportunities", "partners")


def key_id(key: bytes) -> str:
    """What tells keys apart without telling them."""
    return mark(key, "key", "id")[:12]


def mark(key: bytes, what: str, value: str) -> str:
    """The keyed hash of one value (HMAC-SHA-256, first 128 bits, in hex)."""
    return hmac.digest(key, f"{what}\x1f{value}".encode(), "sha256")[:16].hex()


@dataclass(frozen=True)
class Tombstones:
    """All tombstones of a store that can be recognised. ``unknown``: how many cannot, as their key is missing.

    ``marks``: by what they stand for and key_id, each with its last day (None: always).
    """

    keys: Mapping[str, bytes]
    marks: Mapping[str, Mapping[str, Mapping[str, date | None]]] = field(default_factory=dict)
    unknown: int = 0

    def __bool__(self) -> bool:
        return bool(self.marks)

    def erased(self, kind: Kind, frame: pl.DataFrame) -> pl.Series:
        """Whether each row is of what was erased. ``frame``: of the kind's columns."""
        if kind.name not in WITH_ADDRESS:
            return pl.select(pl.repeat(False, frame.height, dtype=pl.Boolean)).to_series()
        gone = self._marked("row", frame.select(value=pl.lit(f"{kind.name}\x1f") + pl.col(kind.key)), None)
        if kind.name in DAYS and "address" in self.marks:
            day = frame[DAYS[kind.name]]
            of_address = one_address.forms(frame)
            for name in one_address.FORMS:
                gone |= self._marked("address", of_address.select(value=name), day)
        if kind.name == "reports":
            gone |= self.of_reporters(frame["reporter"], frame["reported_on"])
        return gone

    def of_reporters(self, hashes: pl.Series, days: pl.Series, of_key: str | None = None) -> pl.Series:
        """Whether each report is of a reporter who was erased, and old enough. ``of_key``: whose hashes these are."""
        return self._marked("reporter", hashes.to_frame("value"), days, of_key)

    def without_mentions(self, text: str) -> str:
        """A text without the words that name what was erased."""
        for what in ("numbered", "phrase"):
            if what in self.marks:
                text = mentions.without(text, self._is_sought(what), numbered=what == "numbered")
        return text

    def _is_sought(self, what: str) -> Callable[[str], bool]:
        marks = [(self.keys[name], found) for name, found in self.marks[what].items()]
        return lambda words: any(mark(key, what, words) in found for key, found in marks)

    def _marked(self, what: str, values: pl.DataFrame, days: pl.Series | None, of_key: str | None = None) -> pl.Series:
        """Whether each value has a mark whose last day is not before the value's day."""
        distinct = values["value"].unique().drop_nulls().to_list()
        hits = {
            value: marks[hit]
            for name, marks in self.marks.get(what, {}).items()
            if of_key in (None, name)
            for value in distinct
            if (hit := mark(self.keys[name], what, value)) in marks
        }
        schema = {"value": pl.String, "until": pl.Date, "hit": pl.Boolean}
        found = pl.DataFrame([(value, until, True) for value, until in hits.items()], schema=schema, orient="row")
        rows = values.join(found, on="value", how="left", maintain_order="left")
        in_time = pl.lit(True) if days is None else (pl.lit(days) <= pl.col("until")).fill_null(True)
        return rows.select((pl.col("hit").fill_null(False) & in_time).alias("erased")).to_series()


def stones_of(read: Read, keys: Iterable[bytes]) -> Tombstones:
    """The tombstones of a store. ``keys``: those that are known."""
    known = {key_id(key): key for key in keys}
    marks: dict[str, dict[str, dict[str, date | None]]] = {}
    unknown = 0
    for row in read(sa.select(tombstones)).iter_rows(named=True):
        if row["key_id"] in known:
            marks.setdefault(row["what"], {}).setdefault(row["key_id"], {})[row["mark"]] = row["until"]
        else:
            unknown += 1
    return Tombstones(known, marks, unknown)


def add(transaction: Transaction, key: bytes, what: str, values: Iterable[str], until: date | None = None) -> None:
    """Add tombstones. One that is there already gets the later day."""
    rows = {mark(key, what, value): until for value in values}
    there = transaction.read(sa.select(tombstones.c.mark).where(tombstones.c.mark.in_(list(rows))))["mark"].to_list()
    for each in there:
        transaction.execute(tombstones.update().where(tombstones.c.mark == each).values(until=rows[each]))
    given = {"what": what, "until": until, "key_id": key_id(key), "at": transaction.at}
    if new := [{"mark": each, **given} for each in rows if each not in there]:
        transaction.ingest(tombstones, _frame(new))


def keep_of(transaction: Transaction, old: pl.DataFrame) -> None:
    """Add the tombstones of a backup to those of the store; one that both have keeps the later of the two last days."""
    mine = transaction.read(sa.select(tombstones.c.mark, tombstones.c.until.label("mine")))
    both = mine.join(old.select("mark", "until"), on="mark")
    always = pl.col("until").is_null() & pl.col("mine").is_not_null()
    for each in both.filter(always | (pl.col("until") > pl.col("mine"))).iter_rows(named=True):
        transaction.execute(tombstones.update().where(tombstones.c.mark == each["mark"]).values(until=each["until"]))
    transaction.ingest(tombstones, old.join(mine, on="mark", how="anti"))


def _frame(rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    schema = {"mark": pl.String, "what": pl.String, "until": pl.Date, "key_id": pl.String}
    return pl.DataFrame(rows, schema={**schema, "at": pl.Datetime("us", "UTC")})
