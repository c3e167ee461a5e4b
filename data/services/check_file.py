"""The check of uploads before they are stored: their rows cleaned and located, rejected rows, and notices."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from data.reading import tables
from data.reading.process import Progress, part_of, silent
from data.services.recognise import Upload
from data.services.snapshot import load_snapshot
from data.store import choices, free_texts, records, reports, settings, terms, tombstones
from data.store.aged import without_ended
from data.store.database import Store
from data.store.schema import IMPORTED_KINDS
from domain import places, schemas
from domain.errors import N_
from domain.intake.cleaning.notices import Notice, noticed
from domain.intake.cleaning.privacy import reporter_hash
from domain.intake.reading.contents import OUTLINE_KINDS
from domain.judgement.area_indicators import measures_found, placed, unknown_places
from domain.snapshot import coverage_gaps
from domain.snapshot.snapshot import Snapshot

UNKNOWN_NAMED_MAX = 8  # names of unknown areas in a sentence
UNKNOWN_AREAS = N_(
    "Names that fit no area in your data, or several: {names}. Rows: {n}. They are stored, and shown once the area is "
    "known."
)
NO_GAPS = coverage_gaps.coverage_gaps(schemas.Report.create_empty())


class Background:
    """The stored data that is needed to check a file; each part is loaded on first use.

    ``pending``: category choices that are not stored yet; they take precedence over the stored ones. ``beside``: other
    checked files of the same import, whose dwellings and blocks reports are located on.
    """

    def __init__(self, store: Store, pending: pl.DataFrame | None = None, beside: "Sequence[Checked]" = ()) -> None:
        self.store = store
        self.pending = pending
        self.beside = beside

    @cached_property
    def key(self) -> bytes:
        """The key for hashing reporters."""
        return settings.hash_key(self.store)

    @cached_property
    def tombstones(self) -> tombstones.Tombstones:
        """What was erased and stays out."""
        return tombstones.stones_of(self.store.read, settings.known_keys(self.store))

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
    def snapshot(self) -> Snapshot:
        """The snapshot of the stored data, for the names of its areas only; so whoever may import may use it."""
        return load_snapshot(self.store.for_program())

    @cached_property
    def matches(self) -> pl.DataFrame:
        """The manual address matches (schemas.AddressMatch)."""
        return choices.matches(self.store)


@dataclass(frozen=True)
class Checked:
    """The rows that an upload would store, its rejected rows, and notices about them.

    ``unmapped`` counts the reports for each category word that no dictionary knows; ``noticed`` accepted rows
    with an anomaly (``domain.intake.cleaning.clean.Clean``). ``placed`` counts the clean rows
    by the most reliable basis of their location. ``left_out``: rows in categories that the team left out; ``erased``:
    rows of what was erased or whose term ended, which stay out. ``gaps`` are periods without reports that suggest
    missing data in the export (``domain.snapshot.coverage_gaps``). ``measures``: of indicators, what is measured and
    for how many areas (``domain.judgement.area_indicators.measures_found``).
    """

    upload: Upload
    frame: pl.DataFrame
    rejected: pl.DataFrame
    left_out: int = 0
    erased: int = 0
    unmapped: dict[str, int] = field(default_factory=dict)
    placed: dict[str, int] = field(default_factory=dict)
    gaps: pl.DataFrame = field(default_factory=lambda: NO_GAPS)
    noticed: dict[str, int] = field(default_factory=dict)
    measures: pl.DataFrame | None = None

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


def check(uploads: list[Upload], against: Background, progress: Progress = silent) -> list[Checked]:
    """Clean the rows of each upload and locate them with the stored data. Stores nothing."""
    checked = []
    for index, upload in enumerate(uploads):
        each = part_of(progress, 0.7 * index / len(uploads), 0.7 * (index + 1) / len(uploads))
        checked.append(cleaned(upload, against, lambda done, _name, each=each: each(done, N_("Checking every row"))))
    progress(0.7, N_("Finding places on the map"))
    return with_places(checked, against)


def with_places(checked: list[Checked], against: Background) -> list[Checked]:
    """The files of one import with ``placed`` filled in."""
    return [replace(each, placed=placed) for each, placed in zip(checked, _placed(checked, against), strict=True)]


def cleaned(upload: Upload, against: Background, progress: Progress = silent) -> Checked:
    """The clean and the rejected rows of an upload, not located yet (``placed`` is empty)."""
    if upload.kind in OUTLINE_KINDS:
        return Checked(upload, upload.outlines, upload.rejected)
    clean = tables.cleaned(upload.table, upload.mapping, against.categories, progress)
    frame, gone = _without_erased(upload.kind, clean.frame, against.tombstones)
    if "reporter" in upload.mapping.columns and "reporter" in frame.columns:
        frame = frame.with_columns(reporter_hash(frame["reporter"], against.key))
    whole = frame.height
    frame = without_ended(upload.kind, frame, terms.edges(against.store))
    ended = whole - frame.height
    holes = coverage_gaps.coverage_gaps(frame) if upload.kind == "reports" else NO_GAPS
    noticed = clean.noticed
    if upload.kind == "reports" and (renamed := reports.renamed(against.store, frame)):
        noticed = noticed | {"renamed": renamed}
    if upload.kind == "reports" and (again := reports.without_zeros(against.store, frame)):
        noticed = noticed | {"without_zeros": again}
    noticed |= {
        name: count
        for name, count in (("erased", gone), ("ended", ended), ("erasures_unknown", against.tombstones.unknown))
        if count
    }
    measures = None
    if upload.kind == "indicators":
        rows = placed(frame, against.snapshot)
        upload, measures = (
            replace(upload, own_notices=(*upload.own_notices, *_unknown_areas(rows))),
            measures_found(rows),
        )
    return Checked(
        upload,
        frame,
        clean.rejected,
        clean.left_out,
        gone + ended,
        clean.unmapped,
        gaps=holes,
        noticed=noticed,
        measures=measures,
    )


def _without_erased(kind: str, frame: pl.DataFrame, known: tombstones.Tombstones) -> tuple[pl.DataFrame, int]:
    """The rows without those of what was erased, and how many these are; texts no longer name it.

    Reporters are not hashed yet.
    """
    if not known:
        return frame, 0
    gone = known.erased(IMPORTED_KINDS[kind], frame)
    for name in free_texts.OF_IMPORTED.intersection(frame.columns):
        distinct = frame[name].unique().drop_nulls()
        became = {text: new for text in distinct if (new := known.without_mentions(text)) != text}
        frame = frame.with_columns(pl.col(name).replace(became)) if became else frame
    if kind == "reports":
        for name, key in known.keys.items():
            gone |= known.of_reporters(reporter_hash(frame["reporter"], key), frame["reported_on"], name)
    return frame.filter(~gone), int(gone.sum())


def _unknown_areas(rows: pl.DataFrame) -> tuple[Notice, ...]:
    """A notice on the places of indicators that are no area in the data, or several. ``rows``: of ``placed``."""
    names, count = unknown_places(rows), rows["area_id"].null_count()
    if not names:
        return ()
    more = ", …" if len(names) > UNKNOWN_NAMED_MAX else ""
    return (Notice(UNKNOWN_AREAS, {"names": ", ".join(names[:UNKNOWN_NAMED_MAX]) + more, "n": count}),)


def without_cells(checked: Checked) -> Checked:
    """The same without the cells of the file, which take most memory."""
    table = checked.upload.table
    return checked if table is None else replace(checked, upload=replace(checked.upload, table=table.emptied()))


def _placed(checked: list[Checked], against: Background) -> list[dict[str, int]]:
    """For each upload, the number of rows by the basis of their location.

    Reports are located together, with the stored dwellings and blocks and those of the same import. A dwelling is
    located by its own coordinates, else by its street. An opportunity or a partner is counted by the finest place in
    its row (a neighbourhood has no location).
    """
    frames = [each.frame for each in checked if each.upload.kind == "reports"]
    if frames:
        all_files = [*against.beside, *checked]
        homes = _with_new(against.dwellings, all_files, "dwellings")
        polygons = _with_new(against.polygons, all_files, "blocks")
        found = places.place(pl.concat(frames), homes, polygons, against.matches)
        placed_on = found.placement["placed_on"].cast(pl.String)
    counts, start = [], 0
    for each in checked:
        rows = each.frame.height
        if each.upload.kind == "reports":
            counts.append(_count(placed_on.slice(start, rows)))
            start += rows
        elif each.upload.kind == "dwellings":
            located = each.frame["lat"].is_not_null()
            counts.append(
                _count(pl.select(pl.when(located).then(pl.lit("dwelling")).otherwise(pl.lit("street"))).to_series())
            )
        elif each.upload.kind in ("opportunities", "partners"):
            counts.append(_count(each.frame.select(_rests_on()).to_series()))
        else:
            blocks = rows if each.upload.kind == "blocks" else 0
            counts.append(_count(pl.select(pl.repeat("block", blocks)).to_series()))
    return counts


def _with_new(stored: pl.DataFrame, checked: list[Checked], kind: str) -> pl.DataFrame:
    """The stored rows of a kind, and those of the files, which replace stored ones of the same key."""
    new = [each.frame for each in checked if each.upload.kind == kind]
    if not new:
        return stored
    key = IMPORTED_KINDS[kind].key
    rows = pl.concat(new).unique(key, keep="last", maintain_order=True)
    return pl.concat([stored.join(rows, on=key, how="anti"), rows])


def _rests_on() -> pl.Expr:
    """The basis of the location of an opportunity or a partner: the finest place in its row."""
    columns_by_place = {"coordinate": ("lat",), "block": ("block_code", "block_name"), "street": ("street", "postcode")}
    branches = [
        pl.when(pl.any_horizontal(pl.col(columns).is_not_null())).then(pl.lit(place))
        for place, columns in columns_by_place.items()
    ]
    return pl.coalesce(*branches, pl.lit("nowhere")).alias("placed_on")


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


def _count(placed_on: pl.Series) -> dict[str, int]:
    counts = dict(placed_on.value_counts(name="n").iter_rows())
    return {name: counts.get(name, 0) for name in schemas.PLACED}
