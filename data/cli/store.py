"""The commands that back up and restore the store."""

import sys
from pathlib import Path

import click

from data.cli.options import actor, with_store
from data.store import backup as backups
from data.store.database import Store


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_store
def backup(store: Store, file: Path) -> None:
    """Write everything in the store to FILE. The app may keep running."""
    backups.backup(store, file)
    click.echo(f"Everything is kept in {file}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask first; a script is never asked.")
@with_store
def restore(store: Store, file: Path, yes: bool) -> None:
    """Restore the store as it was when FILE was made. The app may keep running."""
    if not yes and sys.stdin.isatty():
        click.confirm("Replace everything in the store by what is in the file?", abort=True)
    backups.restore(store, actor(), file)
    click.echo(f"The store is as it was in {file}.")


COMMANDS = (backup, restore)
