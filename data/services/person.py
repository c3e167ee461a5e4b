"""All that is kept of one address or one reporter: to hand over, and to erase.

Rows with the address in columns are found whatever their spelling of it, as are rows that were placed on that dwelling.
Notes, remarks, projects, settings, names of files and the audit trail are searched for the words that name it. The
dwelling itself stays in the list of dwellings: it says that the home is there, not who lives there.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import sqlalchemy as sa

from data.services.baselines import keep_areas
from data.services.snapshot import load_snapshot
from data.services.subject import Subject
from data.store import bulk, free_texts, settings, tombstones
from data.store.audit_chain import clear
from data.store.database import TOPICS, Store, Transaction
from data.store.disk import rewrite
from data.store.free_texts import FreeText, Read
from data.store.schema import IMPORTED_KINDS, Kind, address_matches, audit
from domain.calendar import local_date
from domain.errors import N_, NotFound, WrongValue
from domain.intake.cleaning import one_address
from domain.intake.cleaning.privacy import mask_text
from domain.roles import Act

_ENTITY = "person"


@dataclass(frozen=True)
class Erased:
    """What an erasure did. ``counts``: as ``SubjectData.counts``. ``off_the_disk``: whether no byte is left there."""

    counts: Mapping[str, int]
    off_the_disk: bool


@dataclass(frozen=True)
class SubjectData:
    """What is kept. ``rows``: by kind, the rows now and their past versions (``version``). ``texts``: free texts.

    ``matches``: decisions on the address. ``trail``: audit rows that name it. ``dwellings``: rows that stay.
    """

    rows: Mapping[str, pl.DataFrame]
    matches: pl.DataFrame
    texts: tuple[FreeText, ...]
    trail: pl.DataFrame
    dwellings: pl.DataFrame

    def counts(self) -> dict[str, int]:
        """How many of each kind of thing, without those that stay; kinds without any are left out."""
        found = {name: rows["id"].n_unique() for name, rows in self.rows.items()}
        found |= {"matches": self.matches.height, "texts": len(self.texts), "audit rows": self.trail.height}
        return {name: count for name, count in found.items() if count}

    def table(self) -> pl.DataFrame:
        """All of it as one table, to hand over: what, number, field, value (texts)."""
        lines: list[tuple[str, str, str, Any]] = []
        for name, frame in (*self.rows.items(), ("dwellings", self.dwellings)):
            for number, row in enumerate(frame.drop("id", "digest", strict=False).iter_rows(named=True), 1):
                lines += [(name, str(number), field, value) for field, value in row.items() if value is not None]
        for row in self.matches.iter_rows():
            lines.append(("matches", "", row[0], row[1]))
        for text in self.texts:
            number = ", ".join(str(key) for key in text.row.values())
            value = text.value if isinstance(text.value, str) else json.dumps(text.value, ensure_ascii=False)
            lines.append((text.table.name, number, text.column.name, value))
        for row in self.trail.iter_rows(named=True):
            done = f"{row['at']:%Y-%m-%d %H:%M} {row['action']} {row['entity']} {row['entity_id']} {row['details']}"
            lines.append(("audit", str(row["audit_id"]), row["actor"], done))
        cells = [(*line[:3], None if line[3] is None else str(line[3])) for line in lines]
        return pl.DataFrame(cells, schema=dict.fromkeys(("what", "number", "field", "value"), pl.String), orient="row")


def find(store: Store, subject: Subject) -> SubjectData:
    """All that is kept of it.

    Raises:
        NotAllowed: whoever uses the store may not see this.
    """
    store.require(Act.PERSON)
    placed = frozenset()
    if subject.dwellings:
        here = pl.col("dwelling_key").is_in(list(subject.dwellings))
        placed = frozenset(load_snapshot(store.for_program()).placement.filter(here)["report_key"])
    with store.snapshot() as read:
        return _found(read, subject, placed)


def leave_trace(store: Store, actor: str, subject: Subject, found: SubjectData, *, to_file: bool) -> None:
    """Leave an audit row that somebody looked at this, or wrote it to a file; it does not say of whom."""
    with store.begin(actor, Act.PERSON, "audit") as transaction:
        transaction.audit("hand over" if to_file else "look up", _ENTITY, subject.what, counts=found.counts())


def erase(store: Store, actor: str, subject: Subject, reason: str, today: date) -> Erased:
    """Erase all that is kept of it, and see to it that nothing brings it back.

    Raises:
        WrongValue: no reason is given.
        NotFound: nothing is kept of it.
        NotAllowed: whoever uses the store may not do this.
    """
    store.require(Act.PERSON)
    if not reason.strip():
        raise WrongValue(N_("Give the reason of the erasure."))
    keep_areas(store.for_program(), actor, today)
    before = find(store, subject)
    placed = frozenset(before.rows["reports"]["report_key"]) if "reports" in before.rows else frozenset()
    key = settings.hash_key(store)
    with store.begin(actor, Act.PERSON, *TOPICS) as transaction:
        found = _found(transaction.read, subject, placed)
        counts = found.counts()
        if not counts:
            raise NotFound(N_("Nothing is kept of it, or it was erased already."))
        _remove_rows(transaction, found.rows)
        gone = list(found.matches["address_key"])
        transaction.execute(address_matches.delete().where(address_matches.c.address_key.in_(gone)))
        for text, became in free_texts.naming(transaction.read, subject.sieve, subject.without):
            free_texts.replace(transaction, text, became)
        clear(transaction.connection, found.trail["audit_id"])
        _mark(transaction, key, subject, found.rows, local_date(transaction.at))
        why = subject.without(mask_text(reason))
        transaction.audit("erase", _ENTITY, subject.what, reason=why, counts=counts)
    return Erased(counts, rewrite(store))


_PLACED = tombstones.WITH_ADDRESS
_TRAIL = ("audit_id", "at", "actor", "action", "entity", "entity_id", "details")


def _found(read: Read, subject: Subject, placed: frozenset[str]) -> SubjectData:
    """``placed``: keys of reports that were placed on its dwelling."""
    rows = {kind: _rows(read, IMPORTED_KINDS[kind], subject, placed) for kind in _PLACED}
    rows = _with_signals(read, rows)
    matches = read(sa.select(address_matches))
    of_it = matches["address_key"].map_elements(lambda key: subject.without(key) != key, return_dtype=pl.Boolean)
    to_it = matches["dwelling_key"].is_in(list(subject.dwellings)).fill_null(False)
    of_kind = subject.what == "address"
    homes = IMPORTED_KINDS["dwellings"].now
    return SubjectData(
        {kind: frame for kind, frame in rows.items() if frame.height},
        matches.filter((of_it.fill_null(False) | to_it) & of_kind),
        tuple(text for text, _became in free_texts.naming(read, subject.sieve, subject.without)),
        _trail(read, subject),
        read(sa.select(homes)).filter(pl.col("dwelling_key").is_in(list(subject.dwellings))),
    )


def _rows(read: Read, kind: Kind, subject: Subject, placed: frozenset[str]) -> pl.DataFrame:
    """The rows of a kind and their past versions, of which any version is about it; with ``version``."""
    ids: set[int] = set()
    wanted = [name for name in (*one_address.COLUMNS, "reporter", kind.key) if name in kind.now.c]
    for table in (kind.now, kind.past):
        columns = dict.fromkeys(["id", *wanted])
        known = read(sa.select(*(table.c[name] for name in columns)))
        about = pl.select(pl.repeat(False, known.height, dtype=pl.Boolean)).to_series()
        if subject.what == "address":
            of = one_address.forms(known)
            for name, values in subject.forms.items():
                about |= of[name].is_in(list(values)).fill_null(False)
            if kind.name == "reports":
                about |= known[kind.key].is_in(list(placed))
        elif "reporter" in known.columns:
            about |= known["reporter"].is_in(list(subject.hashes)).fill_null(False)
        ids |= set(known["id"].filter(about))
    return _versions(read, kind, ids)


def _versions(read: Read, kind: Kind, ids: set[int]) -> pl.DataFrame:
    """All versions of rows with these ids, with ``version``: "now" or "past"."""
    found = []
    for table, version in ((kind.now, "now"), (kind.past, "past")):
        every = [read(sa.select(table).where(table.c.id.in_(part))) for part in _parts(sorted(ids))]
        found += [frame.with_columns(version=pl.lit(version)) for frame in every]
    return pl.concat(found)


def _parts(ids: list[int], most: int = 10_000) -> list[list[int]]:
    return [ids[at : at + most] for at in range(0, max(len(ids), 1), most)]


def _with_signals(read: Read, rows: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The rows, with the visits of signals whose report is among them, and the reports of such visits."""
    reports, visits = IMPORTED_KINDS["reports"], IMPORTED_KINDS["visits"]
    pairs = read(sa.select(visits.now.c.id, visits.now.c.report_key).where(visits.now.c.report_key.is_not(None)))
    keys = set(rows["reports"]["report_key"])
    seen = set(pairs.filter(pl.col("report_key").is_in(list(keys)))["id"]) | set(rows["visits"]["id"])
    sent = set(rows["visits"]["report_key"].drop_nulls()) - keys
    more = read(sa.select(reports.now.c.id).where(reports.now.c.report_key.in_(sorted(sent))))["id"]
    return rows | {
        "visits": _versions(read, visits, seen),
        "reports": _versions(read, reports, set(rows["reports"]["id"]) | set(more)),
    }


