"""From the bytes of an upload to stored rows: the pipeline of every import. Start reading at ``import_file``.

    read -> kind -> mapping (a known profile, else the program's proposal) -> clean -> place -> save -> Outcome

The Data page, the command line and the demo all use it. Every row is accounted for:
rows = added + updated + unchanged + left out + rejected, for every ``Outcome``.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from data.services.recognise import AS_FOUND, ImportOptions, Upload, recognise
from data.store import choices, import_log, records, reports, settings
from data.store.database import Store
from domain import places, schemas
from domain.errors import N_, NotUnderstood
from domain.indicators import coverage_gaps
from domain.intake.cleaning import clean as cleaner
from domain.intake.cleaning.notices import Notice, noticed
from domain.intake.mapping.lexicon import Lexicon

NO_GAPS = coverage_gaps.coverage_gaps(schemas.Report.create_empty())
Progress = Callable[[float, str], None]  # the fraction done, 0 to 1, and an English template that names the step


def silent(_fraction: float, _text: str) -> None:
    """Discard progress messages."""


class Background:
    """The stored data that is needed to check a file; each part is loaded on first use.

    ``pending``: category choices that are not stored yet; they take precedence over the stored ones.
    """

    def __init__(self, store: Store, pending: pl.DataFrame | None = None) -> None:
        self.store = store
        self.pending = pending

    @cached_property
    def key(self) -> bytes:
        """The key for hashing reporters."""
        return settings.hash_key(self.store)

    @cached_property
    def categories(self) -> pl.DataFrame:
        """The team's category choices (schemas.CategoryChoice)."""
        stored = choices.categories(self.store)
        if self.pending is None:
            return stored
        return pl.concat([self.pending, stored.join(self.pending, on="category_word", how="anti")])

    @cached_property
    def dwellings(self) -> pl.DataFrame:
        """The stored dwellings (schemas.Dwelling)."""
        return records.load(self.store, "dwellings")

    @cached_property
    def polygons(self) -> pl.DataFrame:
        """The stored outlines of blocks (schemas.BlockPolygon)."""
        return records.load(self.store, "blocks")

    @cached_property
    def matches(self) -> pl.DataFrame:
        """The manual address matches (schemas.AddressMatch)."""
        return choices.matches(self.store)


@dataclass(frozen=True)
class Checked:
    """The rows that an upload would store, its rejected rows, and notices about them.

    ``unmapped`` counts the reports for each category word that no dictionary knows; ``noticed`` accepted rows
    with an anomaly (``domain.intake.cleaning.clean.Clean``). ``placed`` counts the clean rows
    by the most reliable basis of their location. ``gaps`` are periods without reports that suggest missing data in
    the export (``domain.indicators.coverage_gaps``).
    """

    upload: Upload
    frame: pl.DataFrame
    rejected: pl.DataFrame
    left_out: int = 0
    unmapped: dict[str, int] = field(default_factory=dict)
    placed: dict[str, int] = field(default_factory=dict)
    gaps: pl.DataFrame = field(default_factory=lambda: NO_GAPS)
    noticed: dict[str, int] = field(default_factory=dict)

    @property
    def notices(self) -> list[Notice]:
        """Notices about how the file was read."""
        return [*self.upload.notices, *noticed(self.noticed)]

    @property
    def period(self) -> tuple[date | None, date | None]:
        """The days of the first and the last report, or the start and end of the opportunities; else nulls."""
        columns = self.frame.columns
        first, last = ("reported_on", "reported_on") if "reported_on" in columns else ("starts_on", "ends_on")
        if first not in columns:
            return None, None
        return self.frame[first].min(), self.frame[last].max()


@dataclass(frozen=True)
class Outcome:
    """The outcome of an import or of a dry run. ``import_id`` is null if nothing was stored.

    ``declined`` is the reason why one table of a zip could not be read while others could; its counts are all zero.
    """

    file: str
    kind: str | None = None
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    seconds: float = 0.0
    checked: Checked | None = None
    import_id: int | None = None
    declined: NotUnderstood | None = None

    def to_dict(self) -> dict[str, Any]:
        """The outcome as the command line's ``--json`` prints it."""
        checked, table = self.checked, self.checked.upload.table
        return {
            "file": self.file,
            "kind": self.kind,
            "encoding": table.read_as.encoding if table else None,
            "delimiter": table.read_as.delimiter if table else None,
            "rows": checked.upload.rows,
            "added": self.added,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "left_out": checked.left_out,
            "rejected": checked.rejected.height,
            "placed": checked.placed,
            "mapping": dict(checked.upload.mapping.columns) if table else {},
            "unmapped_categories": checked.unmapped,
            "notices": [str(notice) for notice in checked.notices],
            "seconds": round(self.seconds, 3),
        }


def import_file(
    store: Store,
    lexicon: Lexicon,
    name: str,
    content: bytes,
    options: ImportOptions = AS_FOUND,
    *,
    actor: str,
    dry_run: bool = False,
    progress: Progress = silent,
) -> list[Outcome]:
    """Import one file: an outcome for each table in it (a zip holds several), each table in its own transaction.

    Nothing of the file is stored if it raises.

    Raises:
        NotUnderstood: nothing in the file can be read.
        WrongValue: the mapping names a field or column that does not exist.
        NotFound: the profile does not exist.
    """
    started = time.perf_counter()
    progress(0.0, N_("Reading the file"))
    understood = list(recognise(store, lexicon, name, content, options))
    declined = [item for item in understood if isinstance(item, NotUnderstood)]
    if len(declined) == len(understood):
        raise declined[0]
    uploads = [item for item in understood if isinstance(item, Upload)]
    checked = check(lexicon, uploads, Background(store), part_of(progress, 0.3, 0.5))
    so_far = (time.perf_counter() - started) / len(uploads)
    outcomes = [Outcome(name, declined=reason) for reason in declined]
    for index, each in enumerate(checked):
        progress(0.8 + 0.2 * index / len(checked), N_("Storing"))
        started = time.perf_counter()
        outcome = foresee(store, each) if dry_run else keep(store, actor, each)
        outcomes.append(replace(outcome, seconds=so_far + time.perf_counter() - started))
    progress(1.0, N_("Done"))
    return outcomes


