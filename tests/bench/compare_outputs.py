"""Compares what two checkouts answer to the same data: ``python -m tests.bench.compare_outputs OLD NEW EXPORT...``.

For the demo and for each EXPORT (a file, or a folder whose files are imported in order of name; each in a fresh store)
both checkouts run, with their own code: ``rank --format json`` of streets and of blocks, ``explain`` of the first five
candidates of OLD at each level, ``plan``, and the report of a project as PDF and XLSX. The demo has projects. For an
EXPORT a project is stored, of the street with most incidents, whose work began DAYS_AGO before the newest report.

For every output it prints "same", or the fields, lines or cells that differ, with counts and the largest difference. It
does not judge differences. Areas are matched by id, and the others by name.

``--outputs FOLDER`` keeps the outputs and reuses them, so a chain of versions takes one run per version. Outputs depend
on the day, because the plan and the reports start from today.
"""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import fastexcel
import polars as pl
import pypdf
from xlsxwriter.utility import xl_rowcol_to_cell

from tests.bench.comparing import Comparison, compare_cells, compare_lines, compare_plans, compare_rows, pairs

LEVELS = ("street", "block")
EXPLAINED = 5
DAYS_AGO = 365
REPORTED = ("1", "all")  # a project's number, or all
ENDINGS = {".csv", ".txt", ".xlsx", ".zip", ".json", ".geojson", ".gpkg"}
RENAMED: Mapping[str, str] = {}
"""JSON keys that were renamed, old to new. Empty: the keys of ``--json`` kept their names."""


