"""The command about one address or one reporter: what is kept of it, and erasing it."""

import json
from pathlib import Path

import click

from data import clock
from data.cli.options import actor, with_store
from data.cli.printing import aligned
from data.cli.tables import table_file, write_table
from data.services import person as people
from data.services import subject as subjects
from data.store.database import Store
from domain.errors import WrongValue


@click.command()
@click.option("--address", metavar="TEXT", help="One address, such as “Lindehof 12a, Meerwijk”.")
@click.option("--reporter", metavar="TEXT", help="Who reported, as the export has it: a name or a number.")
@click.option("--show", "act", flag_value="show", default="show", help="List what is kept (the default).")
@click.option("--erase", "act", flag_value="erase", help="Erase it, and keep it out of later exports.")
@click.option("--reason", help="Why it is erased; needed for that.")
@table_file(required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with how much there is.")
@with_store
def person(
    store: Store,
    address: str | None,
    reporter: str | None,
    act: str,
    reason: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """List all that is kept of one address or one reporter, or erase it.

    That is: reports with their past versions, signals, decisions on the address, and whatever notes, remarks, projects
    and the audit trail say of it. Backups that were made before an erasure hold it still; a restore erases it again.
    """
    if (address is None) == (reporter is None):
        raise click.UsageError("give --address or --reporter")
    of = subjects.address(store, address) if address is not None else subjects.reporter(store, reporter or "")
    if act == "erase":
        _erase(store, of, reason, as_json)
        return
    found = people.find(store, of)
    people.leave_trace(store, actor(), of, found, to_file=out is not None)
    if out:
        write_table(out, found.table())
    if as_json:
        click.echo(json.dumps(found.counts()))
    elif out:
        click.echo(f"All that is kept is in {out}: {_in_words(found.counts())}.")
    else:
        click.echo(aligned(found.table()) if found.counts() else "Nothing is kept.")


def _erase(store: Store, of: subjects.Subject, reason: str | None, as_json: bool) -> None:
    if not reason:
        raise WrongValue("Give the reason of the erasure with --reason.")
    done = people.erase(store, actor(), of, reason, clock.today())
    if as_json:
        click.echo(json.dumps({**done.counts, "off_the_disk": done.off_the_disk}))
        return
    click.echo(f"Erased: {_in_words(done.counts)}.")
    if not done.off_the_disk:
        click.echo("Others are reading: bytes of it stay in the journal until the next write. Stop the app to be sure.")
    click.echo("Backups that were made before now hold it still. Remove them when they are no longer needed.")


def _in_words(counts: object) -> str:
    return ", ".join(f"{count} {name}" for name, count in dict(counts).items()) or "nothing"  # type: ignore[call-overload]


COMMANDS = (person,)