def check(lexicon: Lexicon, uploads: list[Upload], against: Background, progress: Progress = silent) -> list[Checked]:
    """Clean the rows of each upload and locate them with the stored data. Stores nothing."""
    checked = []
    for index, upload in enumerate(uploads):
        progress(0.7 * index / len(uploads), N_("Checking every row"))
        checked.append(_cleaned(lexicon, upload, against))
    progress(0.7, N_("Placing on the map"))
    return [replace(each, placed=placed) for each, placed in zip(checked, _placed(checked, against), strict=True)]


def _cleaned(lexicon: Lexicon, upload: Upload, against: Background) -> Checked:
    if upload.kind == "blocks":
        return Checked(upload, upload.outlines, upload.rejected)
    clean = cleaner.clean(upload.table, upload.mapping, lexicon, against.key, against.categories)
    holes = coverage_gaps.coverage_gaps(clean.frame) if upload.kind == "reports" else NO_GAPS
    noticed = clean.noticed
    if upload.kind == "reports" and (renamed := reports.renamed(against.store, clean.frame)):
        noticed = noticed | {"renamed": renamed}
    return Checked(upload, clean.frame, clean.rejected, clean.left_out, clean.unmapped, gaps=holes, noticed=noticed)


def _placed(checked: list[Checked], against: Background) -> list[dict[str, int]]:
    """For each upload, the number of rows by the basis of their location.

    Reports are located together, with the stored data. A dwelling is located by its own coordinates, else by its
    street. An opportunity or a partner is counted by the finest place in its row (a neighbourhood has no location).
    """
    frames = [each.frame for each in checked if each.upload.kind == "reports"]
    if frames:
        found = places.place(pl.concat(frames), against.dwellings, against.polygons, against.matches)
        told = found.placement["placed_on"].cast(pl.String)
    counts, start = [], 0
    for each in checked:
        rows = each.frame.height
        if each.upload.kind == "reports":
            counts.append(_count(told.slice(start, rows)))
            start += rows
        elif each.upload.kind == "dwellings":
            located = each.frame["lat"].is_not_null()
            counts.append(
                _count(pl.select(pl.when(located).then(pl.lit("dwelling")).otherwise(pl.lit("street"))).to_series())
            )
        elif each.upload.kind in ("opportunities", "partners"):
            counts.append(_count(each.frame.select(_rests_on()).to_series()))
        else:
            counts.append(_count(pl.select(pl.repeat("block", rows)).to_series()))
    return counts


def _rests_on() -> pl.Expr:
    """The basis of the location of an opportunity or a partner: the finest place in its row."""
    told = {"coordinate": ("lat",), "block": ("block_code", "block_name"), "street": ("street", "postcode")}
    branches = [
        pl.when(pl.any_horizontal(pl.col(columns).is_not_null())).then(pl.lit(place)) for place, columns in told.items()
    ]
    return pl.coalesce(*branches, pl.lit("nowhere")).alias("placed_on")


def foresee(store: Store, checked: Checked) -> Outcome:
    """Return what storing it would do, without storing it."""
    upload = checked.upload
    plan = import_log.plan(store, upload.kind, checked.frame)
    return Outcome(upload.name, upload.kind, plan.added, plan.updated, plan.unchanged, checked=checked)


def keep(store: Store, actor: str, checked: Checked) -> Outcome:
    """Store the checked rows in one transaction."""
    upload, table = checked.upload, checked.upload.table
    source = import_log.ImportSource(
        file=upload.name,
        digest=upload.digest,
        kind=upload.kind,
        encoding=table.read_as.encoding if table else None,
        delimiter=table.read_as.delimiter if table else None,
        rows=upload.rows,
        left_out=checked.left_out,
        rejected=checked.rejected.height,
        mapping=upload.mapping.to_dict() if table else {},
        quality=quality(checked),
    )
    result = import_log.save(store, actor, source, checked.frame, checked.rejected)
    return Outcome(
        upload.name,
        upload.kind,
        result.added,
        result.updated,
        result.unchanged,
        checked=checked,
        import_id=result.import_id,
    )


def quality(checked: Checked) -> dict[str, Any]:
    """The quality summary of an import for the history: plain values, for JSON."""
    first_on, last_on = checked.period
    return {
        "read_as": checked.upload.table.read_as.to_dict() if checked.upload.table else {},
        "placed": checked.placed,
        "unmapped": checked.unmapped,
        "noticed": checked.noticed,
        "notices": [[notice.text, dict(notice.values)] for notice in checked.notices],
        "gaps": [list(map(str, row)) for row in checked.gaps.select("source", "from", "to").iter_rows()],
        "first_on": first_on and first_on.isoformat(),
        "last_on": last_on and last_on.isoformat(),
    }


def part_of(progress: Progress, start: float, share: float) -> Progress:
    """Progress within one part of a longer job."""
    return lambda fraction, text: progress(start + share * fraction, text)


def _count(placed_on: pl.Series) -> dict[str, int]:
    counts = dict(placed_on.value_counts(name="n").iter_rows())
    return {name: counts.get(name, 0) for name in schemas.PLACED}
