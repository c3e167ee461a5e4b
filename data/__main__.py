"""The command line ``blokwijzer``, also ``python -m data``: all functions that need no screen.

Exit codes: 0 done; 2 a file or its reading options cannot be understood (nothing of it was stored); 1 any
other error. Errors are one sentence on stderr; results are on stdout.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial
from getpass import getuser
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from data import demo as demos
from data.cli.printing import aligned, import_text, looked_back_in_words, plan_text
from data.cli.server import run as serve
from data.demo.opening import open_demo
from data.documents.pdf import pdf
from data.documents.xlsx import xlsx
from data.reference import lexicon
from data.services import backtest as backtests
from data.services import candidates, import_file
from data.services import plan as plans
from data.services.recognise import FILE_KINDS
from data.services.reports import report as report_of
from data.services.snapshot import load_snapshot
from data.store import backup as backups
from data.store import import_log, projects, reports
from data.store.database import Store, open_store
from data.store.streets_apart import keep_street
from data.texts.language import DEFAULT, LANGUAGES
from domain import analysis
from domain.documents import spreadsheet
from domain.errors import BlokwijzerError, NotUnderstood, WrongValue
from domain.intake.reading.reader import ReadChoices

FAILED, NOT_UNDERSTOOD = 1, 2
DATABASE = click.option(
    "--database", metavar="URL", help="The store; default: BLOKWIJZER_DATABASE, else a SQLite file (see README)."
)
LEVEL = click.option("--level", type=click.Choice(["street", "block"]), default="block", show_default=True)
MONTHS = click.option(
    "--months", type=click.IntRange(1, 120), default=12, show_default=True, help="How far to look back."
)
AS_OF = click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Last day to count; default: of the newest report."
)


class _Group(click.Group):
    """A command group that reports expected errors as one sentence instead of a traceback."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(context)
        except NotUnderstood as error:
            _fail(context, str(error), NOT_UNDERSTOOD)
        except (BlokwijzerError, OSError) as error:
            _fail(context, str(error))
        except SQLAlchemyError as error:
            _fail(context, f"The database does not answer as it should: {str(error).splitlines()[0]}")


def _fail(context: click.Context, sentence: str, code: int = FAILED) -> None:
    click.echo(sentence, err=True)
    context.exit(code)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@DATABASE
@click.pass_context
def main(context: click.Context, database: str | None) -> None:
    """Which street or block to take on next, why, and whether it worked."""
    context.obj = database


def _store(context: click.Context, database: str | None) -> Store:
    """Open the store given to the command, else to the group, else by the environment."""
    store = open_store(database or context.obj)
    context.call_on_close(store.close)
    return store


def _actor() -> str:
    """The actor that the audit trail records for a change from the command line."""
    try:
        return f"{getuser()} (command line)"
    except (KeyError, OSError):
        return "command line"


@main.command()
@click.option("--host", default="localhost", show_default=True, help="Address to listen on.")
@click.option("--port", default=8501, show_default=True)
@click.option("--without-sign-in", is_flag=True, help="Let others in although nobody has to sign in.")
@DATABASE
@click.pass_context
def run(context: click.Context, host: str, port: int, without_sign_in: bool, database: str | None) -> None:
    """Start the app, on the demo neighbourhood until there is something of your own."""
    context.exit(serve(host, port, without_sign_in, database or context.obj))


@main.command()
@DATABASE
@click.pass_context
def demo(context: click.Context, database: str | None) -> None:
    """Make the demo neighbourhood as it was at first, in its own store; with --database, in that empty store."""
    if database or context.obj:
        store = _store(context, database)
        if import_log.history(store).height:
            raise WrongValue("{url} holds imports already; the demo goes into an empty store only.", url=store.url)
        demos.load_demo(store, _actor())
    else:
        store = open_demo()
        context.call_on_close(store.close)
        _renew(store)
    click.echo(f"The demo neighbourhood is ready in {store.url}. Look at it with: blokwijzer run")


def _renew(store: Store) -> None:
    """Restore the demo's store to its initial state; the app may be reading it."""
    with tempfile.TemporaryDirectory() as folder:
        new = open_store(f"sqlite:///{Path(folder) / 'new.sqlite'}")
        demos.load_demo(new, _actor())
        backups.backup(new, Path(folder) / "new.zip")
        new.close()
        backups.restore(store, _actor(), Path(folder) / "new.zip")


