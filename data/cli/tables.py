"""Tables that commands write to a CSV or XLSX file that only its owner may read."""

from collections.abc import Callable
from pathlib import Path

import click
import polars as pl

from data.cli.files import write_private
from domain.documents import spreadsheet

_WRITERS: dict[str, Callable[[pl.DataFrame], bytes]] = {".csv": spreadsheet.to_csv, ".xlsx": spreadsheet.to_xlsx}


def _known_ending(_context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    if path and path.suffix.casefold() not in _WRITERS:
        raise click.BadParameter("give a name that ends in .csv or .xlsx", param_hint="--out")
    return path


def table_file(*, required: bool) -> Callable:
    """The option ``--out``."""
    kind = click.Path(path_type=Path, dir_okay=False)
    return click.option("--out", type=kind, required=required, callback=_known_ending, help="A .csv or .xlsx file.")


def write_table(out: Path, frame: pl.DataFrame) -> None:
    """Write a frame to the file, by its ending."""
    write_private(out, _WRITERS[out.suffix.casefold()](frame))
