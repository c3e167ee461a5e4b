"""The commands that back up and restore the store."""

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click

from data.cli.options import actor, with_store
from data.store import backup as backups
from data.store import settings
from data.store.backup_files import dated, drop_older, note_backup
from data.store.database import Store
from data.store.sealed import RECIPIENT, Seal, make_key


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--encrypt", is_flag=True, help=f"Encrypt it for the public key in {RECIPIENT} (age format).")
@click.option("--recipient", metavar="age1...", help="Encrypt it for this public key instead (see backup-key).")
@click.option("--keep", type=click.IntRange(1), metavar="N", help="Add the date to the name, and keep the newest N.")
@with_store
def backup(store: Store, file: Path, encrypt: bool, recipient: str | None, keep: int | None) -> None:
    """Write everything in the store to FILE. The app may keep running."""
    recipient = recipient or (os.environ.get(RECIPIENT, "") if encrypt else None)
    seal = None if recipient is None else Seal(recipient)
    target = dated(file, datetime.now(UTC)) if keep else file
    backups.backup(store, target, seal)
    note_backup(store, actor(), seal is not None)
    removed = drop_older(file, keep) if keep else []
    click.echo(f"Everything is kept in {target}.")
    if removed:
        click.echo(f"{len(removed)} older backups were removed.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask first; a script is never asked.")
@click.option(
    "--identity",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The file with the secret key of an encrypted backup.",
)
@with_store
def restore(store: Store, file: Path, yes: bool, identity: Path | None) -> None:
    """Restore the store as it was when FILE was made. The app may keep running."""
    if not yes and sys.stdin.isatty():
        click.confirm("Replace everything in the store by what is in the file?", abort=True)
    backups.restore(store, actor(), file, identity=identity)
    click.echo(f"The store is as it was in {file}.")


@click.command("rotate-key")
@with_store
def rotate_key(store: Store) -> None:
    """Use a new key for the codes of who reports. Older codes stay until their term ends (see expire)."""
    settings.rotate_key(store, actor(), date.today())
    click.echo("A new key is in use. Copy it to where you keep the key; older exports give other codes from now on.")


@click.command("backup-key")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup_key(file: Path) -> None:
    """Write a new secret key for encrypted backups to FILE, and print its public key for backup --recipient.

    Keep FILE away from the server: without it no encrypted backup can be restored.
    """
    click.echo(make_key(file))


COMMANDS = (backup, restore, backup_key, rotate_key)