def pdf_text(content: bytes) -> str:
    """The text of a PDF, page by page."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def xlsx_cells(content: bytes) -> dict[str, Any]:
    """The values of the filled cells of a workbook by address (``Sheet!B3``); numbers as numbers."""
    book = fastexcel.read_excel(content)
    found = {}
    for sheet in book.sheet_names:
        cells = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars()
        for at, column in enumerate(cells.get_columns()):
            for row, value in enumerate(column):
                if value is not None:
                    found[f"{sheet}!{xl_rowcol_to_cell(row, at)}"] = _as_number(value)
    return found


def _as_number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


@dataclass(frozen=True)
class Checkout:
    """A checkout, with the folder of its outputs for one export."""

    root: Path
    outputs: Path

    @property
    def store(self) -> str:
        """The URL of its store."""
        return f"sqlite:///{self.outputs / 'store.sqlite'}"

    def run(self, jobs: Sequence[Any]) -> list[dict[str, Any]]:
        """The outcomes of the jobs with this checkout's code (see checkout_commands.py)."""
        environment = os.environ | {
            "PYTHONPATH": str(self.root),
            "BLOKWIJZER_LOCAL": str(self.outputs),
            "BLOKWIJZER_DATABASE": self.store,
        }
        done = subprocess.run(
            [sys.executable, "-P", str(Path(__file__).with_name("checkout_commands.py"))],
            input=json.dumps(jobs),
            capture_output=True,
            text=True,
            cwd=self.root,
            env=environment,
            check=False,
        )
        if done.returncode:
            raise click.ClickException(f"{self.root}: {done.stderr}")
        return json.loads(done.stdout)

    def kept(self, commands: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        """The outcome of each command by its name: kept from before, or run now and kept."""
        self.outputs.mkdir(parents=True, exist_ok=True)
        files = {name: self.outputs / f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}.json" for name in commands}
        todo = [name for name, path in files.items() if not path.exists()]
        for name, outcome in zip(todo, self.run([commands[name] for name in todo]) if todo else [], strict=True):
            files[name].write_text(json.dumps(outcome), encoding="utf-8")
        texts = {name: path.read_text(encoding="utf-8") for name, path in files.items()}
        return {name: json.loads(text.replace(str(self.outputs), "...")) for name, text in texts.items()}

    def areas(self, level: str) -> list[dict[str, Any]]:
        """The candidates of a level, best first; empty where nothing is ranked."""
        name = f"rank --level {level}"
        found = self.kept({name: ["rank", "--level", level, "--top", "100000", "--format", "json"]})[name]
        return json.loads(found["out"]) if found["code"] == 0 and found["out"].strip() else []

    def newest(self) -> date:
        """The day of the newest report."""
        path = self.outputs / "reports.csv"
        self.kept({"export reports": ["export", "reports", "--out", str(path)]})
        days = pl.read_csv(path, separator=";", columns=["reported_on"], infer_schema=False)["reported_on"]
        return date.fromisoformat(days.max())

    def project(self) -> dict[str, Any]:
        """The job that stores a project of the street with most incidents; none where no street is ranked."""
        streets = self.areas("street")
        if not streets:
            return {}
        busiest = max(streets, key=lambda area: area["incidents"])
        begun = self.newest() - timedelta(days=DAYS_AGO)
        return {"project": {"project": [busiest["area_id"], busiest["name"]], "begun": str(begun)}}

    def reports(self) -> dict[str, Any]:
        """The commands that write the reports."""
        english = ["--language", "en"]
        return {
            f"report {which} {form}": ["report", which, "--format", form, *english, "--output", str(path)]
            for which in REPORTED
            for form in ("pdf", "xlsx")
            for path in [self.outputs / f"report-{which}.{form}"]
        }


def comparisons(old: Checkout, new: Checkout, export: Path | None, tolerance: float) -> Iterator[Comparison]:
    """The comparison of each output for one export; None: for the demo."""
    both = (old, new)
    files = [] if export is None else [str(path) for path in files_of(export)]
    name = "demo" if export is None else "import"
    loaded = [checkout.kept({name: [name, *(files or ["--database", checkout.store])]}) for checkout in both]
    yield from _texts([name], loaded, tolerance)
    explained: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    for level in LEVELS:
        ranked = [checkout.areas(level) for checkout in both]
        yield compare_rows(f"rank --level {level}", *ranked, tolerance, RENAMED)
        same = dict(pairs(*ranked))
        for at, area in enumerate(ranked[0][:EXPLAINED]):
            other = ranked[1][same[at]] if at in same else area
            for commands, of in zip(explained, (area, other), strict=True):
                commands[f"explain {level} {area['name']}"] = ["explain", of["area_id"], "--level", level]
    project = (lambda checkout: {}) if export is None else Checkout.project
    every = [
        checkout.kept({**commands, "plan": ["plan", "--format", "json"], **project(checkout), **checkout.reports()})
        for checkout, commands in zip(both, explained, strict=True)
    ]
    plans = [found.pop("plan") for found in every]
    if any(each["code"] for each in plans):  # such as "No such command" in versions before 0.2.0
        yield from _texts(["plan"], [{"plan": each} for each in plans], tolerance)
    else:
        yield from compare_plans(*(json.loads(each["out"]) for each in plans), tolerance)
    yield from _texts(every[0], every, tolerance)
    for which in REPORTED:
        written = [checkout.outputs / f"report-{which}" for checkout in both]
        if all(path.with_suffix(f".{form}").exists() for path in written for form in ("pdf", "xlsx")):
            texts = (pdf_text(path.with_suffix(".pdf").read_bytes()) for path in written)
            yield compare_lines(f"report {which}, text of the PDF", *texts, tolerance)
            cells = (xlsx_cells(path.with_suffix(".xlsx").read_bytes()) for path in written)
            yield compare_cells(f"report {which}, cells of the XLSX", *cells, tolerance)


def _texts(names: Iterable[str], outcomes: Sequence[Mapping[str, Any]], tolerance: float) -> Iterator[Comparison]:
    """The exit code, the text on stdout and that on stderr of each command, as lines."""
    for name in names:
        texts = [f"exit code {each[name]['code']}\n{each[name]['out']}\n{each[name]['err']}" for each in outcomes]
        yield compare_lines(name, *texts, tolerance)


def files_of(export: Path) -> list[Path]:
    """The files of an export: itself, or those in the folder that can be imported, by name."""
    if export.is_file():
        return [export.resolve()]
    return sorted(path.resolve() for path in export.iterdir() if path.suffix.lower() in ENDINGS)


@click.command()
@click.argument("old", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("exports", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="EXPORT...")
@click.option("--tolerance", default=1e-6, show_default=True, help="Numbers are the same within this, relatively.")
@click.option("--show", default=20, show_default=True, help="Most fields, rows or lines listed of a kind.")
@click.option("--outputs", type=click.Path(file_okay=False, path_type=Path), help="Keep the outputs in this folder.")
@click.option("--demo/--no-demo", default=True, show_default=True, help="Whether to compare the demo too.")
def main(
    old: Path, new: Path, exports: tuple[Path, ...], tolerance: float, show: int, outputs: Path | None, demo: bool
) -> None:
    """Compare the outputs of the checkouts OLD and NEW for the demo and for each EXPORT."""
    with TemporaryDirectory() as temporary:
        root = (outputs or Path(temporary)).resolve()
        for export in (*([None] if demo else []), *exports):
            name = export.stem if export else "demo"
            click.echo(f"== {name}")
            checkouts = [Checkout(each.resolve(), root / each.resolve().name / name) for each in (old, new)]
            for found in comparisons(*checkouts, export, tolerance):
                for line in found.lines(show):
                    click.echo(line)


if __name__ == "__main__":
    main()