@main.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--kind", type=click.Choice(FILE_KINDS), help="What the files hold; default: found out.")
@click.option("--profile", metavar="NAME", help="Read the columns as this kept profile says.")
@click.option("--map", "columns", multiple=True, metavar="FIELD=COLUMN", help="That column means this field.")
@click.option("--crs", type=int, metavar="EPSG", help="Coordinate system, such as 2056; default: found out.")
@click.option(
    "--sheet", "sheets", multiple=True, metavar="NAME", help="Read this sheet of a workbook; may be repeated."
)
@click.option("--dry-run", is_flag=True, help="Check everything, store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a file.")
@DATABASE
@click.pass_context
def import_(
    context: click.Context,
    files: tuple[Path, ...],
    kind: str | None,
    profile: str | None,
    columns: tuple[str, ...],
    crs: int | None,
    sheets: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
    database: str | None,
) -> None:
    """Store exports of reports, lists of dwellings or partners, planned works, or outlines of blocks.

    Each FILE is stored whole or not at all; one that cannot be understood does not keep the others out. The same file
    again changes nothing, so a nightly import may overlap the one before.
    """
    load = partial(
        import_file.import_file,
        _store(context, database),
        lexicon(),
        actor=_actor(),
        kind=kind,
        profile=profile,
        overrides=_overrides(columns),
        crs=crs,
        read_choices=ReadChoices(sheet=sheets) if sheets else None,
        dry_run=dry_run,
    )
    told = partial(_told, dry_run=dry_run, as_json=as_json)
    context.exit(max(_import_one(load, path, told) for path in files))


def _import_one(load: Callable, path: Path, told: Callable[[import_file.Outcome], str]) -> int:
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
        click.echo(outcome.declined or told(outcome), err=outcome.declined is not None)
    return NOT_UNDERSTOOD if any(outcome.declined for outcome in outcomes) else 0


def _told(outcome: import_file.Outcome, dry_run: bool, as_json: bool) -> str:
    return json.dumps(outcome.to_dict(), ensure_ascii=False) if as_json else import_text(outcome, dry_run)


def _overrides(pairs: Iterable[str]) -> dict[str, str]:
    """``FIELD=COLUMN`` options as a dictionary; a column name may contain "=" signs."""
    for pair in pairs:
        if "=" not in pair:
            raise click.BadParameter(f"{pair!r} is not FIELD=COLUMN", param_hint="--map")
    return {name.strip(): column.strip() for name, column in (pair.split("=", 1) for pair in pairs)}


@main.command()
@LEVEL
@MONTHS
@AS_OF
@click.option("--top", type=click.IntRange(1), default=20, show_default=True)
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@DATABASE
@click.pass_context
def rank(
    context: click.Context, level: str, months: int, as_of: datetime | None, top: int, form: str, database: str | None
) -> None:
    """List the candidates: the areas to take on next. JSON tells of each all that its place rests on."""
    question = analysis.Question(level=level, as_of=_day(as_of), months=months)
    store = _store(context, database)
    found = candidates.candidates(store, question).head(top)
    columns = candidates.list_columns(found)
    if form == "json":
        click.echo(json.dumps(found.to_dicts(), ensure_ascii=False, indent=1, default=str))
    elif form == "csv":
        click.echo(spreadsheet.defuse(found.select(columns)).write_csv(float_precision=2), nl=False)
    elif not found.is_empty():
        click.echo(aligned(found.select(columns)))
    if found.is_empty():
        click.echo(candidates.why_nothing(store, question), err=form != "table")


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


@main.command()
@click.argument("area")
@click.option("--level", type=click.Choice(["street", "block"]), help="Look among these only; default: in both.")
@MONTHS
@AS_OF
@DATABASE
@click.pass_context
def explain(
    context: click.Context, area: str, level: str | None, months: int, as_of: datetime | None, database: str | None
) -> None:
    """Say where AREA (its id or its name; a street or a block) stands among the candidates, and why."""
    question = analysis.Question(as_of=_day(as_of), months=months)
    click.echo(candidates.explain(_store(context, database), question, area, level=level))


@main.command()
@click.argument("street")
@click.option("--together", is_flag=True, help="Undo it: what lies together is one street again.")
@DATABASE
@click.pass_context
def apart(context: click.Context, street: str, together: bool, database: str | None) -> None:
    """Keep the streets of this name apart in each town; without it the same name within 300 metres is one street."""
    keep_street(_store(context, database), _actor(), street, apart=not together)
    click.echo(f"{street}: {'one street where it lies together' if together else 'a street of its own in each town'}.")


@main.command()
@LEVEL
@click.option("--months", type=click.IntRange(1, 120), default=12, show_default=True, help="Window of the list.")
@click.option("--ahead", type=click.IntRange(1, 36), default=12, show_default=True, help="Months that followed.")
@click.option("--dates", type=click.IntRange(1), default=backtests.DATES, show_default=True, help="Past quarter ends.")
@click.option(
    "--placebo",
    type=click.IntRange(0),
    default=backtests.PLACEBOS,
    show_default=True,
    help="Areas a date where nothing was done, whose effect is told all the same.",
)
@click.option("--json", "as_json", is_flag=True, help="Write all of it as one JSON object.")
@DATABASE
@click.pass_context
def backtest(
    context: click.Context,
    level: str,
    months: int,
    ahead: int,
    dates: int,
    placebo: int,
    as_json: bool,
    database: str | None,
) -> None:
    """Look back: what the list would have said at past dates, beside what came. Progress is on stderr."""
    found = backtests.backtest(
        _store(context, database),
        level=level,
        months=months,
        ahead=ahead,
        dates=dates,
        placebo=placebo,
        progress=lambda line: click.echo(line, err=True),
    )
    click.echo(json.dumps(found, ensure_ascii=False) if as_json else looked_back_in_words(found))


