"""The commands that import files, list what was imported and undo an import."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import polars as pl

from data import clock
from data.cli.options import FAILED, NOT_UNDERSTOOD, actor, with_store
from data.cli.printing import aligned, import_text
from data.reading.process import POOL
from data.services import import_file
from data.services.baselines import keep_areas
from data.services.recognise import FILE_KINDS, ImportOptions
from data.store import import_log
from data.store.database import Store
from domain.errors import NotUnderstood, WrongValue
from domain.intake.reading.raw_table import ReadChoices


def _overrides(_context: click.Context, _option: click.Parameter, pairs: Iterable[str]) -> dict[str, str]:
    """``FIELD=COLUMN`` options as a dictionary; a column name may contain "=" signs."""
    for pair in pairs:
        if "=" not in pair:
            raise click.BadParameter(f"{pair!r} is not FIELD=COLUMN", param_hint="--map")
    return {name.strip(): column.strip() for name, column in (pair.split("=", 1) for pair in pairs)}


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--kind", type=click.Choice(FILE_KINDS), help="What the files hold; default: found out.")
@click.option("--profile", metavar="NAME", help="Read the columns as this kept profile says.")
@click.option(
    "--map",
    "columns",
    multiple=True,
    callback=_overrides,
    metavar="FIELD=COLUMN",
    help="That column means this field.",
)
@click.option("--crs", type=int, metavar="EPSG", help="Coordinate system, such as 2056; default: found out.")
@click.option("--period", default="", metavar="TEXT", help="Period of figures that do not say it, such as 2025.")
@click.option(
    "--figure", "figures", multiple=True, metavar="COLUMN", help="A column of figures of areas; may be repeated."
)
@click.option(
    "--sheet", "sheets", multiple=True, metavar="NAME", help="Read this sheet of a workbook; may be repeated."
)
@click.option("--dry-run", is_flag=True, help="Check everything, store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a file.")
@with_store
def import_(
    store: Store,
    files: tuple[Path, ...],
    kind: str | None,
    profile: str | None,
    columns: dict[str, str],
    crs: int | None,
    period: str,
    figures: tuple[str, ...],
    sheets: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Store exports of reports, lists of dwellings or partners, planned works, indicators, or outlines of blocks.

    All FILEs together are one import, undone as one. If one cannot be understood, the others are still stored.
    Importing the same file again changes nothing, so exports may overlap.
    """
    POOL.warm()
    options = ImportOptions(
        kind=kind,
        profile=profile,
        columns=columns,
        crs=crs,
        period=period,
        figures=figures,
        read_choices=ReadChoices(sheet=sheets or None),
    )
    unread: list[Path] = []
    outcomes = import_file.import_files(store, _contents(files, unread), options, actor=actor(), dry_run=dry_run)
    for outcome in outcomes:
        click.echo(outcome.declined or _text(outcome, dry_run, as_json), err=outcome.declined is not None)
    numbers = [outcome.import_id for outcome in outcomes if outcome.import_id]
    if len(numbers) > 1 and not as_json:
        click.echo(f"These {len(numbers)} files are one import; to undo it: blokwijzer undo {numbers[0]}")
    codes = [_exit_code(outcome) for outcome in outcomes] + [FAILED for _path in unread]
    click.get_current_context().exit(max(codes))


def _contents(files: Iterable[Path], unread: list[Path]) -> Iterator[tuple[str, bytes]]:
    """The name and bytes of each file; one that cannot be opened is reported on stderr and added to ``unread``."""
    for path in files:
        try:
            yield path.name, path.read_bytes()
        except OSError as error:
            click.echo(str(error), err=True)
            unread.append(path)


def _exit_code(outcome: import_file.Outcome) -> int:
    if outcome.declined is None:
        return 0
    return NOT_UNDERSTOOD if isinstance(outcome.declined, NotUnderstood | WrongValue) else FAILED


def _text(outcome: import_file.Outcome, dry_run: bool, as_json: bool) -> str:
    return json.dumps(outcome.to_dict(), ensure_ascii=False) if as_json else import_text(outcome, dry_run)


@click.command()
@with_store
def imports(store: Store) -> None:
    """List what was imported, the newest first; "file" is the first of an import's "files"."""
    found = import_log.one_row_each(import_log.history(store)).drop("undone_by")
    shown = found.with_columns(pl.col("kinds").list.join(", ")).rename({"kinds": "kind"})
    click.echo(aligned(shown) if shown.height else "Nothing was imported yet.")


@click.command()
@click.argument("import_id", type=int, metavar="ID")
@with_store
def undo(store: Store, import_id: int) -> None:
    """Undo the import with this ID, as if it had never been; what other imports brought stays."""
    keep_areas(store, actor(), clock.today())
    import_log.undo(store, actor(), import_id)
    click.echo(f"Import {import_id} is undone.")


COMMANDS = (import_, imports, undo)
