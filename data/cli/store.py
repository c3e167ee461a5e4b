"""The commands that back up, restore and migrate the store, and that make keys."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from data import clock
from data.cli.options import DATABASE, FAILED, actor, require_one_store, with_store
from data.cli.tenants import tenants
from data.services import migrate as migrations
from data.services import restore as restoring
from data.store import backup as backups
from data.store import settings
from data.store.backup_files import dated, drop_older, note_backup
from data.store.database import Store, connect, local_folder
from data.store.sealed import RECIPIENT, Seal, make_key
from domain.errors import WrongValue

ENCRYPT = click.option("--encrypt", is_flag=True, help=f"Encrypt it for the public key in {RECIPIENT} (age format).")
TO = click.option("--recipient", metavar="age1...", help="Encrypt it for this public key instead (see backup-key).")


def _seal(encrypt: bool, recipient: str | None) -> Seal | None:
    recipient = recipient or (os.environ.get(RECIPIENT, "") if encrypt else None)
    return None if recipient is None else Seal(recipient)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@ENCRYPT
@TO
@click.option("--keep", type=click.IntRange(1), metavar="N", help="Add the date to the name, and keep the newest N.")
@with_store
def backup(store: Store, file: Path, encrypt: bool, recipient: str | None, keep: int | None) -> None:
    """Write everything in the store to FILE. The app may keep running."""
    seal = _seal(encrypt, recipient)
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
    ended = sum(restoring.restore(store, actor(), file, clock.today(), identity).counts.values())
    click.echo(f"The store is as it was in {file}.")
    if ended:
        click.echo(f"{ended} rows in it whose term ended since were removed again.")


@click.command()
@click.option(
    "--backup",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the backup is written; default: in the folder backups, beside a SQLite store or in BLOKWIJZER_LOCAL.",
)
@ENCRYPT
@TO
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--all", "every", is_flag=True, help="The stores of all associations (the file in BLOKWIJZER_TENANTS).")
@DATABASE
@click.pass_context
def migrate(
    context: click.Context,
    file: Path | None,
    encrypt: bool,
    recipient: str | None,
    as_json: bool,
    every: bool,
    database: str | None,
) -> None:
    """Write a backup, then migrate the store to what this version of the program needs.

    Servers say meanwhile that Blokwijzer is being updated, and go on by themselves. A store that is up to date is left
    alone. If anything fails, the store is as it was. With --all others go on where one fails.
    """
    if every:
        if file or database or context.obj:
            raise WrongValue("--all does not go together with --backup or --database.")
        given = [*(["--encrypt"] if encrypt else []), *(["--recipient", recipient] if recipient else [])]
        context.exit(FAILED if _migrate_all(given, as_json) else 0)
    require_one_store(database or context.obj)
    store = connect(database or context.obj)
    context.call_on_close(store.close)
    done = migrations.migrate(store, actor(), file or _before_migration(store), _seal(encrypt, recipient))
    kept = str(done.backup) if done.backup else None
    told = {"before": done.before, "after": done.after, "changed": done.changed, "backup": kept}
    click.echo(json.dumps(told) if as_json else _in_words(told))
    if kept and not as_json:
        click.echo("Remove that backup when all works: what is erased later is still in it.")


def _migrate_all(given: list[str], as_json: bool) -> int:
    """Migrate the store of each tenant, in a process of its own; return how many failed.

    ``given``: options of ``migrate``. What was done, or why not, is printed for each.
    """
    failed, every = 0, []
    for name in tenants():
        command = [sys.executable, "-m", "data", "--tenant", name, "migrate", "--json", *given]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        failed += ended.returncode != 0
        done = json.loads(ended.stdout) if ended.returncode == 0 else {"error": ended.stderr.strip()}
        every.append({"tenant": name, **done})
        if not as_json:
            click.echo(f"{name}: {_in_words(done)}")
    if as_json:
        click.echo(json.dumps({"tenants": every}))
    return failed


def _in_words(done: Mapping[str, Any]) -> str:
    """What ``migrate`` did, from its JSON."""
    if "error" in done:
        return str(done["error"])
    if not done["changed"]:
        return f"The store is of revision {done['after']} already. Nothing was done."
    if not done["backup"]:
        return f"The store was empty. It has the tables of revision {done['after']} now."
    return f"Everything is kept in {done['backup']}. The store went from revision {done['before']} to {done['after']}."


def _before_migration(store: Store) -> Path:
    """The file of the backup that ``migrate`` makes, with the moment in its name."""
    folder = Path(str(store.engine.url.database)).absolute().parent if store.is_sqlite else local_folder()
    return dated(folder / "backups" / "before-migration.zip", datetime.now(UTC))


@click.command("rotate-key")
@with_store
def rotate_key(store: Store) -> None:
    """Use a new key for the codes of who reports. Older codes stay until their term ends (see expire)."""
    settings.rotate_key(store, actor(), clock.today())
    click.echo("A new key is in use. Copy it to where you keep the key; older exports give other codes from now on.")


@click.command("backup-key")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup_key(file: Path) -> None:
    """Write a new secret key for encrypted backups to FILE, and print its public key for backup --recipient.

    Keep FILE away from the server: without it no encrypted backup can be restored.
    """
    click.echo(make_key(file))


COMMANDS = (backup, restore, migrate, backup_key, rotate_key)
