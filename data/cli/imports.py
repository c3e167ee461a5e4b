"""The commands that import files, list what was imported and undo an import."""

import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import click

from data.cli.options import FAILED, NOT_UNDERSTOOD, actor, with_store
from data.cli.printing import aligned, import_text
from data.reference import lexicon
from data.services import import_file
from data.services.recognise import FILE_KINDS, ImportOptions
from data.store import import_log
from data.store.database import Store
from domain.errors import BlokwijzerError, NotUnderstood, WrongValue
from domain.intake.reading.reader import ReadChoices


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
    sheets: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Store exports of reports, lists of dwellings or partners, planned works, or outlines of blocks.

    A FILE is stored completely or not at all. If one cannot be understood, the others are still stored. Importing the
    same file again changes nothing, so exports may overlap.
    """
    load = partial(
        import_file.import_file,
        store,
        lexicon(),
        options=ImportOptions(
            kind=kind,
            profile=profile,
            columns=columns,
            crs=crs,
            read_choices=ReadChoices(sheet=sheets or None),
        ),
        actor=actor(),
        dry_run=dry_run,
    )
    text = partial(_text, dry_run=dry_run, as_json=as_json)
    click.get_current_context().exit(max(_import_one(load, path, text) for path in files))


def _import_one(load: Callable, path: Path, text: Callable[[import_file.Outcome], str]) -> int:
    """Import one file and print the outcome; returns its exit code."""
    try:
        outcomes = load(path.name, path.read_bytes())
    except (NotUnderstood, WrongValue) as error:
        click.echo(str(error), err=True)
        return NOT_UNDERSTOOD
    except (BlokwijzerError, OSError) as error:
        click.echo(str(error), err=True)
        return FAILED
    for outcome in outcomes:
        click.echo(outcome.declined or text(outcome), err=outcome.declined is not None)
    return NOT_UNDERSTOOD if any(outcome.declined for outcome in outcomes) else 0


def _text(outcome: import_file.Outcome, dry_run: bool, as_json: bool) -> str:
    return json.dumps(outcome.to_dict(), ensure_ascii=False) if as_json else import_text(outcome, dry_run)


@click.command()
@with_store
def imports(store: Store) -> None:
    """List what was imported, the newest first."""
    found = import_log.history(store).drop("digest", "encoding", "delimiter", "undone_by")
    click.echo(aligned(found) if found.height else "Nothing was imported yet.")


@click.command()
@click.argument("import_id", type=int, metavar="ID")
@with_store
def undo(store: Store, import_id: int) -> None:
    """Undo the import with this ID, as if it had never happened. Rows of other imports are kept."""
    import_log.undo(store, actor(), import_id)
    click.echo(f"Import {import_id} is undone.")


COMMANDS = (import_, imports, undo)
