"""The command that removes what was kept for as long as the team chose."""

import json

import click

from data import clock
from data.cli.options import actor, with_store
from data.services import expire as services
from data.store.database import Store
from data.store.terms import terms


@click.command()
@click.option("--dry-run", is_flag=True, help="Count what would be removed, remove nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_store
def expire(store: Store, dry_run: bool, as_json: bool) -> None:
    """Remove what has been kept for as long as was chosen on Settings; for every night.

    Of reports their counts stay, by month, area and theme, none small enough to point at a home. The log holds numbers
    only. One run at a time: a second one ends with exit code 1.
    """
    done = services.expire(store, actor(), clock.today(), dry_run=dry_run)
    if as_json:
        click.echo(json.dumps({"dry_run": dry_run, "frozen_effects": done.frozen, "rows": dict(done.counts)}))
        return
    if not terms(store):
        click.echo("No term was chosen yet, so nothing ends. Choose them on Settings.")
        return
    did = "would be removed or cleared" if dry_run else "removed or cleared"
    for kind, count in done.counts.items():
        click.echo(f"{kind}: {count} rows {did}.")
    if done.frozen:
        click.echo(f"Effects of {done.frozen} projects were frozen first.")


COMMANDS = (expire,)
