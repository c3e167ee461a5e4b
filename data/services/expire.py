"""Removing what has been kept for as long as the team chose; run every night by ``blokwijzer expire``.

Reports go by incident, when the term of all its reports ended, a month at a time. Their counts stay
(``domain.releases.expired_counts``), and the effects that rest on them are frozen first. Imports leave out afterwards
what they could bring back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl
import sqlalchemy as sa

from data.services.snapshot import load_snapshot
from data.store import bulk, expired, projects
from data.store.database import INPUT, ROWS, Store, Transaction
from data.store.disk import rewrite
from data.store.ended import ENDING
from data.store.only_one import only_one
from data.store.schema import IMPORTED_KINDS
from data.store.settings import drop_keys
from data.store.terms import RetentionTerm, edge, keep_edges, terms
from domain.effects.baseline import Baseline
from domain.effects.effect import each_effect, with_frozen_effect
from domain.releases.expired_counts import expired_counts
from domain.roles import Act
from domain.snapshot.expired import KEY
from domain.snapshot.snapshot import Snapshot

# What the next export would bring back; and versions, without which an import cannot be undone.
_MARKED = ("reports", "reporters", "notes", "versions")


@dataclass(frozen=True)
class Expired:
    """What a run did. ``counts``: rows by kind, of the kinds with a term. ``frozen``: effects of projects."""

    counts: Mapping[str, int] = field(default_factory=dict)
    frozen: int = 0
    dry_run: bool = False


def expire(store: Store, actor: str, today: date, *, dry_run: bool = False) -> Expired:
    """Remove what ended, kind by kind; ``dry_run``: only count it.

    Raises:
        NotStored: another run has not ended yet.
        NotAllowed: whoever uses the store may not do this.
    """
    store.require(Act.TERMS)
    store = store.for_program()
    chosen = terms(store)
    counts: dict[str, int] = {}
    frozen = 0
    with only_one(store, "expire"):
        if not dry_run and any(kind in chosen for kind in _MARKED):
            marked = {kind: _edge(kind, chosen[kind], today) for kind in _MARKED if kind in chosen}
            keep_edges(store, actor, marked)
        if "reports" in chosen:
            counts["reports"], frozen = _reports(store, actor, _edge("reports", chosen["reports"], today), dry_run)
        for kind, end in ENDING.items():
            if kind in chosen:
                counts[kind] = _end(store, actor, kind, end, _edge(kind, chosen[kind], today), dry_run)
        if "reporters" in chosen and not dry_run:
            drop_keys(store, actor, _edge("reporters", chosen["reporters"], today))
        if not dry_run and any(counts.values()):
            rewrite(store)
    return Expired(counts, frozen, dry_run)


def _edge(kind: str, term: RetentionTerm, today: date) -> date:
    """The first day that is still kept; of reports always the first of a month, as counts are by month."""
    day = edge(term, today)
    return day.replace(day=1) if kind == "reports" else day


class _Counted(Exception):
    """Ends a transaction that only counts."""


def _end(store: Store, actor: str, kind: str, end: object, day: date, dry: bool) -> int:
    count = 0
    try:
        with store.begin(actor, Act.TERMS, "data", "withdrawn", "work", "sessions") as transaction:
            count = end(transaction, day, dry)  # type: ignore[operator]
            if dry or not count:
                raise _Counted
            transaction.audit("expire", "store", kind, rows=count, before=day.isoformat())
    except _Counted:
        pass
    return count


def _reports(store: Store, actor: str, day: date, dry: bool) -> tuple[int, int]:
    """Remove reports and signals of before a day; return how many, and how many effects were frozen for it."""
    versions = store.versions()
    snapshot = load_snapshot(store)
    ended = _ended(store, day)
    over = _incidents_over(snapshot, ended)
    frozen = 0 if dry else _freeze_effects(store, actor, snapshot, day)
    counted = snapshot.reports.filter(pl.col("incident_id").is_in(over.implode()))
    uncounted = set(ended) - set(snapshot.reports["report_key"])  # of categories that the team left out
    month = pl.col("reported_on").min().over("incident_id").dt.truncate("1mo")
    months = counted.group_by(month=month).agg("report_key", "incident_id").sort("month")
    removed = 0
    batches = [(pl.Series(keys), pl.Series("incident_id", incidents)) for _month, keys, incidents in months.iter_rows()]
    if uncounted:
        batches.append((pl.Series(sorted(uncounted)), None))
    for after, (keys, incidents) in enumerate(batches):
        try:
            removed += len(keys) if dry else _remove(store, actor, snapshot, versions, after, keys, incidents)
        except _Changed:
            break  # the next run goes on
    return removed + _visits(store, actor, day, dry), frozen


def _ended(store: Store, day: date) -> list[str]:
    """The keys of the reports whose term ended: closed, else reported, before a day."""
    reports = IMPORTED_KINDS["reports"].now.c
    until = sa.func.coalesce(reports.closed_on, reports.reported_on)
    ended = sa.select(reports.report_key).where(until < day, reports.reported_on < day)
    return store.read(ended)["report_key"].to_list()


def _incidents_over(snapshot: Snapshot, ended: list[str]) -> pl.Series:
    """The incidents of which the term of all reports ended."""
    real = snapshot.reports.filter(~pl.col("report_key").str.starts_with(KEY))
    each = real.group_by("incident_id").agg(over=pl.col("report_key").is_in(ended).all())
    return each.filter("over")["incident_id"]


class _Changed(Exception):
    """Somebody changed the data since the snapshot was made."""


def _remove(
    store: Store,
    actor: str,
    snapshot: Snapshot,
    versions: Mapping[str, int],
    after: int,
    keys: pl.Series,
    incidents: pl.Series | None,
) -> int:
    """Remove the reports with these keys, all their versions, and store the counts of their incidents.

    ``versions``: of the store that the snapshot is of. ``after``: how many writes of this run came since. Raises
    _Changed where somebody else wrote.
    """
    kind = IMPORTED_KINDS["reports"]
    with store.begin(actor, Act.TERMS, "data", "withdrawn") as transaction:
        now = transaction.versions()  # ``begin`` raised those of ROWS
        if any(now[topic] != versions[topic] + (after + 1) * (topic in ROWS) for topic in INPUT):
            raise _Changed
        known = transaction.read(sa.select(kind.now.c.id, kind.now.c.report_key))
        _delete(transaction, "reports", known.filter(pl.col("report_key").is_in(keys.implode()))["id"])
        if incidents is not None:
            expired.add(transaction, expired_counts(snapshot, incidents.unique()))
        transaction.audit("expire", "store", "reports", rows=len(keys))
    return len(keys)


def _visits(store: Store, actor: str, day: date, dry: bool) -> int:
    visits = IMPORTED_KINDS["visits"].now.c
    ids = store.read(sa.select(visits.id).where(visits.visited_on < day))["id"]
    if dry or not len(ids):
        return len(ids)
    with store.begin(actor, Act.TERMS, "data", "withdrawn") as transaction:
        _delete(transaction, "visits", ids)
        transaction.audit("expire", "store", "visits", rows=len(ids))
    return len(ids)


def _delete(transaction: Transaction, kind: str, ids: pl.Series) -> None:
    for table in (IMPORTED_KINDS[kind].past, IMPORTED_KINDS[kind].now):
        bulk.delete(transaction.connection, table, ids)


def _freeze_effects(store: Store, actor: str, snapshot: Snapshot, day: date) -> int:
    """Freeze the effects that rest on months before a day, as they are now; return how many."""
    every = projects.load(store)
    count = 0
    for project, effect in zip(every, each_effect(snapshot, every), strict=True):
        baseline = Baseline.from_json(project.baseline)
        if baseline is None or not baseline.months or baseline.months[0] >= day:
            continue
        if effect.incidents is not None and "effect" not in (project.baseline or {}):
            projects.update(store, actor, with_frozen_effect(project, effect))
            count += 1
    return count
