"""Run the bench: ``python -m tests.bench [NAME...] [--json FILE]`` prints a table of ratios from one run."""

import importlib
import json
from pathlib import Path

import click
import polars as pl

BENCHES = (
    "intake",
    "save",
    "lock",
    "analysis",
    "evidence",
    "candidates",
    "effects",
    "planning",
    "page",
    "night",
    "large",
    "memory",
    "cluster",
    "nation",
    "session",
    "pollock",
)


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(BENCHES))
@click.option("--json", "file", type=click.Path(path_type=Path), help="Write the rows to this file as well.")
def main(names: tuple[str, ...], file: Path | None) -> None:
    """Measure the named parts, or all; every ratio compares two things done in this same run."""
    rows = []
    click.echo(f"Polars {pl.__version__} on {pl.thread_pool_size()} threads")
    for name in names or BENCHES:
        for row in importlib.import_module(f"tests.bench.{name}").rows():
            rows.append(row.to_dict())
            click.echo(str(row))
    if file:
        file.write_text(json.dumps(rows, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
