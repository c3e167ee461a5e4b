"""The commands about the audit trail: whether it is whole, and writing it to a file."""

import json
from datetime import datetime
from pathlib import Path

import click

from data.cli.options import FAILED, with_store
from data.cli.tables import table_file, write_table
from data.store import audit as trails
from data.store.audit_check import WHY, verify
from data.store.database import Store


@click.group()
def audit() -> None:
    """Check the audit trail, or write it to a file."""


def _noted(_context: click.Context, _option: click.Parameter, head: str | None) -> tuple[int, str] | None:
    """``NUMBER:HASH`` as two values."""
    if head is None:
        return None
    number, colon, hashed = head.partition(":")
    if not (colon and number.isdecimal()):
        raise click.BadParameter("give NUMBER:HASH, as verify printed it", param_hint="--head")
    return int(number), hashed.strip()


@audit.command("verify")
@click.option("--head", metavar="NUMBER:HASH", callback=_noted, help="The last row as an earlier check printed it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_store
def verify_(store: Store, head: tuple[int, str] | None, as_json: bool) -> None:
    """Check that no row of the audit trail was changed, added or removed; exit code 1 if one was.

    Who owns the database can make the whole trail anew. Note the last row elsewhere, and give it later with --head.
    """
    found = verify(store, head)
    if as_json:
        click.echo(json.dumps({**vars(found), "why": WHY[found.why] if found.why else None}))
    elif found.broken is None:
        erased = f" The content of {found.erased} was erased." if found.erased else ""
        click.echo(f"The audit trail is whole: {found.rows} rows.{erased} Last row: {found.last_id}:{found.last_hash}")
    if found.broken is not None:
        click.echo(f"The audit trail is broken at row {found.broken}: {WHY[found.why or 'row']}.", err=True)
        click.get_current_context().exit(FAILED)


@audit.command("export")
@table_file(required=True)
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="First day.")
@click.option("--until", "last", type=click.DateTime(["%Y-%m-%d"]), help="Last day.")
@click.option("--actor", help="Only what this person did.")
@click.option("--action", help="Only this action, such as import.")
@click.option("--entity", help="Only what was done to this kind of thing, such as project.")
@with_store
def export(
    store: Store,
    out: Path,
    first: datetime | None,
    last: datetime | None,
    actor: str | None,
    action: str | None,
    entity: str | None,
) -> None:
    """Write the audit trail to a CSV or XLSX file that only you can read, the newest row first."""
    days = (moment.date() if moment else None for moment in (first, last))
    rows = trails.trail(store, narrowed=trails.Narrowed(*days, actor, action, entity))
    write_table(out, rows)
    click.echo(f"{rows.height} rows in {out}.")


COMMANDS = (audit,)
