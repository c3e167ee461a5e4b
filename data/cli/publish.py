"""The command that publishes disclosed figures to a folder."""

from pathlib import Path

import click

from data import clock
from data.cli.options import actor, with_store
from data.services import publish as publishing
from data.store.database import Store
from data.texts.language import DEFAULT, LANGUAGES


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--language", type=click.Choice(list(LANGUAGES)), default=DEFAULT, show_default=True, help="Of the dictionary."
)
@with_store
def publish(store: Store, folder: Path, language: str) -> None:
    """Write disclosed figures to FOLDER, for Power BI and QGIS: Parquet, CSV, GeoPackage, and a dictionary.

    It holds areas, themes, half years, candidates and projects up to the last quarter, without people, free text, or
    numbers that could identify a household. The folder is replaced as a whole.
    """
    made = publishing.publish(store, folder, actor(), clock.today(), language)
    counts = ", ".join(f"{name} {rows}" for name, rows in made.rows.items())
    click.echo(f"Published up to {made.until} in {folder}: {counts}.")
    for level, withheld in made.withheld.items():
        click.echo(f"  {level}: {withheld} areas without figures.")


COMMANDS = (publish,)