def _trail(read: Read, subject: Subject) -> pl.DataFrame:
    """The audit rows that name it."""
    every = read(sa.select(*(audit.c[name] for name in _TRAIL)).where(audit.c.salt.is_not(None)))
    near = every.filter(pl.any_horizontal(pl.col("entity_id", "details").str.contains(subject.sieve)))
    named = [_names(subject, row["entity_id"], row["details"]) for row in near.iter_rows(named=True)]
    return near.filter(pl.Series(named, dtype=pl.Boolean))


def _names(subject: Subject, entity_id: str, details: str) -> bool:
    value = json.loads(details)
    return subject.without(entity_id) != entity_id or free_texts.mapped(value, subject.without) != value


def _remove_rows(transaction: Transaction, rows: Mapping[str, pl.DataFrame]) -> None:
    for name, frame in rows.items():
        kind = IMPORTED_KINDS[name]
        for table in (kind.past, kind.now):
            bulk.delete(transaction.connection, table, frame["id"].unique())


def _mark(
    transaction: Transaction, key: bytes, subject: Subject, rows: Mapping[str, pl.DataFrame], until: date
) -> None:
    """Add the tombstones."""
    records = [f"{name}\x1f{each}" for name, frame in rows.items() for each in frame[IMPORTED_KINDS[name].key].unique()]
    tombstones.add(transaction, key, "row", records)
    tombstones.add(transaction, key, "address", set().union(*subject.forms.values()), until)
    tombstones.add(transaction, key, "reporter", subject.hashes, until)
    tombstones.add(transaction, key, "numbered" if subject.what == "address" else "phrase", subject.phrases)
