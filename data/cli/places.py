"""The commands about places: streets of one name separated by town, and places that can wait."""

from datetime import datetime

import click
import polars as pl

from data import clock
from data.cli.options import actor, with_store
from data.services.data_choices import keep_street
from data.services.explain import named_area
from data.services.postponed import postpone as postpone_place
from data.services.snapshot import load_snapshot
from data.store import postponed
from data.store.database import Store
from domain.schemas import AREA_LEVELS


@click.command()
@click.argument("street")
@click.option("--together", is_flag=True, help="Undo it: what lies together is one street again.")
@with_store
def apart(store: Store, street: str, together: bool) -> None:
    """Separate the streets of this name by town. By default the same name within 300 metres is one street."""
    keep_street(store, actor(), street, apart=not together)
    click.echo(f"{street}: {'one street where it lies together' if together else 'a street of its own in each town'}.")


@click.command()
@click.argument("area")
@click.option("--level", type=click.Choice(AREA_LEVELS), help="Look among these only.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The day from which it counts again.")
@click.option("--reason", default="", help="Why it can wait; without names or addresses of residents.")
@click.option("--end", is_flag=True, help="End it: the place counts again from now on.")
@with_store
def postpone(store: Store, area: str, level: str | None, until: datetime | None, reason: str, end: bool) -> None:
    """Postpone AREA (id or name of a street, block or neighbourhood): it keeps its place, but is not proposed."""
    if not end and until is None:
        raise click.UsageError("Give --until, the day from which it counts again, or --end.")
    if end and area in {each.area_id for each in postponed.load(store)}:
        postponed.end(store, actor(), area)  # also of a place that is not in the data any more
        click.echo(f"{area} counts again.")
        return
    snapshot = load_snapshot(store)
    areas = pl.concat([snapshot.areas, snapshot.neighbourhoods])
    found, _others = named_area(areas, area, level)
    name, area_id = found["name"], found["area_id"]
    if end or until is None:
        postponed.end(store, actor(), area_id)
        click.echo(f"{name} ({area_id}) counts again.")
        return
    postpone_place(store, actor(), snapshot, (area_id, name, [area_id]), reason, until.date(), clock.today())
    click.echo(f"{name} ({area_id}) is postponed until {until.date()}.")


COMMANDS = (apart, postpone)