@main.command()
@MONTHS
@AS_OF
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@DATABASE
@click.pass_context
def plan(context: click.Context, months: int, as_of: datetime | None, form: str, database: str | None) -> None:
    """Say what fits in the team's hours: which candidates, led by whom, from when; and why the others are left out.

    Hours, holidays, and what must be in or out are kept on the screen Plan.
    """
    question = analysis.Question(as_of=_day(as_of), months=months)
    found = plans.plan_of(_store(context, database), question, date.today())
    rows = plans.plan_rows(found)
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=1, default=str))
    elif form == "csv":
        click.echo(spreadsheet.defuse(rows).write_csv(float_precision=2), nl=False)
    else:
        click.echo(plan_text(found, rows))


@main.command("imports")
@DATABASE
@click.pass_context
def imports_(context: click.Context, database: str | None) -> None:
    """List what was imported, the newest first."""
    found = import_log.history(_store(context, database)).drop("digest", "encoding", "delimiter", "undone_by")
    click.echo(aligned(found) if found.height else "Nothing was imported yet.")


@main.command()
@click.argument("import_id", type=int, metavar="ID")
@DATABASE
@click.pass_context
def undo(context: click.Context, import_id: int, database: str | None) -> None:
    """Undo the import with this ID, as if it had never been; what other imports brought stays."""
    import_log.undo(_store(context, database), _actor(), import_id)
    click.echo(f"Import {import_id} is undone.")


@main.command()
@click.argument("what", type=click.Choice(["reports", "areas", "candidates", "projects"]))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="A .csv or .xlsx file.")
@LEVEL
@DATABASE
@click.pass_context
def export(context: click.Context, what: str, out: Path, level: str, database: str | None) -> None:
    """Write reports, areas, candidates or projects to a CSV or XLSX file, by its ending."""
    write = {".csv": spreadsheet.to_csv, ".xlsx": spreadsheet.to_xlsx}.get(out.suffix.casefold())
    if write is None:
        raise click.BadParameter("give a name that ends in .csv or .xlsx", param_hint="--out")
    store, question = _store(context, database), analysis.Question(level=level)
    frame = {
        "reports": lambda: reports.load(store),
        "areas": lambda: candidates.with_known(analysis.area_figures(load_snapshot(store), question)),
        "candidates": lambda: candidates.candidates(store, question),
        "projects": lambda: projects.table(store),
    }[what]()
    out.write_bytes(write(frame))
    click.echo(f"{frame.height} rows in {out}.")


@main.command()
@click.argument("project", default="all", metavar="[PROJECT|all]")
@click.option("--format", "form", type=click.Choice(["pdf", "xlsx"]), default="pdf", show_default=True)
@click.option("--language", type=click.Choice(list(LANGUAGES)), default=DEFAULT, show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write.")
@DATABASE
@click.pass_context
def report(context: click.Context, project: str, form: str, language: str, output: Path, database: str | None) -> None:
    """Write the report of one PROJECT (its number), or of all: what was done, what changed, how sure.

    It holds no names and no addresses, and no number that is so small that it could point at a household.
    """
    if project != "all" and not project.isdecimal():
        raise click.BadParameter("give the number of a project, or all", param_hint="PROJECT")
    store = _store(context, database)
    asked = None if project == "all" else int(project)
    paper = report_of(store, load_snapshot(store), asked, date.today())
    output.write_bytes({"pdf": pdf, "xlsx": xlsx}[form](paper, language))
    click.echo(f"The report is in {output}.")


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@DATABASE
@click.pass_context
def backup(context: click.Context, file: Path, database: str | None) -> None:
    """Write everything in the store to FILE; the app may go on."""
    backups.backup(_store(context, database), file)
    click.echo(f"Everything is kept in {file}.")


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask first; a script is never asked.")
@DATABASE
@click.pass_context
def restore(context: click.Context, file: Path, yes: bool, database: str | None) -> None:
    """Put the store back as it was when FILE was made; the app may go on."""
    if not yes and sys.stdin.isatty():
        click.confirm("Replace everything in the store by what is in the file?", abort=True)
    backups.restore(_store(context, database), _actor(), file)
    click.echo(f"The store is as it was in {file}.")


if __name__ == "__main__":
    main(prog_name="blokwijzer")
