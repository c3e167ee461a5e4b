"""The commands that write a report, a letter, or a table for a spreadsheet."""

import os
from collections.abc import Callable
from pathlib import Path

import click
import polars as pl

from data import clock
from data.cli.options import LEVEL, WITHIN, actor, with_store
from data.documents.pdf import pdf
from data.documents.xlsx import xlsx
from data.services import candidates, letters
from data.services.reports import report as report_of
from data.services.snapshot import district_of, load_snapshot
from data.services.track_record import last_quarter
from data.store import audit, projects, records
from data.store.database import Store, demo_url
from data.texts.language import DEFAULT, LANGUAGES
from domain.documents import geographic, spreadsheet
from domain.question import Question

_IDS = pl.List(pl.String)
_WRITERS: dict[str, Callable] = {".csv": spreadsheet.to_csv, ".xlsx": spreadsheet.to_xlsx}


def _known_ending(_context: click.Context, _option: click.Parameter, path: Path) -> Path:
    if path.suffix.casefold() not in (*_WRITERS, *geographic.FORMS):
        raise click.BadParameter("give a name that ends in .csv, .xlsx, .gpkg or .geojson", param_hint="--out")
    return path


_INSIDE = "keep it inside the association."
HOLDS = {
    "reports": f"It holds every report, with its address, its masked note and the hash of who reported: {_INSIDE}",
    "areas": f"It holds all figures of today, also those that point at a household: {_INSIDE}",
    "candidates": f"It holds all figures of today, also those that point at a household: {_INSIDE}",
    "projects": f"It holds the names of colleagues and partners: {_INSIDE}",
}
"""What an exported file holds, by what is exported."""


@click.command()
@click.argument("what", type=click.Choice(["reports", "areas", "candidates", "projects"]))
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    callback=_known_ending,
    help="A .csv, .xlsx, .gpkg (GeoPackage) or .geojson file.",
)
@click.option(
    "--crs",
    type=click.Choice(list(geographic.SYSTEMS)),
    help="Coordinates of a .gpkg or .geojson file; default: rd in the Netherlands for .gpkg, else wgs84.",
)
@LEVEL
@WITHIN
@with_store
def export(store: Store, what: str, out: Path, crs: str | None, level: str, within: tuple[str, ...]) -> None:
    """Write reports, areas, candidates or projects to a CSV, XLSX, GeoPackage or GeoJSON file, by its ending.

    --level and --within are about areas and candidates. It is for use inside the association: it holds all figures of
    today, also small ones, and can be read by you only. What others may have is in a report, or is published. Who
    exported what and how many rows stands in the audit trail.
    """
    form = out.suffix.casefold()
    if form in geographic.FORMS and what == "reports":
        raise click.BadParameter("reports go to .csv or .xlsx; areas have outlines", param_hint="--out")
    if form not in geographic.FORMS and crs:
        raise click.BadParameter("only a .gpkg or .geojson file has coordinates", param_hint="--crs")
    question = Question(level=level, within=district_of(store, within))
    frame = {
        "reports": lambda: records.load(store, "reports"),
        "areas": lambda: candidates.for_file(candidates.area_list(store, question)),
        "candidates": lambda: candidates.for_file(candidates.candidates(store, question)),
        "projects": lambda: projects.table(store),
    }[what]()
    if form in geographic.FORMS:
        outlines = geographic.outlines(_areas_of(store, what, frame), load_snapshot(store).every_area)
        content = geographic.to_geographic(frame, outlines, form, what, geographic.SYSTEMS.get(crs or ""))
    else:
        content = _WRITERS[form](frame)
    audit.record(store, actor(), "export", "table", what, frame.height)
    write_private(out, content)
    click.echo(f"{frame.height} rows in {out}. {HOLDS[what]} It was written down that you made it.")


def _areas_of(store: Store, what: str, frame: pl.DataFrame) -> pl.Series:
    """The ids of the areas of each row."""
    if what == "projects":
        return pl.Series([[area for area, _name in each.areas] for each in projects.load(store)], dtype=_IDS)
    return frame["members"] if what == "candidates" else frame.select(pl.concat_list("area_id")).to_series()


def write_private(out: Path, content: bytes) -> None:
    """Write a file that only its owner may read; one that exists keeps its mode."""
    with os.fdopen(os.open(out, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)


def _project_id(_context: click.Context, _argument: click.Parameter, project: str) -> int | None:
    """The number of a project; None: all."""
    if project != "all" and not project.isdecimal():
        raise click.BadParameter("give the number of a project, or all", param_hint="PROJECT")
    return None if project == "all" else int(project)


@click.command()
@click.argument("project", default="all", callback=_project_id, metavar="[PROJECT|all]")
@click.option("--format", "form", type=click.Choice(["pdf", "xlsx"]), default="pdf", show_default=True)
@click.option("--language", type=click.Choice(list(LANGUAGES)), default=DEFAULT, show_default=True)
@WITHIN
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write.")
@with_store
def report(store: Store, project: int | None, form: str, language: str, within: tuple[str, ...], output: Path) -> None:
    """Write the report of one PROJECT (its number), or of all: what was done, what changed, and how certain that is.

    It contains no names of people, no addresses, and no numbers that could identify a household.
    """
    snapshot = load_snapshot(store)
    last = last_quarter(store, snapshot) if project is None else None
    document = report_of(store, snapshot, project, clock.today(), last, district_of(store, within))
    output.write_bytes({"pdf": pdf, "xlsx": xlsx}[form](document, language, is_demo=store.url == demo_url()))
    click.echo(f"The report is in {output}.")


@click.command()
@click.argument("project", type=int)
@click.option("--language", default=DEFAULT, show_default=True, help="As a code: nl, en, or one that was translated.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write.")
@with_store
def letter(store: Store, project: int, language: str, output: Path) -> None:
    """Write the letter to the residents of a PROJECT (its number), one A5 as PDF.

    Like the report it contains no names of people, no addresses, and no numbers that could identify a household.
    """
    if language not in letters.languages(store):
        known = ", ".join(letters.languages(store))
        raise click.BadParameter(f"there are letters in {known}", param_hint="--language")
    content = letters.letter_of(store, load_snapshot(store), project, clock.today())
    letters.check(store, content, language)
    output.write_bytes(letters.as_pdf(store, content, language, is_demo=store.url == demo_url()))
    click.echo(f"The letter is in {output}.")


COMMANDS = (export, report, letter)
