"""From the bytes of uploads to stored rows: the pipeline of every import. Start reading at ``import_files``.

    read -> kind -> mapping (a known profile, else the program's proposal) -> clean -> place -> save -> Outcome

The Data page, the command line and the demo all use it. Every row is accounted for:
rows = added + updated + unchanged + left out + rejected, for every ``Outcome``.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from data import clock
from data.monitoring import log
from data.reading.process import Progress, part_of, silent
from data.services.baselines import keep_areas
from data.services.check_file import Background, Checked, cleaned, quality, with_places, without_cells
from data.services.import_counts import counted_storing
from data.services.recognise import AS_FOUND, ImportOptions, Upload, recognise
from data.store import import_log
from data.store.database import Store
from domain.errors import N_, BlokwijzerError, NotUnderstood


@dataclass(frozen=True)
class Outcome:
    """The outcome of one file or of a dry run of it. ``import_id`` is null if nothing was stored.

    ``declined`` is the reason why a file, or one table of a zip, could not be read while others could; its counts are
    all zero.
    """

    file: str
    kind: str | None = None
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    seconds: float = 0.0
    checked: Checked | None = None
    import_id: int | None = None
    declined: BlokwijzerError | None = None

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
            "left_out": checked.left_out + checked.erased,
            "erased": checked.noticed.get("erased", 0),
            "ended": checked.noticed.get("ended", 0),
            "rejected": checked.rejected.height,
            "placed": checked.placed,
            "mapping": dict(checked.upload.mapping.columns) if table else {},
            "unmapped_categories": checked.unmapped,
            "measures": [] if checked.measures is None else checked.measures["measure"].to_list(),
            "notices": [str(notice) for notice in checked.notices],
            "seconds": round(self.seconds, 3),
        }


def import_file(
    store: Store,
    name: str,
    content: bytes,
    options: ImportOptions = AS_FOUND,
    *,
    actor: str,
    dry_run: bool = False,
    progress: Progress = silent,
) -> list[Outcome]:
    """Import one file: an outcome for each table in it (a zip holds several).

    Nothing of the file is stored if it raises.

    Raises:
        NotUnderstood: nothing in the file can be read.
        WrongValue: the mapping names a field or column that does not exist.
        NotFound: the profile does not exist.
    """
    outcomes = import_files(store, [(name, content)], options, actor=actor, dry_run=dry_run, progress=progress)
    if all(outcome.declined for outcome in outcomes):
        raise outcomes[0].declined
    return outcomes


def import_files(
    store: Store,
    files: Iterable[tuple[str, bytes]],
    options: ImportOptions = AS_FOUND,
    *,
    actor: str,
    dry_run: bool = False,
    progress: Progress = silent,
) -> list[Outcome]:
    """Import files (name, bytes) as one import, in one transaction: an outcome for each table, in the files' order.

    A file that cannot be read does not keep the others out; its outcome says why. The tables of a file are dropped
    once they are checked, so only the rows to store are held of all files.
    """
    outcomes: list[Outcome] = []
    background = Background(store)
    for name, content in files:
        started = time.perf_counter()
        progress(0.0, N_("Reading the file"))
        found = list(_read_one(name, content, options, background, part_of(progress, 0.0, 0.5)))
        seconds = (time.perf_counter() - started) / max(len(found), 1)
        outcomes += [replace(outcome, seconds=seconds) for outcome in found]
    started = time.perf_counter()
    progress(0.6, N_("Finding places on the map"))
    checked = with_places([outcome.checked for outcome in outcomes if outcome.checked], background)
    progress(0.8, N_("Storing"))
    done = [foresee(store, each) for each in checked] if dry_run else keep_all(store, actor, checked)
    seconds = (time.perf_counter() - started) / max(len(done), 1)
    left = iter(done)
    progress(1.0, N_("Done"))
    return [
        replace(next(left), seconds=outcome.seconds + seconds) if outcome.checked else outcome for outcome in outcomes
    ]


def _read_one(
    name: str, content: bytes, options: ImportOptions, against: Background, progress: Progress
) -> Iterable[Outcome]:
    """The tables of one file, cleaned, in outcomes without counts; or why they cannot be read."""
    try:
        understood = list(recognise(against.store, name, content, options, progress=progress))
        uploads = [item for item in understood if isinstance(item, Upload)]
        checked = [cleaned(upload, against, progress) for upload in uploads]
    except BlokwijzerError as reason:
        return [Outcome(name, declined=reason)]
    declined = [Outcome(name, declined=item) for item in understood if isinstance(item, NotUnderstood)]
    return declined + [Outcome(each.upload.name, each.upload.kind, checked=without_cells(each)) for each in checked]


def foresee(store: Store, checked: Checked) -> Outcome:
    """Return what storing it would do, without storing it."""
    upload = checked.upload
    plan = import_log.plan(store, upload.kind, checked.frame)
    return Outcome(upload.name, upload.kind, plan.added, plan.updated, plan.unchanged, checked=checked)


def keep_all(store: Store, actor: str, checked: Sequence[Checked]) -> list[Outcome]:
    """Store the checked rows of files as one import, in one transaction.

    Projects whose baseline does not hold its areas yet get them first, from the data as it was.
    """
    if not checked:
        return []
    with counted_storing(len(checked)):
        keep_areas(store, actor, clock.today())
        files = [(_source(each), each.frame, each.rejected) for each in checked]
        results = import_log.save_all(store, actor, files)
    stored = [
        Outcome(
            each.upload.name,
            each.upload.kind,
            result.added,
            result.updated,
            result.unchanged,
            checked=each,
            import_id=result.import_id,
        )
        for each, result in zip(checked, results, strict=True)
    ]
    for each in stored:
        _log_stored(each)
    return stored


def _log_stored(outcome: Outcome) -> None:
    checked = outcome.checked
    counts = {"added": outcome.added, "updated": outcome.updated, "unchanged": outcome.unchanged}
    counts |= {"rejected": checked.rejected.height, "left_out": checked.left_out + checked.erased}
    log.event("file stored", kind=outcome.kind, import_id=outcome.import_id, rows=checked.upload.rows, **counts)


def _source(checked: Checked) -> import_log.ImportSource:
    upload, table = checked.upload, checked.upload.table
    return import_log.ImportSource(
        file=upload.name,
        digest=upload.digest,
        kind=upload.kind,
        encoding=table.read_as.encoding if table else None,
        delimiter=table.read_as.delimiter if table else None,
        rows=upload.rows,
        left_out=checked.left_out + checked.erased,
        rejected=checked.rejected.height,
        mapping=upload.mapping.to_dict() if table else {},
        quality=quality(checked),
    )
