"""The commands that exchange effects with other associations."""

from pathlib import Path

import click

from data.cli.options import actor, with_store
from data.cli.printing import aligned
from data.services import effects as services
from data.services.snapshot import load_snapshot
from data.store import effect_imports
from data.store.database import Store
from domain.effects.exchange import BYTES_MOST


@click.group()
def effects() -> None:
    """Exchange what worked with other associations, without data: no place, no name, no small number."""


@effects.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_store
def export(store: Store, file: Path) -> None:
    """Write the effects of the projects to FILE: what was done, the ratio, how sure, class of size and year."""
    content, count = services.export_effects(store, load_snapshot(store))
    file.write_bytes(content)
    click.echo(f"{count} effects in {file}.")


@effects.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_store
def import_(store: Store, file: Path) -> None:
    """Store the effects of another association from FILE; they weigh less than those of one's own projects."""
    with file.open("rb") as opened:
        content = opened.read(BYTES_MOST + 1)
    number, count = services.import_effects(store, actor(), file.name, content)
    weight = services.imported_weight(store)
    click.echo(f"{count} effects are stored as number {number}. Each counts for {weight:g} of one of your own.")


@effects.command("list")
@with_store
def list_(store: Store) -> None:
    """List the files of effects that were imported, the newest first."""
    found = effect_imports.table(store)
    click.echo(aligned(found) if found.height else "No effects were imported yet.")


@effects.command()
@click.argument("number", type=int, metavar="ID")
@with_store
def remove(store: Store, number: int) -> None:
    """Take the effects that were imported as number ID out again."""
    effect_imports.remove(store, actor(), number)
    click.echo(f"The effects of number {number} are taken out.")


COMMANDS = (effects,)
